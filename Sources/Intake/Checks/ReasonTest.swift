package import JourneyModel
internal import Settings

/// One of the `tests` of a file of reasons: fields and texts, and what is found in them.
///
/// ```yaml
/// tests:
///   - name: charged twice, and for the third time
///     record: {queue: Billing, subject: Charged twice, message: [I call for the third time]}
///     reason: billing / charged twice     # null: no rule wins
///     rule: double-charge                 # what is left out is not compared
///     signals: [repeated]
/// ```
struct ReasonTest: Sendable {
  let name: String
  /// Its place in the file.
  let node: YAMLNode
  /// What the record holds.
  private(set) var values: [(field: ReasonField, text: String)] = []
  /// The reason expected; nil if none is, or nothing is said about it.
  private(set) var reason: String?
  private(set) var saysReason = false
  /// The name of the rule expected.
  private(set) var rule: String?
  /// The signals expected of all texts together.
  private(set) var signals: [String]?

  /// Reads a test; names that are not in `rules` or `reasons` are problems.
  init(
    _ node: YAMLNode, rules: [String], reasons: [String], into problems: inout [Diagnostic]
  ) {
    var keys = MappingReader(node, what: "a test")
    self.node = node
    name = keys.requiredText("name") ?? ""
    if let record = keys.requiredNode("record") { readRecord(record, into: &problems) }
    saysReason = keys.nodeOrNull("reason") != nil
    reason = Self.known(keys.node("reason"), "reason", among: reasons, into: &problems)
    rule = Self.known(keys.node("rule"), "rule", among: rules, into: &problems)
    signals = keys.texts("signals")
    for signal in signals ?? [] where TextSignal(name: signal) == nil {
      keys.report(
        node.problem(
          .c106, "there is no signal '\(signal)'",
          help: Suggestion.help(for: signal, among: TextSignal.names)))
    }
    keys.finish(into: &problems)
  }

  private mutating func readRecord(_ node: YAMLNode, into problems: inout [Diagnostic]) {
    var keys = MappingReader(node, what: "a record")
    for field in ReasonField.allCases {
      for text in keys.texts(field.name) ?? [] { values.append((field, text)) }
    }
    keys.finish(into: &problems)
  }

  private static func known(
    _ node: YAMLNode?, _ what: String, among names: [String], into problems: inout [Diagnostic]
  ) -> String? {
    guard let node, let text = node.text else { return nil }
    if !names.contains(text) {
      problems.append(
        node.problem(
          .c106, "no rule has the \(what) '\(text)'",
          help: Suggestion.help(for: text, among: names)))
    }
    return text
  }
}

/// Runs the tests of a file of reasons.
package struct ReasonTests {
  /// How many there are.
  package let count: Int
  /// What did not come out as expected.
  package private(set) var problems: [Diagnostic] = []

  /// Runs all tests of a file.
  package init(_ file: ReasonFile) {
    count = file.tests.count
    var finder = ReasonFinder(rules: file.rules, salt: (0, 0))
    for test in file.tests { run(test, &finder, file.rules) }
  }

  private mutating func run(_ test: ReasonTest, _ finder: inout ReasonFinder, _ rules: TextRules) {
    finder.begin()
    var mask: UInt16 = 0
    for (field, text) in test.values {
      Array(text.utf8).withUnsafeBytes { bytes in
        if field.isText {
          mask |= finder.note(field, text: bytes).mask
        } else {
          finder.note(field, value: bytes)
        }
      }
    }
    let isStated = test.values.contains { $0.field == .category }
    let decision = finder.decide(isStated: isStated).map { rules.rules[$0.rule] }
    if test.saysReason { compare(test, "reason", test.reason, decision?.reason) }
    if let rule = test.rule { compare(test, "rule", rule, decision?.name) }
    guard let signals = test.signals else { return }
    let found = TextSignals(mask: mask).all.map(\.name)
    func list(_ names: [String]) -> String? {
      names.isEmpty ? nil : names.sorted().joined(separator: ", ")
    }
    compare(test, "signals", list(signals), list(found))
  }

  private mutating func compare(
    _ test: ReasonTest, _ what: String, _ expected: String?, _ found: String?
  ) {
    guard expected != found else { return }
    problems.append(
      test.node.problem(
        .c109,
        "test '\(test.name)': \(what): expected \(expected ?? "none"), "
          + "found \(found ?? "none")"))
  }
}
