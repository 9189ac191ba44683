/// A position in bytes that reads the pieces time stamps are made of.
///
/// Every read checks the end; one that fails says so (false, or -1 for a number) and leaves the
/// position anywhere.
struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// The beginning of bytes that outlive the cursor.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether everything was read.
  @inline(__always)
  var isAtEnd: Bool { position == bytes.count }

  /// How many bytes are left.
  @inline(__always)
  var remaining: Int { bytes.count - position }

  /// The next byte; 0 at the end, which no form contains.
  @inline(__always)
  var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  /// Passes the next byte if it is the one given.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Reads two digits; -1 if they are not there.
  @inline(__always)
  mutating func twoDigits() -> Int {
    guard remaining >= 2 else { return -1 }
    let tens = bytes[position] &- 0x30
    let ones = bytes[position + 1] &- 0x30
    guard tens < 10, ones < 10 else { return -1 }
    position += 2
    return Int(tens) * 10 + Int(ones)
  }

  /// Reads one digit, and a second if there is one; -1 if there is none.
  @inline(__always)
  mutating func oneOrTwoDigits() -> Int {
    let first = next &- 0x30
    guard first < 10 else { return -1 }
    position += 1
    let second = next &- 0x30
    guard second < 10 else { return Int(first) }
    position += 1
    return Int(first) * 10 + Int(second)
  }

  /// Reads four digits; -1 if they are not there.
  @inline(__always)
  mutating func fourDigits() -> Int {
    let high = twoDigits()
    guard high >= 0 else { return -1 }
    let low = twoDigits()
    return low < 0 ? -1 : high * 100 + low
  }

  /// Reads `yyyy-MM-dd HH:mm` with a byte between date and time, eight bytes at a time.
  ///
  /// Bytes xor their template are the digits' values and zero for the punctuation; adding what
  /// takes the largest allowed value of each to 0x7F sets the highest bit of those beyond.
  @inline(__always)
  mutating func dateAndTime(separator: UInt8, into fields: inout TimestampFields) -> Bool {
    guard remaining >= 16 else { return false }
    let date = word(at: 0) ^ 0x2D30_302D_3030_3030  // "0000-00-" from its last byte
    let time = word(at: 8) ^ (0x3030_3A30_3000_3030 | UInt64(separator) << 16)
    let beyond =
      (date &+ 0x7F76_767F_7676_7676) | date | (time &+ 0x7676_7F76_767F_7676) | time
    guard beyond & 0x8080_8080_8080_8080 == 0 else { return false }
    position += 16
    fields.year = Self.pair(date, 0) * 100 + Self.pair(date, 2)
    fields.month = Self.pair(date, 5)
    fields.day = Self.pair(time, 0)
    fields.hour = Self.pair(time, 3)
    fields.minute = Self.pair(time, 6)
    return true
  }

  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    let word = bytes.loadUnaligned(fromByteOffset: position + offset, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  /// The number of two digit values in a word.
  @inline(__always)
  private static func pair(_ word: UInt64, _ offset: UInt64) -> Int {
    Int(word >> (offset * 8) & 0x0F) * 10 + Int(word >> (offset * 8 + 8) & 0x0F)
  }

  /// The byte so many after the next; 0 beyond the end.
  @inline(__always)
  func byte(ahead offset: Int) -> UInt8 { remaining > offset ? bytes[position + offset] : 0 }

  /// Reads digits to their end: the value, and how many there were; the value saturates.
  @inline(__always)
  mutating func digits() -> (value: Int64, count: Int) {
    let start = position
    var value: Int64 = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      if value < 100_000_000_000_000_000 { value = value * 10 + Int64(bytes[position] & 0x0F) }
      position += 1
    }
    return (value, position - start)
  }

  /// Reads a fraction of a second of 1 to 9 digits, or of exactly `count`, as microseconds; -1 if
  /// it is not there.
  @inline(__always)
  mutating func fraction(digits count: Int = 0) -> Int {
    let start = position
    var value = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      if position - start < 6 { value = value * 10 + Int(bytes[position] & 0x0F) }
      position += 1
    }
    let found = position - start
    guard count == 0 ? 1...9 ~= found : found == count else { return -1 }
    for _ in min(found, 6)..<6 { value *= 10 }
    return value
  }

  /// Reads three letters as their lower-case bytes, the first highest; 0 if they are not there.
  @inline(__always)
  mutating func threeLetters() -> UInt32 {
    guard remaining >= 3 else { return 0 }
    var word: UInt32 = 0
    for offset in 0..<3 {
      let letter = bytes[position + offset] | 0x20
      guard letter &- 0x61 < 26 else { return 0 }
      word = word << 8 | UInt32(letter)
    }
    position += 3
    return word
  }

  /// Reads letters of any script, digits before them, and the full stop of an abbreviation.
  mutating func name() -> String {
    let start = position
    while remaining > 0, let byte = Optional(bytes[position]),
      byte | 0x20 &- 0x61 < 26 || byte >= 0x80 || (byte &- 0x30 < 10 && position - start < 2)
    {
      position += 1
    }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    if remaining > 0, bytes[position] == UInt8(ascii: ".") { position += 1 }
    return name
  }

  /// Reads `AM` as 0 and `PM` as 1; -1 for anything else.
  @inline(__always)
  mutating func half() -> Int {
    guard remaining >= 2, bytes[position + 1] | 0x20 == UInt8(ascii: "m") else { return -1 }
    let letter = bytes[position] | 0x20
    position += 2
    return letter == UInt8(ascii: "a") ? 0 : letter == UInt8(ascii: "p") ? 1 : -1
  }

  /// Reads a zone: `Z`, `UTC`, `GMT`, `UT`, `±hh:mm`, `±hhmm` or `±hh`.
  @inline(__always)
  mutating func zone(into fields: inout TimestampFields) -> Bool {
    fields.hasOffset = true
    let sign = next
    if sign == UInt8(ascii: "Z") {
      position += 1
      return true
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return zoneName() }
    position += 1
    let hours = twoDigits()
    guard hours >= 0 else { return false }
    var minutes = 0
    if take(UInt8(ascii: ":")) || next &- 0x30 < 10 { minutes = twoDigits() }
    guard minutes >= 0 else { return false }
    // An offset that cannot be is made one that the check of the fields refuses.
    let seconds = minutes < 60 ? hours * 3600 + minutes * 60 : .max / 4
    fields.offsetSeconds = sign == UInt8(ascii: "-") ? -seconds : seconds
    return true
  }

  private mutating func zoneName() -> Bool {
    if take(UInt8(ascii: "U")) {
      guard take(UInt8(ascii: "T")) else { return false }
      _ = take(UInt8(ascii: "C"))
      return true
    }
    return take(UInt8(ascii: "G")) && take(UInt8(ascii: "M")) && take(UInt8(ascii: "T"))
  }
}
