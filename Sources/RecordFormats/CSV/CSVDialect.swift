/// How one CSV file is written.
package struct CSVDialect: Equatable, Sendable {
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

  /// Why a file in this dialect cannot be read at all, or nil.
  package var refusal: FormatFailure? {
    if encoding.isSupported { return nil }
    return FormatFailure(
      .unsupportedEncoding, byteOffset: 0, "\(encoding.name) text is not read; export as UTF-8")
  }
}

extension CSVDialect: CustomStringConvertible {
  /// One line for `inspect`: the delimiter, the encoding, the header rows.
  package var description: String {
    let separator =
      switch delimiter {
      case UInt8(ascii: ","): "comma"
      case UInt8(ascii: ";"): "semicolon"
      case UInt8(ascii: "\t"): "tab"
      case UInt8(ascii: "|"): "bar"
      default: "byte \(delimiter)"
      }
    let header = hasHeader ? "header row" : "no header row"
    let skipped = skippedHeaderRows == 0 ? "" : " and \(skippedHeaderRows) more"
    return "CSV, \(separator), \(encoding.name), \(header)\(skipped)"
  }
}
