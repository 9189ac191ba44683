/// Times and days as ISO 8601 text.
package enum InstantText {
  /// `2024-01-02T03:04:05Z`, with a fraction of three digits, or of six, if it is not zero.
  package static func iso8601(microseconds: Int64) -> String {
    var bytes: [UInt8] = []
    append(iso8601: microseconds, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `2024-01-02` for a number of days since 1970-01-01.
  package static func date(dayNumber: Int32) -> String {
    var bytes: [UInt8] = []
    append(date: dayNumber, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends UTC microseconds as `iso8601(microseconds:)` writes them.
  package static func append(iso8601 microseconds: Int64, to bytes: inout [UInt8]) {
    let (seconds, fraction) = microseconds.flooredDivision(by: 1_000_000)
    let (day, secondOfDay) = seconds.flooredDivision(by: 86_400)
    append(date: Int32(day), to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    append(Int(secondOfDay) / 3600, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(Int(secondOfDay) / 60 % 60, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(Int(secondOfDay) % 60, digits: 2, to: &bytes)
    if fraction != 0 {
      bytes.append(UInt8(ascii: "."))
      let isWhole = fraction % 1000 == 0
      append(Int(isWhole ? fraction / 1000 : fraction), digits: isWhole ? 3 : 6, to: &bytes)
    }
    bytes.append(UInt8(ascii: "Z"))
  }

  /// Appends a day as `date(dayNumber:)` writes it.
  package static func append(date dayNumber: Int32, to bytes: inout [UInt8]) {
    let date = CivilDate(dayNumber: dayNumber)
    if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
    append(abs(date.year), digits: 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(date.month, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(date.day, digits: 2, to: &bytes)
  }

  /// Appends a number with leading zeros; one that is longer is written whole.
  private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
