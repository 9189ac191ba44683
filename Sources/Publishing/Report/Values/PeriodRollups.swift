import CivilTime
import JourneyModel

/// Two stretches of days that a report compares.
package struct ReportPeriods: Equatable, Sendable {
  /// The later one.
  package var recent: ClosedRange<Int32>
  /// The earlier one, as long unless asked for otherwise.
  package var before: ClosedRange<Int32>

  /// Periods of known days.
  package init(recent: ClosedRange<Int32>, before: ClosedRange<Int32>) {
    self.recent = recent
    self.before = before
  }

  /// The last 28 complete days, and the 28 before: both have every weekday equally often.
  package init(lastCompleteDay last: Int32) {
    self.init(recent: (last - 27)...last, before: (last - 55)...(last - 28))
  }
}

extension ReportPeriods {
  /// The later days against the earlier ones, in words.
  var text: String {
    func days(_ range: ClosedRange<Int32>) -> String {
      InstantText.date(dayNumber: range.lowerBound) + " to "
        + InstantText.date(dayNumber: range.upperBound)
    }
    return "\(days(recent)), against \(days(before))"
  }
}

/// The tables of which the report tells how they changed, rolled up in two periods.
struct PeriodRollups {
  /// The periods; nil compares nothing.
  let periods: ReportPeriods?
  private var recent: [CellTable.Kind: [Coordinates: Tally]] = [:]
  private var before: [CellTable.Kind: [Coordinates: Tally]] = [:]

  /// The tables that are rolled up.
  static let kinds: [CellTable.Kind] = [.frictionPoints, .variantTimes, .reasonContacts]

  /// Rollups without cells.
  init(_ periods: ReportPeriods?) { self.periods = periods }

  /// Counts a cell into the periods that have its day.
  mutating func add(_ cell: Cell) {
    guard let periods, let kind = cell.key.table.kind, Self.kinds.contains(kind) else { return }
    let coordinates = cell.key.coordinates
    if periods.recent.contains(cell.key.day) {
      recent[kind, default: [:]][coordinates, default: Tally()].add(cell)
    }
    if periods.before.contains(cell.key.day) {
      before[kind, default: [:]][coordinates, default: Tally()].add(cell)
    }
  }

  /// What a table counted in both periods.
  func tallies(
    _ kind: CellTable.Kind, at coordinates: Coordinates
  ) -> (recent: Tally, before: Tally) {
    (recent[kind]?[coordinates] ?? Tally(), before[kind]?[coordinates] ?? Tally())
  }

  /// Adds all numbers of it to a list, for another process.
  func add(to list: inout NumberList) {
    for kind in Self.kinds {
      for rollup in [recent[kind] ?? [:], before[kind] ?? [:]] { list.add(rollup) { $0.add($1) } }
    }
  }

  /// Takes the numbers of rollups of the same periods.
  init(_ periods: ReportPeriods?, _ numbers: inout NumberReader) {
    self.periods = periods
    for kind in Self.kinds {
      recent[kind] = numbers.tallies { $0.coordinates() }
      before[kind] = numbers.tallies { $0.coordinates() }
    }
  }
}
