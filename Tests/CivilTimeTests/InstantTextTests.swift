import CivilTime
import Testing

@Suite struct InstantTextTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
    (1_704_164_645_678_000, "2024-01-02T03:04:05.678Z"),
    (1_704_164_645_000_000, "2024-01-02T03:04:05Z"),
    (1_704_164_645_000_050, "2024-01-02T03:04:05.000050Z"),
    (Int64.max, "294247-01-10T04:00:54.775807Z"), (Int64.min, "-290308-12-21T19:59:05.224192Z"),
  ])
  func instants(microseconds: Int64, text: String) {
    #expect(InstantText.iso8601(microseconds: microseconds) == text)
  }

  @Test func daysOfFourDigitYears() {
    #expect(InstantText.date(dayNumber: 0) == "1970-01-01")
    #expect(InstantText.date(dayNumber: 19_782) == "2024-02-29")
    #expect(InstantText.date(dayNumber: -719_528) == "0000-01-01")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let format = try TimestampFormat(pattern: "iso8601")
    for step in 0..<20_000 {
      let microseconds = 631_152_000_000_000 + Int64(step) * 332_924_999_983
      let text = InstantText.iso8601(microseconds: microseconds)
      #expect(
        format.parse(text: text)
          == .time(ParsedTimestamp(microseconds: microseconds, hasOffset: true)))
    }
  }
}
