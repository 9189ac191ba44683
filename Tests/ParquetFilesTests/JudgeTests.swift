import Foundation
import ParquetFiles
import TestSupport
import Testing

@Suite("pyarrow, DuckDB and polars read the same rows, nulls and statistics")
struct JudgeTests {
  @Test("every table of the matrix, and hashes")
  func independentReaders() throws {
    let folder = try TemporaryFolder()
    for table in SampleTables.matrix() + [hashes(9_000)] {
      for (habit, name) in [(TextHabit.few, "few"), (.prose, "prose"), (.random, "random")] {
        try folder.add(table, habit, as: "\(table.testDescription)-\(name)")
      }
    }
    let verdict = try judge(folder)
    #expect(verdict.status == 0, "\(verdict.output)")
    #expect(verdict.output.contains("\(3 * (SampleTables.matrix().count + 1)) files agree"))
  }

  @Test("the judge notices a wrong value, null, encoding and row")
  func theJudgeCanFail() throws {
    let table = SampleTables.table(.few, rowCount: 9)
    var value = table.rows
    value[4][0] = .int(99)
    var null = table.rows
    null[5][1] = .null
    let spoiled: [(dump: SampleTable, complaint: String)] = [
      (SampleTable(name: "value", schema: table.schema, rows: value), "polars: int32: row 4: 3"),
      (SampleTable(name: "null", schema: table.schema, rows: null), "statistics: int32?, row"),
      (
        SampleTable(name: "row", schema: table.schema, rows: table.rows.dropLast()),
        "duckdb: int64: 9 cells instead of 8"
      ),
      (
        SampleTable(
          name: "encoding", schema: table.schema, rows: table.rows,
          encodings: ["int64": "DELTA_BYTE_ARRAY"]), "not DELTA_BYTE_ARRAY"
      ),
    ]
    for (dump, complaint) in spoiled {
      let folder = try TemporaryFolder()
      try folder.add(table, .few, as: dump.name, dumping: dump)
      let verdict = try judge(folder)
      #expect(verdict.status == 1)
      #expect(verdict.output.contains("\(dump.name).parquet: "))
      #expect(verdict.output.contains(complaint))
    }
  }

  private func judge(_ folder: TemporaryFolder) throws -> (status: Int32, output: String) {
    try Judge.run("Tests/Judges/parquet_judge.py", [folder.url.path])
  }
}

/// A folder of Parquet files and their dumps that goes away with its owner.
private final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "parquet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }  // A leftover folder harms nobody.

  /// Writes a table, and beside it what the judges must find in it.
  func add(
    _ table: SampleTable, _ habit: TextHabit, as name: String, dumping dump: SampleTable? = nil
  ) throws {
    try Data(table.written(habit)).write(to: url.appending(path: "\(name).parquet"))
    try Data((dump ?? table).jsonLines.utf8).write(to: url.appending(path: "\(name).jsonl"))
  }
}

extension SampleTable {
  /// The columns as one JSON array, then each row as one.
  fileprivate var jsonLines: String {
    let head = schema.columns.map { column in
      let encoding = encodings[column.name].map { ",\"encoding\":\"\($0)\"" } ?? ""
      return "{\"name\":\"\(column.name)\",\"type\":\"\(column.type.rawValue)\","
        + "\"nullable\":\(column.isNullable)\(encoding)}"
    }
    let lines = rows.map { row in row.map(\.json).joined(separator: ",") }
    return ([head.joined(separator: ",")] + lines).map { "[\($0)]\n" }.joined()
  }
}

extension ParquetValue {
  fileprivate var json: String {
    switch self {
    case .null: "null"
    case .int(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .text(let text): Self.quoted(text)
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..."\u{1f}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
