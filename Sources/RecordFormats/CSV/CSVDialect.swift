/// How one CSV file is written.
package struct CSVDialect: Hashable, Sendable {
  /// The byte between fields.
  package var delimiter: UInt8 = UInt8(ascii: ",")
  /// The byte around fields that hold delimiters, quotes or line ends; doubled inside them.
  package var quote: UInt8 = UInt8(ascii: "\"")
  /// Whether fields can be quoted at all; where not, the quote is a byte like any other.
  package var hasQuotes = true
  /// How bytes stand for characters.
  package var encoding: TextEncoding = .utf8
  /// Whether the first row names the columns.
  package var hasHeader = true
  /// Rows to report as framing after the header, or from the start where there is none.
  package var skippedHeaderRows = 0

  /// RFC 4180: comma, double quote, UTF-8, one header row.
  package init() {}

  /// Why a scanner cannot read this dialect at all, or nil: UTF-16 goes through `UTF16Transcoder`.
  package var refusal: FormatFailure? {
    if encoding.isSupported { return nil }
    return FormatFailure(
      .unsupportedEncoding, byteOffset: 0, "\(encoding.name) text is not read; export as UTF-8")
  }
}

extension CSVDialect {
  /// The delimiters that have names, as settings and messages spell them.
  private static let delimiterNames: [(name: String, byte: UInt8)] = [
    ("comma", UInt8(ascii: ",")), ("semicolon", UInt8(ascii: ";")), ("tab", UInt8(ascii: "\t")),
    ("bar", UInt8(ascii: "|")),
  ]

  /// The delimiter a setting names: one of `comma semicolon tab bar` or the character itself.
  ///
  /// - Returns: nil for what cannot delimit, such as letters, quotes and line ends.
  package static func delimiter(named name: String) -> UInt8? {
    if let known = delimiterNames.first(where: { $0.name == name }) { return known.byte }
    guard name.utf8.count == 1, let byte = name.utf8.first else { return nil }
    return canDelimit(byte) ? byte : nil
  }

  /// Whether a byte may stand between fields: ASCII, and no letter, digit, quote or line end.
  static func canDelimit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "\""), 0x0a, 0x0d, 0x80...:
      false
    default: true
    }
  }

  /// One line for `inspect`: the delimiter, the encoding of the file, the header rows.
  package func description(of encoding: TextEncoding, headerLine: UInt64) -> String {
    let known = Self.delimiterNames.first { $0.byte == delimiter }
    let separator = known?.name ?? "byte \(delimiter)"
    let header = hasHeader ? "header row" : "no header row"
    let place = hasHeader && headerLine > 1 ? " on line \(headerLine)" : ""
    let skipped = skippedHeaderRows == 0 ? "" : " and \(skippedHeaderRows) more"
    return "CSV, \(separator), \(encoding.name), \(header)\(place)\(skipped)"
  }
}

extension CSVDialect: CustomStringConvertible {
  /// One line with the dialect's own encoding and the header on the first line.
  package var description: String { description(of: encoding, headerLine: 1) }
}
