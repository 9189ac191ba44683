package import CivilTime
package import JourneyModel

/// One customer's interactions and journeys, as detectors and measures see them.
package struct CustomerContext: Sendable {
  /// The customer.
  package let customer: CustomerID
  /// Whether no identifier tells the customer's contacts from other people's.
  package let isAnonymous: Bool
  /// The instant every state is as of.
  package let asOf: Instant
  /// The reporting zone.
  package let zone: ZoneRules
  /// Parameters of detectors and measures.
  package let parameters: ParameterValues
  /// The interactions by start, end and id, with journey, step, link and stage.
  package let interactions: [AssembledInteraction]
  /// The journeys with their interactions' positions, by their first interaction.
  package internal(set) var journeys: [StitchedJourney]
  /// Who the customer is; nil without a persona, and until everything else is known.
  package internal(set) var persona: String?
  /// The interactions of each reason.
  let reasons: ReasonIndex

  /// The day of an instant in the reporting zone, in days since 1970-01-01.
  package func day(of instant: Instant) -> Int32 { zone.localDay(at: instant.microseconds) }

  /// The value of a declared parameter.
  func parameter(_ name: String, of component: String) -> Int64 {
    guard let value = parameters[component, name] else {
      preconditionFailure("\(component) declares no parameter \(name)")
    }
    return value
  }
}

/// A journey and where its interactions are.
package struct StitchedJourney: Equatable, Sendable {
  /// The row.
  package var journey: Journey
  /// Positions in the customer's interactions, sorted.
  package var members: [Int]
}
