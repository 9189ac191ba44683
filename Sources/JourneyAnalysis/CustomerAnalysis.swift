package import JourneyModel

/// Everything one customer contributes to a release, in dataset row order.
package struct CustomerAnalysis: Equatable, Sendable {
  /// The customer's row.
  package var customer: Customer
  /// Interactions by journey id and step.
  package var interactions: [Interaction]
  /// The events of each interaction, by sequence.
  package var events: [[JourneyEvent]]
  /// Journeys by id.
  package var journeys: [Journey]
  /// Findings by journey id, step of the interaction, instant and id.
  package var findings: [Finding]
  /// Measure cells by key, each key once.
  package var cells: [MeasureCell]
  /// The customer's part of the report.
  package var report: ReportContent

  /// Writes a customer's persona into its rows; the cells have it in their keys.
  mutating func setPersona(_ persona: String?) {
    guard let persona else { return }
    customer.persona = persona
    for place in interactions.indices { interactions[place].persona = persona }
    for place in journeys.indices { journeys[place].persona = persona }
  }
}
