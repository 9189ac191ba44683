import CivilTime
import Testing

@Suite struct ZoneRulesTests {
  @Test func namesAreExact() {
    #expect(ZoneRules.named("America/New_York") != nil)
    #expect(ZoneRules.named("Asia/Calcutta") == ZoneRules.named("Asia/Calcutta"))
    for name in ["", "america/new_york", "CST", "America", "America/New_York ", "UTC+1", "|", "\n"]
    {
      #expect(ZoneRules.named(name) == nil, "\(name)")
    }
  }

  @Test func everyIdentifierNamesAZone() {
    #expect(ZoneRules.identifiers.count > 590)
    #expect(ZoneRules.identifiers == ZoneRules.identifiers.sorted())
    for name in ["Europe/Berlin", "Pacific/Apia", "UTC", "Asia/Kolkata"] {
      #expect(ZoneRules.identifiers.contains(name), "\(name)")
    }
  }

  @Test(arguments: [
    ("+02:00", 7200), ("-05:30", -19_800), ("+00:00", 0), ("+18:00", 64_800), ("-00:45", -2700),
  ])
  func fixedOffsets(name: String, seconds: Int) throws {
    let zone = try #require(ZoneRules.named(name))
    #expect(zone.identifier == name)
    #expect(zone.offsetSeconds(at: 0) == seconds)
    #expect(zone.resolve(localMicroseconds: 0) == .unique(Int64(-seconds) * 1_000_000))
  }

  @Test(arguments: ["+2:00", "+02:60", "+18:01", "02:00", "+0200", "+02.00", "+0a:00", "+02:0"])
  func notFixedOffsets(name: String) { #expect(ZoneRules.named(name) == nil) }

  @Test func universalTimeNeverChanges() {
    for time: Int64 in [.min, -1, 0, 1_700_000_000_000_000, .max] {
      #expect(ZoneRules.utc.offsetSeconds(at: time) == 0)
    }
    #expect(ZoneRules.utc.resolve(localMicroseconds: -1) == .unique(-1))
    #expect(ZoneRules.utc.localDay(at: -1) == -1)
    #expect(ZoneRules.utc.startOfDay(-1) == -86_400_000_000)
  }

  @Test func aClockPutForwardSkipsAnHour() throws {
    let zone = try #require(ZoneRules.named("America/New_York"))
    let reading = try zone.resolve(localMicroseconds: local("2024-03-10 02:30:00"))
    #expect(
      try reading == .gap(before: utc("2024-03-10T07:30:00Z"), after: utc("2024-03-10T06:30:00Z")))
    #expect(try reading.preferred == utc("2024-03-10T07:30:00Z"))
    #expect(!reading.isUnique)
  }

  @Test func aClockPutBackShowsAnHourTwice() throws {
    let zone = try #require(ZoneRules.named("Europe/London"))
    let reading = try zone.resolve(localMicroseconds: local("2024-10-27 01:30:00.5"))
    #expect(
      try reading
        == .overlap(earlier: utc("2024-10-27T00:30:00.5Z"), later: utc("2024-10-27T01:30:00.5Z")))
    #expect(try reading.preferred == utc("2024-10-27T00:30:00.5Z"))
  }

  @Test(arguments: [
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),  // midnight does not exist
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),  // the whole day does not exist
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"),  // midnight comes twice
    ("America/New_York", "2200-07-04", "2200-07-04T04:00:00Z"),
  ])
  func aDayStartsAtItsFirstInstant(name: String, day: String, start: String) throws {
    let zone = try #require(ZoneRules.named(name))
    let number = try #require(CivilDate(day)).dayNumber
    #expect(try zone.startOfDay(number) == utc(start))
  }

  @Test func localDaysEndAtLocalMidnight() throws {
    let zone = try #require(ZoneRules.named("Asia/Kathmandu"))
    let day = try #require(CivilDate("2024-01-02")).dayNumber
    #expect(try zone.localDay(at: utc("2024-01-01T18:15:00Z")) == day)
    #expect(try zone.localDay(at: utc("2024-01-01T18:14:59.999999Z")) == day - 1)
  }

  private func utc(_ text: String) throws -> Int64 { try read(text, as: "iso8601") }
  private func local(_ text: String) throws -> Int64 { try read(text, as: "iso8601-local") }

  private func read(_ text: String, as pattern: String) throws -> Int64 {
    try #require(TimestampFormat(pattern: pattern).parse(text: text).parsed).microseconds
  }
}
