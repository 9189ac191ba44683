package import JourneyModel

/// Totals of a release.
package struct ReleaseTotals: Equatable, Sendable {
  /// Rows of `interactions`, all days together.
  package let interactions: Int64
  /// Rows of `events`, all days together.
  package let events: Int64
  /// Rows of `journeys`, of whatever status.
  package let journeys: Int64
  /// Journeys over more than one channel.
  package let multiChannelJourneys: Int64
  /// Journeys not settled yet.
  package let openJourneys: Int64
  /// Rows of `customers`, also those without an interaction.
  package let customers: Int64
  /// Customers known by no identifier that bridges.
  package let anonymousCustomers: Int64
  /// Findings that no other detector counts instead, severity 0 included.
  package let findings: Int64
  /// Journeys with at least one such finding.
  package let journeysWithFindings: Int64
  /// Scores by what they were attached to.
  package let feedback: [FeedbackBasis: Int64]
  /// What is missing or uncertain in the data.
  package let gaps: [DataGap: Int64]

  /// The totals of cells.
  package init(_ cells: CellIndex) {
    let volume = cells.total(.interactions)
    interactions = volume.denominator
    events = volume.numerator
    let yes = Coordinate(true)
    journeys = cells.total(.journeys).denominator
    openJourneys = cells.total(.journeys) { $0.a == Coordinate(JourneyStatus.open) }.denominator
    multiChannelJourneys = cells.total(.journeys) { $0.b == yes }.denominator
    journeysWithFindings = cells.total(.journeys) { $0.c == yes }.denominator
    customers = cells.total(.customers).denominator
    anonymousCustomers = cells.tally(.customers, at: Coordinates(yes)).denominator
    findings = cells.total(.frictionPoints).denominator
    var feedback: [FeedbackBasis: Int64] = [:]
    for basis in FeedbackBasis.allCases {
      feedback[basis] = cells.tally(.feedback, at: Coordinates(Coordinate(basis))).denominator
    }
    self.feedback = feedback
    var gaps: [DataGap: Int64] = [:]
    for gap in DataGap.allCases {
      gaps[gap] = cells.tally(.gaps, at: Coordinates(Coordinate(gap))).denominator
    }
    self.gaps = gaps
  }
}
