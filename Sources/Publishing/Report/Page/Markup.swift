/// HTML and SVG being written: names are literals of this program, everything else is escaped.
///
/// There is no way to add a run-time text unescaped except `asset`, which the style sheet and the
/// script use, so no value of the data can become markup.
package struct Markup: Sendable {
  /// The markup so far, escaped already.
  package private(set) var text = ""

  package init() {}

  /// Attributes: literal names, escaped values.
  package typealias Attributes = KeyValuePairs<StaticString, String>

  /// Writes an element around content.
  package mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// Writes an element around a text.
  package mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], text content: String
  ) {
    element(name, attributes) { $0.add(content) }
  }

  /// Writes an element without content.
  package mutating func empty(_ name: StaticString, _ attributes: Attributes = [:]) {
    open(name, attributes)
    text += "/>"
  }

  /// Writes a text as content, escaped as by `escape`.
  package mutating func add(_ content: String) { Markup.escape(content, into: &text) }

  /// Writes markup that is a literal of this program.
  package mutating func literal(_ content: StaticString) { text += "\(content)" }

  /// Writes an embedded file of this program.
  package mutating func asset(_ content: String) { text += content }

  /// Begins a new line, so that differences between two reports can be read.
  package mutating func newLine() { text += "\n" }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    text += "<\(name)"
    for (key, value) in attributes where !value.isEmpty {
      text += " \(key)=\""
      Markup.escape(value, into: &text)
      text += "\""
    }
  }

  /// Escapes for text and for double-quoted attributes alike.
  ///
  /// Control characters and those that turn the direction of text around become U+FFFD, so that
  /// no value can rearrange what stands beside it.
  package static func escape(_ content: String, into text: inout String) {
    for scalar in content.unicodeScalars {
      switch scalar.value {
      case 0x26: text += "&amp;"
      case 0x3C: text += "&lt;"
      case 0x3E: text += "&gt;"
      case 0x22: text += "&quot;"
      case 0x27: text += "&#39;"
      case 0x00...0x08, 0x0B...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069:
        text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
