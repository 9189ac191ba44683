import ParquetFiles
import Testing

@Suite("Damaged files are refused or read, and never stop the program")
struct DamageTests {
  private static let table: SampleTable = {
    // All types; the first row group has dictionaries, the second delta and PLAIN.
    let first = SampleTables.table(.constant, rowCount: 60)
    let second = SampleTables.table(.ascending, rowCount: 20)
    let chosen = first.schema.columns.indices.filter { $0 % 2 == 1 || $0 == 0 }
    return SampleTable(
      name: "small", schema: ParquetSchema(columns: chosen.map { first.schema.columns[$0] }),
      rows: (first.rows + second.rows).map { row in chosen.map { row[$0] } }, rowGroupRows: 60)
  }()

  /// The number of files out of which every cell could be read.
  private func readable(_ files: some Sequence<[UInt8]>, verifiesChecksums: Bool) -> Int {
    var count = 0
    for bytes in files {
      do {
        let reader = try ParquetReader(bytes: bytes, verifiesChecksums: verifiesChecksums)
        var rows = try reader.rows()
        while try rows.next() != nil {}
        count += 1
      } catch {
        if error.byteOffset < 0 || error.byteOffset > bytes.count || error.message.isEmpty {
          Issue.record("an error without message or offset: \(error)")
        }
      }
    }
    return count
  }

  @Test("any byte replaced", arguments: [TextHabit.few, .prose])
  func replacedBytes(habit: TextHabit) {
    let whole = Self.table.written(habit)
    for change: UInt8 in [0x01, 0x80] {
      let files = whole.indices.lazy.map { index in
        var bytes = whole
        bytes[index] ^= change
        return bytes
      }
      let unchecked = readable(files, verifiesChecksums: false)
      let checked = readable(files, verifiesChecksums: true)
      #expect(checked <= unchecked)
      #expect(checked < whole.count / 2)
    }
  }

  @Test("random bytes at random places, checksums ignored")
  func randomDamage() {
    let whole = Self.table.written()
    var random = SplitMix(state: 42)
    let files = (0..<1_000).lazy.map { _ in
      var bytes = whole
      for _ in 0...(random.next() % 8) {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      return bytes
    }
    #expect(readable(files, verifiesChecksums: false) < 1_000)
  }

  @Test("cut at any byte", arguments: [TextHabit.few, .prose])
  func truncation(habit: TextHabit) {
    let whole = Self.table.written(habit)
    #expect(readable([whole], verifiesChecksums: true) == 1)
    let heads = whole.indices.lazy.map { Array(whole[..<$0]) }
    #expect(readable(heads, verifiesChecksums: true) == 0)
    // The end alone is sound: what it points at is not there.
    let tails = (1..<whole.count).lazy.map { Array(whole[..<4] + whole[$0...]) }
    #expect(readable(tails.dropFirst(4), verifiesChecksums: true) == 0)
  }

  @Test("a changed value fails the checksum and says where the page is")
  func checksum() throws {
    let schema = ParquetSchema(
      columns: [ParquetColumn(name: "a", type: .int64, isNullable: false)])
    let table = SampleTable(name: "one", schema: schema, rows: [[.int(0x0102_0304_0506_0708)]])
    var bytes = table.written()
    let place = try #require(
      bytes.indices.first { Array(bytes[$0...].prefix(8)) == [8, 7, 6, 5, 4, 3, 2, 1] })
    bytes[place] = 9
    let expected = ParquetError(.damaged, "a page fails its checksum", byteOffset: 4)
    let reader = try ParquetReader(bytes: bytes)
    #expect(throws: expected) { try reader.values(of: "a") }
    let unchecked = try ParquetReader(bytes: bytes, verifiesChecksums: false)
    #expect(try unchecked.values(of: "a") == [.int(0x0102_0304_0506_0709)])
  }

  @Test("a file that is none", arguments: ["", "PAR1", "PAR1PAR1PAR1", "id,queue\n1,sales\n"])
  func otherFiles(text: String) {
    #expect(throws: ParquetError.self) { try ParquetReader(bytes: Array(text.utf8)) }
  }

  @Test("a source that cannot be read is passed on")
  func unreadable() {
    let expected = ParquetError(.unreadable, "input/output error", byteOffset: 0)
    #expect(throws: expected) {
      try ParquetReader(byteCount: 1_000) { (_, _) throws(ParquetError) in throw expected }
    }
  }
}
