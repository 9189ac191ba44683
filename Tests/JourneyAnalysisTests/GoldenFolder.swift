import Foundation
import TestSupport
import Testing

/// A folder of cases with the results expected of them.
///
/// `cases.txt` holds cases, each begun by a line `== name` and written as a `Scenario`;
/// `expected.txt` holds under the same lines what was found. With `UPDATE_GOLDEN=1` in the
/// environment the expected file is written instead of compared.
struct GoldenFolder {
  private let folder: URL

  /// The folder of a component: `detectors/long-wait`.
  init(_ path: String) {
    folder = Judge.root.appendingPathComponent("Fixtures").appendingPathComponent(path)
  }

  /// Compares what is found in every case with what is expected.
  func check(_ find: (Scenario) -> [String]) throws {
    let text = try String(contentsOf: folder.appendingPathComponent("cases.txt"), encoding: .utf8)
    var found = ""
    for (name, lines) in cases(in: text) {
      found += "== \(name)\n"
      for line in find(Scenario(lines)) { found += line + "\n" }
    }
    let file = folder.appendingPathComponent("expected.txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try found.write(to: file, atomically: true, encoding: .utf8)
    } else {
      let expected = cases(in: try String(contentsOf: file, encoding: .utf8))
      let actual = cases(in: found)
      #expect(actual.map(\.name) == expected.map(\.name))
      for (one, other) in zip(actual, expected) {
        #expect(one.text == other.text, "\(folder.lastPathComponent): \(one.name)")
      }
    }
  }

  /// The first case in which something is found; nil if there is none.
  var example: (name: String, records: String, found: String)? {
    get throws {
      let texts = try ["cases.txt", "expected.txt"].map {
        try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
      }
      let pairs = zip(cases(in: texts[0]), cases(in: texts[1]))
      return pairs.first { !$1.text.isEmpty }.map { ($0.name, $0.text, $1.text) }
    }
  }

  private func cases(in text: String) -> [(name: String, text: String)] {
    var cases: [(name: String, text: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        cases.append((String(line.dropFirst(3)), ""))
      } else if !cases.isEmpty {
        cases[cases.count - 1].text += line + "\n"
      }
    }
    return cases.map { ($0.name, $0.text.trimmingCharacters(in: .newlines)) }
  }
}
