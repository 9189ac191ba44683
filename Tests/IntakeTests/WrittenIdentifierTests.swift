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
      .map { $0.contains(",") ? "\"\($0)\"" : $0 }
    let file = columns.joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"
    return try IntakeTests.read(Array(file.utf8), adapter: try adapter(Self.text))
  }

  @Test(arguments: [
    ("9001.0", "9001"), ("9001.000", "9001"), ("1.6147805824397E13", "16147805824397"),
    ("1.6147805824397E+13", "16147805824397"), ("=\"0012346\"", "0012346"),
    ("\"=\"\"0012346\"\"\"", "0012346"), ("'0012346", "0012346"), ("0.0", "0"),
    ("16147805824397.0", "16147805824397"), ("9001,0", "9001"), ("9001,000", "9001"),
    ("-7.0", "-7"),
    ("1,6147805824397E+13", "16147805824397"),
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
    "2e5a9c01", "12,000", "1,5", "007,0",
  ])
  func `what only looks like a number stays as it is`(text: String) throws {
    #expect(try read(["id": text]).records.first?.interaction?.nativeID == text)
  }

  @Test(arguments: [
    "1.61478E+13", "6.7E+10", "6E+10", "1.61478E13", "1,61478E+13", "1.5E-3", "1.23457e+11",
  ])
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

  @Test(arguments: [
    "#N/A", "#REF!", "#NAME?", "########", "NaN", "n/a", "NULL", "undefined", "None", "nil",
    "(null)", "<NULL>", "(none)", "(blank)", "#N/A N/A", "-nan", "inf", "-inf", "[object Object]",
  ])
  func `what stands where there is no id is none`(text: String) throws {
    #expect(try read(["id": text]).rejections.map(\.code) == [.i209])
    let record = try #require(try read(["customer": text, "before": text]).records.first)
    #expect(record.tokens.isEmpty && record.links.isEmpty)
  }

  @Test func `phones are the numbers they were`() throws {
    let plain = try read(["phone": "4155550147"]).records.first?.tokens
    #expect(plain?.count == 1)
    for written in [
      "4155550147.0", "4155550147,0", "4.155550147E+9", "=\"+14155550147\"", "'+14155550147",
    ] {
      #expect(try read(["phone": written]).records.first?.tokens == plain, "\(written)")
    }
  }

  @Test(arguments: [
    ("9001.0", "x"), ("9001", "x"), ("9001,0", "x"), ("9.001E+3", "x"), ("90010", nil),
    ("9001.5", nil),
  ])
  func `what was a number is equal to it`(id: String, expected: String?) throws {
    for condition in [
      "id == \"9001\"", "id in [\"1\", \"9001\"]", "not exists null-if(id, \"9001\")",
      "exists list[value == \"9001\"].value",
    ] {
      let text = """
        adapter: mine
        system: mine
        title: Mine
        reads: json
        recognise: {keys: [id]}
        record: {entity: thing, key: id}
        identifiers: [{kind: customer, value: id}]
        profile:
          attributes: {found: 'if(\(condition), "x")'}
        """
      let record = "{\"id\": \"\(id)\", \"list\": [{\"value\": \"\(id)\"}]}"
      let reading = try IntakeTests.read(Array(record.utf8), adapter: try adapter(text))
      #expect(reading.records.first?.attributes.first?.value == expected, "\(condition)")
    }
  }

  @Test func `ids of which another is made, and ids in arrays, are read as ids`() throws {
    let text = """
      adapter: mine
      system: mine
      title: Mine
      reads: json
      recognise: {keys: [a]}
      record: {entity: thing, key: 'concat(a, " ", b)'}
      identifiers:
        - {kind: customer, value: all}
        - {kind: account, value: 'if(exists c, concat("A", c), first(c, b))'}
      """
    func read(_ record: String) throws -> Reading {
      try IntakeTests.read(Array(record.utf8), adapter: try adapter(text))
    }
    let plain = try read("{\"a\": 12, \"b\": 34, \"c\": 56, \"all\": [78, 90]}").records.first
    let written = try read("{\"a\": 12.0, \"b\": 34.0, \"c\": \"56,0\", \"all\": [78.0, 90]}")
    #expect(plain?.tokens.count == 3)
    #expect(written.records.first?.key == plain?.key)
    #expect(written.records.first?.tokens == plain?.tokens)
    let lost = try read("{\"a\": 12, \"b\": 1.5E+13, \"c\": 56, \"all\": [1.2E+9]}")
    #expect(lost.rejections.map(\.code) == [.i216])
    let dropped = try read("{\"a\": 12, \"b\": 1, \"c\": 5.6E+9, \"all\": [1.2E+9, 7]}")
    #expect(dropped.records.first?.tokens.count == 1)
    #expect(dropped.notes.counts.map(\.value).reduce(0, +) == 2)
  }

  @Test func `what cannot be an identifier is counted, and what means nobody is not`() throws {
    let malformed = try read(["phone": "call me"])
    #expect(
      malformed.notes.counts == [ReadingNotes.Note(.malformedIdentifier, subject: "phone"): 1])
    for nobody in ["-1.0", "0.0", "anonymous", "#N/A", "Private Number", "n/a", "0000000000"] {
      #expect(try read(["phone": nobody]).notes.isEmpty, "\(nobody)")
    }
  }
}
