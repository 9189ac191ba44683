/// The end of a written number that begins with a label such as `ext.`, `x`, `;ext=`, `#` or `,,`.
struct PhoneExtension {
  /// The extension's digits, at least one.
  let digits: Digits

  /// Labels and how many digits may follow, fewer where the label is ambiguous.
  ///
  /// Longer labels come before those they begin with. From libphonenumber's patterns.
  private static let labels: [(text: [Unicode.Scalar], limit: Int)] = [
    (";ext=", 20), ("extension", 20), ("extensión", 20), ("extensio\u{301}n", 20), ("extn", 20),
    ("ext", 20), ("xtn", 20), ("xt", 20), ("anexo", 20), ("доб", 20), ("int", 9), ("x", 9),
    ("#", 9), ("~", 9), (";", 15), (",,", 15), (",", 9),
  ].map { (Array($0.0.unicodeScalars), $0.1) }

  /// Whether a label may begin with a character.
  @inline(__always)
  static func mayBegin(with scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "e", "E", "x", "X", "a", "A", "i", "I", "#", "~", ";", ",": true
    default: scalar.value >= 0x80
    }
  }

  /// Reads a label where the cursor stands and an extension that ends the text; nil if that is not
  /// what comes.
  init?(after cursor: ScalarCursor) {
    var start = cursor
    guard let first = start.peek()?.phoneFolded else { return nil }
    for label in Self.labels where label.text[0] == first {
      var cursor = cursor
      guard Self.skip(label.text, &cursor) else { continue }
      guard let digits = Self.value(&cursor, limit: label.limit) else { return nil }
      self.digits = digits
      return
    }
    return nil
  }

  private static func skip(_ label: [Unicode.Scalar], _ cursor: inout ScalarCursor) -> Bool {
    for expected in label {
      guard cursor.peek()?.phoneFolded == expected else { return false }
      cursor.advance()
    }
    return true
  }

  /// `: 12#` and the end of the text.
  private static func value(_ cursor: inout ScalarCursor, limit: Int) -> Digits? {
    if let mark = cursor.peek()?.phoneFolded, mark == ":" || mark == "." { cursor.advance() }
    while let mark = cursor.peek(), mark == "," || mark == "-" || isBlank(mark) {
      cursor.advance()
    }
    var digits = Digits()
    while let digit = cursor.peek()?.phoneDigit {
      digits.append(digit)
      cursor.advance()
    }
    if cursor.peek() == "#" { cursor.advance() }
    while let mark = cursor.peek(), mark.value >= 0x80, mark.isPhoneMark { cursor.advance() }
    return cursor.peek() == nil && 1...limit ~= digits.count ? digits : nil
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\u{A0}"
  }
}
