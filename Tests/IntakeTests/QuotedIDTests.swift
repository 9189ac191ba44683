import Intake
import JourneyModel
import Testing

/// Which ids of contacts texts are found to quote.
@Suite struct QuotedIDTests {
  /// The names under which a ticket's texts quote.
  private func quotes(_ text: String, id: String = "1") throws -> [InteractionReference] {
    let line = """
      {"id": \(id), "requester_id": 5, "status": "open", "via": {"channel": "web"}, \
      "created_at": "2024-05-01T10:00:00Z", "updated_at": "2024-05-01T11:00:00Z", \
      "subject": "\(text)", "description": ""}

      """
    let reading = try read(
      line, with: "zendesk-tickets", settings: InputSettings(name: "test"))
    let record = try #require(reading.records.first)
    return record.links.filter { $0.kind == .quotes }.map(\.target)
  }

  private func name(_ id: Substring) -> InteractionReference {
    var id = String(id)
    return id.withUTF8 { QuotedID.reference(UnsafeRawBufferPointer($0)) }
  }

  @Test(arguments: [
    ("about #4101", "4101"), ("(#4101)", "4101"), ("[#4101] and #4102.", "4101 4102"),
    ("my ticket 4101", "4101"), ("TICKET no. 4101", "4101"), ("Ticket-Nr. 12", ""),
    ("Case: 00012345", "00012345"), ("ticket number 4101!", "4101"),
    ("https://x.example/agent/tickets/4101/comments", "4101"), ("Vorgang Nr. 4101", "4101"),
    ("see INC0010023", "INC0010023"), ("inc0010023", ""), ("incident inc0010023", "inc0010023"),
    ("ABC-12 again", "ABC-12"), ("case 5003000000D8cuI", "5003000000D8cuI"),
    ("call c0000001-0000-4000-8000-000000000001", "c0000001-0000-4000-8000-000000000001"),
    ("#4101 and again #4101", "4101"),
  ])
  func idsAreFound(_ text: String, _ expected: String) throws {
    #expect(try quotes(text) == expected.split(separator: " ").map(name), "\(text)")
  }

  @Test(arguments: [
    "call me at +493012345678", "ticket +493012345678", "call 5551234", "I paid 4101",
    "ticket of 2024-05-01", "case 01.05.2024", "case 2024/05/01", "ticket 10:30", "case 4,101.50",
    "&#4101;", "color:#333333", "#1 priority", "ticket 4111111111111111", "order was 4101",
    "request: 555-1234-99", "ticket, 4101", "me@4101.example", "case 4101@example.org",
  ])
  func phonesDatesAndAmountsAreNone(_ text: String) throws {
    #expect(try quotes(text).isEmpty, "\(text)")
  }

  @Test func anInteractionDoesNotQuoteItself() throws {
    #expect(try quotes("[#4101] see #4102", id: "4101") == [name("4102")])
  }

  @Test func aListOfTicketsIsBounded() throws {
    let all = (1000..<1100).map { "#\($0)" }
    #expect(try quotes(all.joined(separator: " ")) == all.prefix(16).map { name($0.dropFirst()) })
  }

  @Test func messagesQuoteAndTheirTextsAreGone() throws {
    let audit = """
      {"id": 9, "ticket_id": 1, "author_id": 5, "created_at": "2024-05-01T10:00:00Z", "events": \
      [{"type": "Comment", "public": true, "body": "What about ticket 41019870?"}]}

      """
    let record = try read(
      audit, with: "zendesk-ticket-audits", settings: InputSettings(name: "test")
    ).records[0]
    #expect(record.links == [Link(kind: .quotes, target: name("41019870"))])
    #expect(!"\(record)".contains("41019870"))
  }
}
