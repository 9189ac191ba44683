package import JourneyAnalysis
package import JourneyModel
internal import Settings

/// A file of personas, as users write it; `docs/personas.md` tells about it.
///
/// ```yaml
/// personas:
///   - {persona: business, when: {attributes: {segment: [business, "enterprise*"]}}}
///   - persona: struggling
///     when: [{findings: 3.., contacts: 2..}, {effort: 50..}]     # one of the two
///     unless: {share: {email: 80%..}}
///   - persona: everybody else
/// tests:
///   - {name: a firm, customer: {attributes: {segment: Business}}, persona: business}
/// ```
package struct PersonaFile: Sendable {
  /// The file, as it was named.
  package let file: String
  /// In file order, which decides: the first that holds names the persona.
  package private(set) var rules = PersonaRules()
  /// How many personas there are.
  package var personaCount: Int { rules.rules.count }
  /// Run by `PersonaTests`, not when the file is read.
  private(set) var tests: [PersonaTest] = []
  /// The keys of all attributes asked for or stated in tests.
  private var attributes: [YAMLNode] = []

  /// The most personas a file may have.
  private static let maximumRules = 200

  /// Reads a file; throws everything wrong with it, in the order of the lines.
  package static func read(text: String, file: String) throws(DiagnosticError) -> PersonaFile {
    let root = try YAMLDocument.parse(text: text, file: file)
    var problems: [Diagnostic] = []
    let personas = PersonaFile(root, into: &problems)
    guard problems.isEmpty else {
      throw DiagnosticError(problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return personas
  }

  private init(_ root: YAMLNode, into problems: inout [Diagnostic]) {
    file = root.file
    var keys = MappingReader(root, what: "a file of personas")
    let nodes = keys.list("personas") ?? []
    if nodes.isEmpty { keys.report(root.problem(.c104, "key 'personas' is missing")) }
    if nodes.count > Self.maximumRules {
      keys.report(root.problem(.c105, "there are more than \(Self.maximumRules) personas"))
    }
    for node in nodes.prefix(Self.maximumRules) { readRule(node, into: &problems) }
    let names = rules.rules.map(\.name)
    for node in keys.list("tests") ?? [] {
      let test = PersonaTest(node, personas: names, into: &problems)
      attributes += test.attributes
      tests.append(test)
    }
    keys.finish(into: &problems)
  }

  private mutating func readRule(_ node: YAMLNode, into problems: inout [Diagnostic]) {
    var keys = MappingReader(node, what: "a persona")
    var rule = PersonaRule(name: keys.requiredText("persona") ?? "")
    _ = keys.text("about")
    rule.when = groups(keys.list("when"), into: &problems)
    rule.unless = groups(keys.list("unless"), into: &problems)
    if !rule.name.isEmpty, rules.rules.contains(where: { $0.name == rule.name }) {
      keys.report(
        node.problem(
          .c105, "two personas are named '\(rule.name)'",
          help: "list what makes one of them under 'when', one mapping for each way"))
    }
    if let last = rules.rules.last, last.when.isEmpty, last.unless.isEmpty {
      keys.report(
        node.problem(
          .c105, "nobody is left for this persona",
          help: "'\(last.name)' has no 'when' and takes everybody; put it last"))
    }
    keys.finish(into: &problems)
    rules.rules.append(rule)
  }

  /// Throws every attribute that no adapter states: nobody would ever have it.
  func require(attributes names: Set<String>) throws(DiagnosticError) {
    let problems = attributes.compactMap { node -> Diagnostic? in
      guard let name = node.text, !names.contains(name) else { return nil }
      return node.problem(
        .c106, "no adapter states an attribute '\(name)'",
        help: Suggestion.help(for: name, among: names.sorted()))
    }
    if !problems.isEmpty { throw DiagnosticError(problems) }
  }

  private mutating func groups(
    _ nodes: [YAMLNode]?, into problems: inout [Diagnostic]
  ) -> [[PersonaPredicate]] {
    (nodes ?? []).map { node in
      var reader = PersonaFactsReader(node, what: "a condition")
      let predicates = reader.predicates()
      if node.entries?.isEmpty == true {
        reader.keys.report(node.problem(.c104, "the condition asks for nothing"))
      }
      attributes += reader.attributes
      reader.finish(into: &problems)
      return predicates
    }
  }
}

/// One of the `tests` of a file of personas: a customer and who that is.
struct PersonaTest: Sendable {
  let name: String
  /// Its place in the file.
  let node: YAMLNode
  /// What is known of the customer; numbers that are left out are 0, scores unknown.
  let facts: PersonaFacts
  /// The persona expected; nil for none.
  let persona: String?
  /// The keys of the attributes it states.
  let attributes: [YAMLNode]

  /// Reads a test; a persona that is not in `personas` is a problem.
  init(_ node: YAMLNode, personas: [String], into problems: inout [Diagnostic]) {
    var keys = MappingReader(node, what: "a test")
    self.node = node
    name = keys.requiredText("name") ?? ""
    if let customer = keys.requiredNode("customer") {
      var reader = PersonaFactsReader(customer, what: "a customer")
      facts = reader.facts()
      attributes = reader.attributes
      reader.finish(into: &problems)
    } else {
      facts = PersonaFacts()
      attributes = []
    }
    if keys.nodeOrNull("persona") == nil {
      keys.report(node.problem(.c104, "key 'persona' is missing", help: "null means none"))
    }
    persona = keys.text("persona")
    if let persona, let place = keys.node("persona"), !personas.contains(persona) {
      keys.report(
        place.problem(
          .c106, "there is no persona '\(persona)'",
          help: Suggestion.help(for: persona, among: personas)))
    }
    keys.finish(into: &problems)
  }
}

/// Runs the tests of a file of personas.
package struct PersonaTests {
  /// How many there are.
  package let count: Int
  /// What did not come out as expected.
  package let problems: [Diagnostic]

  /// Runs all tests of a file.
  package init(_ file: PersonaFile) {
    count = file.tests.count
    problems = file.tests.compactMap { test in
      let found = file.rules.persona(of: test.facts)
      guard found != test.persona else { return nil }
      return test.node.problem(
        .c109,
        "test '\(test.name)': expected \(test.persona ?? "no persona"), "
          + "found \(found ?? "no persona")")
    }
  }
}
