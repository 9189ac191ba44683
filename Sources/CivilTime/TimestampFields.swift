/// The parts of a time stamp as written, not yet checked against the calendar.
struct TimestampFields {
  /// What a number of a pattern means.
  enum Name: UInt8, Sendable {
    case year, yearOfCentury, month, day, hour, minute, second
  }

  /// The year, in full.
  var year = 1970
  /// The month, from 1 for January.
  var month = 1
  /// The day of the month from 1.
  var day = 1
  /// 0…23, or 1…12 where `half` is known.
  var hour = 0
  /// The minute, 0 to 59.
  var minute = 0
  /// The second, 0 to 59, or 60 where leap seconds are written.
  var second = 0
  /// The fraction of the second.
  var microsecond = 0
  /// 0 is before noon, 1 after, -1 unknown.
  var half = -1
  /// 1 is Monday; 0 unknown.
  var weekday = 0
  /// Seconds east of UTC; beyond 18 hours if it was written and cannot be.
  var offsetSeconds = 0
  /// Whether an offset was written.
  var hasOffset = false

  private static let widestOffset = 18 * 3600

  /// Stores a number that was read; false if it was not there.
  @inline(__always)
  mutating func set(_ name: Name, _ value: Int) -> Bool {
    switch name {
    case .year: year = value
    case .yearOfCentury: year = value >= 90 ? 1900 + value : 2000 + value
    case .month: month = value
    case .day: day = value
    case .hour: hour = value
    case .minute: minute = value
    case .second: second = value
    }
    return value >= 0
  }

  /// Microseconds since 1970, in UTC if there is an offset; nil if there is no such time or it lies
  /// outside the years.
  @inline(__always)
  func microseconds(years: ClosedRange<Int>) -> Int64? {
    guard years ~= year, 1...12 ~= month else { return nil }
    guard day >= 1, day <= 28 || day <= CivilDate.days(inMonth: month, of: year) else {
      return nil
    }
    guard let hour = hourOfDay, minute < 60, second < 60 else { return nil }
    guard -Self.widestOffset...Self.widestOffset ~= offsetSeconds else { return nil }
    let date = CivilDate.dayNumber(year: year, month: month, day: day)
    guard weekday == 0 || weekday == CivilDate.weekday(ofDayNumber: date) else { return nil }
    let seconds = date * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds
    return Int64(seconds) * 1_000_000 + Int64(microsecond)
  }

  @inline(__always)
  private var hourOfDay: Int? {
    guard half >= 0 else { return hour < 24 ? hour : nil }
    return 1...12 ~= hour ? hour % 12 + half * 12 : nil
  }
}
