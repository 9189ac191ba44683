internal import DurableFiles
package import Intake
package import JourneyModel

/// Runs an adapter's `tests:` and its fixture folder: samples, how they are read, and what becomes
/// of them.
///
/// ```
/// <folder>/sample*                    files in the vendor's form
/// <folder>/settings.yaml              how they are read; may be missing
/// <folder>/expected.records.jsonl     lines as RecordText writes them
/// <folder>/expected.rejects.jsonl
/// ```
package struct AdapterCheck: Sendable {
  /// How many tests the file brings along.
  package private(set) var testCount: Int
  /// How many samples its fixture folder holds.
  package private(set) var sampleCount = 0
  /// What the adapter names and no sample of its tests and fixtures has.
  package var absentNames: [AbsentName] { absent ?? [] }
  private var absent: [AbsentName]?
  /// What did not come out as expected.
  package private(set) var problems: [Diagnostic]

  /// Runs the tests of an adapter, and of its fixture folder if there is one.
  package init(adapter: Adapter, fixture folder: String?) throws(DiagnosticError) {
    let tests = AdapterTests(of: adapter)
    testCount = tests.count
    problems = tests.problems
    absent = tests.absentNames
    guard let folder else { return }
    do throws(FileError) {
      guard try Directory.find(folder)?.isDirectory == true else { return }
    } catch {
      throw DiagnosticError([Diagnostic(code: .i306, file: folder, message: error.description)])
    }
    try check(folder, adapter: adapter)
  }

  private mutating func check(
    _ folder: String, adapter: Adapter
  ) throws(DiagnosticError) {
    let names: [String]
    do throws(FileError) {
      names = try Directory.entries(of: folder).filter { $0.hasPrefix("sample") }.sorted()
    } catch {
      throw DiagnosticError([Diagnostic(code: .i306, file: folder, message: error.description)])
    }
    let settings = try settings(of: folder)
    var records: [String] = []
    var rejections: [String] = []
    for name in names {
      sampleCount += 1
      let path = folder + "/" + name
      do {
        let bytes = try WholeFile.read(path, limit: 64 << 20)
        let reading = try SampleReading(bytes, adapter: adapter, settings: settings)
        absent = absent?.common(with: reading.absentNames) ?? reading.absentNames
        records += reading.recordLines
        rejections += reading.rejectionLines
      } catch let error as SampleReading.Failure {
        add(path, "the sample cannot be read: \(error.message)")
      } catch {
        add(path, "\(error)")
      }
    }
    try compare(records, folder + "/expected.records.jsonl")
    try compare(rejections, folder + "/expected.rejects.jsonl")
  }

  private func settings(of folder: String) throws(DiagnosticError) -> InputSettings {
    let path = folder + "/settings.yaml"
    let isMissing = (try? Directory.exists(path)) == false
    let text = isMissing ? "" : try TextFile.read(path)
    return try FixtureSettings.read(text: text, file: path) { name in
      // A table that cannot be read is reported as missing at its line.
      try? TextFile.read(folder + "/" + name)
    }
  }

  private mutating func compare(_ found: [String], _ path: String) throws(DiagnosticError) {
    let expected = try TextFile.read(path).split(separator: "\n").map(String.init)
    for line in 0..<max(found.count, expected.count) {
      let wanted = line < expected.count ? expected[line] : "nothing"
      let got = line < found.count ? found[line] : "nothing"
      guard wanted != got else { continue }
      var problem = Diagnostic(
        code: .a106, file: path, line: line + 1, column: 1,
        message: "the sample became something else", help: "expected \(wanted)")
      problem.details = ["found    \(got)"]
      problems.append(problem)
      return
    }
  }

  private mutating func add(_ file: String, _ message: String) {
    problems.append(Diagnostic(code: .a106, file: file, message: message))
  }
}
