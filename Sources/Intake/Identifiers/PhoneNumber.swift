/// Brings a phone number into the one form under which it is hashed.
///
/// ```
/// tel:+1 (322) 598-7152;ext=4   region any  →  +13225987152;ext=4
/// 0049 30 1234567               region any  →  +49301234567
/// 030 1234567                   region DE   →  +49301234567
/// 030 1234567                   region none →  0301234567     (equal only to itself)
/// anonymous, +266696687, 0000000000, 4711   →  nothing
/// ```
///
/// Without a region a national number keeps its digits: a country is never guessed.
enum PhoneNumber {
  /// Appends the normalized number; nothing for withheld, generic, short and wordy numbers.
  static func normalize(
    _ bytes: UnsafeRawBufferPointer, region: PhoneRegion?, into output: inout [UInt8]
  ) -> Bool {
    output.removeAll(keepingCapacity: true)
    var number = Digits(subscriber(bytes))
    guard number.isReadable else { return false }
    let isInternational = number.hasPlus || number.dropDialOut(region)
    let national = number.digits.prefix(number.count)
    guard national.count >= 7, national.count <= 17, !isWithheld(national) else { return false }
    if isInternational {
      output.append(UInt8(ascii: "+"))
    } else if let region {
      guard append(region, trunkOf: &number, to: &output) else { return false }
    }
    output.append(contentsOf: number.digits[number.first..<number.count])
    if let start = number.extensionStart {
      output.append(contentsOf: Array(";ext=".utf8))
      output.append(contentsOf: number.digits[start..<number.digits.count])
    }
    return true
  }

  /// Writes the country code and drops the trunk prefix.
  ///
  /// In North America ten digits may follow a 1; a local number without area code has no
  /// international form.
  private static func append(
    _ region: PhoneRegion, trunkOf number: inout Digits, to output: inout [UInt8]
  ) -> Bool {
    output.append(UInt8(ascii: "+"))
    output.append(contentsOf: Array(region.callingCode.utf8))
    let trunk = Array(region.trunkPrefix.utf8)
    let hasTrunk = !trunk.isEmpty && number.digits.starts(with: trunk)
    if region.callingCode == "1" {
      number.first = hasTrunk && number.count == 11 ? 1 : 0
      return number.count - number.first == 10
    }
    if hasTrunk { number.first = trunk.count }
    return true
  }

  /// The user part of `tel:` and `sip:` addresses, or everything.
  private static func subscriber(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return bytes }
    let rest = bytes[(colon + 1)...]
    let end = rest.firstIndex(of: UInt8(ascii: "@")) ?? rest.endIndex
    return UnsafeRawBufferPointer(rebasing: rest[..<end])
  }

  // MARK: Withheld callers

  /// What keypads make of ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE.
  private static let keypadWords: [[UInt8]] = [
    "266696687", "7378742833", "2562533", "8656696", "86282452253",
  ].map { Array($0.utf8) }

  private static func isWithheld(_ digits: ArraySlice<UInt8>) -> Bool {
    let withoutOne = digits.first == UInt8(ascii: "1") ? digits.dropFirst() : digits
    for word in keypadWords where digits.elementsEqual(word) || withoutOne.elementsEqual(word) {
      return true
    }
    if digits.elementsEqual("1234567890".utf8) || digits.elementsEqual("123456789".utf8) {
      return true
    }
    // Zeros, ones or nines to the end, with at most a country code before them.
    guard let last = digits.last else { return true }
    let run = digits.reversed().prefix { $0 == last }.count
    return run >= 7 && run + 3 >= digits.count
  }
}

/// The digits of a written phone number.
private struct Digits {
  /// All digits, those of an extension last.
  var digits: [UInt8] = []
  /// The first digit that counts.
  var first = 0
  /// Digits before the extension.
  var count = 0
  /// Where the extension begins.
  var extensionStart: Int?
  /// Whether a `+` stands before them.
  var hasPlus = false
  /// Whether nothing but digits, separators and an extension was found.
  var isReadable = true

  init(_ bytes: UnsafeRawBufferPointer) {
    digits.reserveCapacity(20)
    var index = 0
    while index < bytes.count {
      // +49 (0)30 …: the trunk prefix in brackets is not dialled from abroad.
      if hasPlus, bytes[index...].starts(with: "(0)".utf8) { index += 3 }
      if index < bytes.count { take(bytes[index]) }
      index += 1
    }
    count = extensionStart ?? digits.count
    if digits.count > 32 { isReadable = false }
    if extensionStart == digits.count { extensionStart = nil }
  }

  private mutating func take(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      digits.append(byte)
    case UInt8(ascii: "+") where digits.isEmpty && !hasPlus:
      hasPlus = true
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\t"):
      break
    // `x12`, `ext. 12`, `;ext=12` and `#12` begin an extension.
    case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "e"), UInt8(ascii: "E"),
      UInt8(ascii: "#"), UInt8(ascii: ";"):
      if extensionStart == nil { extensionStart = digits.count }
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "="):
      if extensionStart != digits.count { isReadable = false }
    default:
      isReadable = false
    }
  }

  /// Removes the prefix that announces an international number.
  mutating func dropDialOut(_ region: PhoneRegion?) -> Bool {
    for prefix in [region?.dialOutPrefix ?? "00", "00"]
    where digits.starts(with: prefix.utf8) && count > prefix.utf8.count + 6 {
      let length = prefix.utf8.count
      digits.removeFirst(length)
      count -= length
      extensionStart = extensionStart.map { $0 - length }
      return true
    }
    return false
  }
}
