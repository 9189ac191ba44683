import CivilTime
import Pipeline
import Testing

@Suite struct RangeComparisonTests {
  private func day(_ text: String) throws -> Int32 { try #require(CivilDate(text)).dayNumber }

  @Test func `previous is as many days right before`() throws {
    let range = try day("2026-03-01")...day("2026-03-10")
    #expect(
      try #require(RangeComparison("previous")).days(before: range)
        == day("2026-02-19")...day("2026-02-28"))
  }

  @Test func `the same weekdays are whole weeks earlier and do not overlap`() throws {
    let range = try day("2026-03-01")...day("2026-03-10")
    let before = try #require(RangeComparison("same-weekdays")).days(before: range)
    #expect(before == (try day("2026-02-15")...day("2026-02-24")))
    #expect((range.lowerBound - before.lowerBound) % 7 == 0)
    let week = try day("2026-03-02")...day("2026-03-08")
    #expect(
      RangeComparison.sameWeekdays.days(before: week)
        == (try day("2026-02-23")...day("2026-03-01")))
  }

  @Test func `other days are as they are written`() throws {
    let days = try day("2025-12-01")...day("2025-12-31")
    #expect(RangeComparison("2025-12-01..2025-12-31") == .days(days))
    for wrong in ["", "2025-12-01", "2025-12-31..2025-12-01", "2025-12-01...2025-12-31", "x..y"] {
      #expect(RangeComparison(wrong) == nil, "\(wrong)")
    }
  }
}
