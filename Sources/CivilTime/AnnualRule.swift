/// The yearly change between standard and daylight time that lasts from the end of a zone's
/// listed transitions: the footer of its TZif file.
struct AnnualRule {
  /// A day of the year such as "the last Sunday of March, at 2 o'clock", as POSIX's `Mm.w.d`.
  struct Day {
    /// The month, from 1 for January.
    var month: Int
    /// Which of the weekdays in the month; 5 is the last.
    var week: Int
    /// The day of the week, from 0 for Sunday.
    var weekday: Int
    /// Seconds after local midnight; may be negative or exceed a day.
    var seconds: Int
  }

  /// Seconds east of UTC in standard time.
  var standardOffset: Int
  /// Seconds east of UTC in daylight time; Ireland's is the smaller.
  var daylightOffset: Int
  /// When daylight time begins, on the clock of standard time.
  var begin: Day
  /// When it ends, on the clock of daylight time.
  var end: Day

  /// The two transitions of a year in order: UTC seconds and the offset that begins.
  func transitions(in year: Int) -> [(instant: Int64, offset: Int)] {
    let forward = begin.seconds(in: year) - Int64(standardOffset)
    let back = end.seconds(in: year) - Int64(daylightOffset)
    return forward < back
      ? [(forward, daylightOffset), (back, standardOffset)]
      : [(back, standardOffset), (forward, daylightOffset)]
  }
}

extension AnnualRule.Day {
  /// Local seconds since 1970-01-01T00:00:00 in a year.
  func seconds(in year: Int) -> Int64 {
    let first = CivilDate.dayNumber(year: year, month: month, day: 1)
    let skipped = (weekday - CivilDate.weekday(ofDayNumber: first) % 7 + 7) % 7
    var day = skipped + (week - 1) * 7
    if day >= CivilDate.days(inMonth: month, of: year) { day -= 7 }
    return Int64(first + day) * 86_400 + Int64(seconds)
  }
}
