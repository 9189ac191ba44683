import CivilTime
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("120s", 120_000), ("72h", 259_200_000), ("7d", 604_800_000), ("2m", 120_000),
    ("15 min", 900_000), ("0s", 0), ("500ms", 500), ("2 weeks", 1_209_600_000),
    ("1h 30m", 5_400_000), ("1 day 2 hours", 93_600_000), (" 26h ", 93_600_000), ("1m5s", 65_000),
  ])
  func configuredDurations(text: String, milliseconds: Int64) {
    #expect(DurationText.parse(text) == milliseconds)
  }

  @Test(arguments: [
    "", " ", "7", "h", "-7d", "1.5h", "7 fortnights", "7D", "5s 1m", "1m 1m", "7d,", "7d x", "٧d",
    "9223372036854775807d", "9223372036854775808ms", "106751991167d 24h",
  ])
  func notDurations(text: String) { #expect(DurationText.parse(text) == nil) }

  @Test(arguments: [
    (0, "0 s"), (850, "850 ms"), (1000, "1 s"), (45_999, "45 s"), (60_000, "1 m"),
    (125_400, "2 m 5 s"), (3_600_000, "1 h"), (3_659_000, "1 h"), (11_400_000, "3 h 10 m"),
    (352_800_000, "4 d 2 h"), (86_400_000_000, "1000 d"), (-125_000, "-2 m 5 s"),
    (Int64.min, "-106751991167 d 7 h"),
  ])
  func descriptions(milliseconds: Int64, text: String) {
    #expect(DurationText.describe(milliseconds: milliseconds) == text)
  }

  @Test func descriptionsAreReadBack() {
    for milliseconds: Int64 in [0, 7, 45_000, 125_000, 3_600_000, 11_400_000, 352_800_000] {
      let text = DurationText.describe(milliseconds: milliseconds)
      #expect(DurationText.parse(text) == milliseconds, "\(text)")
    }
  }

  @Test(arguments: [
    ("00:00:00", 0), ("00:01:05", 65_000), ("1:02:03", 3_723_000), ("23:59:59", 86_399_000),
    ("31:15:00", 112_500_000), ("1234:00:00", 4_442_400_000), ("00:00:01.5", 1500),
    ("00:00:01.0009", 1000), ("9999999:59:59", 35_999_999_999_000),
  ])
  func clocksBeyondADay(text: String, milliseconds: Int64) {
    #expect(Array(text.utf8).withUnsafeBytes { DurationText.clock($0) } == milliseconds)
  }

  @Test(arguments: [
    "", "05:10", "00:60:00", "00:00:60", "00:0:00", "-00:00:01", "00:00:00 ", "00:00:00.",
    ":00:00", "00:00", "10000000:00:00", "a:00:00", "00:00:00:00",
  ])
  func notClocks(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { DurationText.clock($0) } == nil)
  }

  @Test(arguments: [
    ("1970-01-01 02:37:03", 9_423_000), ("1970-01-01 00:00:00", 0),
    ("1970-01-03T00:00:01.5", 172_801_500), ("1971-01-01 00:00:00", 31_536_000_000),
  ])
  func durationsSince1970(text: String, milliseconds: Int64) {
    #expect(Array(text.utf8).withUnsafeBytes { DurationText.since1970($0) } == milliseconds)
  }

  @Test(arguments: [
    "", "1969-12-31 00:00:00", "1990-01-01 00:00:00", "2024-01-01 00:00:00", "02:37:03",
    "1970-01-01", "1970-01-01 02:37:03Z", "1970-02-30 00:00:00", "1970-01-01 24:00:00",
  ])
  func notDurationsSince1970(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { DurationText.since1970($0) } == nil)
  }
}
