import CivilTime
import Foundation
import TestSupport
import Testing

/// Open hours against Python's, and files of holidays.
///
/// Questions and answers are described in `Tests/Judges/calendar_judge.py`.
@Suite struct BusinessCalendarTests {
  @Test func `ten thousand spans and calendars are as Python counts them`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("calendars-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let questions = folder.appendingPathComponent("questions").path
    let answers = folder.appendingPathComponent("answers").path
    let asked = try Judge.run("Tests/Judges/calendar_judge.py", ["ask", questions])
    #expect(asked.status == 0, "\(asked.output)")
    var calendar: BusinessCalendar?
    var lines: [String] = []
    for line in try String(contentsOfFile: questions, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "calendar" {
        calendar = try Self.calendar(words)
      } else if let calendar {
        lines.append(try Self.answer(words, of: calendar))
      }
    }
    try lines.joined(separator: "\n").write(toFile: answers, atomically: true, encoding: .utf8)
    let verdict = try Judge.run("Tests/Judges/calendar_judge.py", ["check", questions, answers])
    #expect(verdict.status == 0, "\(verdict.output)")
  }

  private static func calendar(_ words: [String]) throws -> BusinessCalendar {
    let hours = words[2].split(separator: ";").map { day -> [Range<Int>] in
      if day == "-" { return [] }
      return day.split(separator: ",").map { range in
        let ends = range.split(separator: "-").compactMap { Int($0) }
        return ends[0]..<ends[1]
      }
    }
    return BusinessCalendar(
      zone: try #require(ZoneRules.named(words[1])), hours: hours,
      holidays: Set(words[3].split(separator: ",").compactMap { Int32($0) }))
  }

  private static func answer(_ words: [String], of calendar: BusinessCalendar) throws -> String {
    let numbers = words.dropFirst().compactMap { Int64($0) }.map { $0 * 1_000_000 }
    switch words[0] {
    case "open":
      return "\(calendar.openMicroseconds(from: numbers[0], until: numbers[1]) / 1_000_000)"
    case "after":
      guard let instant = calendar.instant(after: numbers[0], from: numbers[1]),
        instant - numbers[1] < 1990 * 86_400_000_000
      else { return "-" }
      return "\(instant / 1_000_000)"
    default: return calendar.isOpen(at: numbers[0]) ? "1" : "0"
    }
  }

  @Test func `holidays are dates a line or an iCalendar's whole days`() throws {
    let listed = "Date,Name\n# bank holidays\n2026-12-25,Christmas\n\n2026-12-26\r\n"
    let days = try BusinessCalendar.holidays(in: listed)
    #expect(days == [20_812, 20_813])
    let calendar = """
      BEGIN:VCALENDAR\r
      BEGIN:VEVENT\r
      DTSTART;VALUE=DATE:20261225\r
      DTEND;VALUE=DATE:20261227\r
      SUMMARY:Christmas and the day\r
       after it\r
      END:VEVENT\r
      END:VCALENDAR\r

      """
    #expect(try BusinessCalendar.holidays(in: calendar) == [20_812, 20_813])
  }

  @Test(arguments: [
    ("2026-12-25\n25.12.2026\n", 2),
    ("2026-02-30\n", 1),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225T120000Z\nEND:VEVENT\n", 3),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nRRULE:FREQ=YEARLY\nEND:VEVENT\n", 4),
  ])
  func `what is no holiday is told with its line`(_ text: String, _ line: Int) {
    let error = #expect(throws: BusinessCalendar.UnreadableHoliday.self) {
      try BusinessCalendar.holidays(in: text)
    }
    #expect(error?.line == line)
  }

  @Test func `an opening that never comes is none`() {
    let closed = BusinessCalendar(zone: .utc, hours: Array(repeating: [], count: 7))
    #expect(closed.opening(from: 0) == nil)
    #expect(closed.instant(after: 1, from: 0) == nil)
    #expect(closed.instant(after: 0, from: 5) == 5)
  }
}
