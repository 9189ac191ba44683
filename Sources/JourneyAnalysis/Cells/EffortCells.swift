import JourneyModel

/// Counts what customers said and did after journeys of each band of effort, by which the bands
/// can be checked.
struct EffortCells {
  /// A customer who comes again so soon after a resolved journey may not have been helped.
  private static let window = 30 * Milliseconds.day

  /// Counts a journey that began on a day of the reporting zone.
  func count(_ journey: JourneyView, day: Int32, in tallies: inout CellTallies) {
    let band = Coordinate(journey.effort.band)
    for contact in journey.contacts {
      tallies.addScores(
        of: contact.row, at: CellKey(.effortScores, day: day, Coordinates(band)))
    }
    guard journey.row.status == .resolved, !journey.customer.isAnonymous,
      let end = journey.row.endedAt
    else { return }
    var cameAgain = false
    journey.customer.forEachJourney { other in
      let start = other.row.startedAt
      if start > end, start.milliseconds(since: end) <= EffortCells.window { cameAgain = true }
    }
    tallies.add(
      CellKey(.effortReturns, day: day, Coordinates(band)), sum: cameAgain ? 1 : 0)
  }
}
