package import JourneyModel

/// One value of a YAML file with its place.
///
/// Scalars are texts: what YAML guesses about them (`yes` is a boolean, `012` octal) is ignored,
/// the reader of a key decides what its text means.
package struct YAMLNode: Sendable {
  /// The forms a value may have.
  package indirect enum Content: Sendable {
    /// A text; whether it was quoted tells `null` from `"null"`.
    case scalar(text: String, wasQuoted: Bool)
    /// Values in file order.
    case sequence([YAMLNode])
    /// Keys and values in file order; keys are unique.
    case mapping([YAMLEntry])
    /// Nothing but the note of what a reader asks for.
    case shape(SettingsShape)
  }

  /// The mapping, list or scalar that stands here.
  package var content: Content
  /// The file it stands in.
  package let source: SourceText
  /// The line from 1.
  package let line: Int
  /// The column from 1.
  package let column: Int

  /// A value at a place.
  package init(content: Content, source: SourceText, line: Int, column: Int) {
    self.content = content
    self.source = source
    self.line = line
    self.column = column
  }

  /// The file, as the user named it.
  package var file: String { source.file }

  /// The text of a scalar that is not `null`; nil for everything else.
  package var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// The values of a sequence; nil for everything else.
  package var elements: [YAMLNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// The entries of a mapping; nil for everything else.
  package var entries: [YAMLEntry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// Whether it is an unquoted `null`, `~` or nothing at all.
  package var isNull: Bool {
    guard case .scalar(let text, let wasQuoted) = content, !wasQuoted else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The value of a mapping's key; nil if it has no such key.
  package subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }

  /// A problem with this value; `offset` counts characters into a scalar's text.
  package func problem(
    _ code: DiagnosticCode, _ message: String, help: String? = nil, at offset: Int = 0
  ) -> Diagnostic {
    var (line, column) = (line, column)
    if case .scalar(let text, let wasQuoted) = content, wasQuoted || offset > 0 {
      let place = ScalarPlace(of: offset, in: text, line: line, column: column, source: source)
      (line, column) = (place.line, place.column)
    }
    return Diagnostic(
      code: code, file: file, line: line, column: column, message: message,
      excerpt: source.excerpt(line, around: column), help: help)
  }
}

/// A key of a mapping and its value.
package struct YAMLEntry: Sendable {
  /// The key as text, which may be repeated only by mistake.
  package var key: String
  /// The key as a value, for its place.
  package var keyNode: YAMLNode
  /// What stands behind the colon.
  package var value: YAMLNode

  /// A key, its place and its value.
  package init(keyNode: YAMLNode, key: String, value: YAMLNode) {
    self.key = key
    self.keyNode = keyNode
    self.value = value
  }
}
