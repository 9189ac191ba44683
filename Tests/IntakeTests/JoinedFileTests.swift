import Intake
import JourneyModel
import Testing

/// Files that were put together of several, and records in what tools put around them.
@Suite struct JoinedFileTests {
  private let customers = bundled.adapter(id: "customers")!
  private let tickets = bundled.adapter(id: "freshdesk-tickets")!

  /// What comes of a text, which must be the same however it is cut.
  private func readAllWays(_ text: String, _ adapter: Adapter) throws -> Reading {
    let bytes = Array(text.utf8)
    let whole = try read(bytes, adapter: adapter)
    #expect(whole.ledger.isBalanced)
    for pieces in [1, 2, 3, 5, 17] {
      let cut = try read(bytes, adapter: adapter, pieces: pieces)
      #expect(cut.records == whole.records, "in pieces of \(pieces)")
      #expect(cut.rejections == whole.rejections, "in pieces of \(pieces)")
      #expect(cut.ledger == whole.ledger, "in pieces of \(pieces)")
    }
    return whole
  }

  /// A failure that is expected.
  private func failure(_ text: String, _ adapter: Adapter) -> InputFailure? {
    do { _ = try read(Array(text.utf8), adapter: adapter) } catch { return error as? InputFailure }
    return nil
  }

  @Test func `a header that comes again is framing`() throws {
    let reading = try readAllWays(
      """
      \u{feff}\u{feff}customer_id,email
      C1,ann@example.org
      \u{feff}customer_id,email
      C2,bea@example.org
      \u{1e}"customer_id","email"
      \u{feff}"C3",cy@example.org
      customer_id,dan@example.org

      """, customers)
    #expect(reading.records.count == 4)
    #expect(reading.ledger.recordsRead == 4 && reading.rejections.isEmpty)
  }

  @Test func `columns in another order below a second header end the reading`() {
    let found = failure(
      "customer_id,email\nC1,ann@example.org\nemail,customer_id\nann@example.org,C1\n", customers)
    #expect(found?.code == .i311)
    let told = "the header comes again with its columns in another order: split the file there"
    #expect(found?.message == told)
  }

  @Test func `rows that belong to a header come again with it`() throws {
    let adapter = try survey()
    let head = "id,at,score\nNumber,Date,How was it?\n"
    let reading = try readAllWays(
      head + "1,2025-06-01T10:00:00Z,5\n" + head + "2,2025-06-02T10:00:00Z,4\n"
        + "Number,Date,How was it?\n", adapter)
    #expect(reading.records.count == 2)
    // Behind a row it is a row, too.
    #expect(reading.rejections.map(\.line) == [7])
  }

  private func survey() throws -> Adapter {
    var library = AdapterLibrary()
    try library.add(
      text: """
        adapter: survey
        system: survey
        title: Scores
        reads: {csv: {header-rows-to-skip: 1}}
        recognise: {columns: [id, at, score]}
        times: {formats: [iso8601], zone: data}
        record: {entity: response, key: id}
        feedback:
          - {about: id, instrument: csat, score: number(score), scale: 1..5, at: at}
        """, file: "survey.yaml")
    return try #require(library.adapter(id: "survey"))
  }

  @Test func `every garbled line is a rejection`() throws {
    let adapter = try #require(bundled.adapter(id: "amazon-connect"))
    let good = #"{"ContactId":"1","InitiationMethod":"API","InitiationTimestamp":null}"#
    let lines = (0..<50).flatMap { _ in
      ["data: " + good, "\u{a0}" + good, "2025-06-01 12:00:00 INFO " + good, "\"\(good)\""]
    }
    let reading = try readAllWays(
      good + "\n" + lines.joined(separator: "\r\n") + "\r\n" + good, adapter)
    #expect(reading.ledger.rejected == 202 && reading.ledger.recordsRead == 202)
    #expect(reading.ledger.rejectedBytes > reading.ledger.bytes / 2)
  }

