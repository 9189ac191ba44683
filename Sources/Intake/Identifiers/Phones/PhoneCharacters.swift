/// Looks at the characters of UTF-8 text one after another.
///
/// `%2B` counts as the character it stands for; broken bytes count as U+FFFD.
struct ScalarCursor {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var length = 0

  /// A cursor at the beginning.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next character; nil at the end.
  @inline(__always)
  mutating func peek() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    length = 1
    if first == UInt8(ascii: "%"), let byte = escaped() {
      length = 3
      return Unicode.Scalar(byte)
    }
    return first < 0x80 ? Unicode.Scalar(first) : multibyte(first)
  }

  /// Goes past the character last looked at.
  mutating func advance() { position += length }

  /// Whether the character last looked at is the last one.
  var isAtLast: Bool { position + length == bytes.count }

  /// The ASCII character of `%` and two hexadecimal digits.
  @inline(never)
  private func escaped() -> UInt8? {
    guard position + 2 < bytes.count else { return nil }
    var value: UInt8 = 0
    for index in 1...2 {
      guard let digit = Character(Unicode.Scalar(bytes[position + index])).hexDigitValue else {
        return nil
      }
      value = value << 4 | UInt8(digit)
    }
    return value < 0x80 ? value : nil
  }

  @inline(never)
  private mutating func multibyte(_ first: UInt8) -> Unicode.Scalar {
    let count = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    guard first >= 0xc0, position + count <= bytes.count else { return "\u{FFFD}" }
    var value = UInt32(first) & (0x7f >> UInt32(count))
    for index in 1..<count {
      guard bytes[position + index] & 0xc0 == 0x80 else { return "\u{FFFD}" }
      value = value << 6 | UInt32(bytes[position + index] & 0x3f)
    }
    length = count
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}

/// What characters mean in phone numbers.
extension Unicode.Scalar {
  /// The value of a decimal digit of any script.
  @inline(__always)
  var phoneDigit: UInt8? {
    if value < 0x80 { return value &- 48 < 10 ? UInt8(truncatingIfNeeded: value &- 48) : nil }
    return nativeDigit
  }

  @inline(never)
  private var nativeDigit: UInt8? {
    guard properties.numericType == .decimal, let digit = properties.numericValue else {
      return nil
    }
    return UInt8(digit)
  }

  /// The digit on whose key a letter A…Z stands (ITU-T E.161).
  var keypadDigit: UInt8? {
    let letter = value | 0x20
    guard letter >= 97, letter <= 122 else { return nil }
    return UInt8(ascii: Self.keys[Int(letter - 97)]) - 48
  }

  private static let keys: [Unicode.Scalar] = Array("22233344455566677778889999".unicodeScalars)

  /// The ASCII character a full-width one is a form of, in lower case; any other as it is.
  var phoneFolded: Unicode.Scalar {
    if value < 0x80 { return Unicode.Scalar(ASCII.lowercased(UInt8(truncatingIfNeeded: value))) }
    return widelyFolded
  }

  @inline(never)
  private var widelyFolded: Unicode.Scalar {
    if value >= 0xff01 && value <= 0xff5e {
      return Unicode.Scalar(ASCII.lowercased(UInt8(value - 0xfee0)))
    }
    return properties.lowercaseMapping.unicodeScalars.first ?? self
  }

  /// Whether a character may stand between digits.
  ///
  /// That is what libphonenumber accepts, and the blanks and direction marks that address books put
  /// in. An `x` holds the place of a carrier's code.
  var isPhoneMark: Bool {
    switch value {
    case 0x20, 0x28, 0x29, 0x2d, 0x2e, 0x2f, 0x09, 0x5b, 0x5d, 0x7e, 0x78, 0x58: true
    case ..<0x80: false
    case 0xa0, 0xad, 0x2000...0x200b, 0x200e...0x2015, 0x202a...0x202f, 0x2053, 0x2060,
      0x2066...0x2069, 0x2212, 0x223c, 0x3000, 0x30fc, 0xfeff, 0xff08, 0xff09, 0xff0d...0xff0f,
      0xff3b, 0xff3d, 0xff5e:
      true
    default: false
    }
  }

  /// Whether a character may stand before a number: quotes and the `=` of spreadsheets.
  var isPhoneOpening: Bool { self == "\"" || self == "'" || self == "=" }
}
