internal import JourneyModel

/// Compiling of what an adapter states.
extension PlanCompiler {
  /// Compiles what identifies a record.
  mutating func compileRecord() {
    let record = adapter.definition.record
    let scope = Self.recordScope
    for part in record.key {
      let program = identifier(part, in: scope)
      if program == FieldPlan.none {
        report(.c104, "the record's key needs a parameter that is not set")
      } else {
        plan.key.append(program)
      }
    }
    plan.version = version(record.version, in: scope)
    plan.order = integer(record.order, in: scope)
    plan.deleted = condition(record.deleted, in: scope)
    for clear in record.clears {
      let slot = slot(of: clear.path, in: scope)
      guard slot != FieldPlan.none else { continue }
      let value = add(Instruction(operation: .slot, first: slot))
      plan.clears += clear.fields.map { PlannedClear(value: value, field: $0) }
    }
    plan.skips = adapter.definition.skip.map { skip in
      PlannedSkip(when: condition(skip.when, in: scope), reason: skip.reason)
    }
    plan.refusals = adapter.definition.refusals.map { refusal in
      PlannedSkip(when: condition(refusal.when, in: scope), reason: refusal.reason)
    }
    if let reason = record.emptyReason {
      plan.emptySkip = plan.skips.count
      plan.skips.append(PlannedSkip(when: FieldPlan.none, reason: reason))
    }
  }

  /// Compiles all statements, those of a scope together.
  mutating func compileStatements() {
    let definition = adapter.definition
    plan.interaction = definition.interaction.flatMap { interaction($0) }
    plan.identifiers = definition.identifiers.compactMap { identifier($0) }
      .stablySorted(by: \.scope)
    plan.links = definition.links.compactMap { link($0) }.stablySorted(by: \.scope)
    plan.hints = definition.hints.compactMap { hint($0) }.stablySorted(by: \.scope)
    plan.reasons = settings.textRules.rules.map {
      PlannedReason(reason: text($0.reason), rule: text($0.name))
    }
    plan.events = definition.events.compactMap { event($0) }.stablySorted(by: \.scope)
    plan.feedback = definition.feedback.compactMap { feedback($0) }.stablySorted(by: \.scope)
    for attribute in definition.attributes {
      let value = program(attribute.value, as: .text, in: Self.recordScope)
      guard value != FieldPlan.none else { continue }
      plan.attributes.append(PlannedAttribute(name: text(attribute.name), value: value))
    }
    for check in definition.checks {
      let value =
        check.type == .duration
        ? program(check.value, as: .duration, in: Self.recordScope)
        : integer(check.value, in: Self.recordScope)
      guard value != FieldPlan.none else { continue }
      plan.checks.append(PlannedCheck(check: check.check, value: value))
    }
  }

  private mutating func interaction(_ definition: InteractionDefinition) -> PlannedInteraction? {
    let scope = Self.recordScope
    let kind = program(definition.kind, of: InteractionKind.self, in: scope)
    let id = identifier(definition.id, in: scope)
    guard id != FieldPlan.none else { return nil }
    let namers = InteractionKind.allCases.map {
      InteractionNamer(system: adapter.system, instance: settings.instance, kind: $0)
    }
    return PlannedInteraction(
      namers: namers, kind: kind, id: id,
      channel: program(definition.channel, of: Channel.self, in: scope),
      origin: program(definition.origin, of: Channel.self, in: scope),
      direction: program(definition.direction, of: Direction.self, in: scope),
      outcome: program(definition.outcome, of: Outcome.self, in: scope),
      resolved: program(definition.resolved, of: Resolution.self, in: scope),
      queue: identifier(definition.queue, in: scope),
      agent: identifier(definition.agent, in: scope),
      team: program(definition.team, as: .text, in: scope),
      reason: definition.reason.map { program($0, as: .text, in: scope) }
        .filter { $0 != FieldPlan.none })
  }

  // MARK: Identifiers

  private mutating func identifier(_ definition: IdentifierDefinition) -> PlannedIdentifier? {
    guard let scope = scope(definition.each) else { return nil }
    let value =
      definition.kind == .email
      ? program(definition.value, as: .text, in: scope) : identifier(definition.value, in: scope)
    guard value != FieldPlan.none,
      let namespace = namespace(of: definition.kind, definition.namespace)
    else { return nil }
    let form = TokenForm(kind: definition.kind, namespace: namespace, phones: definition.phones)
    return PlannedIdentifier(
      scope: scope.number, form: number(of: form), value: value,
      when: condition(definition.when, in: scope))
  }

  /// A token's namespace; nil if it is a parameter that is not set.
  ///
  /// Customer and account ids belong to the adapter's system and instance unless another namespace
  /// is named; the own system's name means the same. Everything else means the same everywhere.
  private mutating func namespace(of kind: TokenKind, _ name: NameDefinition?) -> TokenNamespace? {
    let own = Naming.namespaceName(system: adapter.system, instance: settings.instance)
    var namespace = kind == .customer || kind == .account ? own : ""
    if let name {
      guard let bound = bound(name) else { return nil }
      namespace = bound == adapter.system ? own : bound
    }
    return TokenNamespace(namespace)
  }

