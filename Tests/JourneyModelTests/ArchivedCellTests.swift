import JourneyModel
import Testing

@Suite struct ArchivedCellTests {
  private static func customer(_ number: UInt64) -> CustomerID {
    CustomerID(StableHash128(high: number, low: 1))
  }

  /// What a cell says, in words.
  private func text(_ cell: Cell) -> String {
    var histogram = RowList<UInt8>()
    cell.writeHistogram(into: &histogram)
    let examples = cell.examples.map { "\($0.id) \(Array(cell.text(of: $0)))" }
    return "\(cell.key) \(cell.row.isProvisional) \(cell.row.sum)/\(cell.row.count) "
      + "\(String(decoding: histogram.all, as: UTF8.self)) \(Array(cell.customers)) \(examples)"
  }

  @Test func `cells that were archived are read back`() {
    var tallies = CellTallies(measures: [])
    for number in 1...30 as ClosedRange<UInt64> {
      tallies.begin(Self.customer(number))
      let place = Coordinates(Coordinate(number: UInt32(number % 3)), Coordinate(number: .max))
      tallies.add(CellKey(.hourWaits, day: -7, place), measured: Int64(number) * 1000)
      tallies.add(
        CellKey(.journeys, day: 20_000, place), sum: -5, isProvisional: number % 2 == 0)
      let id = StableHash128(high: 99, low: number)
      tallies.offer(CellKey(.frictionExamples, day: CellKey.undated, place), id) {
        $0.write("example \(number)")
      }
    }
    let block = tallies.seal()
    var writer = ByteWriter()
    var archived: [String] = []
    for position in 0..<block.cells.count {
      block[position].archive(to: &writer)
      archived.append(text(block[position]))
    }
    var read: [String] = []
    writer.withBytes { bytes in
      var reader = ByteReader(bytes)
      var other = CellBlock()
      while !reader.isAtEnd {
        let isCell = other.append(archived: &reader)
        #expect(isCell)
        read.append(text(other[other.cells.count - 1]))
      }
    }
    #expect(archived.count == 9)
    #expect(read == archived)
  }

  @Test func `a table that there is no more is no cell`() {
    var writer = ByteWriter()
    writer.write(Int32(0))
    writer.write(UInt16(200))
    for _ in 0..<5 { writer.write(UInt32(0)) }
    writer.write(UInt8(0))
    writer.withBytes { bytes in
      var reader = ByteReader(bytes)
      var block = CellBlock()
      let isCell = block.append(archived: &reader)
      #expect(!isCell)
    }
  }
}
