import Foundation
import Testing

/// Calls as logs and contact records tell of them, from the export to the rows of a release.
@Suite struct CenterCallTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Publishes one file and gives what the run said and the release.
  private func publish(
    _ adapter: String, _ text: String, with parameters: String = ""
  ) throws -> (run: Program, release: Release) {
    let file = try scratch.write("export.json", text)
    let config = try scratch.write(
      "throughline.yaml",
      "timezone: UTC\ninputs:\n"
        + "  - {name: export, adapter: \(adapter), path: \(file), with: {\(parameters)}}\n")
    let run = try Program.throughline(
      ["run", "--config", config, "--store", try scratch.store(), "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    return (run, try #require(Release(in: scratch.path("out"))))
  }

  private static func contact(_ id: String, _ method: String, _ more: String) -> String {
    #"{"ContactId":"\#(id)","InitiationMethod":"\#(method)","#
      + #""InitiationTimestamp":"2024-03-04T14:00:00Z","Channel":"VOICE","#
      + #""LastUpdateTimestamp":"2024-03-04T15:00:00Z","#
      + #""DisconnectTimestamp":"2024-03-04T14:05:30Z"\#(more)}"# + "\n"
  }

  @Test func `whom the center calls is talked to when both are connected`() throws {
    let agent = #","Agent":{"Username":"m","ConnectedToAgentTimestamp":"2024-03-04T14:00:10Z""#
    let answered = #","ConnectedToSystemTimestamp":"2024-03-04T14:00:30Z""#
    let queue =
      #","Queue":{"Name":"q","EnqueueTimestamp":"2024-03-04T14:00:00Z","#
      + #""DequeueTimestamp":"2024-03-04T14:00:10Z"}"#
    let late = #","Agent":{"Username":"m","ConnectedToAgentTimestamp":"2024-03-04T14:00:40Z"}"#
    let release = try publish(
      "amazon-connect",
      [
        Self.contact(
          "held", "OUTBOUND", agent + #","NumberOfHolds":1,"CustomerHoldDuration":60}"# + answered),
        Self.contact("missed", "OUTBOUND", agent + "}"),
        Self.contact("callback", "CALLBACK", agent + "}" + queue + answered),
        Self.contact("unreached", "CALLBACK", agent + "}" + queue),
        Self.contact("dialled", "API", late + answered),
        Self.contact("flow", "API", answered),
        Self.contact("nobody", "API", ""),
      ].joined()
    ).release
    let rows = try release.rows(
      """
      SELECT native_id, direction, outcome, strftime(answered_at, '%M:%S'), talk_ms, hold_ms
      FROM interactions ORDER BY native_id
      """)
    #expect(
      rows == [
        "callback|outbound|handled|00:30|300000|", "dialled|outbound|handled|00:40|290000|",
        "flow|outbound|contained|||", "held|outbound|handled|00:30|240000|60000",
        "missed|outbound|missed|||", "nobody|outbound|missed|||", "unreached|outbound|missed|||",
      ])
  }

  @Test func `every result of RingCentral is known or counted`() throws {
    let results = [
      ("Inbound", "Accepted"), ("Inbound", "accepted"), ("Inbound", "Hang Up"),
      ("Inbound", "Sent to Voicemail"), ("Inbound", "Blocked"), ("Inbound", "Foo"),
      ("Inbound", nil), ("Outbound", "Call connected"), ("Outbound", "Hang Up"),
      ("Outbound", "Foo"), ("Outbound", "In Progress"),
    ]
    let records = results.enumerated().map { number, call in
      let result = call.1.map { #","result":"\#($0)""# } ?? ""
      return #"{"id":"A\#(number)","sessionId":"\#(100 + number)","type":"Voice","#
        + #""startTime":"2024-06-06T23:07:20.000Z","duration":55,"action":"Phone Call","#
        + #""direction":"\#(call.0)","to":{"phoneNumber":"+15625555778"},"#
        + #""from":{"phoneNumber":"+14155555908"}\#(result)}"#
    }
    let (run, release) = try publish(
      "ringcentral-call-log", #"{"records":[\#(records.joined(separator: ","))]}"#)
    #expect(
      try release.rows("SELECT outcome FROM interactions ORDER BY native_id") == [
        "handled", "handled", "abandoned", "voicemail", "missed", "missed", "missed", "handled",
        "missed", "missed", "open",
      ])
    #expect(
      run.errors.contains("2 × 'foo'") && run.errors.contains("1 × 'without a result'"),
      "\(run.errors)")
  }

  @Test(arguments: [
    (#""NumberOfHolds":2147483647,"CustomerHoldDuration":10"#, 1),
    (#""NumberOfHolds":1,"CustomerHoldDuration":9007199254740991"#, 1),
    (#""NumberOfHolds":1,"CustomerHoldDuration":631152001"#, 0),
    (#""NumberOfHolds":1,"CustomerHoldDuration":632448001"#, 1),
    (#""NumberOfHolds":1000000,"CustomerHoldDuration":10"#, 0),
  ])
  func `numbers that cannot be are rejected, never added up`(hold: String, rejected: Int) throws {
    let agent =
      #","Agent":{"Username":"m","ConnectedToAgentTimestamp":"2024-03-04T14:01:00Z",\#(hold)}"#
    let good = #","Agent":{"Username":"m","ConnectedToAgentTimestamp":"2024-03-04T14:01:00Z"}"#
    let second = Self.contact("b", "TRANSFER", agent + #","PreviousContactId":"a""#)
    let run = try publish(
      "amazon-connect",
      (0..<20).map { Self.contact("g\($0)", "INBOUND", good) }.joined()
        + Self.contact("a", "INBOUND", good) + second
    ).run
    #expect(run.output.contains("+ \(rejected) rejected"), "\(run.output)")
    #expect(run.output.contains("rejected[I220]") == (rejected > 0), "\(run.output)")
  }

  @Test func `what no export shows is not assessed, which is not zero`() throws {
    let release = try publish("amazon-connect", Self.contact("c", "INBOUND", "")).release
    let table = try String(
      contentsOfFile: release.folder + "/report/tables/friction-detectors.csv", encoding: .utf8)
    let lines = table.split(whereSeparator: \.isNewline)
    for title in ["Menu loop", "Long hold"] {
      #expect(lines.contains("\"\(title)\",,,,,,,"), "\(table)")
    }
    #expect(lines.contains { $0.hasPrefix("\"Long wait\",0,") }, "\(table)")
    let page = try String(
      contentsOfFile: release.folder + "/report/index.html", encoding: .utf8)
    #expect(page.contains("cannot be assessed"))
  }

  @Test func `a LiveChat thread ends no sooner than it was queued`() throws {
    let chat =
      #"{"id":"C1","users":[{"id":"u1","type":"customer"}],"thread":{"id":"T1","active":false,"#
      + #""created_at":"2024-06-06T10:00:00.000000Z","access":{"group_ids":[3]},"#
      + #""queue":{"position":1,"queued_at":"2024-06-06T10:02:00.000000Z"},"events":[{"id":"e1","#
      + #""created_at":"2024-06-06T10:01:00.000000Z","type":"message","author_id":"u1"}]}}"#
    let release = try publish("livechat-archives", #"{"chats":[\#(chat)]}"#).release
    let rows = try release.rows(
      "SELECT outcome, strftime(ended_at, '%H:%M'), wait_ms FROM interactions")
    #expect(rows == ["abandoned|10:02|0"])
  }

  @Test(arguments: [("", "|0"), ("staffed: 'yes'", "90000|1")])
  func `a staffed messenger has waits, another has none`(
    parameters: String, expected: String
  ) throws {
    let part =
      #"{"part_type":"comment","created_at":1717668090,"body":"hello","#
      + #""author":{"type":"admin","id":"7"}}"#
    let conversation =
      #"{"id":"5","created_at":1717668000,"updated_at":1717668400,"state":"closed","#
      + #""waiting_since":null,"contacts":{"contacts":[{"id":"u1"}]},"#
      + #""source":{"type":"conversation","delivered_as":"customer_initiated","#
      + #""author":{"type":"user","id":"u1"}},"#
      + #""conversation_parts":{"conversation_parts":[\#(part)]}}"#
    let release = try publish(
      "intercom-conversations", #"{"conversations":[\#(conversation)]}"#, with: parameters
    ).release
    let rows = try release.rows(
      """
      SELECT wait_ms, count(*) FILTER (activity = 'answered')
      FROM interactions JOIN events USING (interaction_id) GROUP BY ALL
      """)
    #expect(rows == [expected])
  }
}
