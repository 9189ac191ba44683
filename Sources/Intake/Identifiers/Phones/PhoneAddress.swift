/// The part of an address that is a number, and the global part a `phone-context` gives to it.
///
/// Schemes and labels are dropped, as are display names, hosts and all other parameters of RFC 3966
/// and of SIP (RFC 3261 19.1).
struct PhoneAddress {
  /// The number, perhaps with an extension.
  private(set) var number: UnsafeRawBufferPointer
  /// What the number lacks, beginning with `+`; nil if it lacks nothing.
  private(set) var context: UnsafeRawBufferPointer?

  /// Words that may stand before a colon; others, such as `client:`, name something else.
  ///
  /// A dot after them does not matter (`Tel.:`).
  private static let schemes: [StaticString] = [
    "tel", "sip", "sips", "callto", "sms", "whatsapp", "phone", "telephone", "mobile", "mob",
    "cell", "voice", "fax",
  ]

  /// Takes an address apart; nil if it is too long, empty or not about a phone.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var slice = bytes[...]
    if let open = slice.lastIndex(of: UInt8(ascii: "<")) {
      slice = slice[(open + 1)...]
      slice = slice[..<(slice.firstIndex(of: UInt8(ascii: ">")) ?? slice.endIndex)]
    }
    number = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: slice))
    guard !number.isEmpty, number.count <= 250, dropScheme() else { return nil }
    if let at = number.firstIndex(of: UInt8(ascii: "@")) { dropHost(at) }
    guard readParameters() else { return nil }
    trimEnd()
  }

  private mutating func dropScheme() -> Bool {
    // Digits and `+` come first nearly always.
    let first = number[0] | 0x20
    guard first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else { return true }
    guard let colon = number.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let end = colon > 0 && number[colon - 1] == UInt8(ascii: ".") ? colon - 1 : colon
    let word = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: number[..<end]))
    number = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: number[(colon + 1)...]))
    return Self.schemes.contains { scheme in
      scheme.utf8CodeUnitCount == word.count
        && zip(UnsafeBufferPointer(start: scheme.utf8Start, count: word.count), word)
          .allSatisfy { $0 == ASCII.lowercased($1) }
    }
  }

  /// The user of `user:password@host`.
  private mutating func dropHost(_ at: Int) {
    var user = number[..<at]
    user = user[..<(user.firstIndex(of: UInt8(ascii: ":")) ?? user.endIndex)]
    number = UnsafeRawBufferPointer(rebasing: user)
  }

  /// Cuts parameters `;name=value` off, but for an extension; false if a context is no number and
  /// no host.
  private mutating func readParameters() -> Bool {
    guard var start = number.firstIndex(of: UInt8(ascii: ";")) else { return true }
    let name = Array(";phone-context=".utf8)
    var end = number.count
    while start < number.count {
      let next = number[(start + 1)...].firstIndex(of: UInt8(ascii: ";")) ?? number.count
      let parameter = number[start..<next]
      if parameter.starts(with: name) {
        guard parameter.count > name.count else { return false }
        let value = parameter.dropFirst(name.count)
        if value.first == UInt8(ascii: "+") { context = UnsafeRawBufferPointer(rebasing: value) }
        end = min(end, start)
      } else if Self.isForeign(parameter) {
        end = min(end, start)
      }
      start = next
    }
    number = UnsafeRawBufferPointer(rebasing: number[..<end])
    return true
  }

  /// Whether a parameter begins with a letter and is no extension.
  private static func isForeign(_ parameter: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard let first = parameter.dropFirst().first else { return false }
    guard ASCII.lowercased(first) >= UInt8(ascii: "a"), ASCII.lowercased(first) <= UInt8(ascii: "z")
    else { return false }
    let word = Array(";ext=".utf8)
    return !parameter.prefix(word.count).elementsEqual(word, by: { ASCII.lowercased($0) == $1 })
  }

  /// Drops what follows the last digit, letter or `#`.
  private mutating func trimEnd() {
    var end = number.count
    while end > 0, Self.isTrailing(number[end - 1]) { end -= 1 }
    number = UnsafeRawBufferPointer(rebasing: number[..<end])
  }

  private static func isTrailing(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x22, 0x27...0x29, 0x2c...0x2f, 0x3a...0x3b, UInt8(ascii: "]"): true
    default: ASCII.isBlank(byte)
    }
  }
}