  private static let ticket = """
    "id":7,"status":5,"created_at":"2025-06-01T10:00:00Z","updated_at":"2025-06-01T11:00:00Z",\
    "source":2,"responder_id":1,"requester_id":3,"fr_escalated":false,"group_id":null
    """

  @Test(arguments: [
    (#"{"_airbyte_raw_id":"a","_airbyte_meta":{},"_airbyte_data":{"#, "}}"),
    (#"{"type":"RECORD","stream":"tickets","record":{"#, #"},"time_extracted":"x"}"#),
    (#"{"type":"RECORD","record":{"stream":"tickets","emitted_at":1,"data":{"#, "}}}"),
  ])
  func `records are taken out of what tools put around them`(
    _ start: String, _ end: String
  ) throws {
    let plain = "{\(Self.ticket)}"
    let wrapped = start + Self.ticket + end
    let text = """
      {"type":"SCHEMA","stream":"tickets","schema":{},"key_properties":["id"]}
      \(wrapped)
      {"type":"STATE","value":{"bookmarks":{}}}

      """
    let bare = try read(Array(plain.utf8), adapter: tickets)
    #expect(bare.records.count == 1, "\(bare.rejections)")
    let reading = try readAllWays(text, tickets)
    #expect(reading.records.count == 1 && reading.ledger.recordsRead == 1)
    #expect(reading.records.map(\.events) == bare.records.map(\.events))
    #expect(reading.records.map(\.key) == bare.records.map(\.key))
    #expect(reading.records.first?.origin.byteLength == UInt32(wrapped.utf8.count))
    #expect(reading.dialect.hasSuffix("each around a record"))
    let found = Array(text.utf8).withUnsafeBytes { bundled.recognise($0, isFinal: true) }
    guard case .one(let adapter, _) = found else {
      Issue.record("the file is not recognised: \(found)")
      return
    }
    #expect(adapter.id == "freshdesk-tickets")
  }

  @Test func `records of several streams end the reading`() {
    let found = failure(
      """
      {"type":"RECORD","stream":"tickets","record":{\(Self.ticket)}}
      {"type":"RECORD","stream":"users","record":{\(Self.ticket)}}
      """, tickets)
    #expect(found?.code == .i305)
    #expect(found?.message.contains("'tickets' and 'users'") == true)
  }

  @Test func `a file of several streams that several adapters know is told to be split`() {
    let user = """
      {"id":7,"email":"a@x.org","role":"end-user","created_at":"2025-01-01T00:00:00Z",\
      "updated_at":"2025-01-01T00:00:00Z"}
      """
    let ticket = """
      {"id":1,"requester_id":7,"status":"open","via":{},"created_at":"2025-01-01T00:00:00Z",\
      "updated_at":"2025-01-01T00:00:00Z"}
      """
    let text = """
      {"type":"RECORD","stream":"tickets","record":\(ticket)}
      {"type":"RECORD","stream":"users","record":\(user)}
      """
    let found = Array(text.utf8).withUnsafeBytes { bundled.recognise($0, isFinal: true) }
    guard case .unknown(let reason, true) = found else {
      Issue.record("the file is recognised: \(found)")
      return
    }
    #expect(reason.contains("streams 'tickets', 'users'"), "\(reason)")
  }

  @Test func `rejections are grouped by code and column`() {
    var tally = RejectionTally()
    for number in 0..<100 {
      tally.add(
        Rejection(
          code: .i212, byteOffset: 0, byteLength: 1, column: "c\(number % 99)", message: "no number"
        ))
    }
    tally.add(Rejection(code: .i209, byteOffset: 0, byteLength: 1, message: "no key"))
    #expect(tally.groups.reduce(0) { $0 + $1.count } == 101)
    #expect(tally.groups.count == 65 && tally.groups.first?.count == 37)
    var twice = tally
    twice.add(tally)
    #expect(twice.groups.map(\.count) == tally.groups.map { 2 * $0.count })
  }
}
