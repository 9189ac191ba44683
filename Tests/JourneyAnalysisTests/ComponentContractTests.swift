import Foundation
import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

/// What every detector and measure owes: a unique id, valid defaults, a fixture, a description.
@Suite struct ComponentContractTests {
  private static let detectors = Detectors.descriptions
  private static let measures = Measures.descriptions

  @Test func idsAreUniqueAndInKebabCase() {
    for list in [ComponentContractTests.detectors, ComponentContractTests.measures] {
      #expect(Set(list.map(\.id)).count == list.count)
      for id in list.map(\.id) {
        #expect(id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(id)")
      }
    }
  }

  @Test(arguments: detectors + measures)
  func everythingIsDescribed(component: ComponentDescription) {
    #expect(component.summary.hasSuffix("."))
    #expect(!component.title.isEmpty && !component.formula.isEmpty && !component.source.isEmpty)
    #expect(!component.requires.isEmpty)
    #expect(Set(component.parameters.map(\.name)).count == component.parameters.count)
    for parameter in component.parameters {
      #expect(parameter.allowed.contains(parameter.defaultValue), "\(parameter.name)")
      #expect(parameter.summary.hasSuffix("."))
    }
  }

  @Test(arguments: detectors.map { "detectors/\($0.id)" } + measures.map { "measures/\($0.id)" })
  func aFolderOfCasesIsPresent(path: String) {
    for file in ["cases.txt", "expected.txt"] {
      let place = Judge.root.appendingPathComponent("Fixtures/\(path)/\(file)").path
      #expect(FileManager.default.fileExists(atPath: place), "\(place)")
    }
  }

  @Test func detectorsAreNumberedAndMeasuresHaveUnits() {
    let numbers = ComponentContractTests.detectors.compactMap(\.number)
    #expect(numbers == numbers.sorted() && numbers.count == Detectors.all.count)
    #expect(ComponentContractTests.measures.allSatisfy { $0.unit != nil })
  }

  @Test func parametersAreSetByName() {
    var values = ParameterValues()
    #expect(values["long-wait", "voice"] == 120_000)
    let isKnown = values.set("long-wait.voice", to: 5)
    #expect(isKnown && values["long-wait", "voice"] == 5)
    for name in ["long-wait.fax", "voice", "queue-jump.voice"] {
      let isKnown = values.set(name, to: 5)
      #expect(!isKnown, "\(name)")
    }
  }
}
