/// Text as it may be shown to people, whoever wrote it.
///
/// Names and values of exports could otherwise move a terminal's cursor, set its title, answer for
/// its user, fake a line or show letters in another order than they stand. What does so is written
/// as its escape, `\u001b`, which JSON and quoted YAML read back as the same text.
package enum PrintableText {
  /// The most characters of one message.
  private static let messageLength = 800

  /// The text in one line: line ends are escaped too.
  package static func line(_ text: String) -> String { escaped(text, where: isDeceptive) }

  /// The text with its lines as they are.
  package static func lines(_ text: String) -> String {
    escaped(text) { isDeceptive($0) && $0 != "\n" }
  }

  /// The text without control characters, for files that other programs show.
  package static func withoutControls(_ text: String) -> String { escaped(text, where: isControl) }

  /// A message in one line, its middle left out if it repeats something very long.
  package static func message(_ text: String) -> String {
    let start = text.prefix(messageLength / 2)
    let rest = text[start.endIndex...]
    guard !rest.dropFirst(messageLength / 2).isEmpty else { return line(text) }
    return line(start + "…" + rest.suffix(messageLength / 2))
  }

  /// Whether a scalar does something to what is around it instead of being seen.
  package static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Direction marks, zero-width blanks and joiners, line separators, embeddings and isolates.
    case 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
    default: isControl(scalar)
    }
  }

  /// `\n`, `\r`, `\t`, or four hexadecimal digits: `\u001b`.
  package static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func escaped(
    _ text: String, where mustBeEscaped: (Unicode.Scalar) -> Bool
  ) -> String {
    guard text.unicodeScalars.contains(where: mustBeEscaped) else { return text }
    return text.unicodeScalars.reduce(into: "") { text, scalar in
      if mustBeEscaped(scalar) {
        text += escape(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension String {
  /// The text with every mark twice, as quoted CSV and YAML have their quotes.
  ///
  /// A quote with a combining mark behind it is one character, but still a quote to their readers.
  package func doubling(_ mark: Unicode.Scalar) -> String {
    unicodeScalars.reduce(into: "") { text, scalar in
      if scalar == mark { text.unicodeScalars.append(scalar) }
      text.unicodeScalars.append(scalar)
    }
  }
}
