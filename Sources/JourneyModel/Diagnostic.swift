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
  /// The line's text, for the caret; nil if there is none.
  package var excerpt: String?
  /// What to do, such as "did you mean 'window'?".
  package var help: String?
  /// Whether it only warns.
  package var isWarning: Bool

  /// A diagnostic of known parts.
  package init(
    code: DiagnosticCode, file: String, line: Int = 0, column: Int = 0, message: String,
    excerpt: String? = nil, help: String? = nil, isWarning: Bool = false
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
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    var text = "\(place): \(isWarning ? "warning" : "error")[\(code)]: \(message)\n"
    if let excerpt, line > 0 {
      let number = String(line)
      let gutter = String(repeating: " ", count: number.count)
      text += " \(number) | \(excerpt)\n"
      text += " \(gutter) | " + String(repeating: " ", count: max(column - 1, 0)) + "^\n"
    }
    if let help { text += "help: \(help)\n" }
    return text
  }
}

/// Problems that stop the reading of a configuration or adapter.
package struct DiagnosticError: Error, Sendable {
  /// The problems, in file order.
  package var diagnostics: [Diagnostic]

  /// An error of several problems.
  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
