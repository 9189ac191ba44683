package import Intake
package import JourneyAnalysis
package import JourneyModel
internal import Settings

/// A file of what somebody knows about who is who; `docs/identity.md` tells about it.
///
/// ```yaml
/// overrides:
///   - {same: ["customer@crm:C-1", "email:ann@example.org"], reason: she wrote, date: 2026-03-01}
///   - {apart: ["phone:+493012345678", "customer@crm:C-2"], reason: a neighbour, date: 2026-03-02}
/// ```
package struct OverrideFile: Sendable {
  /// An identifier as the file writes it: `customer@crm:C-1`, `phone:+493012345678`.
  private struct Identifier: Sendable {
    var form: TokenForm
    var value: String

    /// The kind, and whose id it is, without the value.
    var name: String {
      form.namespace.name.isEmpty ? form.kind.name : "\(form.kind.name)@\(form.namespace.name)"
    }
  }

  private struct Rule: Sendable {
    var isSame: Bool
    var identifiers: [Identifier]
    /// Where it stands, for problems.
    var node: YAMLNode
  }

  private var rules: [Rule] = []

  /// The most rules a file may have, and the most identifiers of one.
  private static let (maximumRules, maximumIdentifiers) = (10_000, 20)

  /// How many rules there are.
  package var ruleCount: Int { rules.count }

  /// Reads a file; throws everything wrong with it, in the order of the lines.
  package static func read(text: String, file: String) throws(DiagnosticError) -> OverrideFile {
    let root = try YAMLDocument.parse(text: text, file: file)
    var problems: [Diagnostic] = []
    var overrides = OverrideFile()
    var keys = MappingReader(root, what: "a file of overrides")
    let nodes = keys.list("overrides") ?? []
    if nodes.isEmpty { keys.report(root.problem(.c104, "key 'overrides' is missing")) }
    if nodes.count > maximumRules {
      keys.report(root.problem(.c105, "there are more than \(maximumRules) overrides"))
    }
    for node in nodes.prefix(maximumRules) { overrides.readRule(node, into: &problems) }
    keys.finish(into: &problems)
    if problems.isEmpty { overrides.findContradictions(into: &problems) }
    guard problems.isEmpty else {
      throw DiagnosticError(problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return overrides
  }

  /// What the rules say about identifiers under a key.
  package func overrides(_ key: IdentifierKey) -> IdentityOverrides {
    IdentityOverrides(
      zip(rules, tokens(key)).map { IdentityOverrides.Rule(isSame: $0.isSame, tokens: $1) })
  }

  /// What of the rules has no effect, without the identifiers themselves.
  package func notes(on idle: [IdleOverride]) -> [Diagnostic] {
    idle.map { idle in
      let rule = rules[idle.rule]
      let named = idle.identifiers.map { "no. \($0 + 1) (\(rule.identifiers[$0].name))" }
      let what =
        named.count > 1
        ? "\(named.joined(separator: " and ")) are not kept apart: one record carries both"
        : "no record carries identifier \(named.joined())"
      return rule.node.problem(.c111, what)
    }
  }

  /// The tokens of every rule.
  private func tokens(_ key: IdentifierKey) -> [[Token]] {
    var mint = TokenMint(key: key, region: nil, ownNumbers: [])
    var forms: [TokenForm: Int] = [:]
    return rules.map { rule in
      rule.identifiers.compactMap { identifier in
        let form = forms[identifier.form] ?? mint.add(identifier.form)
        forms[identifier.form] = form
        return Array(identifier.value.utf8).withUnsafeBytes { mint.token($0, form: form) }
      }
    }
  }

  // MARK: Reading

  private mutating func readRule(_ node: YAMLNode, into problems: inout [Diagnostic]) {
    var keys = MappingReader(node, what: "an override")
    let (same, apart) = (keys.list("same"), keys.list("apart"))
    // Both are for whoever reads the file later.
    _ = (keys.requiredText("reason"), keys.requiredText("date"))
    if (same == nil) == (apart == nil) {
      keys.report(node.problem(.c104, "an override says 'same' or 'apart'"))
    }
    let nodes = same ?? apart ?? []
    if !(2...Self.maximumIdentifiers).contains(nodes.count), same != nil || apart != nil {
      keys.report(
        node.problem(.c105, "an override names 2 to \(Self.maximumIdentifiers) identifiers"))
    }
    var identifiers: [Identifier] = []
    for node in nodes {
      if let identifier = Self.identifier(node) {
        identifiers.append(identifier)
      } else {
        keys.report(
          node.problem(
            .c105, "'\(node.text ?? "")' is no identifier",
            help: "write kind:value, such as email:ann@example.org, phone:+493012345678 or "
              + "customer@crm:C-1; kinds: \(TokenKind.names.joined(separator: " "))"))
      }
    }
    keys.finish(into: &problems)
    rules.append(Rule(isSame: same != nil, identifiers: identifiers, node: node))
  }

  private static func identifier(_ node: YAMLNode) -> Identifier? {
    guard let parts = node.text?.split(separator: ":", maxSplits: 1), parts.count == 2,
      let value = WrittenIdentifier.plain(String(parts[1]))
    else { return nil }
    let names = parts[0].split(separator: "@", maxSplits: 1).map(String.init)
    guard let kind = TokenKind(name: names.first ?? ""),
      (kind.strength == .uniqueStrong) == (names.count == 2),
      kind != .phone || value.hasPrefix("+")
    else { return nil }
    let namespace = TokenNamespace(names.count == 2 ? names[1] : "")
    let identifier = Identifier(
      form: TokenForm(kind: kind, namespace: namespace), value: value)
    var mint = TokenMint(key: .ofNothingKept, region: nil, ownNumbers: [])
    let form = mint.add(identifier.form)
    let token = Array(identifier.value.utf8).withUnsafeBytes { mint.token($0, form: form) }
    return token.map { _ in identifier }
  }

  /// Names every 'apart' of identifiers that rules together say are the same.
  private func findContradictions(into problems: inout [Diagnostic]) {
    let overrides = overrides(.ofNothingKept)
    for (rule, tokens) in zip(rules, tokens(.ofNothingKept)) where !rule.isSame {
      let sets = tokens.compactMap { overrides.set(of: $0) }
      if Set(sets).count == sets.count, Set(tokens).count == tokens.count { continue }
      problems.append(
        rule.node.problem(.c105, "two of these are the same by other overrides, or are one"))
    }
  }
}

/// Overrides are what they say, whatever file and line say so.
extension OverrideFile: MarkedAs {
  package var markedAs: Any {
    rules.map { rule in
      (
        rule.isSame,
        rule.identifiers.map { ($0.form.kind.name, $0.form.namespace.name, $0.value) }
      )
    }
  }
}
