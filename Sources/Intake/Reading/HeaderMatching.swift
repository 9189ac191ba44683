/// Finds wanted columns in a header row.
///
/// Names match without regard to case and surrounding blanks. `Label[1]` means the second of the
/// columns named `Label` unless a column bears that very name; a name of several columns means
/// none of them in particular. Where the row below the header names parts, `Question / Part` means
/// the column of that part; a question stands over the columns to its right that have none.
struct HeaderMatching: Sendable, Equatable {
  /// How many columns there are.
  let count: Int
  /// How many columns there are up to the last one that has a name.
  let namedCount: Int
  /// How many columns have a name.
  let filledCount: Int
  /// The names as they stand.
  let names: [String]
  private let columns: [String: [Int]]

  /// A header of these names, and of the parts of these names, in column order.
  init(names: [String], parts: [String] = []) {
    var columns: [String: [Int]] = [:]
    for (column, name) in names.enumerated() {
      columns[Self.normalized(name), default: []].append(column)
    }
    var question = ""
    for (column, part) in zip(names.indices, parts) {
      let name = Self.trimmed(names[column])
      if !name.isEmpty { question = name }
      if Self.trimmed(part).isEmpty || question.isEmpty { continue }
      columns[Self.normalized("\(question) / \(Self.trimmed(part))"), default: []].append(column)
    }
    self.columns = columns
    self.names = names
    count = names.count
    filledCount = names.count - (columns[""]?.count ?? 0)
    namedCount =
      columns.filter { !$0.key.isEmpty }.values.compactMap(\.last).max().map { $0 + 1 } ?? 0
  }

  /// A name as it is compared.
  static func normalized(_ name: String) -> String { trimmed(name).lowercased() }

  /// A text without the blanks around it.
  static func trimmed(_ text: String) -> String {
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  private static func isBlank(_ character: Character) -> Bool {
    switch character {
    case " ", "\t", "\r", "\n", "\r\n": true
    default: false
    }
  }

  /// The first column of a name; nil if there is none.
  func column(_ name: String) -> Int? { column(normalized: Self.normalized(name)) }

  /// The first column of a name that is normalized; nil if there is none.
  func column(normalized name: String) -> Int? {
    if let found = columns[name] { return found.first }
    guard let (plain, position) = Self.position(in: name), let found = columns[plain] else {
      return nil
    }
    return position < found.count ? found[position] : nil
  }

  /// All columns of a name, in their order.
  func columns(_ name: String) -> [Int] { columns[Self.normalized(name)] ?? [] }

  /// The names that have no column, in the given order.
  func missing(_ required: [String]) -> [String] {
    required.filter { column($0) == nil }
  }

  /// The names that have several columns, in the given order.
  func repeated(_ wanted: [String]) -> [String] {
    wanted.filter { columns[Self.normalized($0)]?.count ?? 0 > 1 }
  }

  /// The parts of `label[1]`; nil for other names.
  private static func position(in name: String) -> (name: String, position: Int)? {
    guard name.last == "]", let open = name.lastIndex(of: "[") else { return nil }
    let digits = name[name.index(after: open)...].dropLast()
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let position = Int(digits) else {
      return nil
    }
    return (normalized(String(name[..<open])), position)
  }

  /// Names in words: `column 'a'`, `columns 'a', 'b'`.
  static func list(_ names: [String], _ noun: String) -> String {
    (names.count == 1 ? noun : noun + "s") + " '" + names.joined(separator: "', '") + "'"
  }
}
