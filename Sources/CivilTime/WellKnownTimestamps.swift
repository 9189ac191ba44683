/// The forms that have names: most time stamps are of these.
extension ByteCursor {
  /// Reads `2024-04-09T18:02:13.031`: `T` or a space, seconds and fraction optional.
  @inline(__always)
  mutating func readISO8601(into fields: inout TimestampFields) -> Bool {
    let separator = byte(ahead: 10)
    guard separator == UInt8(ascii: "T") || separator == UInt8(ascii: " ") else { return false }
    guard dateAndTime(separator: separator, into: &fields) else { return false }
    guard take(UInt8(ascii: ":")) else { return true }
    fields.second = twoDigits()
    guard fields.second >= 0 else { return false }
    guard take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) else { return true }
    fields.microsecond = fraction()
    return fields.microsecond >= 0
  }

  /// Reads a zone, after a space or at once.
  @inline(__always)
  mutating func readISO8601Zone(into fields: inout TimestampFields) -> Bool {
    _ = take(UInt8(ascii: " "))
    return zone(into: &fields)
  }

  /// Reads the whole input as a decimal number of units since 1970-01-01T00:00:00Z.
  mutating func readEpoch(unitMicroseconds unit: Int64) -> TimestampOutcome {
    let isNegative = take(UInt8(ascii: "-"))
    let (units, count) = digits()
    guard count > 0 else { return .unreadable }
    var fractionMicroseconds: Int64 = 0
    if take(UInt8(ascii: ".")) {
      let millionths = fraction()
      guard millionths >= 0 else { return .unreadable }
      fractionMicroseconds = Int64(millionths) * unit / 1_000_000
    }
    guard isAtEnd else { return .unreadable }
    // 1990-01-01 up to 2201-01-01, as the years of all time stamps.
    let (whole, overflow) = units.multipliedReportingOverflow(by: unit)
    guard !isNegative, !overflow, 631_152_000_000_000..<7_289_654_400_000_000 ~= whole else {
      return .impossible
    }
    return .time(ParsedTimestamp(microseconds: whole + fractionMicroseconds, hasOffset: true))
  }
}
