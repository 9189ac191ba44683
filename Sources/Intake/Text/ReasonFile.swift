package import JourneyModel
internal import Settings

/// A file of rules for reasons, as users write it; `docs/reasons.md` tells about it.
///
/// ```yaml
/// abstain: {score: 2, margin: 1}
/// weights: {subject: 3}
/// rules:
///   - reason: billing / charged twice
///     category: [billing, "billing / *"]
///     queue: Billing*
///     any: [charged twice, double charge*]
/// lexicon: {repeated: [yet again]}
/// tests:
///   - {name: by subject, record: {subject: Charged TWICE}, reason: billing / charged twice}
/// ```
package struct ReasonFile: Sendable {
  /// The file, as it was named.
  package let file: String
  /// What the file says, compiled together with the lexicon of the binary.
  package let rules: TextRules
  /// How many rules it has.
  package var ruleCount: Int { rules.rules.count }
  /// Of no effect on `rules` and their fingerprint.
  let tests: [ReasonTest]

  /// The most rules a file may have.
  static let maximumRules = 2000

  /// Reads a file; throws everything wrong with it, in the order of the lines.
  package static func read(text: String, file: String) throws(DiagnosticError) -> ReasonFile {
    let root = try YAMLDocument.parse(text: text, file: file)
    var reader = ReasonFileReader()
    reader.read(root)
    guard reader.problems.isEmpty else {
      throw DiagnosticError(
        reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return ReasonFile(
      file: file, rules: TextRules(settings: reader.settings, lexicon: reader.lexicon),
      tests: reader.tests)
  }
}

/// Reads the sections of a file and collects what is wrong with them.
struct ReasonFileReader {
  /// The weights, thresholds and rules read so far.
  private(set) var settings = ReasonSettings()
  private(set) var lexicon = Lexicon.bundled
  private(set) var tests: [ReasonTest] = []
  /// What is wrong, in the order it was found.
  private(set) var problems: [Diagnostic] = []

  /// Reads the whole file.
  mutating func read(_ root: YAMLNode) {
    var keys = MappingReader(root, what: "a file of reasons")
    if let node = keys.node("abstain") { readAbstain(node) }
    if let node = keys.node("weights") { readWeights(node) }
    let rules = keys.list("rules") ?? []
    if rules.count > ReasonFile.maximumRules {
      keys.report(root.problem(.c105, "there are more than \(ReasonFile.maximumRules) rules"))
    }
    for node in rules.prefix(ReasonFile.maximumRules) { readRule(node) }
    if let node = keys.node("lexicon") { lexicon.add(node, into: &problems) }
    let names = settings.rules.map(\.name)
    let reasons = settings.rules.map(\.reason)
    for node in keys.list("tests") ?? [] {
      tests.append(
        ReasonTest(node, rules: names, reasons: reasons, into: &problems))
    }
    keys.finish(into: &problems)
  }

  private mutating func readAbstain(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'abstain'")
    if let score = keys.integer("score", in: 1...1_000_000) { settings.leastScore = score }
    if let margin = keys.integer("margin", in: 0...1_000_000) { settings.leastMargin = margin }
    keys.finish(into: &problems)
  }

  private mutating func readWeights(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'weights'")
    for field in ReasonField.allCases {
      if let weight = keys.integer(field.name, in: 0...1000) {
        settings.weights[Int(field.rawValue)] = weight
      }
    }
    keys.finish(into: &problems)
  }

  private mutating func readRule(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "a rule")
    let reason = keys.requiredText("reason")
    var rule = ReasonRule(reason: reason ?? "", name: keys.text("name") ?? reason ?? "")
    if let place = keys.node("reason"), let reason, Self.isCrowded(reason) {
      keys.report(
        place.problem(.c105, "'\(reason)' has an empty level", help: "write billing / refund"))
    }
    rule.weight = keys.integer("weight", in: 1...1000) ?? 1
    for field in ReasonField.allCases where !field.isText {
      guard let values = keys.node(field.name) else { continue }
      rule.values += PhraseReader.phrases(values, into: &problems).map { (field, $0) }
    }
    for (key, keywords) in [("any", \ReasonRule.any), ("all", \.all), ("none", \.none)] {
      guard let node = keys.node(key) else { continue }
      rule[keyPath: keywords] = Self.unique(PhraseReader.phrases(node, into: &problems))
    }
    readFields(of: &rule, &keys)
    check(rule, &keys)
    keys.finish(into: &problems)
    settings.rules.append(rule)
  }

  private mutating func readFields(of rule: inout ReasonRule, _ keys: inout MappingReader) {
    guard let nodes = keys.list("fields") else { return }
    rule.fields = 0
    for node in nodes {
      let name = node.text ?? ""
      if let field = ReasonField(name: name) {
        rule.fields |= field.bit
      } else {
        keys.report(
          node.problem(
            .c106, "there is no field '\(name)'",
            help: Suggestion.help(for: name, among: ReasonField.names)))
      }
    }
  }

  /// Reports what makes a rule useless or hard to tell from another.
  private func check(_ rule: ReasonRule, _ keys: inout MappingReader) {
    let conditions = ReasonField.allCases.filter { !$0.isText }.map(\.name) + ["any", "all"]
    let others = ["reason", "name", "none", "fields", "weight"]
    // An unknown key is a misspelled condition; it is reported by itself.
    if keys.node.entries?.allSatisfy({ others.contains($0.key) || $0.value.isNull }) == true {
      keys.report(
        keys.node.problem(
          .c104, "the rule has nothing to look for",
          help: "give it one of: " + conditions.joined(separator: ", ")))
    }
    if let both = rule.none.first(where: { (rule.any + rule.all).contains($0) }),
      let place = keys.node.entries?.first(where: { $0.key == "none" })
    {
      let words = String(decoding: both.words, as: UTF8.self)
      keys.report(place.value.problem(.c105, "'\(words)' is both wanted and excluded"))
    }
    guard !rule.name.isEmpty, settings.rules.contains(where: { $0.name == rule.name }) else {
      return
    }
    keys.report(
      keys.node.problem(
        .c105, "two rules are named '\(rule.name)'",
        help: "give one of them a 'name'; it is what reason_basis shows"))
  }

  private static func unique(_ phrases: [Phrase]) -> [Phrase] {
    var seen: Set<Phrase> = []
    return phrases.filter { seen.insert($0).inserted }
  }

  /// Whether a level of a reason is empty.
  private static func isCrowded(_ reason: String) -> Bool {
    let padded = " \(reason) "
    return padded.contains(" / / ") || reason.hasPrefix("/ ") || reason.hasSuffix(" /")
  }
}
