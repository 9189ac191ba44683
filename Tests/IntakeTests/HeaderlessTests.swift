import Intake
import JourneyModel
import Testing

/// Rows without a header: columns by position, rows of several widths, columns whose meaning
/// depends on the event, and recognition by what stands in them.
@Suite struct HeaderlessTests {
  private static let queueLog = """
    adapter: queue-log
    system: pbx
    title: Queue log
    reads:
      csv:
        delimiter: bar
        quotes: none
        names: [epoch, call, queue, agent, event, data1, data2, data3, data4]
        fewest-columns: 5
        nulls: [NONE]
    recognise:
      where: >-
        exists time(epoch, "epoch-seconds")
        and event in ["CONNECT", "ENTERQUEUE", "ABANDON", "RINGNOANSWER"]
    times: {formats: [epoch-seconds]}
    record: {entity: queue-event, key: [call, epoch, event]}
    skip: [{when: not exists call, reason: no call}]
    interaction: {kind: {is: call}, id: call}
    events:
      - {activity: queued, at: epoch, queue: queue, when: event == "ENTERQUEUE"}
      - {activity: answered, at: epoch, agent: agent, for: seconds(data1), when: event == "CONNECT"}
      - {activity: ended, at: epoch, for: seconds(data3), when: event == "ABANDON"}
      - {activity: note, at: epoch, for: milliseconds(data1), when: event == "RINGNOANSWER"}
    identifiers: [{kind: phone, value: data2, when: event == "ENTERQUEUE"}]
    """

  private static let log = """
    1366720340|NONE|NONE|NONE|QUEUESTART|
    1366720345|1366720345.1|support|NONE|ENTERQUEUE||+13225987152|1
    1366720350|1366720345.1|support|SIP/"7|RINGNOANSWER|1000
    1366720360|1366720345.1|support|SIP/7|CONNECT|15|1366720351.2|9
    1366720400|1366720345.9|support|NONE|ABANDON|1|1|55
    1366720401|x|y
    """

  @Test func columnsMeanWhatTheirEventSays() throws {
    let mine = try adapter(Self.queueLog)
    let reading = try read(Array(Self.log.utf8), adapter: mine)
    let events = reading.records.flatMap(\.events).map {
      "\($0.activity.name) \($0.queue ?? "-") \($0.agent ?? "-") \($0.durationMilliseconds ?? 0)"
    }
    #expect(
      events == [
        "queued support - 0", "note - - 1000", "answered - SIP/7 15000", "ended - - 55000",
      ])
    #expect(reading.records.first?.tokens.count == 1)
    #expect(reading.rejections.map(\.code.code) == ["I203"])
    #expect(reading.ledger.skipped == ["no call": 1])
    #expect(reading.ledger.isBalanced)
    for size in [1, 3, 50] {
      let cut = try read(Array(Self.log.utf8), adapter: mine, pieces: size)
      #expect(cut.records == reading.records)
      #expect(cut.rejections == reading.rejections)
    }
  }

  /// A library without the bundled queue log, which knows these rows as well.
  private func library(_ texts: String...) throws -> AdapterLibrary {
    var library = AdapterLibrary()
    let customers = try #require(bundled.adapter(id: "customers"))
    try library.add(text: customers.text, file: "customers.yaml")
    for text in texts { try library.add(text: text, file: "mine.yaml") }
    return library
  }

  private func id(_ text: String, _ library: AdapterLibrary, isFinal: Bool = true) -> String {
    let bytes = Array(text.utf8)
    return switch bytes.withUnsafeBytes({ library.recognise($0, isFinal: isFinal) }) {
    case .one(let adapter, _): adapter.id
    case .ambiguous(let ids): ids.joined(separator: "+")
    case .unknown: "-"
    }
  }

  @Test func rowsAreKnownByWhatStandsInThem() throws {
    let library = try library(Self.queueLog)
    #expect(id(Self.log, library) == "queue-log")
    #expect(id(String(Self.log.dropLast(30)), library, isFinal: false) == "queue-log")
    #expect(id(Self.log.replacing("|", with: ","), library) == "-")
    #expect(id(Self.log.replacing("1366", with: "x"), library) == "-")
    #expect(id("customer_id,email\nC1,a@b.org\n", library) == "customers")
    let twin = Self.queueLog.replacing("adapter: queue-log", with: "adapter: twin")
    #expect(id(Self.log, try self.library(Self.queueLog, twin)) == "queue-log+twin")
  }

  @Test func aConditionTellsFilesOfTheSameKeysApart() throws {
    func object(_ name: String, _ condition: String?) -> String {
      """
      adapter: \(name)
      system: crm
      title: Objects
      reads: {json: results}
      recognise: {keys: [id, properties]\(condition.map { ", where: \($0)" } ?? "")}
      record: {entity: thing, key: id}
      identifiers: [{kind: customer, value: id}]
      """
    }
    let library = try library(
      object("objects", nil), object("tickets", "exists properties.stage"),
      object("deals", "exists properties.amount"))
    let text = { (properties: String) in
      #"{"results":[{"id":1,"properties":{\#(properties)}},{"id":2,"properties":{}}]}"#
    }
    #expect(id(text(#""stage":"1""#), library) == "tickets")
    #expect(id(text(#""amount":"1""#), library) == "deals")
    #expect(id(text(#""name":"1""#), library) == "objects")
    #expect(id(text(#""amount":"1","stage":"2""#), library) == "deals+objects+tickets")
  }
}