  private mutating func number(of form: TokenForm) -> Int32 {
    if let known = tokenFormNumbers[form] { return known }
    let number = Int32(plan.tokenForms.count)
    plan.tokenForms.append(form)
    tokenFormNumbers[form] = number
    return number
  }

  // MARK: Links

  private mutating func link(_ definition: LinkDefinition) -> PlannedLink? {
    guard let scope = scope(definition.each),
      let target = target(definition.target, in: scope)
    else { return nil }
    let id = identifier(definition.id, in: scope)
    guard id != FieldPlan.none else { return nil }
    return PlannedLink(
      scope: scope.number, kind: definition.kind, target: target, id: id,
      when: condition(definition.when, in: scope))
  }

  /// Where a named interaction lives; nil if that is a parameter that is not set.
  private mutating func target(_ definition: TargetDefinition, in scope: Scope) -> Int32? {
    let instance = definition.instance.flatMap { bound($0) }
    let naming = TargetNaming(
      own: adapter.system, ownInstance: settings.instance, instance: instance,
      kind: definition.entity)
    let said = program(definition.systemFrom, as: .text, in: scope)
    let known = definition.system.map { bound($0) } ?? adapter.system
    if known == nil, said == FieldPlan.none { return nil }
    plan.targets.append(
      PlannedTarget(known: known.map { naming.namer(of: $0) }, said: said, naming: naming))
    return Int32(plan.targets.count - 1)
  }

  // MARK: Hints

  private mutating func hint(_ definition: HintDefinition) -> PlannedHint? {
    guard let scope = scope(definition.each) else { return nil }
    let value = program(definition.value, as: .text, in: scope)
    guard value != FieldPlan.none else { return nil }
    return PlannedHint(
      scope: scope.number, field: definition.field, value: value,
      when: condition(definition.when, in: scope))
  }

  // MARK: Events and scores

  private mutating func event(_ definition: EventDefinition) -> PlannedEvent? {
    guard let scope = scope(definition.each) else { return nil }
    let at = program(definition.at, as: .instant, in: scope)
    guard at != FieldPlan.none else { return nil }
    let value =
      definition.activity == .status
      ? program(definition.value, of: TicketStatus.self, in: scope)
      : program(definition.value, as: .text, in: scope)
    return PlannedEvent(
      scope: scope.number, activity: definition.activity, at: at,
      when: condition(definition.when, in: scope),
      queue: identifier(definition.queue, in: scope),
      agent: identifier(definition.agent, in: scope), value: value,
      by: program(definition.by, of: Party.self, in: scope),
      actor: identifier(definition.actor, in: scope),
      actorForm: namespace(of: .customer, nil).map {
        number(of: TokenForm(kind: .customer, namespace: $0))
      } ?? FieldPlan.none,
      duration: program(definition.duration, as: .duration, in: scope),
      count: integer(definition.count, in: scope),
      oncePer: program(definition.oncePer, as: .text, in: scope),
      text: program(definition.text, as: .text, in: scope))
  }

  private mutating func feedback(_ definition: FeedbackDefinition) -> PlannedFeedback? {
    guard let scope = scope(definition.each) else { return nil }
    let score = program(definition.score, as: .number, in: scope)
    let at = program(definition.at, as: .instant, in: scope)
    guard score != FieldPlan.none, at != FieldPlan.none, let scale = scale(definition.scale)
    else { return nil }
    // An interaction of a system that is not configured cannot be named; the score still counts.
    let target = target(definition.target, in: scope)
    let about = identifier(definition.about, in: scope)
    return PlannedFeedback(
      scope: scope.number, about: target == nil ? FieldPlan.none : about,
      target: target ?? FieldPlan.none, instrument: definition.instrument,
      scale: scale, lowIsGood: definition.lowIsGood, score: score, at: at,
      when: condition(definition.when, in: scope))
  }

  /// The scale of a score; nil if it is a parameter that is not set.
  private mutating func scale(_ definition: ScaleDefinition) -> ClosedRange<Int32>? {
    switch definition {
    case .fixed(let range): return range
    case .parameter(let name):
      guard let text = value(ofParameter: name) else { return nil }
      if let range = ScaleDefinition.range(of: text) { return range }
      report(.c103, "parameter '\(name)' must be two whole numbers such as 1..5")
      return nil
    }
  }
}

extension Array {
  /// The elements by a number, equal ones in their order.
  func stablySorted(by number: (Element) -> Int32) -> [Element] {
    enumerated()
      .sorted { (number($0.element), $0.offset) < (number($1.element), $1.offset) }
      .map(\.element)
  }
}
