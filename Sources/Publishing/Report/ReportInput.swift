import CivilTime
package import JourneyModel

/// Everything a report is made of.
package struct ReportInput: Sendable {
  /// What the release says about itself.
  package let settings: ReleaseSettings
  /// Partial results beyond the cells, merged.
  package let content: ReportContent
  /// The cells, rolled up.
  package let rollup: CellRollup

  /// An input of known parts.
  package init(settings: ReleaseSettings, content: ReportContent, rollup: CellRollup) {
    self.settings = settings
    self.content = content
    self.rollup = rollup
  }

  /// The fewest distinct customers a published group may have.
  ///
  /// Samples know at most `MeasureCell.customerLimit` customers, so larger settings mean that.
  package var minimumGroup: Int { min(settings.minimumGroup, MeasureCell.customerLimit) }

  /// Whether groups can be too small to be told about.
  package var hidesGroups: Bool { minimumGroup > 1 }

  /// The first and last day with an event, in the reporting zone; nil without sources.
  package var window: ClosedRange<Int32>? {
    let first = content.sources.values.compactMap(\.firstEvent).min()
    let last = content.sources.values.compactMap(\.lastEvent).max()
    guard let first, let last, first <= last else { return nil }
    return settings.zone.localDay(
      at: first.microseconds)...settings.zone.localDay(at: last.microseconds)
  }

  /// The last day that was over at as-of.
  package var lastCompleteDay: Int32 {
    settings.zone.localDay(at: settings.asOf.microseconds) - 1
  }

  /// The measures that counted anything, as described, in report order.
  package var measures: [ComponentDescription] {
    settings.measures.filter { $0.unit != nil && !rollup[$0.id].days.isEmpty }
  }

  /// The measure that tells how much there was: the first that counts things.
  package var volume: ComponentDescription? { measures.first { $0.unit == .count } }

  /// A count of something, withheld if too few customers are behind it.
  func count(_ value: Int64, customers: Int64) -> ReportValue {
    customers > 0 && customers < Int64(minimumGroup)
      ? .withheld(below: minimumGroup) : .count(value)
  }

  /// The title of a detector.
  func detectorTitle(_ id: String) -> String {
    settings.detectors.first { $0.id == id }?.title ?? id
  }
}
