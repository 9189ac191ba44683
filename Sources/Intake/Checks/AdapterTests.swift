package import JourneyModel
internal import Settings

/// Runs the tests an adapter file brings along.
package enum AdapterTests {
  /// What did not come out as expected; empty if every test passes.
  package static func run(adapter: Adapter) -> [Diagnostic] {
    adapter.tests.flatMap { run($0, adapter: adapter) }
  }

  /// What no sample of the tests has of what the adapter names; nil without tests.
  package static func absentNames(of adapter: Adapter) -> [AbsentName]? {
    let readings = adapter.tests.compactMap { test in
      try? SampleReading(Array(test.input.utf8), adapter: adapter, settings: test.settings)
    }
    return readings.map(\.absentNames).reduce(nil) { known, names in
      let present = Set(names.map(\.name))
      return known.map { $0.filter { present.contains($0.name) } } ?? names
    }
  }

  /// How many tests an adapter has.
  package static func count(of adapter: Adapter) -> Int { adapter.tests.count }

  private static func run(_ test: AdapterTest, adapter: Adapter) -> [Diagnostic] {
    let reading: SampleReading
    do {
      reading = try SampleReading(
        Array(test.input.utf8), adapter: adapter, settings: test.settings)
    } catch {
      return [problem(test, "the sample cannot be read: \(error.message)")]
    }
    var problems: [Diagnostic] = []
    func compare<Answer: Equatable>(_ what: String, _ expected: Answer?, _ found: Answer) {
      guard let expected, expected != found else { return }
      problems.append(problem(test, "\(what): expected \(expected), found \(found)"))
    }
    compare("accepted", test.accepted, reading.ledger.accepted)
    compare("skipped", test.skipped, reading.ledger.skippedTotal)
    compare("rejected", test.rejected, reading.rejections.map(\.code.code))
    if let expected = test.records {
      let found = reading.records.map(RecordText.json)
      compare("records", expected.count, found.count)
      for (number, pair) in zip(expected, found).enumerated() where pair.0 != pair.1 {
        var problem = problem(
          test, "record \(number + 1) differs", help: "expected \(pair.0)")
        problem.details = ["found    \(pair.1)"]
        problems.append(problem)
      }
    }
    return problems
  }

  private static func problem(
    _ test: AdapterTest, _ message: String, help: String? = nil
  ) -> Diagnostic {
    test.node.problem(.a106, "test '\(test.name)': \(message)", help: help)
  }
}
