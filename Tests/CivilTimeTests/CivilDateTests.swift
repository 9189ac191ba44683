import CivilTime
import Testing

@Suite struct CivilDateTests {
  @Test func everyDayOfTheCalendarFollowsTheOneBefore() throws {
    var expected = try #require(CivilDate(year: 1, month: 1, day: 1)).dayNumber
    var mistakes = 0
    for year in 1...3000 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CivilDate(year: year, month: month, day: day) else { continue }
          let weekday = ((Int(expected) + 3) % 7 + 7) % 7 + 1
          let agrees = date.dayNumber == expected && CivilDate(dayNumber: expected) == date
          mistakes += agrees && date.weekday == weekday ? 0 : 1
          expected += 1
        }
      }
    }
    #expect(mistakes == 0)
    #expect(expected == CivilDate(year: 3001, month: 1, day: 1)?.dayNumber)
  }

  @Test func knownDays() {
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
    #expect(CivilDate(year: 2000, month: 3, day: 1)?.dayNumber == 11_017)
    #expect(CivilDate("2024-02-29")?.weekday == 4)
    #expect(CivilDate("2026-11-22")?.weekday == 7)
    #expect(CivilDate(dayNumber: -719_468).description == "0000-03-01")
    #expect(CivilDate(dayNumber: .min).dayNumber == .min)
    #expect(CivilDate(dayNumber: .max).dayNumber == .max)
  }

  @Test(arguments: [
    (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0),
    (2024, 1, 32), (0, 1, 1), (10_000, 1, 1),
  ])
  func daysThatDoNotExist(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test func textIsReadExactly() {
    #expect(CivilDate("2000-02-29")?.description == "2000-02-29")
    for text in [
      "", "2024-1-02", "2024-01-02 ", "2024/01/02", "20240102", "2024-02-30", "२०२४-01-02",
    ] {
      #expect(CivilDate(text) == nil, "\(text)")
    }
  }

  @Test func daysAreOrdered() throws {
    let days = try ["2023-12-31", "2024-01-01", "2024-01-02", "2024-02-01"].map {
      try #require(CivilDate($0))
    }
    #expect(days.shuffled().sorted() == days)
  }
}
