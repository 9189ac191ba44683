/// When a business is open: hours by weekday in a zone, less its holidays.
///
/// Hours are wall clock times: a day on which clocks change is as long as it is there. A boundary
/// that the clock showed twice is the earlier one, one it never showed is read with the offset
/// before the change (Python's `fold=0`). The open time before every day from 1990 to 2200 is added
/// up once, so that asking for the open time of any span costs two look-ups.
package struct BusinessCalendar: Sendable, Equatable {
  /// The zone of the hours.
  package let zone: ZoneRules
  /// The open times of weekdays from Monday, in minutes since midnight up to 1440, ascending.
  package let hours: [[Range<Int>]]
  /// The days it is closed, in days since 1970-01-01.
  package let holidays: Set<Int32>
  /// The open microseconds before each day from `firstDay`.
  private var before: [Int64]

  private static let firstDay = CivilDate(year: 1989, month: 12, day: 30)?.dayNumber ?? 0
  private static let lastDay = CivilDate(year: 2201, month: 1, day: 3)?.dayNumber ?? 0

  /// A calendar of seven weekdays' hours, whose ranges do not touch.
  ///
  /// Takes some ten milliseconds.
  package init(zone: ZoneRules, hours: [[Range<Int>]], holidays: Set<Int32> = []) {
    precondition(hours.count == 7, "a week has seven days")
    self.zone = zone
    self.hours = hours
    self.holidays = holidays
    var before: [Int64] = []
    before.reserveCapacity(Int(BusinessCalendar.lastDay - BusinessCalendar.firstDay) + 2)
    var sum: Int64 = 0
    self.before = []
    for day in BusinessCalendar.firstDay...BusinessCalendar.lastDay {
      before.append(sum)
      forEachOpening(on: day) { sum += $1 - $0 }
    }
    before.append(sum)
    self.before = before
  }

  /// Equal hours and holidays in one zone.
  package static func == (left: BusinessCalendar, right: BusinessCalendar) -> Bool {
    left.zone == right.zone && left.hours == right.hours && left.holidays == right.holidays
  }

  /// The open microseconds between two instants in UTC microseconds; 0 if the second is earlier.
  package func openMicroseconds(from start: Int64, until end: Int64) -> Int64 {
    max(0, openMicroseconds(before: end) - openMicroseconds(before: start))
  }

  /// Whether it is open at an instant in UTC microseconds.
  package func isOpen(at instant: Int64) -> Bool {
    var isOpen = false
    forEachOpening(around: instant) { if $0 <= instant, instant < $1 { isOpen = true } }
    return isOpen
  }

  /// The instant at which so much open time has passed since another; nil if it never does.
  ///
  /// For no time it is the instant itself.
  package func instant(after open: Int64, from start: Int64) -> Int64? {
    if open <= 0 { return start }
    let wanted = openMicroseconds(before: start) + open
    guard wanted <= before[before.count - 1] else { return nil }
    // The last day before which less than that was open.
    var (low, high) = (0, before.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if before[middle] < wanted { low = middle } else { high = middle }
    }
    var rest = wanted - before[low]
    var found: Int64?
    let day = BusinessCalendar.firstDay + Int32(low)
    forEachOpening(on: day) { opening, closing in
      guard found == nil else { return }
      if rest <= closing - opening { found = opening + rest }
      rest -= closing - opening
    }
    return found
  }

  /// The first instant from another on at which it is open; nil if it never is.
  package func opening(from start: Int64) -> Int64? {
    isOpen(at: start) ? start : instant(after: 1, from: start).map { $0 - 1 }
  }

  /// The open microseconds before an instant.
  private func openMicroseconds(before instant: Int64) -> Int64 {
    let index = Int(zone.localDay(at: instant)) - Int(BusinessCalendar.firstDay) - 1
    if index < 0 { return 0 }
    if index >= before.count { return before[before.count - 1] }
    var sum = before[index]
    forEachOpening(around: instant) { sum += max(0, min($1, instant) - $0) }
    return sum
  }

  /// Calls `body` with the openings of the day of an instant, and of the days before and after it:
  /// where clocks change at midnight those may reach into it.
  private func forEachOpening(around instant: Int64, _ body: (Int64, Int64) -> Void) {
    let day = zone.localDay(at: instant)
    for day in (day - 1)...(day + 1) { forEachOpening(on: day, body) }
  }

  /// Calls `body` with the beginning and end of each open time of a day, in UTC microseconds.
  private func forEachOpening(on day: Int32, _ body: (Int64, Int64) -> Void) {
    if holidays.contains(day) { return }
    for range in hours[CivilDate.weekday(ofDayNumber: Int(day)) - 1] {
      let opening = instant(of: range.lowerBound, on: day)
      let closing = instant(of: range.upperBound, on: day)
      if opening < closing { body(opening, closing) }
    }
  }

  private func instant(of minute: Int, on day: Int32) -> Int64 {
    let local = (Int64(day) * 86_400 + Int64(minute) * 60) * 1_000_000
    return zone.resolve(localMicroseconds: local).preferred
  }
}

