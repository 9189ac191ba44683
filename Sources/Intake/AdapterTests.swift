package import JourneyModel
internal import Settings

/// Runs the tests an adapter file brings along.
package enum AdapterTests {
  /// What did not come out as expected; empty if every test passes.
  package static func run(adapter: Adapter) -> [Diagnostic] {
    adapter.tests.flatMap { run($0, adapter: adapter) }
  }

  /// How many tests an adapter has.
  package static func count(of adapter: Adapter) -> Int { adapter.tests.count }

  private static func run(_ test: AdapterTest, adapter: Adapter) -> [Diagnostic] {
    var sink = CollectedRecords()
    let ledger: Ledger
    do {
      ledger = try read(test, adapter: adapter, into: &sink)
    } catch {
      return [problem(test, "the sample cannot be read: \(error)")]
    }
    var problems: [Diagnostic] = []
    func compare<Answer: Equatable>(_ what: String, _ expected: Answer?, _ found: Answer) {
      guard let expected, expected != found else { return }
      problems.append(problem(test, "\(what): expected \(expected), found \(found)"))
    }
    compare("accepted", test.accepted, ledger.accepted)
    compare("skipped", test.skipped, ledger.skippedTotal)
    compare("rejected", test.rejected, sink.rejections.map(\.code.code))
    compare("records", test.records, sink.records.map(RecordText.json))
    return problems
  }

  private static func read(
    _ test: AdapterTest, adapter: Adapter, into sink: inout CollectedRecords
  ) throws -> Ledger {
    guard let key = IdentifierKey(bytes: Array(0..<32)) else {
      preconditionFailure("a key has 32 bytes")
    }
    var reader = try InputReader(
      adapter: adapter, settings: test.settings, key: key, input: 0)
    let bytes = Array(test.input.utf8)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    try reader.push(UnsafeRawBufferPointer(copy), into: &sink)
    try reader.finish(into: &sink)
    return reader.ledger
  }

  private static func problem(_ test: AdapterTest, _ message: String) -> Diagnostic {
    test.node.problem(.c103, "test '\(test.name)': \(message)")
  }
}
