import Intake
import JourneyModel
import Testing

/// Words that a map knows or not, and what a user is told of them.
@Suite struct MapTests {
  private static func text(_ value: String) -> String {
    """
    adapter: mine
    system: mine
    title: Mine
    reads: csv
    recognise: {columns: [id]}
    record: {entity: thing, key: id}
    interaction: {kind: {is: ticket}, id: id}
    events:
      - {activity: opened, at: at}
      - {activity: status, at: at, value: \(value)}
    """
  }

  /// The states and notes of rows of state and instant of closing.
  private func read(
    _ value: String, _ states: [String], words: [String: [String: String]] = [:]
  ) throws -> (states: [String?], notes: ReadingNotes) {
    var settings = InputSettings(name: "test")
    settings.words = words
    var file = "id,at,state,closed\n"
    for (number, state) in states.enumerated() {
      file += "\(number),2025-06-01T00:00:00Z,\(state)\n"
    }
    let reading = try IntakeTests.read(
      Array(file.utf8), adapter: try adapter(Self.text(value)), settings: settings)
    let found = reading.records.map { record in
      record.events.first { $0.activity == .status }?.value
    }
    return (found, reading.notes)
  }

  private static let map = "{from: state, map: {Open: open, \"1\": new}"

  @Test func `words without a line are counted by word`() throws {
    let read = try read(
      Self.map + ", else: on-hold}", ["Open,", "Fertig,", "Fertig,", "Gelöst,", "1.0,", ","])
    #expect(read.states == ["open", "on-hold", "on-hold", "on-hold", "new", nil])
    #expect(
      read.notes.sorted.map { "\($0.count) \($0.note.word)" } == ["2 Fertig", "1 Gelöst"])
    #expect(read.notes.sorted.first?.note.remedy == "with: {status: {Fertig: …}}")
  }

  @Test func `a partial map tells nobody`() throws {
    let read = try read(Self.map + ", else: on-hold, partial: true}", ["Fertig,"])
    #expect(read.states == ["on-hold"])
    #expect(read.notes.isEmpty)
  }

  @Test func `an exception takes the meaning of all else, and of nothing else`() throws {
    let read = try read(
      Self.map + ", else: on-hold, unless: exists closed}", ["Fertig,x", "Fertig,", "Open,x", ",x"])
    #expect(read.states == [nil, "on-hold", "open", nil])
    #expect(read.notes.counts.values.reduce(0, +) == 2)
  }

  @Test func `an input extends a map, and its lines come first`() throws {
    let read = try read(
      Self.map + ", else: on-hold}", ["Fertig,", "Open,"],
      words: ["status": ["Fertig": "closed", "Open": "pending"]])
    #expect(read.states == ["closed", "pending"])
    #expect(read.notes.isEmpty)
  }

  @Test(arguments: [
    (["status": ["Fertig": "done"]], DiagnosticCode.a104),
    (["state": ["Fertig": "closed"]], .c106), (["kind": ["x": "call"]], .c106),
  ])
  func `words that extend nothing or mean nothing are refused`(
    words: [String: [String: String]], code: DiagnosticCode
  ) throws {
    do {
      _ = try read(Self.map + "}", ["Open,"], words: words)
      Issue.record("\(words) was taken")
    } catch let error as DiagnosticError {
      #expect(error.diagnostics.map(\.code) == [code])
    }
  }

  @Test func `values that may be somebody's are counted and not named`() throws {
    let values = ["ann@example.com,", "4155550147,", String(repeating: "x", count: 61) + ","]
    let read = try read(Self.map + "}", values)
    #expect(read.notes.counts == [ReadingNotes.Note(.unlistedWord, subject: "status"): 3])
  }

  @Test func `of many words only some are named`() throws {
    let read = try read(Self.map + "}", (0..<50).map { "w\($0)," })
    #expect(read.notes.counts.count == ReadingNotes.wordLimit + 1)
    #expect(read.notes.counts.values.reduce(0, +) == 50)
  }
}
