package import JourneyModel

/// Daily cells rolled up as they arrive, so that a report over any number of cells needs memory
/// only for its own rows: per measure in total, by day, by channel, reason, queue and persona.
package struct CellRollup: Sendable {
  /// What a rollup distinguishes.
  package enum Dimension: UInt8, CaseIterable, Sendable {
    case channel, reason, queue, persona
  }

  /// One measure's rollups.
  package struct MeasureRollup: Sendable {
    /// Everything together.
    package fileprivate(set) var total = Tally()
    /// By day in the reporting zone.
    package fileprivate(set) var days: [Int32: Tally] = [:]
    /// By group; nil is "unknown".
    fileprivate var groups: [[String?: Tally]] = Dimension.allCases.map { _ in [:] }

    /// The tallies of a dimension by group.
    package func groups(_ dimension: Dimension) -> [String?: Tally] {
      groups[Int(dimension.rawValue)]
    }
  }

  private var rollups: [MeasureRollup] = []
  private var indices: [String: Int] = [:]
  /// The first and last day that has a cell.
  package private(set) var days: ClosedRange<Int32>?

  /// Nothing yet.
  package init() {}

  /// Adds a cell.
  package mutating func add(_ cell: MeasureCell) {
    let key = cell.key
    days =
      days.map { min($0.lowerBound, key.day)...max($0.upperBound, key.day) } ?? key.day...key.day
    let index = index(of: key.measure)
    rollups[index].total.add(cell)
    rollups[index].days[key.day, default: Tally()].add(cell)
    rollups[index].groups[0][key.channel?.name, default: Tally()].add(cell)
    rollups[index].groups[1][key.reason, default: Tally()].add(cell)
    rollups[index].groups[2][key.queue, default: Tally()].add(cell)
    rollups[index].groups[3][key.persona, default: Tally()].add(cell)
  }

  /// The rollups of a measure; empty if it has no cells.
  package subscript(measure: String) -> MeasureRollup {
    indices[measure].map { rollups[$0] } ?? MeasureRollup()
  }

  private mutating func index(of measure: String) -> Int {
    if let index = indices[measure] { return index }
    indices[measure] = rollups.count
    rollups.append(MeasureRollup())
    return rollups.count - 1
  }
}
