import JourneyModel
import Pipeline
import Testing

/// However cells fall into runs on disk, the merged stream is the same.
@Suite struct CellAccumulatorTests {
  @Test func spilledRunsMergeToWhatMemoryHolds() throws {
    let cells = (0..<9000).map(cell)
    let inMemory = try merged(cells, limit: 1_000_000)
    let spilled = try merged(cells, limit: 1024)
    #expect(inMemory.count == 3000)
    #expect(spilled == inMemory)
    #expect(inMemory.map(\.key) == inMemory.map(\.key).sorted())
    #expect(inMemory.reduce(0) { $0 + $1.numerator } == 9000)
  }

  @Test func theOrderOfAdditionDoesNotMatter() throws {
    let cells = (0..<4000).map(cell)
    #expect(try merged(cells, limit: 1024) == merged(cells.reversed(), limit: 2000))
  }

  @Test func nothingMergesToNothing() throws {
    #expect(try merged([], limit: 1024).isEmpty)
  }

  /// Three cells for every key, of different customers and values.
  private func cell(_ number: Int) -> MeasureCell {
    let key = MeasureKey(
      day: Int32(number % 3000 / 10), measure: "wait", channel: number % 2 == 0 ? .voice : nil,
      reason: number % 10 < 5 ? "Reason \(number % 10)" : nil, queue: "Queue \(number % 10)")
    var histogram = Histogram()
    histogram.record(Int64(number))
    return MeasureCell(
      key: key, numerator: 1, denominator: 2, histogram: histogram,
      customer: CustomerID(StableHash128(high: UInt64(number), low: 1)))
  }

  private func merged(_ cells: [MeasureCell], limit: Int) throws -> [MeasureCell] {
    try withScratchDirectory { directory in
      var accumulator = try CellAccumulator(limit: limit, scratchDirectory: directory)
      for start in stride(from: 0, to: cells.count, by: 100) {
        try accumulator.add(Array(cells[start..<min(start + 100, cells.count)]))
      }
      var result: [MeasureCell] = []
      try accumulator.finish { result.append($0) }
      return result
    }
  }
}
