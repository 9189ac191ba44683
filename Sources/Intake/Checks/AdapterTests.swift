package import JourneyModel
internal import Settings

/// What came of the tests an adapter file brings along.
package struct AdapterTests {
  /// How many tests there are.
  package let count: Int
  /// What did not come out as expected; empty if every test passes.
  package private(set) var problems: [Diagnostic] = []
  /// What no sample that can be read has of what the adapter names; nil without one.
  package private(set) var absentNames: [AbsentName]?

  /// Runs the tests of an adapter.
  package init(of adapter: Adapter) {
    count = adapter.tests.count
    for test in adapter.tests {
      do {
        let reading = try SampleReading(
          Array(test.input.utf8), adapter: adapter, settings: test.settings)
        absentNames = absentNames?.common(with: reading.absentNames) ?? reading.absentNames
        problems += Self.differences(of: reading, from: test)
      } catch {
        problems.append(Self.problem(test, "the sample cannot be read: \(error.message)"))
      }
    }
  }

  private static func differences(
    of reading: SampleReading, from test: AdapterTest
  ) -> [Diagnostic] {
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
