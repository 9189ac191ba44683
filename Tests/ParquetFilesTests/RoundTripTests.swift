import ParquetFiles
import Testing

@Suite("What was written is read back")
struct RoundTripTests {
  private static let tables = SampleTables.matrix()

  @Test(
    "draining after each column or once gives the same bytes",
    arguments: tables.filter { $0.rows.count <= 2_500 })
  func drainingMakesNoDifference(table: SampleTable) {
    #expect(table.written(drainingEachColumn: true) == table.written())
  }

  @Test("columns are read alone, in any order, and an unknown one is named")
  func projection() throws {
    let table = SampleTables.table(.few, rowCount: 1_000)
    let reader = try ParquetReader(bytes: table.written())
    let date = try #require(table.schema.index(of: "date?"))
    let text = try #require(table.schema.index(of: "string"))
    var rows = try reader.rows(of: ["string", "date?"])
    for row in table.rows { #expect(try rows.next() == [row[text], row[date]]) }
    #expect(try reader.values(of: "date?") == table.rows.map { $0[date] })
    #expect(throws: ParquetError(.unknownColumn, "no column 'dat'", byteOffset: 0)) {
      try reader.values(of: "dat")
    }
  }

  @Test("the texts about the file are kept in order")
  func keyValueMetadata() throws {
    let schema = ParquetSchema(
      columns: [ParquetColumn(name: "a", type: .int32, isNullable: false)],
      keyValueMetadata: [("table", "interactions"), ("as-of", "2024-01-02"), ("leer", "")])
    let table = SampleTable(name: "metadata", schema: schema, rows: [])
    let found = try ParquetReader(bytes: table.written()).schema.keyValueMetadata
    #expect(found.map(\.key) == ["table", "as-of", "leer"])
    #expect(found.map(\.value) == ["interactions", "2024-01-02", ""])
  }

  @Test("texts that are all empty")
  func emptyTexts() throws {
    let schema = ParquetSchema(
      columns: [ParquetColumn(name: "a", type: .string, isNullable: true)])
    let rows: [[ParquetValue]] = [[.text("")], [.null], [.text("")]]
    let table = SampleTable(name: "empty", schema: schema, rows: rows)
    let reader = try ParquetReader(bytes: table.written())
    #expect(try reader.values(of: "a") == [.text(""), .null, .text("")])
  }

  @Test("bytes stay with the writer when draining fails")
  func failedDrain() throws {
    struct DiskFull: Error {}
    let table = SampleTables.table(.few, rowCount: 9)
    var writer = ParquetWriter(schema: table.schema)
    let before = writer.pendingByteCount
    #expect(throws: DiskFull.self) {
      try writer.drain { (_: UnsafeRawBufferPointer) throws(DiskFull) in throw DiskFull() }
    }
    #expect(writer.pendingByteCount == before && before == 4)
  }

  @Test("texts that outgrow a dictionary page are kept without one")
  func dictionaryOverflow() throws {
    let schema = ParquetSchema(
      columns: [ParquetColumn(name: "a", type: .string, isNullable: false)])
    // 1.3 MB of distinct texts, then all of them again.
    let texts = (0..<26_000).map { "\($0) \(String(repeating: "x", count: 44))" }
    let rows = (texts + texts).map { [ParquetValue.text($0)] }
    let table = SampleTable(name: "overflow", schema: schema, rows: rows)
    let reader = try ParquetReader(bytes: table.written())
    #expect(try reader.values(of: "a") == rows.map { $0[0] })
  }

  @Test("numbers made to collide cost their column the dictionary, nothing else")
  func hashCollisions() throws {
    func file(of numbers: [Int64]) -> SampleTable {
      let schema = ParquetSchema(
        columns: [ParquetColumn(name: "a", type: .int64, isNullable: false)])
      // As many as are looked for in the smallest table.
      let rows = (0..<2_000).map { [ParquetValue.int(numbers[$0 % numbers.count])] }
      return SampleTable(name: "collisions", schema: schema, rows: rows)
    }
    var random = SplitMix(state: 1)
    var ordinary: [Int64] = []
    var colliding: [Int64] = []
    while colliding.count < 70 {
      let number = Int64(bitPattern: random.next())
      if ordinary.count < 70 { ordinary.append(number) }
      if firstSlot(of: number) == 5 { colliding.append(number) }
    }
    let withDictionary = file(of: ordinary).written()
    let table = file(of: colliding)
    let without = table.written()
    #expect(without.count > 3 * withDictionary.count)
    #expect(try ParquetReader(bytes: without).values(of: "a") == table.rows.map { $0[0] })
  }

  /// Where the search for a number begins in a table of 1,024 slots, as `DictionarySlots` hashes.
  private func firstSlot(of number: Int64) -> UInt64 {
    let product = UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15
    let folded = (product ^ (product >> 32)) &* 0xd6e8_feb8_6659_fd93
    return ((folded ^ (folded >> 29)) >> 32) & 1_023
  }
}
