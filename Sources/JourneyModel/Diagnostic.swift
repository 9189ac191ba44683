/// A stable code of something that can go wrong; `explain CODE` prints its page.
///
/// Numbers are never reused. C configuration, A adapters, I intake, S state, P publishing, R run.
package struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
  /// The code, as printed.
  package let code: String
  /// What it means, in one sentence.
  package let meaning: String
  /// What to do about it.
  package let advice: String

  package var description: String { code }

  init(_ code: String, _ meaning: String, _ advice: String) {
    self.code = code
    self.meaning = meaning
    self.advice = advice
  }

  package static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool {
    left.code == right.code
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// One problem in a text file the user wrote (configuration, adapter), with its place.
package struct Diagnostic: Equatable, Sendable {
  package var code: DiagnosticCode
  /// The file, as the user named it.
  package var file: String
  /// The line from 1; 0 if the problem has no place in the file.
  package var line: Int
  /// The column from 1.
  package var column: Int
  /// What happened, lower case, without a full stop.
  package var message: String
  /// The line around the place; nil if there is none.
  package var excerpt: Excerpt?
  /// What to do, such as "did you mean 'window'?".
  package var help: String?
  /// What belongs below the help, a line each.
  package var details: [String] = []
  /// Whether it only warns.
  package var isWarning: Bool

  /// A diagnostic of known parts.
  package init(
    code: DiagnosticCode, file: String, line: Int = 0, column: Int = 0, message: String,
    excerpt: Excerpt? = nil, help: String? = nil, isWarning: Bool = false
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.excerpt = excerpt
    self.help = help
    self.isWarning = isWarning
  }

  /// `file:line:column: error[C102]: message`, the line, a caret and the help.
  package var rendered: String {
    let file = PrintableText.line(file)
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    let severity = isWarning ? "warning" : "error"
    var text = "\(place): \(severity)[\(code)]: \(PrintableText.message(message))\n"
    if let excerpt, line > 0 {
      let number = String(line)
      let gutter = String(repeating: " ", count: number.count)
      text += " \(number) | \(excerpt.text)\n"
      text += " \(gutter) | " + String(repeating: " ", count: excerpt.caret) + "^\n"
    }
    if let help { text += "help: \(PrintableText.message(help))\n" }
    for detail in details { text += "      \(PrintableText.message(detail))\n" }
    return text
  }
}

/// What is shown of a line: the part around one of its columns, harmless to a terminal.
package struct Excerpt: Equatable, Sendable {
  /// The part of the line, with an ellipsis where something is left out.
  package let text: String
  /// How many characters stand before the column.
  package let caret: Int

  /// The most characters shown before and behind the column.
  private static let reach = 100

  /// The part of a line around a column from 1.
  package init(of line: ArraySlice<Character>, around column: Int) {
    let place = min(line.startIndex + max(column - 1, 0), line.endIndex)
    let before = line[..<place].suffix(Self.reach)
    let behind = line[place...].prefix(Self.reach)
    let start = (before.startIndex > line.startIndex ? "…" : "") + Self.printable(before)
    text = start + Self.printable(behind) + (behind.endIndex < line.endIndex ? "…" : "")
    // A caret may stand behind the end of its line, where something is missing.
    caret = start.count + max(column - 1, 0) - (place - line.startIndex)
  }

  private static func printable(_ letters: ArraySlice<Character>) -> String {
    PrintableText.line(String(letters))
  }
}

/// Problems that stop the reading of a configuration or adapter.
package struct DiagnosticError: Error, Sendable {
  /// The problems, in file order.
  package var diagnostics: [Diagnostic]

  /// An error of several problems.
  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
