internal import CivilTime
internal import JourneyModel
internal import Settings

/// Binds an adapter to an input's parameters and lays it out as a field plan.
///
/// The adapter was checked when it was read, so only parameters can be wrong here.
struct PlanCompiler {
  /// The plan under construction.
  var plan = FieldPlan()
  /// The paths under construction.
  var trie = PathTrieBuilder()
  /// What is wrong with the parameters.
  var diagnostics: [Diagnostic] = []
  let adapter: Adapter
  let settings: InputSettings
  private var textNumbers: [String: Int32] = [:]
  private var slotNumbers: [String: Int32] = [:]
  private var scopeNumbers: [String: Int32] = [:]
  private var instructionNumbers: [Instruction: Int32] = [:]
  private var operandStarts: [[Int32]: Int32] = [:]
  private var constantNumbers: [Int64: Int32] = [:]
  /// The numbers of time stamp formats and of the forms of tokens.
  var timeFormatNumbers: [String: Int32] = [:]
  var tokenFormNumbers: [TokenForm: Int32] = [:]
  /// The numbers of look-ups, by table and vocabulary.
  var lookupNumbers: [String: Int32] = [:]
  /// The fields of which the adapter maps the words.
  var mappedFields: Set<WordField> = []

  private init(adapter: Adapter, settings: InputSettings) {
    self.adapter = adapter
    self.settings = settings
  }

  /// The plan of an adapter for an input; throws C1xx for parameters that cannot be used.
  static func plan(
    adapter: Adapter, settings: InputSettings
  ) throws(DiagnosticError) -> FieldPlan {
    var compiler = PlanCompiler(adapter: adapter, settings: settings)
    compiler.checkParameters()
    compiler.addRecordScope()
    compiler.compileRecord()
    compiler.compileStatements()
    compiler.checkWords()
    compiler.checkSpelling()
    guard compiler.diagnostics.isEmpty else { throw DiagnosticError(compiler.diagnostics) }
    return compiler.finished()
  }

  /// Whether records are rows.
  var isCSV: Bool { if case .csv = adapter.definition.reads { true } else { false } }

  private mutating func checkParameters() {
    let known = adapter.parameters.map(\.name)
    for name in settings.parameters.keys.sorted() where !known.contains(name) {
      report(
        .c106, "adapter '\(adapter.id)' has no parameter '\(name)'",
        help: Self.help(onWords: name) ?? Suggestion.help(for: name, among: known))
    }
    for name in settings.tables.keys.sorted() where !adapter.tables.contains(name) {
      report(
        .c106, "adapter '\(adapter.id)' has no table '\(name)'",
        help: Suggestion.help(for: name, among: adapter.tables))
    }
    if let region = settings.region, NumberingPlan.named(region) == nil {
      report(
        .c106, "there is no region '\(region)'",
        help: Suggestion.help(for: region, among: NumberingPlan.regions)
          ?? "write the ISO 3166 code of a country, such as DE")
    }
  }

  /// How words of a vocabulary are given; nil if it is no field of one.
  private static func help(onWords name: String) -> String? {
    guard let field = WordField(rawValue: name), let word = field.words.first else { return nil }
    return "say what a word of the export means: with: {\(name): {Word: \(word)}}"
  }

  /// How an input is written that has one way to be written.
  private mutating func checkSpelling() {
    if !isCSV, settings.decimal != nil {
      report(
        .c106, "adapter '\(adapter.id)' reads JSON, whose numbers have a point",
        help: "remove 'decimal'")
    }
    if !isCSV, settings.delimiter != nil {
      report(
        .c106, "adapter '\(adapter.id)' reads JSON, which has no delimiter",
        help: "remove 'delimiter'")
    }
    if settings.locale != nil, !timesHaveNames {
      report(
        .c106, "no time stamp that adapter '\(adapter.id)' reads has names of months or weekdays",
        help: "remove 'locale'")
    }
  }

  /// Whether names of months or weekdays stand in any time stamp.
  private var timesHaveNames: Bool {
    (adapter.definition.times.formats + plan.timeFormats).contains {
      (try? TimestampFormat(pattern: $0))?.hasNames ?? false
    }
  }

  /// Words that extend maps must extend one, and mean something.
  private mutating func checkWords() {
    for (name, words) in settings.words.sorted(by: { $0.key < $1.key }) {
      guard let field = WordField(rawValue: name), mappedFields.contains(field) else {
        let known = mappedFields.map(\.rawValue).sorted()
        report(
          .c106, "adapter '\(adapter.id)' maps no words of '\(name)'",
          help: Suggestion.help(for: name, among: known))
        continue
      }
      for (word, meaning) in words.sorted(by: { $0.key < $1.key })
      where !field.words.contains(meaning) {
        report(
          .a104, "'\(word)' cannot mean '\(meaning)', which is no \(name)",
          help: Suggestion.help(for: meaning, among: field.words)
            ?? "one of: " + field.words.joined(separator: ", "))
      }
    }
  }

