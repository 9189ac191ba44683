import ParquetFiles

/// Parquet files: any bytes are read or refused with a place in them; what is written reads back,
/// and a changed byte of it stops nothing.
struct ParquetFuzz {
  /// What the rest is, how texts are stored, the byte to change (two bytes), its change.
  static let choiceCount = 5

  private static let schema = ParquetSchema(columns: [
    ParquetColumn(name: "number", type: .int64, isNullable: true),
    ParquetColumn(name: "text", type: .string, isNullable: false),
    ParquetColumn(name: "flag", type: .boolean, isNullable: false),
    ParquetColumn(name: "day", type: .date, isNullable: true),
  ])

  /// What is wrong, or nil.
  func finding(_ choices: UnsafeRawBufferPointer, _ rest: UnsafeRawBufferPointer) -> String? {
    if choices[0] & 1 == 0 { return problem(of: Array(rest)) }
    let rows = ParquetFuzz.rows(of: rest)
    var file = write(rows, of: rest, habit: choices[1])
    if choices[4] == 0 { return difference(of: file, to: rows) }
    file[(Int(choices[2]) | Int(choices[3]) << 8) % file.count] ^= choices[4]
    return problem(of: file)
  }

  /// A row of the rest: its cells, the text as a range of the rest.
  private struct Row {
    var number: Int64?
    var text: Range<Int>
    var flag: Bool
    var day: Int32?
  }

  /// Rows of a byte of marks and as many bytes of text as it says.
  private static func rows(of rest: UnsafeRawBufferPointer) -> [Row] {
    var rows: [Row] = []
    var offset = 0
    while offset < rest.count {
      let marks = rest[offset]
      let end = min(rest.count, offset + 1 + Int(marks & 7))
      let number = Int64(marks) << (marks & 60)
      rows.append(
        Row(
          number: marks & 8 == 0 ? number : nil, text: (offset + 1)..<end, flag: marks & 16 == 0,
          day: marks & 32 == 0 ? Int32(marks) * 99 : nil))
      offset = end
    }
    return rows
  }

  private func write(
    _ rows: [Row], of rest: UnsafeRawBufferPointer, habit: UInt8
  ) -> [UInt8] {
    var writer = ParquetWriter(schema: ParquetFuzz.schema)
    if !rows.isEmpty {
      for (index, column) in ParquetFuzz.schema.columns.enumerated() {
        let kind: ColumnCells.Kind = column.type == .string ? .text : .number
        let cells = ColumnCells(kind: kind, isNullable: column.isNullable)
        cells.append(upTo: rows.count) { filler in
          for row in rows { ParquetFuzz.append(index, of: row, rest, to: &filler) }
        }
        writer.append(cells, habit: [.few, .prose, .random][Int(habit) % 3])
      }
    }
    writer.finish()
    var file: [UInt8] = []
    writer.drain { file.append(contentsOf: $0) }
    return file
  }

  private static func append(
    _ column: Int, of row: Row, _ rest: UnsafeRawBufferPointer, to filler: inout CellFiller
  ) {
    switch column {
    case 0: row.number.map { filler.append(number: $0) } ?? filler.appendAbsent()
    case 1:
      guard let start = rest.baseAddress else { return }
      filler.append(TextCell(start: start + row.text.lowerBound, count: row.text.count))
    case 2: filler.append(number: row.flag ? 1 : 0)
    default: row.day.map { filler.append(number: Int64($0)) } ?? filler.appendAbsent()
    }
  }

  /// What a whole file says that was not written into it, or nil.
  private func difference(of file: [UInt8], to rows: [Row]) -> String? {
    do throws(ParquetError) {
      let reader = try ParquetReader(bytes: file)
      let numbers = rows.map { $0.number.map(ParquetValue.int) ?? .null }
      let days = rows.map { $0.day.map { ParquetValue.int(Int64($0)) } ?? .null }
      if try reader.values(of: "number") != numbers { return "the numbers differ" }
      if try reader.values(of: "day") != days { return "the days differ" }
      let flags = rows.map { ParquetValue.bool($0.flag) }
      return try reader.values(of: "flag") == flags ? nil : "the flags differ"
    } catch {
      // A text need not be UTF-8; numbers, days and flags are read before it.
      return "it does not read back: \(error)"
    }
  }

  /// Reads a file as far as it can be, with its checksums and without; what is wrong, or nil.
  private func problem(of file: [UInt8]) -> String? {
    for verifies in [true, false] {
      do throws(ParquetError) {
        var rows = try ParquetReader(bytes: file, verifiesChecksums: verifies).rows()
        while try rows.next() != nil {}
      } catch {
        if error.byteOffset < 0 || error.byteOffset > file.count { return "beyond it: \(error)" }
        if error.message.isEmpty { return "it is refused without a reason" }
      }
    }
    return nil
  }
}
