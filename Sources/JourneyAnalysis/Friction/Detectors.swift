package import JourneyModel

/// The detectors, in the order of the catalogue.
package enum Detectors {
  /// Findings name their detectors by positions in this list.
  package static let all: [any FrictionDetector.Type] = [
    LongWait.self,
    Abandoned.self,
    Transfer.self,
    RepeatContact.self,
    Reopened.self,
  ]

  /// How they describe themselves.
  package static let descriptions: [ComponentDescription] = all.map { $0.description }

  /// All of them with their parameters bound, of the same positions.
  package static func bound(to parameters: ParameterValues) -> [any FrictionDetector] {
    all.map { $0.init(parameters) }
  }
}
