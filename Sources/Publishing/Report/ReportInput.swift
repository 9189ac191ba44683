import CivilTime
package import JourneyModel

/// Everything a report is made of.
package struct ReportInput: Sendable {
  /// What the release says about itself.
  package let settings: ReleaseSettings
  /// What each source contributed, by name.
  package let sources: [String: SourceContribution]
  /// The cells, rolled up.
  package let cells: CellIndex
  /// Totals of the release.
  package let totals: ReleaseTotals
  /// Agreement with the vendors' own counters.
  package let checks: [CheckAgreement]
  /// The friction of all places, what can be avoided most first.
  let friction: [FrictionPoint]
  /// The measures that changed beyond chance.
  private(set) var clearChanges: Set<String> = []
  /// The journeys that lie in the report.
  package private(set) var journeys = ReportJourneys()

  /// An input of known parts.
  package init(settings: ReleaseSettings, sources: [String: SourceContribution], cells: CellIndex) {
    self.settings = settings
    self.sources = sources
    self.cells = cells
    totals = ReleaseTotals(cells)
    checks = CheckAgreement.all(cells)
    friction = FrictionPoint.all(cells)
    journeys = ReportJourneys(self)
    clearChanges =
      ClearChanges(
        measures.filter(\.isHeadline).compactMap { measure in
          guard let unit = measure.unit, let comparison = comparison(of: measure.id),
            min(comparison.recent.customers.count, comparison.before.customers.count)
              >= minimumGroup
          else { return nil }
          return (measure.id, unit, comparison)
        }
      ).measures
  }

  /// The fewest distinct customers a published group may have.
  ///
  /// Samples know at most `CellRow.customerLimit` customers, so larger settings mean that.
  package var minimumGroup: Int { min(settings.minimumGroup, CellRow.customerLimit) }

  /// Whether groups can be too small to be told about.
  package var hidesGroups: Bool { minimumGroup > 1 }

  /// The first and last day that is shown, in the reporting zone; nil without events.
  package var window: ClosedRange<Int32>? {
    guard let all = wholeWindow, let range = settings.range else { return wholeWindow }
    return all.clamped(to: range)
  }

  /// The first and last day with an event, in the reporting zone; nil without sources.
  package var wholeWindow: ClosedRange<Int32>? {
    let first = sources.values.compactMap(\.firstEvent).min()
    let last = sources.values.compactMap(\.lastEvent).max()
    guard let first, let last, first <= last else { return nil }
    return settings.zone.localDay(
      at: first.microseconds)...settings.zone.localDay(at: last.microseconds)
  }

  /// The last day that was over at as-of.
  package var lastCompleteDay: Int32 { settings.lastCompleteDay }

  /// The periods that are compared; nil unless there are events from the first day of the earlier.
  package var periods: ReportPeriods? {
    // Without another range, both lie in the days that are shown.
    let days = settings.compared == nil ? window : wholeWindow
    guard let periods = cells.comparedPeriods, let days,
      days.lowerBound <= periods.before.lowerBound
    else { return nil }
    return periods
  }

  /// A measure in the two periods that are compared; nil if nothing can be compared.
  func comparison(of measure: String) -> Comparison? {
    let rollup = cells[measure]
    guard settings.compared != nil, let range = settings.range else {
      return Comparison(rollup.days, lastCompleteDay: lastCompleteDay)
    }
    guard periods != nil, rollup.compared.denominator > 0, rollup.total.denominator > 0 else {
      return nil
    }
    return Comparison(
      recent: rollup.total, before: rollup.compared, lastDay: range.upperBound)
  }

  /// Whether an instant is on a day that is shown.
  func isShown(_ instant: Instant) -> Bool {
    settings.range?.contains(settings.zone.localDay(at: instant.microseconds)) ?? true
  }

  /// The measures that counted anything, as described, in report order.
  package var measures: [ComponentDescription] {
    settings.measures.filter { $0.unit != nil && cells[$0.id].total.denominator > 0 }
  }

  /// The measure that tells how much there was: the first that counts things.
  package var volume: ComponentDescription? { measures.first { $0.unit == .count } }

  /// Whether so few customers are behind something that nothing is told of it.
  func isSmall(_ tally: Tally) -> Bool { tally.customers.count < minimumGroup }

  /// How many there are of something, withheld if too few customers are behind it.
  func count(_ tally: Tally) -> ReportValue {
    tally.denominator > 0 && isSmall(tally)
      ? .withheld(below: minimumGroup) : .count(tally.denominator)
  }

  /// The friction of places behind which enough customers stand.
  var toldFriction: [FrictionPoint] { friction.filter { !isSmall($0.points) } }

  /// The title of a detector.
  func detectorTitle(_ id: String) -> String {
    settings.detectors.first { $0.id == id }?.title ?? id
  }
}
