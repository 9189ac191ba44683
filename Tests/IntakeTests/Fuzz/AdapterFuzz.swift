import Intake
import JourneyModel

/// Adapter files: any text is an adapter or explained, and an adapter reads any records or refuses
/// them.
struct AdapterFuzz {
  /// Which records the adapter is tried on.
  static let choiceCount = 1

  private static let records: [[UInt8]] = [
    Array("a,b,c\n1,2026-03-04T05:06:07Z,x@example.org\n\"2\",,+12025550123\n,,\n".utf8),
    Array(#"{"a":1,"b":"2026-03-04T05:06:07Z","c":[{"d":null,"e":"x"}]}{"a":{},"b":[]}"#.utf8),
    Array(#"{"r":[{"a":"1","b":1772600767,"c":{"d":true}},{"a":-0.5}],"next":null}"#.utf8),
  ]
  private static let key = IdentifierKey(bytes: Array(0..<32))

  /// What is wrong, or nil.
  func finding(_ choices: UnsafeRawBufferPointer, _ rest: UnsafeRawBufferPointer) -> String? {
    let text = String(decoding: rest, as: UTF8.self)
    var library = AdapterLibrary()
    do throws(DiagnosticError) {
      try library.add(text: text, file: "mine.yaml")
    } catch {
      return AdapterFuzz.problem(of: error, in: text)
    }
    guard let adapter = library.adapters.first else { return "an adapter is added to no library" }
    AdapterFuzz.records[Int(choices[0]) % AdapterFuzz.records.count].withUnsafeBytes {
      read($0, adapter)
    }
    return nil
  }

  /// A file that is refused is told where and why.
  private static func problem(of error: DiagnosticError, in text: String) -> String? {
    guard !error.diagnostics.isEmpty else { return "it is refused without a diagnostic" }
    let lines = text.unicodeScalars.count { $0.properties.isWhitespace && $0 != " " } + 2
    for diagnostic in error.diagnostics {
      if diagnostic.message.isEmpty { return "a diagnostic has no message" }
      if diagnostic.line > lines { return "line \(diagnostic.line) of \(lines): \(diagnostic)" }
    }
    return nil
  }

  /// Reads records as far as they can be.
  private func read(_ records: UnsafeRawBufferPointer, _ adapter: Adapter) {
    guard let key = AdapterFuzz.key else { return }
    do {
      var reader = try InputReader(
        adapter: adapter, settings: InputSettings(name: "fuzz"), key: key, input: 1)
      var sink = CollectedRecords()
      try reader.push(records, into: &sink)
      try reader.finish(into: &sink)
    } catch {
      // An adapter may need parameters, or other records than these.
      precondition(error is InputFailure || error is DiagnosticError, "\(error)")
    }
  }
}
