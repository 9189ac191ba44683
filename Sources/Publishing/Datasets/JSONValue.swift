internal import JourneyModel

/// A JSON value whose text is always the same: members stay in the given order, numbers are whole.
package indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case text(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// The value in one line without spaces.
  package var compactText: String {
    var text = ""
    append(to: &text, indent: nil)
    return text
  }

  /// The value over several lines, indented by two spaces, with a final line end.
  package var indentedText: String {
    var text = ""
    append(to: &text, indent: 0)
    return text + "\n"
  }

  /// A text, or null.
  package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

  /// A number, or null.
  package static func optional(_ number: Int64?) -> JSONValue {
    number.map(JSONValue.integer) ?? .null
  }

  private func append(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .text(let value): JSONValue.appendQuoted(value, to: &text)
    case .array(let values):
      // Rows of plain values read better on one line.
      let inner = values.allSatisfy(\.isPlain) ? nil : indent
      JSONValue.appendList("[", "]", values, to: &text, indent: inner) { value, text, depth in
        value.append(to: &text, indent: depth)
      }
    case .object(let members):
      JSONValue.appendList("{", "}", members, to: &text, indent: indent) { member, text, depth in
        JSONValue.appendQuoted(member.0, to: &text)
        text += depth == nil ? ":" : ": "
        member.1.append(to: &text, indent: depth)
      }
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func appendList<Element>(
    _ open: String, _ close: String, _ elements: [Element], to text: inout String, indent: Int?,
    each: (Element, inout String, Int?) -> Void
  ) {
    guard !elements.isEmpty else { return text += open + close }
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: " ", count: indent + 2) }
      each(element, &text, indent.map { $0 + 2 })
    }
    if let indent { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  /// Appends a JSON string; what is not seen but acts is escaped, everything else stays UTF-8.
  private static func appendQuoted(_ value: String, to text: inout String) {
    text += "\""
    defer { text += "\"" }
    let isPlain = value.utf8.allSatisfy {
      (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return text += value }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where PrintableText.isDeceptive(scalar): text += PrintableText.escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
