/// Numbers that look like somebody's and are nobody's (`domain.md` D2).
enum WithheldNumber {
  /// What systems write where a caller withheld the number.
  private static let names = [
    "anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld",
    "outofarea",
  ]

  /// What keypads make of the words of withheld callers.
  ///
  /// A gateway that had to put a number where the caller's name was `ANONYMOUS` dialled the word:
  /// +266696687 is no caller in Lesotho.
  private static let words: [Digits] = names.map { word in
    var digits = Digits()
    for letter in word.unicodeScalars {
      if let digit = letter.keypadDigit { digits.append(digit) }
    }
    return digits
  }

  /// Whether a text holds one of the words of withheld callers, whatever stands in between.
  static func isNamed(in text: UnsafeRawBufferPointer) -> Bool {
    let letters = String(decoding: text.filter(ASCII.isLetter).map(ASCII.lowercased), as: UTF8.self)
    return names.contains { letters.contains($0) }
  }

  /// Whether all the digits of a number, as written, spell a word or fill a field.
  ///
  /// A `1` before a word is the country code some gateways add. Seven equal digits at the end with
  /// at most a country code before them fill a field, and so do seven or more that count.
  static func spells(_ digits: Digits) -> Bool {
    let bare = !digits.isEmpty && digits[0] == 1 ? digits.dropping(1) : digits
    for word in words where word == bare { return true }
    let run = equalDigits(atEndOf: digits)
    return counts(digits) || (run >= 7 && run + 3 >= digits.count)
  }

  /// Whether digits count up from 1, or all ten of them up from 0 or down from 9.
  static func counts(_ digits: Digits) -> Bool {
    guard digits.count >= 7, digits[0] == 1 || digits.count == 10 else { return false }
    guard digits[0] <= 1 || digits[0] == 9 else { return false }
    let step: UInt8 = digits[0] == 9 ? 9 : 1
    return (1..<digits.count).allSatisfy { index in
      digits[index] == (digits[index - 1] + step) % 10
    }
  }

  private static func equalDigits(atEndOf digits: Digits) -> Int {
    var run = 0
    while run < digits.count, digits[digits.count - 1 - run] == digits[digits.count - 1] {
      run += 1
    }
    return run
  }
}
