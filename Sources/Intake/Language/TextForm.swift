internal import JourneyModel
package import RecordFormats
package import Settings

extension MappingReader {
  /// A delimiter of rows: a character, or one of the words `comma semicolon tab bar`.
  package mutating func delimiter(_ key: String) -> UInt8? {
    guard let value = node(key), let text = text(key) else { return nil }
    if let delimiter = CSVDialect.delimiter(named: text) { return delimiter }
    report(
      value.problem(
        .c105, "'\(key)' cannot stand between fields",
        help: "write comma, semicolon, tab, bar or one character that is no letter, digit or quote")
    )
    return nil
  }

  /// The encoding of a text.
  package mutating func encoding(_ key: String) -> TextEncoding? {
    word(key, among: TextEncoding.allCases.map(\.name)).flatMap(TextEncoding.init(name:))
  }
}
