import CivilTime
import Intake
import JourneyModel
import Testing

/// Columns that stand there several times under one name, as Jira exports comments.
@Suite struct RepeatedColumnTests {
  private static let issues = """
    adapter: issues
    system: jira
    title: Issues
    reads: csv
    recognise: {columns: [Issue key, Created]}
    parameters: {comments: Comment}
    times: {formats: ["d/MMM/yy h:mm a"], zone: {is: input, else: UTC}}
    record: {entity: issue, key: '["Issue key"]'}
    interaction: {kind: {is: ticket}, id: '["Issue key"]'}
    identifiers: [{kind: email, each: Watchers, value: element}]
    events:
      - {activity: opened, at: Created}
      - each: $comments as comment
        events:
          - activity: message-out
            at: 'split(comment, ";", 1)'
            agent: 'split(element, ";", 2)'
            queue: Assignee
    """

  private static let rows = """
    Issue key,Created,Comment,Watchers,Assignee,comment,Watchers,Comment
    A-1,12/Mar/24 9:41 AM,12/Mar/24 9:45 AM;ann;hello,a@example.org,max,,b@example.org,\
    "13/Mar/24 1:00 PM;bob;a "";"" b"
    A-2,12/Mar/24 9:41 AM,,,max,,,
    A-3,12/Mar/24 9:41 AM,no date;ann;hello,,max,,,
    """

  @Test func eachGoesThroughTheColumnsOfOneName() throws {
    let mine = try adapter(Self.issues)
    let reading = try read(Array(Self.rows.utf8), adapter: mine)
    let events = reading.records.flatMap(\.events).map {
      "\($0.activity.name) \($0.at.microseconds / 60_000_000) \($0.agent ?? "-") \($0.queue ?? "-")"
    }
    #expect(
      events == [
        "opened 28503941 - -", "message-out 28503945 ann max", "message-out 28505580 bob max",
        "opened 28503941 - -",
      ])
    #expect(reading.records.map(\.tokens.count) == [2, 0])
    #expect(reading.rejections.map(\.code.code) == ["I210"])
    #expect(reading.rejections.first?.column == "Comment")
    let cut = try read(Array(Self.rows.utf8), adapter: mine, pieces: 5)
    #expect(cut.records == reading.records)
    let other = try read(
      Array(Self.rows.utf8), adapter: mine, settings: settings(["comments": "null"]))
    #expect(other.records.flatMap(\.events).count == 3)
  }

  @Test func theZoneIsTheInputsElseTheAdapters() throws {
    let mine = try adapter(Self.issues)
    func opened(_ zone: String?) throws -> Int64? {
      let reading = try read(
        Array(Self.rows.utf8), adapter: mine, settings: settings(zone: zone))
      #expect(!reading.assumedZoneUsed)
      return reading.records.first?.events.first.map { $0.at.microseconds / 3_600_000_000 }
    }
    #expect(try opened(nil) == 475_065)
    #expect(try opened("Asia/Tokyo") == 475_056)
    let (none, tokyo) = (settings(), settings(zone: "Asia/Tokyo"))
    #expect(
      intakeFingerprint(adapter: mine, settings: none, key: testKey)
        != intakeFingerprint(adapter: mine, settings: tokyo, key: testKey))
  }
}
