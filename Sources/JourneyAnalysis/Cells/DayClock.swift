package import CivilTime
package import JourneyModel

/// Days of the reporting zone; a moment on the day asked for last costs two comparisons.
package struct DayClock {
  private let zone: ZoneRules
  private var day: Int32 = 0
  /// The moments of `day` in microseconds, half-open.
  private var moments: Range<Int64> = 0..<0

  /// Days of a zone.
  package init(zone: ZoneRules) { self.zone = zone }

  /// The day of an instant, in days since 1970-01-01.
  package mutating func day(of instant: Instant) -> Int32 {
    let moment = instant.microseconds
    if moments.contains(moment) { return day }
    day = zone.localDay(at: moment)
    let (start, end) = (zone.startOfDay(day), zone.startOfDay(day + 1))
    // Where a clock is put back over midnight a day's moments are no range.
    moments = start <= moment && moment < end ? start..<end : moment..<(moment + 1)
    return day
  }
}
