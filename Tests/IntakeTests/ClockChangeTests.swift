import CivilTime
import Intake
import JourneyModel
import Testing

/// Local times of a file that a clock skipped or repeated: Berlin, 31 March and 27 October 2024.
@Suite struct ClockChangeTests {
  private static let rows = """
    StartDate,EndDate,ResponseId,Finished,Status,Q1
    2024-03-31 02:15:00,2024-03-31 02:30:00,R_1,1,0,4
    2024-10-27 02:30:00,2024-10-27 02:30:00,R_2,1,0,4
    2024-10-27 02:45:00,2024-10-27 03:30:00,R_3,1,0,4
    2024-07-01 10:00:00,2024-07-01 12:00:00,R_4,1,0,4

    """

  private func reading(_ rule: ClockChangeRule) throws -> Reading {
    var berlin = settings(["csat": "Q1"], zone: "Europe/Berlin")
    berlin.clockChanges = rule
    return try read(Self.rows, with: "qualtrics-responses", settings: berlin)
  }

  private func times(_ rule: ClockChangeRule) throws -> [String?] {
    try reading(rule).records.map { record in
      record.feedback.first.map { InstantText.iso8601(microseconds: $0.at.microseconds) }
    }
  }

  @Test func theRuleOfTheInputPicksTheReading() throws {
    // date -u -d '2024-03-31 01:30' and so on: 02:30 does not exist, 02:30+02:00 is 00:30Z.
    #expect(
      try times(ClockChangeRule()) == [
        "2024-03-31T01:30:00Z", "2024-10-27T00:30:00Z", "2024-10-27T02:30:00Z",
        "2024-07-01T10:00:00Z",
      ])
    #expect(
      try times(ClockChangeRule(repeated: .later, skipped: .earlier)) == [
        "2024-03-31T00:30:00Z", "2024-10-27T01:30:00Z", "2024-10-27T02:30:00Z",
        "2024-07-01T10:00:00Z",
      ])
  }

  @Test func recordsAreCountedOnceEach() throws {
    let ledger = try reading(ClockChangeRule()).ledger
    #expect(ledger.skippedTimes == 1)
    #expect(ledger.repeatedTimes == 1)
    #expect(ledger.accepted == 4 && ledger.isBalanced)
  }

  @Test func aRuleMayRefuse() throws {
    let refused = try reading(ClockChangeRule(repeated: .reject, skipped: .reject))
    #expect(refused.rejections.map(\.code.code) == ["I211", "I211"])
    #expect(refused.ledger.accepted == 2 && refused.ledger.isBalanced)
    #expect(refused.ledger.skippedTimes == 1 && refused.ledger.repeatedTimes == 1)
    #expect(try reading(ClockChangeRule(skipped: .reject)).ledger.accepted == 3)
  }

  @Test func theRuleIsPartOfTheFingerprint() throws {
    let adapter = try #require(bundled.adapter(id: "qualtrics-responses"))
    var settings = settings(zone: "Europe/Berlin")
    let usual = intakeFingerprint(adapter: adapter, settings: settings, key: testKey)
    settings.clockChanges = ClockChangeRule(repeated: .later)
    #expect(intakeFingerprint(adapter: adapter, settings: settings, key: testKey) != usual)
  }
}
