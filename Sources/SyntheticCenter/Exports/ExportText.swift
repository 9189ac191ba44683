internal import CivilTime

/// Text of an export as bytes, written as a string literal in the vendor's own shape.
///
/// ```
/// let text: ExportText = """
///   {"ContactId":"\(leg.id)","Queue":\(json: queue.name),"at":\(json: utc(leg.start))}
///   """
/// ```
struct ExportText: ExpressibleByStringInterpolation, Sendable {
  /// The text in UTF-8.
  var bytes: [UInt8]

  /// The text of a literal.
  init(stringLiteral value: String) { bytes = Array(value.utf8) }

  /// The text of a literal with values in it.
  init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

  /// Texts with a separator between them.
  init(_ parts: [ExportText], separator: String) {
    bytes = []
    for (place, part) in parts.enumerated() {
      if place > 0 { bytes.append(contentsOf: separator.utf8) }
      bytes.append(contentsOf: part.bytes)
    }
  }

  /// Appends another text without looking at it.
  mutating func append(_ other: ExportText) { bytes.append(contentsOf: other.bytes) }

  /// What a literal's values become.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + interpolationCount * 20)
    }

    mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

    /// A text as it is.
    mutating func appendInterpolation(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Another text as it is.
    mutating func appendInterpolation(_ text: ExportText) {
      bytes.append(contentsOf: text.bytes)
    }

    /// Writes a whole number in decimal digits.
    mutating func appendInterpolation(_ number: Int) {
      bytes.append(contentsOf: String(number).utf8)
    }

    /// A number; nothing for nil.
    mutating func appendInterpolation(_ number: Int?) {
      if let number { appendInterpolation(number) }
    }

    /// An instant as `2026-03-03T14:00:00Z`; nothing for nil.
    mutating func appendInterpolation(utc second: Int?) {
      if let second { InstantText.append(iso8601: Int64(second) * 1_000_000, to: &bytes) }
    }

    /// An instant as a JSON string, or `null`.
    mutating func appendInterpolation(jsonUTC second: Int?) {
      guard let second else { return appendLiteral("null") }
      bytes.append(UInt8(ascii: "\""))
      appendInterpolation(utc: second)
      bytes.append(UInt8(ascii: "\""))
    }

    /// A JSON string, or `null`.
    mutating func appendInterpolation(json text: String?) {
      guard let text else { return appendLiteral("null") }
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
          bytes.append(UInt8(ascii: "\\"))
          bytes.append(byte)
        case UInt8(ascii: "\n"): appendLiteral("\\n")
        default: bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }

    /// A JSON number, or `null`.
    mutating func appendInterpolation(json number: Int?) {
      guard let number else { return appendLiteral("null") }
      appendInterpolation(number)
    }

    /// A CSV cell, quoted where it must be (RFC 4180 §2); nothing for nil.
    mutating func appendInterpolation(csv text: String?) {
      guard let text else { return }
      let special: Set<UInt8> = [0x22, 0x2c, 0x0a, 0x0d]
      guard text.utf8.contains(where: special.contains) else { return appendInterpolation(text) }
      bytes.append(0x22)
      for byte in text.utf8 {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    }
  }
}
