import Intake
import JourneyModel
import Testing

/// Ids that something wrote as numbers, in every role an id has.
@Suite struct WrittenIdentifierTests {
  private static let text = """
    adapter: mine
    system: mine
    title: Mine
    reads: csv
    recognise: {columns: [id]}
    record: {entity: thing, key: id}
    interaction: {kind: {is: call}, id: id, agent: agent}
    identifiers: [{kind: customer, value: customer}, {kind: phone, value: phone, region: US}]
    links: [{continues: before}]
    events: [{activity: opened, at: at}]
    """

  /// Reads one row of the columns given; the others have a value that is nobody's.
  private func read(_ cells: [String: String]) throws -> Reading {
    let columns = ["id", "customer", "phone", "before", "agent", "at"]
    let defaults = ["id": "7", "at": "2025-06-01T00:00:00Z"]
    let row = columns.map { cells[$0] ?? defaults[$0] ?? "" }
    let file = columns.joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"
    return try IntakeTests.read(Array(file.utf8), adapter: try adapter(Self.text))
  }

  @Test(arguments: [
    ("9001.0", "9001"), ("9001.000", "9001"), ("1.6147805824397E13", "16147805824397"),
    ("1.6147805824397E+13", "16147805824397"), ("=\"0012346\"", "0012346"),
    ("\"=\"\"0012346\"\"\"", "0012346"), ("'0012346", "0012346"), ("0.0", "0"),
    ("16147805824397.0", "16147805824397"),
  ])
  func `what was a number is that number in every role`(written: String, plain: String) throws {
    for column in ["id", "customer", "before", "agent"] {
      let one = try #require(try read([column: written]).records.first)
      let other = try #require(try read([column: plain]).records.first)
      #expect(one.key == other.key && one.id == other.id, "\(column)")
    }
  }

  @Test(arguments: [
    "5E10", "123e45", "007.0", "9001.50", "1.5.0", "A-1.0", "1e", ".0", "12.", "0012346",
    "2e5a9c01",
  ])
  func `what only looks like a number stays as it is`(text: String) throws {
    #expect(try read(["id": text]).records.first?.interaction?.nativeID == text)
  }

  @Test(arguments: ["1.61478E+13", "6.7E+10", "6E+10", "1.61478E13", "1.5E-3", "1.23457e+11"])
  func `what lost its digits is no id and names nobody`(text: String) throws {
    let rejected = try read(["id": text])
    #expect(rejected.records.isEmpty)
    #expect(rejected.rejections.map(\.code) == [.i216])
    for column in ["customer", "phone", "before", "agent"] {
      let reading = try read([column: text])
      let record = try #require(reading.records.first, "\(column)")
      #expect(record.tokens.isEmpty && record.links.isEmpty && record.interaction?.agent == nil)
      let note = ReadingNotes.Note(.lostDigits, subject: column)
      #expect(reading.notes.counts == [note: 1])
    }
  }

  @Test func `phones are the numbers they were`() throws {
    let plain = try read(["phone": "4155550147"]).records.first?.tokens
    #expect(plain?.count == 1)
    for written in ["4155550147.0", "4.155550147E+9", "=\"+14155550147\"", "'+14155550147"] {
      #expect(try read(["phone": written]).records.first?.tokens == plain, "\(written)")
    }
  }

  @Test func `what cannot be an identifier is counted, and what means nobody is not`() throws {
    let malformed = try read(["phone": "call me"])
    #expect(
      malformed.notes.counts == [ReadingNotes.Note(.malformedIdentifier, subject: "phone"): 1])
    for nobody in ["anonymous", "#N/A", "Private Number", "n/a", "0000000000"] {
      #expect(try read(["phone": nobody]).notes.isEmpty, "\(nobody)")
    }
  }
}
