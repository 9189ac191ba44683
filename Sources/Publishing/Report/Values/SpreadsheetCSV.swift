internal import JourneyModel

/// Report tables as CSV for spreadsheets (RFC 4180, UTF-8, CRLF), safe against formula injection.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP ASVS
/// 1.2.10, CWE-1236); control characters, line ends among them, are escaped, so that a row is one
/// line and no terminal obeys it. Datasets for machines are Parquet and are never altered.
package enum SpreadsheetCSV {
  /// The table below a line of column names; its notes are left out.
  package static func text(of table: ReportTable) -> String {
    var text = table.columns.map { quoted($0.name) }.joined(separator: ",") + "\r\n"
    for row in table.rows {
      text += row.map(cell).joined(separator: ",") + "\r\n"
    }
    return text
  }

  /// Numbers are ours and stay numbers, also negative ones; every text is neutralised.
  private static func cell(_ value: ReportValue) -> String {
    if case .text(let text) = value {
      return quoted(PrintableText.withoutControls(neutralised(text)))
    }
    return quoted(value.plain)
  }

  /// The text with an apostrophe in front if it begins like a formula.
  package static func neutralised(_ text: String) -> String {
    let start = text.unicodeScalars.first { !isBlank($0) }
    let beginsWithControl = text.unicodeScalars.first.map { $0 == "\t" || $0 == "\r" || $0 == "\n" }
    guard beginsWithControl == true || start.map(isTrigger) == true else { return text }
    return "'" + text
  }

  private static func isTrigger(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
    default: false
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{A0}" || scalar == "\u{FEFF}" || scalar == "\u{3000}"
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == ";" || $0 == "'" || $0 == " "
    }
    guard needsQuotes else { return text }
    return "\"" + text.doubling("\"") + "\""
  }
}
