import Intake
import JourneyModel
import Testing

/// What becomes of the texts of a record.
@Suite struct TextStatementTests {
  private static let ticket = """
    {"id": 1, "requester_id": 5, "status": "open", "via": {"channel": "web"}, \
    "created_at": "2024-05-01T10:00:00Z", "updated_at": "2024-05-01T11:00:00Z", \
    "subject": "Charged twice", "description": "This is the third time I tell you about Quixotic", \
    "tags": ["late"], "group_id": 77}

    """

  private static let audit = """
    {"id": 9, "ticket_id": 1, "author_id": 5, "created_at": "2024-05-01T10:00:00Z", "events": \
    [{"type": "Comment", "public": true, "body": "Where is my refund, Quixotic?"}, \
    {"type": "Change", "field_name": "priority", "value": "high"}]}

    """

  private func settings(_ rules: String? = nil, keepsText: Bool = false) throws -> InputSettings {
    var settings = InputSettings(name: "test")
    settings.keepsText = keepsText
    if let rules { settings.textRules = try ReasonFile.read(text: rules, file: "r.yaml").rules }
    return settings
  }

  @Test func `a text becomes signals and shingles and is gone`() throws {
    let reading = try read(Self.ticket, with: "zendesk-tickets", settings: settings())
    let record = try #require(reading.records.first)
    #expect(record.texts.map(\.role) == [.subject, .message])
    #expect(record.texts.map(\.features.signals.all) == [[], [.repeated]])
    #expect(record.texts.map(\.features.shingles.count) == [1, 8])
    #expect(!"\(record)".contains("Quixotic"))
  }

  @Test func `a message's features belong to its event`() throws {
    let reading = try read(Self.audit, with: "zendesk-ticket-audits", settings: settings())
    let record = try #require(reading.records.first)
    #expect(record.texts.isEmpty)
    let features = record.events.map(\.text)
    #expect(features.map { $0 == nil } == [false, true])
    #expect(features[0]?.signals.all == [.statusChase])
    #expect(!"\(record)".contains("Quixotic"))
  }

  @Test func `texts are kept where the configuration says so`() throws {
    let kept = try settings(keepsText: true)
    let ticket = try read(Self.ticket, with: "zendesk-tickets", settings: kept).records[0]
    let message = "This is the third time I tell you about Quixotic"
    #expect(ticket.texts.map(\.kept) == ["Charged twice", message])
    let audit = try read(Self.audit, with: "zendesk-ticket-audits", settings: kept).records[0]
    #expect(audit.events[0].value == "Where is my refund, Quixotic?")
    #expect(audit.events[1].value == "high")
  }

  @Test func `shingles are hashed under the key`() throws {
    let bytes = Array(Self.ticket.utf8)
    let adapter = try #require(bundled.adapter(id: "zendesk-tickets"))
    let one = try read(bytes, adapter: adapter).records[0].texts
    let other = try #require(IdentifierKey(bytes: Array(1...32)))
    var reader = try InputReader(
      adapter: adapter, settings: InputSettings(name: "test"), key: other, input: 7)
    var sink = CollectedRecords()
    try reader.push(ByteBlock(bytes).bytes, into: &sink)
    try reader.finish(into: &sink)
    let two = sink.records[0].texts
    #expect(one.map(\.features.signals) == two.map(\.features.signals))
    let mine = Set(one.flatMap(\.features.shingles))
    #expect(mine.isDisjoint(with: two.flatMap(\.features.shingles)))
  }

  @Test(arguments: [
    ("{reason: double charge, name: r, any: [charged twice]}", "double charge r text"),
    ("{reason: late, name: r, tag: late}", "late r fields"),
    ("{reason: group, name: r, queue: '77'}", "group r fields"),
    ("{reason: group, name: r, queue: '7'}", "none"),
  ])
  func `a rule that finds something names the reason`(_ rule: String, _ expected: String) throws {
    let settings = try settings("rules: [\(rule)]")
    let record = try read(Self.ticket, with: "zendesk-tickets", settings: settings).records[0]
    let derived = record.derivedReason
    #expect(derived.map { "\($0.reason) \($0.rule) \($0.ground.name)" } ?? "none" == expected)
  }

  @Test func `a stated reason gives way only to rules that know its category`() throws {
    let fields = #""custom_fields": [{"id": 3, "value": "Card"}]"#
    let stated = Self.ticket.replacing("\"group_id\": 77", with: fields)
    var settings = try settings(
      "rules: [{reason: late, tag: late}, {reason: payment / card, category: card}]")
    settings.parameters = ["reason": "custom_fields[id == \"3\"].value"]
    let both = try read(stated, with: "zendesk-tickets", settings: settings).records[0]
    #expect(both.interaction?.reason == "Card")
    #expect(both.derivedReason?.reason == "payment / card")
    #expect(both.derivedReason?.ground == .category)
    settings.textRules = try ReasonFile.read(
      text: "rules: [{reason: late, tag: late}]", file: "r.yaml"
    ).rules
    let late = try read(stated, with: "zendesk-tickets", settings: settings).records[0]
    #expect(late.derivedReason == nil)
  }

  @Test func `rules, lexicon and keeping texts concern those who say why they came`() throws {
    let rules = try settings("rules: [{reason: a, any: [b]}]")
    for (id, isConcerned) in [("zendesk-tickets", true), ("zendesk-users", false)] {
      let adapter = try #require(bundled.adapter(id: id))
      let prints = [try settings(), rules, try settings(keepsText: true)].map {
        intakeFingerprint(adapter: adapter, settings: $0, key: testKey)
      }
      #expect(Set(prints).count == (isConcerned ? 3 : 1), "\(id)")
    }
  }

  @Test func `two letters that differ by a number have the same shingles`() throws {
    func shingles(_ text: String) throws -> Set<UInt64> {
      let line = Self.ticket.replacing("Charged twice", with: text)
      let record = try read(line, with: "zendesk-tickets", settings: settings()).records[0]
      return Set(record.texts[0].features.shingles)
    }
    let one = try shingles("Your order 123456 was sent")
    #expect(one.count == 3)
    #expect(try shingles("YOUR ORDER no. 1".replacing("no. 1", with: "98765 was sent")) == one)
    #expect(try shingles("Your order 12 was sent") != one)
    let long = (0..<300).map { "w\($0 % 997)x" }.joined(separator: " ")
    #expect(try shingles(long).count == 64)
  }
}
