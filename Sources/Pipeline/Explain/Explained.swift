package import Publishing

/// What is said of something, and below it what that rests on.
package struct Explained: Sendable {
  /// One line that names it.
  package var text: String
  /// What is to be said of it, in sentences.
  package var sentences: [String] = []
  /// What programs read, by the names of columns; people see it of the whole only.
  package var fields: [(name: String, value: String)] = []
  /// The evidence.
  package var parts: [Explained] = []

  package init(_ text: String, fields: [(name: String, value: String)] = []) {
    self.text = text
    self.fields = fields
  }

  /// Lines for people, without line ends.
  package var lines: [String] {
    var lines = [text] + sentences.map { "  " + $0 }
    lines += fields.map { "  \($0.name): \($0.value)" }
    for part in parts {
      lines += ["", part.text]
      for inner in part.parts { inner.append(to: &lines, indent: 2) }
    }
    return lines
  }

  private func append(to lines: inout [String], indent: Int) {
    let margin = String(repeating: " ", count: indent)
    lines.append(margin + text)
    lines += sentences.map { margin + "  " + $0 }
    for part in parts { part.append(to: &lines, indent: indent + 2) }
  }

  /// The same in members.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [("text", .text(text))]
    if !sentences.isEmpty { members.append(("sentences", .array(sentences.map { .text($0) }))) }
    if !fields.isEmpty {
      members.append(("fields", .object(fields.map { ($0.name, .text($0.value)) })))
    }
    if !parts.isEmpty { members.append(("parts", .array(parts.map(\.json)))) }
    return .object(members)
  }
}
