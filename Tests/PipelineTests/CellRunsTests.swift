import JourneyModel
import Pipeline
import TestSupport
import Testing

/// However cells fall into blocks and scratch space, they are the same stream.
@Suite struct CellRunsTests {
  /// What a cell says, in a line.
  private func describe(_ cell: Cell) -> String {
    var line = "\(cell.key.day) \(cell.key.coordinates[0].number)"
    cell.forEachMeasure { measure in
      var histogram = RowList<UInt8>()
      measure.buckets.writeHistogram(into: &histogram)
      line += " \(measure.measure): \(measure.row.sum) \(measure.row.count) "
      line += String(decoding: histogram.all, as: UTF8.self)
      measure.forEachCustomer { line += " \($0)" }
    }
    return line
  }

  /// The stream of many customers' counts, dealt out to blocks of so many customers.
  private func stream(blockOf customers: Int, limit: Int) throws -> [String] {
    var runs = CellRuns(MemoryScratch(), limit: limit)
    for first in stride(from: 0, to: 500, by: customers) {
      var tallies = CellTallies(measures: [0, 1])
      for customer in first..<min(first + customers, 500) {
        tallies.begin(CustomerID(StableHash128(high: UInt64(customer), low: 7)))
        for count in 0..<(1 + customer % 5) {
          let key = CellKey(
            .measure(count % 2), day: Int32(customer % 11),
            Coordinates(Coordinate(Channel.allCases[(customer + count) % 4])))
          tallies.add(key, measured: Int64(customer * 37 + count))
        }
      }
      try runs.append(CellRuns.Block(tallies.seal()))
    }
    var lines: [String] = []
    try runs.finish { lines.append(describe($0)) }
    return lines
  }

  @Test func oneStreamWhateverTheBlocksAndTheMemory() throws {
    let expected = try stream(blockOf: 500, limit: .max)
    #expect(expected.count > 40)
    for customers in [1, 7, 100] {
      for limit in [0, 10_000, Int.max] {
        #expect(try stream(blockOf: customers, limit: limit) == expected)
      }
    }
  }

  @Test func noBlocksAreNoCells() throws {
    let runs = CellRuns(MemoryScratch(), limit: 0)
    try runs.finish { _ in Issue.record("there is no cell") }
  }
}
