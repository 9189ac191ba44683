import Intake
import JourneyModel
import Testing

/// Columns and keys that an adapter names and no record has.
@Suite struct AbsentNamesTests {
  private static func text(_ form: String, _ names: String) -> String {
    """
    adapter: mine
    system: mine
    title: Mine
    reads: \(form)
    recognise: {\(names): [id]}
    record: {entity: thing, key: id}
    interaction: {kind: {is: call}, id: id, queue: Lnie, agent: agent}
    events:
      - {activity: opened, at: at}
      - {each: parts, activity: message-in, at: sent_at}
    """
  }

  private func absent(_ content: String, _ form: String) throws -> [String] {
    let text = Self.text(form, form == "csv" ? "columns" : "keys")
    let reading = try read(Array(content.utf8), adapter: try adapter(text))
    return reading.absentNames.map { "\($0.name) \($0.nearest ?? "-")" }
  }

  @Test func `of rows the header tells`() throws {
    let rows = "id,at,Line,agent,parts\n1,2025-06-01T00:00:00Z,sales,ann,\n"
    #expect(try absent(rows, "csv") == ["Lnie Line", "sent_at -"])
    #expect(try absent("id,at,Line,agent,parts\n", "csv").isEmpty, "a file without a record")
  }

  @Test func `of objects the records tell, as deep as they go`() throws {
    let object = #"{"id":"1","at":"2025-06-01T00:00:00Z","Line":"s","parts":[{"sent_att":null}]}"#
    #expect(try absent(object, "json") == ["Lnie Line", "agent -", "sent_at sent_att"])
    let second = object + #"{"id":"2","agent":null,"Lnie":"s","parts":[]}"#
    #expect(try absent(second, "json") == ["sent_at sent_att"])
    // What is inside of something absent goes without saying.
    #expect(try absent(#"{"id":"1","at":null,"agent":"a","Lnie":"b"}"#, "json") == ["parts -"])
  }
}
