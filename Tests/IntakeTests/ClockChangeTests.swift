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

  private static let calls = """
    adapter: mine
    system: mine
    title: Mine
    reads: csv
    recognise: {columns: [id, start, answer, end]}
    times: {formats: [iso8601-local], zone: input}
    record: {entity: call, key: id}
    interaction: {kind: {is: call}, id: id}
    events:
      - {activity: queued, at: start, for: 'between(start, answer)'}
      - {activity: answered, at: answer, for: 'between(answer, end)'}
      - {activity: ended, at: end}
      - {activity: wrapped-up, at: end}
    """

  /// When a call began, was answered and ended, and how long it waited, by a rule.
  private func call(_ times: String, _ rule: ClockChangeRule) throws -> [String] {
    var berlin = settings(zone: "Europe/Berlin")
    berlin.clockChanges = rule
    let stamps = times.split(separator: " ").map { "2024-10-27 \($0):00" }.joined(separator: ",")
    let reading = try read(
      Array("id,start,answer,end\n1,\(stamps)\n".utf8), adapter: adapter(Self.calls),
      settings: berlin)
    #expect(reading.ledger.repeatedTimes == 1)
    let events = try #require(reading.records.first).events
    let instants = events.map { InstantText.iso8601(microseconds: $0.at.microseconds) }
    let wait = (events[0].durationMilliseconds ?? -1) / 60_000
    return instants.map { String($0.dropFirst(11)) } + ["\(wait) min"]
  }

  @Test(arguments: [
    ("02:50 02:55 02:10", ["00:50", "00:55", "01:10", "01:10"], "5"),
    ("02:50 02:05 02:10", ["00:50", "01:05", "01:10", "01:10"], "15"),
  ])
  func oneOrderIsImpossible(times: String, expected: [String], wait: String) throws {
    let expected = expected.map { $0 + ":00Z" } + [wait + " min"]
    #expect(try call(times, ClockChangeRule()) == expected)
    #expect(try call(times, ClockChangeRule(repeated: .later)) == expected)
  }

  @Test func whereBothOrdersArePossibleTheRuleHolds() throws {
    let inOrder = "02:10 02:20 02:30"
    #expect(
      try call(inOrder, ClockChangeRule())
        == ["00:10:00Z", "00:20:00Z", "00:30:00Z", "00:30:00Z", "10 min"])
    #expect(
      try call(inOrder, ClockChangeRule(repeated: .later))
        == ["01:10:00Z", "01:20:00Z", "01:30:00Z", "01:30:00Z", "10 min"])
    #expect(try call("01:50 02:20 03:10", ClockChangeRule())[1] == "00:20:00Z")
  }

  @Test func theRuleIsPartOfTheFingerprint() throws {
    let adapter = try #require(bundled.adapter(id: "qualtrics-responses"))
    var settings = settings(zone: "Europe/Berlin")
    let usual = intakeFingerprint(adapter: adapter, settings: settings, key: testKey)
    settings.clockChanges = ClockChangeRule(repeated: .later)
    #expect(intakeFingerprint(adapter: adapter, settings: settings, key: testKey) != usual)
  }
}
