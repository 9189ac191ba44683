import CivilTime
import JourneyAnalysis
import JourneyModel
import Testing

/// Every measure against its golden folder.
@Suite struct MeasureTests {
  @Test(arguments: Measures.all.map(\.description.id))
  func goldenCases(measure: String) throws {
    try GoldenFolder("measures/\(measure)").check { scenario in
      scenario.analysis.cells.filter { $0.key.measure == measure }.map(line)
    }
  }

  private func line(_ cell: MeasureCell) -> String {
    let key = cell.key
    let place = [key.channel?.name, key.reason, key.queue].map { $0 ?? "-" }
    var line =
      "\(InstantText.date(dayNumber: key.day)) \(place.joined(separator: ", ")): "
      + "\(cell.numerator) of \(cell.denominator)"
    if let histogram = cell.histogram { line += " [\(histogram.encoded)]" }
    return cell.isProvisional ? line + " provisional" : line
  }

  @Test func anonymousCustomersHaveNoFirstContactResolution() {
    let scenario = Scenario("call c\n  1T10:00 answered\n  1T10:05 ended\n")
    let cells = CustomerAnalyzer(settings: scenario.settings)
      .analyze(Scenario.customer, isAnonymous: true, scenario.vertices).cells
    #expect(!cells.isEmpty)
    #expect(!cells.contains { $0.key.measure == "fcr-7d" })
  }

  @Test func daysAreThoseOfTheReportingZone() throws {
    var scenario = Scenario("call c\n  1T23:30 answered\n  1T23:40 ended\n")
    scenario.settings.zone = try #require(ZoneRules.named("Europe/Berlin"))
    let days = Set(scenario.analysis.cells.map { InstantText.date(dayNumber: $0.key.day) })
    #expect(days == ["2024-01-02"])
  }
}