  /// Adds a problem of the input's settings.
  mutating func report(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
    diagnostics.append(
      Diagnostic(
        code: code, file: settings.name, message: "input '\(settings.name)': \(message)",
        help: help))
  }

  /// Trie and lists by scope are laid out last, when every path is known.
  private func finished() -> FieldPlan {
    var plan = plan
    plan.trie = trie.build(texts: plan.texts)
    plan.slotLists = plan.slots.indices.map(Int32.init).stablySorted { plan.slots[Int($0)].scope }
    let slots = ranges(of: plan.slotLists.map { plan.slots[Int($0)].scope })
    let identifiers = ranges(of: plan.identifiers.map(\.scope))
    let links = ranges(of: plan.links.map(\.scope))
    let hints = ranges(of: plan.hints.map(\.scope))
    let events = ranges(of: plan.events.map(\.scope))
    let feedback = ranges(of: plan.feedback.map(\.scope))
    for scope in plan.scopes.indices {
      plan.scopes[scope].slots = Int32(slots[scope].lowerBound)..<Int32(slots[scope].upperBound)
      plan.scopes[scope].identifiers = identifiers[scope]
      plan.scopes[scope].links = links[scope]
      plan.scopes[scope].hints = hints[scope]
      plan.scopes[scope].events = events[scope]
      plan.scopes[scope].feedback = feedback[scope]
    }
    return plan
  }

  /// Where each scope's elements lie in a list, given the scopes of all, in order.
  private func ranges(of scopes: [Int32]) -> [Range<Int>] {
    var start = 0
    return plan.scopes.indices.map { scope in
      let first = start
      while start < scopes.count, scopes[start] == scope { start += 1 }
      return first..<start
    }
  }

  // MARK: Scopes

  /// Where paths of a statement begin.
  struct Scope {
    /// The innermost element's scope.
    var number: Int32
    /// The names of elements.
    var aliases: [(name: String, scope: Int32)]
  }

  /// The scope of statements without `each`.
  static let recordScope = Scope(number: 0, aliases: [])

  private mutating func addRecordScope() {
    plan.scopes.append(
      PlannedScope(parent: FieldPlan.none, arraySlot: FieldPlan.none, trieRoot: trie.addRoot()))
  }

  /// The scope of an `each`, made when it is first met; nil if it goes through a parameter that
  /// is not set.
  mutating func scope(_ each: [EachStep]) -> Scope? {
    if isCSV, let step = each.first { return columnScope(step) }
    var scope = Self.recordScope
    for step in each {
      let slot = slot(of: step.path, in: scope)
      guard slot != FieldPlan.none else { return nil }
      let name = "\(slot)"
      if let known = scopeNumbers[name] {
        scope.number = known
      } else {
        let parent = plan.slots[Int(slot)].scope
        plan.scopes.append(
          PlannedScope(parent: parent, arraySlot: slot, trieRoot: trie.addRoot()))
        scope.number = Int32(plan.scopes.count - 1)
        scopeNumbers[name] = scope.number
      }
      if let alias = step.alias { scope.aliases.append((alias, scope.number)) }
    }
    return scope
  }

  /// The scope of the columns of one name.
  private mutating func columnScope(_ step: EachStep) -> Scope? {
    guard case .name(let column) = boundSteps(step.path)?.first else { return nil }
    let name = "column " + HeaderMatching.normalized(column)
    if scopeNumbers[name] == nil {
      let number = Int32(plan.scopes.count)
      let slot = Int32(plan.slots.count)
      plan.slots.append(PlannedSlot(scope: number, name: column))
      var scope = PlannedScope(parent: 0, arraySlot: FieldPlan.none, trieRoot: trie.addRoot())
      scope.elementSlot = slot
      scope.element = add(Instruction(operation: .slot, first: slot))
      plan.scopes.append(scope)
      scopeNumbers[name] = number
    }
    guard let number = scopeNumbers[name] else { return nil }
    return Scope(number: number, aliases: step.alias.map { [($0, number)] } ?? [])
  }

  // MARK: Slots

  /// The slot of a path; `none` if it goes through a parameter that is not set.
  mutating func slot(of path: PathSyntax, in scope: Scope) -> Int32 {
    guard var steps = boundSteps(path) else { return FieldPlan.none }
    if isCSV {
      guard case .name(let column) = steps.first else { return FieldPlan.none }
      let isElement = column == "element" || scope.aliases.contains { $0.name == column }
      if isElement, scope.number != 0 { return plan.scopes[Int(scope.number)].elementSlot }
      guard case .index(let position) = steps.last else { return newSlot(scope: 0, name: column) }
      return newSlot(scope: 0, name: "\(column)[\(position)]")
    }
    var start = scope.number
    if case .name(let name) = steps.first {
      let element = [("record", Int32(0)), ("element", scope.number)]
      let named = (scope.aliases.reversed() + element).first { $0.0 == name }
      if let named {
        start = named.1
        steps.removeFirst()
      }
    }
    let place = place(of: steps, in: start)
    if trie.slot(at: place) == FieldPlan.none {
      plan.slots.append(PlannedSlot(scope: start, name: path.text))
      trie.setSlot(Int32(plan.slots.count - 1), at: place)
    }
    return trie.slot(at: place)
  }

