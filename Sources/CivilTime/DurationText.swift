/// Durations as people and exports write them, in milliseconds.
package enum DurationText {
  /// Reads a duration of a configuration: `120s`, `72h`, `7d`, `15 min`, `1h 30m`.
  ///
  /// Whole numbers with the units `ms`, `s`, `m`, `h`, `d` (24 hours), `w`, or their names (`sec`,
  /// `seconds`, `min`, `minutes`, `hr`, `hours`, `days`, `weeks`), from larger to smaller, spaces
  /// between as you like. Nil for anything else: a number alone does not say its unit.
  package static func parse(_ text: String) -> Int64? {
    var rest = text.utf8[...].drop { $0 == space }
    var total: Int64 = 0
    var smallest = Int64.max
    repeat {
      let digits = rest.prefix { 0x30...0x39 ~= $0 }
      rest = rest[digits.endIndex...].drop { $0 == space }
      let name = rest.prefix { 0x61...0x7A ~= $0 }
      rest = rest[name.endIndex...].drop { $0 == space }
      guard let number = Int64(Substring(digits)), let unit = unit(Substring(name)) else {
        return nil
      }
      guard unit < smallest else { return nil }
      smallest = unit
      let (part, isTooLarge) = number.multipliedReportingOverflow(by: unit)
      let (sum, isSumTooLarge) = total.addingReportingOverflow(part)
      guard !isTooLarge, !isSumTooLarge else { return nil }
      total = sum
    } while !rest.isEmpty
    return total
  }

  /// Writes a duration for people in its two largest units, rounded down: `4 d 2 h`, `3 h 10 m`,
  /// `2 m 5 s`, `45 s`, `850 ms`; `parse` reads it if it is not negative.
  package static func describe(milliseconds: Int64) -> String {
    var bytes: [UInt8] = []
    append(milliseconds: milliseconds, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a duration as `describe(milliseconds:)` writes it.
  package static func append(milliseconds: Int64, to bytes: inout [UInt8]) {
    let amount = milliseconds.magnitude
    if milliseconds < 0 { bytes.append(UInt8(ascii: "-")) }
    if amount > 0, amount < 1000 { return append(amount, "ms", to: &bytes) }
    let seconds = amount / 1000
    let first = units.firstIndex { seconds >= $0.size } ?? units.count - 1
    append(seconds / units[first].size, units[first].name, to: &bytes)
    guard first + 1 < units.count else { return }
    let minor = seconds % units[first].size / units[first + 1].size
    guard minor > 0 else { return }
    bytes.append(space)
    append(minor, units[first + 1].name, to: &bytes)
  }

  private static let units: [(size: UInt64, name: String)] = [
    (86_400, "d"), (3600, "h"), (60, "m"), (1, "s"),
  ]

  private static func append(_ number: UInt64, _ unit: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: String(number).utf8)
    bytes.append(space)
    bytes.append(contentsOf: unit.utf8)
  }

  /// Reads a clock that does not stop at 24 hours: `H:MM:SS`, `HH:MM:SS`, `123:04:05.678`.
  ///
  /// Up to seven digits of hours. Nil for anything else: `05:10` may be hours or minutes.
  package static func clock(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var cursor = ByteCursor(bytes)
    let (hours, count) = cursor.digits()
    guard 1...7 ~= count, cursor.take(UInt8(ascii: ":")) else { return nil }
    let minutes = cursor.twoDigits()
    guard 0..<60 ~= minutes, cursor.take(UInt8(ascii: ":")) else { return nil }
    let seconds = cursor.twoDigits()
    guard 0..<60 ~= seconds else { return nil }
    var fraction = 0
    if cursor.take(UInt8(ascii: ".")) { fraction = cursor.fraction() }
    guard fraction >= 0, cursor.isAtEnd else { return nil }
    return hours * 3_600_000 + Int64(minutes * 60_000 + seconds * 1000 + fraction / 1000)
  }

  /// Reads a duration written as a time since 1970: `1970-01-01 02:37:03` is 2 h 37 m 3 s.
  ///
  /// The form is `iso8601-local`. Nil for anything else, and from 1990 on: that is a time.
  package static func since1970(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var cursor = ByteCursor(bytes)
    var fields = TimestampFields()
    guard cursor.readISO8601(into: &fields), cursor.isAtEnd else { return nil }
    return fields.microseconds(years: 1970...1989).map { $0 / 1000 }
  }

  private static let space = UInt8(ascii: " ")

  private static func unit(_ name: Substring) -> Int64? {
    switch name {
    case "ms": 1
    case "s", "sec", "second", "seconds": 1000
    case "m", "min", "minute", "minutes": 60_000
    case "h", "hr", "hour", "hours": 3_600_000
    case "d", "day", "days": 86_400_000
    case "w", "week", "weeks": 604_800_000
    default: nil
    }
  }
}
