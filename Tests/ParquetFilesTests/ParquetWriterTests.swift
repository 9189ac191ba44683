import Codecs
import ParquetFiles
import Testing

@Suite("Columns are written and read back")
struct ParquetWriterTests {
  @Test("every type, size and distribution", arguments: SampleTables.matrix() + [hashes(9_000)])
  func roundTrip(table: SampleTable) throws {
    for habit in [TextHabit.few, .prose, .random] {
      let reader = try ParquetReader(bytes: table.written(habit))
      #expect(reader.rowCount == Int64(table.rows.count))
      #expect(reader.schema.columns == table.schema.columns)
      var rows = try reader.rows()
      for (number, row) in table.rows.enumerated() {
        try #require(try rows.next() == row, "\(table.name), row \(number)")
      }
      #expect(try rows.next() == nil)
    }
  }

  @Test(
    "the digest of rows is as described, whatever the groups", arguments: [1, 700, 2_000],
    [600, 2_000])
  func digestOfRows(rowCount: Int, groupRows: Int) {
    for table in [
      SampleTables.table(.extremes, rowCount: rowCount), hashes(rowCount), longTexts(rowCount),
    ] {
      var digest = RowDigest(isNullable: table.schema.columns.map(\.isNullable))
      var names: Set<String> = []
      for first in stride(from: 0, to: rowCount, by: groupRows) {
        let rows = table.rows[first..<min(first + groupRows, rowCount)]
        let group = table.schema.columns.enumerated().map { index, column in
          SampleCells(rows.map { $0[index] }, of: column)
        }
        digest.add(group.map(\.cells))
        names.formUnion(
          zip(table.schema.columns, group).filter { $1.cells.kind == .hash }.map(\.0.name))
        withExtendedLifetime(group) {}
      }
      #expect(digest.finalize() == table.digest(hashes: names))
    }
  }

  @Test("digits of hashes take half a byte each, and repeated hashes next to nothing")
  func hashSizes() {
    let bytes = hashes(9_000).written()
    // One column is distinct, one comes in runs of six, one repeats seven values, one is sparse.
    let distinct = 9_000 + 1_500 + 7 + 900
    #expect(bytes.count < distinct * 18 + 3 * 9_000 * 2)
    #expect(bytes.count > distinct * 16)
  }

  @Test("members of hashes and stored members are what any inflate reads")
  func members() throws {
    let text = Array(String(repeating: "levels ", count: 20_000).utf8)
    var stored: [UInt8] = []
    text.withUnsafeBytes { GzipEncoder.appendStored($0, to: &stored) }
    #expect(try stored.withUnsafeBytes { try Gzip.decompress($0, byteCount: text.count) } == text)
    for habit in [GzipEncoder.Habit.repeating, .random] {
      let encoder = GzipEncoder(for: habit)
      // The second member must not know of the first.
      for part in [text, Array(text.reversed()), []] {
        var member: [UInt8] = []
        part.withUnsafeBytes { encoder.append($0, to: &member) }
        let found = try member.withUnsafeBytes { try Gzip.decompress($0, byteCount: part.count) }
        #expect(found == part)
      }
    }
  }
}

/// A table of texts of which some are too long to be gathered with others.
func longTexts(_ rowCount: Int) -> SampleTable {
  let lengths = [16_379, 16_380, 16_381, 70_000]
  let rows = (0..<rowCount).map { row -> [ParquetValue] in
    let length = row % 600 < 8 ? lengths[row % 4] : row % 7
    return [.text(String(repeating: "é", count: length / 2) + "\(row)")]
  }
  return SampleTable(
    name: "long-\(rowCount)",
    schema: ParquetSchema(
      columns: [ParquetColumn(name: "a", type: .string, isNullable: false)]), rows: rows)
}

/// A table of hashes: distinct, in runs, of few values, and mostly absent.
func hashes(_ rowCount: Int) -> SampleTable {
  func text(_ seed: Int) -> ParquetValue {
    var random = SplitMix(state: UInt64(seed))
    let words = [random.next(), random.next()].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return .text(words.joined())
  }
  let names = ["distinct", "runs", "few"]
  let columns =
    names.map { ParquetColumn(name: $0, type: .string, isNullable: false) }
    + [ParquetColumn(name: "sparse", type: .string, isNullable: true)]
  let rows = (0..<rowCount).map { row in
    [text(row), text(row / 6), text(row % 7), row % 10 == 3 ? text(row / 20) : .null]
  }
  return SampleTable(
    name: "hashes-\(rowCount)", schema: ParquetSchema(columns: columns), rows: rows)
}