  /// The place in the trie that a path leads to.
  private mutating func place(of steps: [PathStep], in scope: Int32) -> Int32 {
    var place = plan.scopes[Int(scope)].trieRoot
    for step in steps {
      switch step {
      case .name(let key): place = trie.child(of: place, key: text(key))
      case .selection(let selection):
        place = trie.child(
          of: place, tests: selection.tests.map { test($0) }, position: selection.position)
      case .index(let index): place = trie.child(of: place, tests: [], position: index)
      case .parameterName: preconditionFailure("parameters were replaced before")
      }
    }
    return place
  }

  private mutating func test(_ test: ElementSelection.Test) -> PathTrieBuilder.Test {
    guard case .constant(let value) = test.value else {
      preconditionFailure("parameters were replaced before")
    }
    return PathTrieBuilder.Test(
      keys: test.keys.map { text($0) }, value: text(value), isPart: test.isPart)
  }

  private mutating func newSlot(scope: Int32, name: String) -> Int32 {
    let column = HeaderMatching.normalized(name)
    if let known = slotNumbers[column] { return known }
    plan.slots.append(PlannedSlot(scope: scope, name: name))
    slotNumbers[column] = Int32(plan.slots.count - 1)
    return Int32(plan.slots.count - 1)
  }

  /// The steps of a path with parameters replaced; nil if one of them is not set.
  private mutating func boundSteps(_ path: PathSyntax) -> [PathStep]? {
    var steps: [PathStep] = []
    if let parameter = path.parameter {
      guard let value = value(ofParameter: parameter) else { return nil }
      if isCSV {
        steps = [.name(value)]
      } else if let path = try? ExpressionParser.path(value) {
        steps = path.steps.compactMap { boundStep($0) }
        guard steps.count == path.steps.count else { return nil }
      } else {
        // Not a path: the parameter of another meaning was used as one.
        report(.c103, "parameter '\(parameter)' must be a path such as Queue.Name")
        return nil
      }
    }
    for step in path.steps {
      guard let step = boundStep(step) else { return nil }
      steps.append(step)
    }
    return steps
  }

  private func boundStep(_ step: PathStep) -> PathStep? {
    switch step {
    case .name, .index: return step
    case .parameterName(let name): return value(ofParameter: name).map { .name($0) }
    case .selection(var selection):
      for index in selection.tests.indices {
        guard let value = bound(selection.tests[index].value) else { return nil }
        selection.tests[index].value = .constant(value)
      }
      return .selection(selection)
    }
  }

  /// A parameter's value; nil if it is not set.
  func value(ofParameter name: String) -> String? {
    adapter.value(ofParameter: name, in: settings.parameters)
  }

  /// A constant name; nil if it is a parameter that is not set.
  func bound(_ name: NameDefinition) -> String? {
    switch name {
    case .constant(let text): text
    case .parameter(let parameter): value(ofParameter: parameter)
    }
  }

  // MARK: Constants

  /// The number of a text constant; texts with different codes are different constants.
  mutating func text(_ text: String, code: Int32 = -1) -> Int32 {
    let name = "\(code) \(text)"
    if let known = textNumbers[name] { return known }
    let start = Int32(plan.textBytes.count)
    plan.textBytes.append(contentsOf: text.utf8)
    plan.texts.append(PlannedText(start: start, count: Int32(text.utf8.count), code: code))
    textNumbers[name] = Int32(plan.texts.count - 1)
    return Int32(plan.texts.count - 1)
  }

  /// The number of a number constant in thousandths.
  mutating func number(_ thousandths: Int64) -> Int32 {
    if let known = constantNumbers[thousandths] { return known }
    let number = Int32(plan.numbers.count)
    plan.numbers.append(thousandths)
    constantNumbers[thousandths] = number
    return number
  }

  /// Where a list of programs lies among the operands; equal lists are shared.
  mutating func operands(_ programs: [Int32]) -> Int32 {
    if let known = operandStarts[programs] { return known }
    let start = Int32(plan.operands.count)
    plan.operands += programs
    operandStarts[programs] = start
    return start
  }

  /// The number of an instruction; equal ones are shared.
  mutating func add(_ instruction: Instruction) -> Int32 {
    if let known = instructionNumbers[instruction] { return known }
    let number = Int32(plan.instructions.count)
    plan.instructions.append(instruction)
    instructionNumbers[instruction] = number
    return number
  }
}
