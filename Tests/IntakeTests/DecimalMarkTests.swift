import Intake
import JourneyModel
import Testing

/// Numbers as people and their spreadsheets write them.
@Suite struct DecimalMarkTests {
  private static let text = """
    adapter: mine
    system: mine
    title: Mine
    reads: {csv: {delimiter: semicolon}}
    recognise: {columns: [id]}
    times: {formats: [yyyy-MM-dd], zone: UTC}
    record: {entity: review, key: id}
    feedback:
      - {instrument: quality, scale: 0..2000000, score: score, at: at}
    """

  /// The score in thousandths; the code of the rejection if there is none.
  private func read(_ score: String, _ mark: DecimalMark?) throws -> String {
    var settings = InputSettings(name: "test")
    settings.decimal = mark
    let reading = try IntakeTests.read(
      Array("id;at;score\n1;2025-06-01;\(score)\n".utf8), adapter: try adapter(Self.text),
      settings: settings)
    return reading.records.first?.feedback.first.map { "\($0.scoreMilli)" }
      ?? reading.rejections.first?.code.code ?? ""
  }

  @Test(arguments: [
    ("87,5", "87500"), ("100", "100000"), ("92,25 %", "92250"), ("1.234,5", "1234500"),
    ("1 234,5", "1234500"), ("1\u{a0}234,5", "1234500"), ("1\u{202f}234\u{202f}567", "1234567000"),
    ("1.234", "1234000"), ("1'234,5", "1234500"), ("0,001", "1"),
    ("1.23", "I212"), ("1.2345,0", "I212"), ("12,34,5", "I212"), (".5", "I212"), ("1.,5", "I212"),
    ("1234.567", "I212"), ("abc", "I212"), ("%", "I212"),
  ])
  func `a decimal comma`(text: String, expected: String) throws {
    #expect(try read(text, .comma) == expected)
  }

  @Test(arguments: [
    ("1,234.5", "1234500"), ("87.5", "87500"), ("1 234.5", "1234500"), ("87,5", "I212"),
    ("1,234", "1234000"),
  ])
  func `a decimal point with marks between thousands`(text: String, expected: String) throws {
    #expect(try read(text, .point) == expected)
  }

  @Test(arguments: [
    ("87.5", "87500"), ("87.5%", "87500"), ("87.5 %", "87500"), ("87,5", "I218"),
    ("1,234.5", "I212"), ("1 234", "I218"),
  ])
  func `numbers are as programs write them unless somebody says otherwise`(
    text: String, expected: String
  ) throws {
    #expect(try read(text, nil) == expected)
  }

  @Test func `a rejection tells which languages a time stamp may be in`() throws {
    let text = """
      adapter: mine
      system: mine
      title: Mine
      reads: csv
      recognise: {columns: [id, at]}
      times: {formats: ["dd MMM yyyy"], zone: UTC}
      record: {entity: thing, key: id}
      interaction: {kind: {is: task}, id: id}
      events: [{activity: opened, at: at}]
      """
    let rows = "id,at\n1,01 Dez 2025\n2,01 mars 2025\n3,01 xyz 2025\n4,01 Dec 2025\n"
    let reading = try IntakeTests.read(Array(rows.utf8), adapter: try adapter(text))
    let messages = reading.rejections.map(\.message)
    try #require(messages.count == 3)
    #expect(
      messages[0].hasSuffix("; 'locale: de' on the input reads its names, or pt"),
      "\(messages)")
    #expect(messages[1].hasSuffix("; 'locale: fr' on the input reads its names"), "\(messages)")
    #expect(messages[2].hasSuffix("read as dd MMM yyyy"), "\(messages)")
  }

  @Test func `a rejection tells that a comma would do`() throws {
    let reading = try IntakeTests.read(
      Array("id;at;score\n1;2025-06-01;87,5\n2;2025-06-01;abc\n".utf8),
      adapter: try adapter(Self.text))
    #expect(reading.rejections.map { $0.message.contains("'decimal: comma'") } == [true, false])
  }
}
