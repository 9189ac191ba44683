/// A day of the proleptic Gregorian calendar, without a time or a zone.
package struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The astronomical year: 0 is 1 BC.
  package let year: Int
  /// The month, from 1 for January.
  package let month: Int
  /// The day of the month from 1.
  package let day: Int

  /// A day of the years 1 to 9999; nil if it does not exist.
  package init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month else { return nil }
    guard 1...Self.days(inMonth: month, of: year) ~= day else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day so many days after 1970-01-01.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  /// Years begin in March there, so that the leap day is the last; 400 years have 146,097 days.
  package init(dayNumber: Int32) {
    let shifted = Int(dayNumber) + 719_468
    let (era, dayOfEra) = shifted.flooredDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The day written `YYYY-MM-DD`; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    guard
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Days since 1970-01-01; negative before it.
  package var dayNumber: Int32 {
    Int32(Self.dayNumber(year: year, month: month, day: day))
  }

  /// 1 is Monday, 7 is Sunday (ISO 8601).
  package var weekday: Int { Self.weekday(ofDayNumber: Int(dayNumber)) }

  /// The date as `YYYY-MM-DD`, the year in at least four digits.
  package var description: String { InstantText.date(dayNumber: dayNumber) }

  /// Orders earlier days first.
  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// Days since 1970-01-01 of a day that exists.
  ///
  /// Source: Neri and Schneider, "Euclidean affine functions and their application to calendar
  /// algorithms" (2022). January and February are months 13 and 14 of the year before; 14,700
  /// cycles of 400 years keep everything positive.
  @inline(__always)
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let borrowed: UInt64 = month <= 2 ? 1 : 0
    let years = UInt64(year + 14_700 * 400) - borrowed
    let months = UInt64(month) + 12 * borrowed
    let centuries = years / 100
    let daysOfYears = 1461 * years / 4 - centuries + centuries / 4
    let daysOfMonths = (979 * months - 2919) / 32
    return Int(daysOfYears + daysOfMonths) + day - 1 - 719_468 - 14_700 * 146_097
  }

  /// The number of days in a month from 1 to 12.
  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// 1 is Monday, 7 is Sunday; 1970-01-01 was a Thursday.
  static func weekday(ofDayNumber number: Int) -> Int {
    (number + 3).flooredDivision(by: 7).remainder + 1
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard 0x30...0x39 ~= digit else { return nil }
      value = value * 10 + Int(digit & 0x0F)
    }
    return value
  }
}
