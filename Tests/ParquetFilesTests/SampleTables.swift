import ParquetFiles

/// How the cells of a sample column are spread.
enum Distribution: String, CaseIterable, Sendable {
  /// One value over and over.
  case constant
  /// Nothing but absent cells where they may be.
  case allNull
  /// No value twice, in no order.
  case distinct
  /// Seven values, in runs and alternating.
  case few
  /// Ever larger by small steps.
  case ascending
  /// The smallest and largest of the type, empty and non-ASCII texts.
  case extremes
  /// Absent for longer than a page, then present for longer than a page.
  case sparse
}

/// The tables that every judge sees.
enum SampleTables {
  /// Tables of all types, nullable and not, in many sizes and distributions.
  static func matrix() -> [SampleTable] {
    var tables: [SampleTable] = []
    for distribution in Distribution.allCases where distribution != .sparse {
      for rowCount in [1, 9, 1_000] {
        tables.append(table(distribution, rowCount: rowCount))
      }
      var groups = table(distribution, rowCount: 2_500)
      groups.rowGroupRows = 400
      tables.append(groups)
    }
    tables.append(table(.constant, rowCount: 0))
    tables.append(contentsOf: [.distinct, .few].map { table($0, rowCount: 20_001) })
    tables.append(table(.sparse, rowCount: 41_000))
    tables.append(longTexts())
    tables.append(encodingChoices())
    return tables
  }

  /// All types, each nullable and REQUIRED.
  static let columns: [ParquetColumn] = ParquetType.allCases.flatMap { type in
    [false, true].map { isNullable in
      ParquetColumn(
        name: "\(type.rawValue)\(isNullable ? "?" : "")", type: type, isNullable: isNullable)
    }
  }

  /// A table of all types.
  static func table(_ distribution: Distribution, rowCount: Int) -> SampleTable {
    var random = SplitMix(state: UInt64(rowCount))
    let rows = (0..<rowCount).map { row in
      columns.map { column -> ParquetValue in
        if column.isNullable, isAbsent(distribution, row: row) { return .null }
        return cell(number(distribution, row: row, &random), type: column.type)
      }
    }
    return SampleTable(
      name: "\(distribution.rawValue)-\(rowCount)",
      schema: ParquetSchema(columns: columns, keyValueMetadata: [("rows", "\(rowCount)")]),
      rows: rows)
  }

  private static func isAbsent(_ distribution: Distribution, row: Int) -> Bool {
    switch distribution {
    case .allNull: true
    case .sparse: row < 20_500
    case .constant: false
    default: row % 3 == 1
    }
  }

  private static func number(
    _ distribution: Distribution, row: Int, _ random: inout SplitMix
  ) -> Int64 {
    switch distribution {
    case .constant, .allNull: 7
    case .distinct: Int64(row) &* 7_919 % 1_000_003 &- 400_000
    case .few: row % 100 < 50 ? 3 : Int64(random.next() % 7)
    case .ascending, .sparse: Int64(row) * 1_000 + Int64(random.next() % 1_000)
    case .extremes: [Int64.min, .max, 0, -1, 1, .min + 1, .max - 1][Int(random.next() % 7)]
    }
  }

  private static func cell(_ number: Int64, type: ParquetType) -> ParquetValue {
    switch type {
    case .int32: .int(Int64(Int32(clamping: number)))
    case .int64: .int(number)
    // DuckDB keeps the ends of the range for infinities: years 1 to 9999 are what all can hold.
    case .date: .int(min(max(number, -719_162), 2_932_896))
    case .timestampMicros:
      .int(min(max(number, -62_135_596_800_000_000), 253_402_300_799_999_999))
    case .boolean: .bool(number & 1 == 1)
    case .string: .text(text(number))
    case .json: .text("{\"n\":\(number),\"t\":\"ü \(text(number / 2))\"}")
    }
  }

  private static func text(_ number: Int64) -> String {
    switch number {
    case 0: ""
    case .min: "\u{1}"
    case .max: "\u{10ffff} 👩‍👩‍👧 ÿ"
    case -1: "Übergröße – 電話"
    default: "queue \(number)"
    }
  }

  /// Texts around and far above the length that statistics keep.
  private static func longTexts() -> SampleTable {
    let columns = [
      ParquetColumn(name: "text", type: .string, isNullable: true),
      ParquetColumn(name: "top", type: .string, isNullable: false),
      ParquetColumn(name: "edge", type: .string, isNullable: false),
    ]
    let rows = (0..<60).map { row -> [ParquetValue] in
      let long = String(repeating: "é\(row) long ", count: 100_000 / 10)
      let top = String(repeating: "\u{10ffff}", count: 20 + row % 2)
      let edge = String(repeating: "a", count: 62 + row % 4) + "\u{d7ff}"
      return [row % 4 == 0 ? .null : .text(long), .text(top), .text(edge)]
    }
    return SampleTable(name: "long-texts", schema: ParquetSchema(columns: columns), rows: rows)
  }

  /// A column for each encoding, with the one that must have been chosen.
  private static func encodingChoices() -> SampleTable {
    let choices: [(name: String, type: ParquetType, encoding: String, cell: (Int64) -> Int64)] = [
      ("runs", .int64, "RLE_DICTIONARY", { $0 / 500 % 2 == 0 ? 1 << 40 : 5 }),
      ("clock", .timestampMicros, "DELTA_BINARY_PACKED", { 1_700_000_000_000_000 + $0 * 1_234 }),
      ("noise", .int64, "PLAIN", { $0 &* 0x5851_f42d_4c95_7f2d &* ($0 &+ 0x1405_7b7e_f767_814f) }),
      ("kind", .string, "RLE_DICTIONARY", { $0 % 5 }),
      ("id", .string, "PLAIN", { $0 &* 1_000_003 }),
      ("step", .int32, "RLE_DICTIONARY", { $0 % 9 }),
      ("ordinal", .int32, "PLAIN", { $0 }),
      ("flag", .boolean, "PLAIN", { $0 % 2 }),
      ("day", .date, "RLE_DICTIONARY", { 19_000 + $0 / 1_000 }),
    ]
    let columns = choices.map { ParquetColumn(name: $0.name, type: $0.type, isNullable: false) }
    let rows = (0..<3_000).map { row in
      choices.map { cell($0.cell(Int64(row)), type: $0.type) }
    }
    return SampleTable(
      name: "encodings", schema: ParquetSchema(columns: columns), rows: rows,
      encodings: Dictionary(uniqueKeysWithValues: choices.map { ($0.name, $0.encoding) }))
  }
}

/// Sebastiano Vigna's SplitMix64: repeatable numbers for tests.
struct SplitMix {
  /// The state; any number is a seed.
  var state: UInt64

  /// The next number.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
