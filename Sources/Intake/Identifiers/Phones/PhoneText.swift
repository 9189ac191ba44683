/// A written phone number: what of it is digits, and which of them are an extension.
///
/// ```
/// "Ann" <sip:%2B49301234567@pbx.example>       +  49301234567
/// tel:863-1234;ext=4;phone-context=+1-914-555  +  19145558631234   extension 4
/// (٠٣٠) ١٢٣٤٥٦٧ доб. 12                            0301234567       extension 12
/// 1-800-FLOWERS                                   18003569377      only where letters are allowed
/// ```
///
/// Digits of every script count, and the marks people put between them. A word makes the text
/// unreadable, because a pasted word would become a number (`domain.md` D3).
struct PhoneText {
  /// Without those of the extension; the digits of a `phone-context` come first.
  private(set) var digits = Digits()
  /// The extension's digits; empty if there is none.
  private(set) var extensionDigits = Digits()
  /// Whether a `+` stands before them.
  private(set) var hasPlus = false

  /// Whether three letters or more stand for the digits of their keys.
  private let allowsLetters: Bool
  /// The digits and, for letters, the digits of their keys.
  private var keyed = Digits()
  private var letterCount = 0
  /// How many digits were read when the last mark was met, and whether it was a blank or a hyphen.
  private var lastMark = (digits: 0, isBlank: false)

  /// Reads a text; nil if it is not one phone number.
  init?(_ bytes: UnsafeRawBufferPointer, allowsLetters: Bool = false) {
    self.allowsLetters = allowsLetters
    guard let address = PhoneAddress(bytes) else { return nil }
    if let context = address.context {
      guard take(context), hasPlus else { return nil }
    }
    guard take(address.number) else { return nil }
    if letterCount >= 3 { digits = keyed }
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var cursor = ScalarCursor(bytes)
    while let scalar = cursor.peek() {
      if let digit = scalar.phoneDigit {
        guard append(digit) else { return false }
      } else if PhoneExtension.mayBegin(with: scalar), digits.count >= 3,
        let label = PhoneExtension(after: cursor)
      {
        extensionDigits = label.digits
        return true
      } else if scalar == "#", cursor.isAtLast {
        return splitSuffix()
      } else if !take(mark: scalar) {
        return false
      }
      cursor.advance()
    }
    return true
  }

  private mutating func append(_ digit: UInt8) -> Bool {
    if allowsLetters { keyed.append(digit) }
    return digits.append(digit)
  }

  /// Takes a character that is neither digit nor extension; false if it cannot be in a number.
  private mutating func take(mark scalar: Unicode.Scalar) -> Bool {
    if scalar == "+" || scalar == "\u{FF0B}" {
      guard digits.isEmpty else { return false }
      hasPlus = true
      return true
    }
    if allowsLetters, let digit = scalar.keypadDigit {
      letterCount += 1
      return digits.count >= 3 && keyed.append(digit)
    }
    lastMark = (digits.count, scalar == " " || scalar == "-")
    return scalar.isPhoneMark || (digits.isEmpty && scalar.isPhoneOpening)
  }

  /// `+1 322 598 7152 - 503#`: the last one to six digits are an extension.
  private mutating func splitSuffix() -> Bool {
    let length = digits.count - lastMark.digits
    guard lastMark.isBlank, lastMark.digits >= 3, 1...6 ~= length else { return false }
    extensionDigits = digits.dropping(lastMark.digits)
    digits = digits.prefix(lastMark.digits)
    return true
  }
}