extension BusinessCalendar {
  /// The days of a text of holidays: lines that begin with a date, or an iCalendar.
  ///
  /// A line is `2026-12-25` or `2026-12-25,Christmas`; empty ones and those that begin with `#` or
  /// name the columns say nothing. Of an iCalendar (RFC 5545) it takes all-day events that do not
  /// recur, up to their ends. Gives the number of the first line that cannot be read.
  package static func holidays(in text: String) throws(UnreadableHoliday) -> Set<Int32> {
    var lines: [String] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      // Long lines of an iCalendar go on behind a space.
      if line.first == " " || line.first == "\t", let last = lines.indices.last {
        lines[last] += line.dropFirst()
        lines.append("")
      } else {
        lines.append(String(line))
      }
    }
    let isCalendar = lines.first { !$0.isEmpty }?.hasSuffix("BEGIN:VCALENDAR") == true
    return try isCalendar ? eventDays(lines) : listedDays(lines)
  }

  /// A line that is no holiday.
  package struct UnreadableHoliday: Error, Equatable {
    /// The line from 1.
    package let line: Int
    /// What is wrong with it.
    package let message: String
  }

  private static func listedDays(_ lines: [String]) throws(UnreadableHoliday) -> Set<Int32> {
    var days: Set<Int32> = []
    var isFirst = true
    for (index, line) in lines.enumerated() {
      let cells = line.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }
      let cell = cells[0].filter { $0 != " " && $0 != "\"" && $0 != "\u{FEFF}" }
      if cell.isEmpty || cell.hasPrefix("#") { continue }
      if let date = CivilDate(cell) {
        days.insert(date.dayNumber)
      } else if !isFirst || cell.contains(where: \.isNumber) {
        throw UnreadableHoliday(
          line: index + 1, message: "'\(cell)' is no date; dates are written as 2026-12-25")
      }
      isFirst = false
    }
    return days
  }

  private static func eventDays(_ lines: [String]) throws(UnreadableHoliday) -> Set<Int32> {
    var days: Set<Int32> = []
    var (start, end) = (CivilDate?.none, CivilDate?.none)
    for (index, line) in lines.enumerated() {
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      let name = parts[0].prefix { $0 != ";" }.uppercased()
      switch (name, parts[1].uppercased()) {
      case ("BEGIN", "VEVENT"): (start, end) = (nil, nil)
      case ("DTSTART", let value), ("DTEND", let value):
        guard let date = basicDate(value) else {
          throw UnreadableHoliday(
            line: index + 1,
            message: "'\(value)' is no day; only events of whole days are holidays")
        }
        if name == "DTSTART" { start = date } else { end = date }
      case ("RRULE", _), ("RDATE", _):
        throw UnreadableHoliday(
          line: index + 1, message: "an event that recurs must be written out, one event a day")
      case ("END", "VEVENT"):
        guard let first = start?.dayNumber else { continue }
        let last = max(first, (end?.dayNumber ?? first + 1) - 1)
        guard last - first < 366 else {
          throw UnreadableHoliday(line: index + 1, message: "an event is longer than a year")
        }
        days.formUnion(first...last)
      default: break
      }
    }
    return days
  }

  /// A day as iCalendar writes it: `20261225`.
  private static func basicDate(_ text: String) -> CivilDate? {
    let digits = text.filter { $0 != "\r" }
    guard digits.count == 8, digits.allSatisfy(\.isNumber), let number = Int(digits) else {
      return nil
    }
    return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }
}
