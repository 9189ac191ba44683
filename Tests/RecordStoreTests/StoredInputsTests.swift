import DurableFiles
import JourneyModel
import RecordStore
import Testing

/// Many inputs in little memory are what they were as values.
@Suite struct StoredInputsTests {
  /// An input that differs from others in everything.
  private static func input(_ number: UInt32) throws -> StoredInput {
    let odd = Int64(number)
    let digest = StableHash128(domain: "test", "\(number % 7)").description
    let contents = ["ab", "", digest + digest, String(repeating: "A", count: 64)]
    let paths = [
      "calls.csv", "", "/", "a/\u{301}b.csv", "/x/y/\(number).csv", "a//b", "é/e\u{301}",
    ]
    var input = StoredInput(
      number: number,
      source: SourceDescription(
        name: "n\(number % 3)", system: "s", instance: "i\(number % 2)", entity: "e", adapter: "a"),
      path: paths[Int(number) % paths.count],
      file: FileContent(sha256: contents[Int(number) % 4], byteCount: odd << (odd % 50)),
      fingerprint: StableHash128(high: UInt64(number % 5), low: 1))
    input.run = number / 7
    input.ledger.recordsRead = odd
    input.ledger.rejectedBytes = odd << 20
    input.ledger.accepted = 127 + odd
    input.ledger.framingBytes = .max - odd
    if odd % 2 == 0 { input.content.byteCount += 1 }
    if odd % 3 == 0 { input.head = StableHash128(high: 3, low: .max) }
    if odd % 3 == 1 { input.ledger.skipped = ["not settled": odd, "é": .max] }
    if odd % 5 == 0 {
      let kinds = ReadingNotes.Kind.allCases
      input.notes.add(
        ReadingNotes.Note(kinds[Int(number) % kinds.count], subject: "status", word: "é"),
        count: odd)
    }
    if odd % 4 == 1 { input.beginnings = [input.file, FileContent(sha256: "cd", byteCount: 7)] }
    if odd % 4 == 2 {
      input.stamp = FileStamp(
        try Directory.inspect("/"), atRestSince: Instant(microseconds: .max))
    }
    input.decision = [nil, .accepted, .oversized][Int(number) % 3]
    input.isOpenEnded = odd % 2 == 1
    input.isZoneAssumed = odd % 3 == 1
    for hour in 0..<odd % 4 { input.newestEvents.add(Instant(microseconds: hour * 3_700_000_000)) }
    return input
  }

  @Test func `what is looked up is what was appended`() throws {
    let all = try (1...5_000).map { try Self.input(3 * $0) }
    var inputs = StoredInputs()
    for input in all { inputs.append(input) }
    #expect(Array(inputs) == all)
    // Letters that look the same are not the same bytes of a path.
    #expect(zip(inputs, all).allSatisfy { $0.path.utf8.elementsEqual($1.path.utf8) })
    #expect(zip(inputs, all).allSatisfy { $0.notes == $1.notes })
    #expect(Array(inputs.numbers) == all.map(\.number))
    #expect(inputs[number: 300] == all[99])
    #expect(inputs[number: 301] == nil && inputs[number: 0] == nil)
    #expect(inputs[number: 20_000] == nil)
  }

  @Test func `copies and selections do not see what happens to others`() throws {
    let all = try (1...100).map { try Self.input($0) }
    var inputs = StoredInputs()
    for input in all[..<90] { inputs.append(input) }
    var copy = inputs
    let odd = copy.filter { $0.number % 2 == 1 }
    #expect(Array(odd) == all[..<90].filter { $0.number % 2 == 1 })
    var changed = all[4]
    changed.path = "elsewhere/and/longer.csv"
    changed.source.name = "another"
    copy.update(changed)
    for input in all[90...] { copy.append(input) }
    #expect(Array(inputs) == Array(all[..<90]))
    #expect(copy[number: 5] == changed && odd[number: 5] == all[4])
    #expect(Array(copy.filter(number: { $0 > 50 })) == Array(all[50...]))
  }
}
