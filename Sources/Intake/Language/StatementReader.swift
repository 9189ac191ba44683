internal import JourneyModel
internal import Settings

/// Reading of what an adapter states: interaction, identifiers, links, events, feedback, profile,
/// checks, skips and refusals.
extension DefinitionReader {
  /// Reads all statement sections.
  mutating func readStatements(_ keys: inout MappingReader) {
    definition.skip = (keys.list("skip") ?? []).compactMap { self.skip($0, what: "a skip") }
    definition.refusals = (keys.list("refuse") ?? []).compactMap {
      self.skip($0, what: "a refusal")
    }
    if let node = keys.node("interaction") { readInteraction(node) }
    for node in keys.list("identifiers") ?? [] { readIdentifier(node) }
    for node in keys.list("links") ?? [] { readLink(node) }
    for node in keys.list("hints") ?? [] { readHint(node) }
    for node in keys.list("events") ?? [] { readEvent(node, around: []) }
    for node in keys.list("feedback") ?? [] { readFeedback(node) }
    if let node = keys.node("profile") { readProfile(node) }
    if let node = keys.node("checks") { readChecks(node) }
  }

  private mutating func skip(_ node: YAMLNode, what: String) -> SkipDefinition? {
    var keys = MappingReader(node, what: what)
    let when = keys.requiredNode("when").flatMap { self.condition($0) }
    let reason = keys.requiredText("reason")
    keys.finish(into: &diagnostics)
    guard let when, let reason else { return nil }
    return SkipDefinition(when: when, reason: reason)
  }

  private mutating func readInteraction(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "an interaction")
    let kind = keys.requiredNode("kind").flatMap { self.word($0, .kind) }
    let id = keys.requiredNode("id").flatMap { self.value($0, as: .text) }
    let channel = keys.node("channel").flatMap { self.word($0, .channel) }
    let origin = keys.node("origin").flatMap { self.word($0, .origin) }
    let direction = keys.node("direction").flatMap { self.word($0, .direction) }
    let outcome = keys.node("outcome").flatMap { self.word($0, .outcome) }
    let resolved = keys.node("resolved").flatMap { self.word($0, .resolved) }
    let queue = keys.node("queue").flatMap { self.value($0, as: .text) }
    let agent = keys.node("agent").flatMap { self.value($0, as: .text) }
    let team = keys.node("team").flatMap { self.value($0, as: .text) }
    let reason = (keys.list("reason") ?? []).compactMap { self.value($0, as: .text) }
    let subject = keys.node("subject").flatMap { self.value($0, as: .text) }
    if let subject {
      definition.hints.append(HintDefinition(each: [], field: .subject, value: subject))
    }
    keys.finish(into: &diagnostics)
    guard let kind, let id else { return }
    definition.interaction = InteractionDefinition(
      kind: kind, id: id, channel: channel, origin: origin, direction: direction,
      outcome: outcome, resolved: resolved, queue: queue, agent: agent, team: team, reason: reason)
  }

  private mutating func readIdentifier(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "an identifier")
    let each = self.each(keys.node("each"))
    let kind = keys.requiredNode("kind").flatMap { self.vocabulary($0, TokenKind.self) }
    let namespace = self.name(keys.node("namespace"))
    let value = keys.requiredNode("value").flatMap { self.value($0, as: .text) }
    let phones = PhoneSpelling(
      region: keys.word("region", among: NumberingPlan.regions),
      lettersAllowed: keys.boolean("letters") ?? false)
    let when = keys.node("when").flatMap { self.condition($0) }
    keys.finish(into: &diagnostics)
    guard let kind, let value else { return }
    definition.identifiers.append(
      IdentifierDefinition(
        each: each, kind: kind, namespace: namespace, value: value, phones: phones, when: when))
  }

  private mutating func readLink(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "a link")
    let each = self.each(keys.node("each"))
    let target = self.target(&keys)
    let when = keys.node("when").flatMap { self.condition($0) }
    var found: [(LinkKind, YAMLNode)] = []
    for kind in LinkKind.stated {
      if let id = keys.node(kind.name) { found.append((kind, id)) }
    }
    if found.count != 1 {
      keys.report(
        node.problem(
          .a105, "a link names exactly one kind",
          help: "one of: " + LinkKind.stated.map(\.name).joined(separator: ", ")))
    }
    keys.finish(into: &diagnostics)
    guard let (kind, id) = found.first, let value = self.value(id, as: .text) else { return }
    definition.links.append(
      LinkDefinition(each: each, kind: kind, id: value, target: target, when: when))
  }

  private mutating func readHint(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "a hint")
    let each = self.each(keys.node("each"))
    let when = keys.node("when").flatMap { self.condition($0) }
    let found = ReasonField.allCases.compactMap { field in
      keys.node(field.name).map { (field, $0) }
    }
    if found.count != 1 {
      keys.report(
        node.problem(
          .a105, "a hint names exactly one kind of value",
          help: "one of: " + ReasonField.names.joined(separator: ", ")))
    }
    keys.finish(into: &diagnostics)
    guard let (field, node) = found.first, let value = self.value(node, as: .text) else { return }
    definition.hints.append(HintDefinition(each: each, field: field, value: value, when: when))
  }

  private mutating func target(_ keys: inout MappingReader) -> TargetDefinition {
    TargetDefinition(
      system: name(keys.node("system")),
      systemFrom: keys.node("system-from").flatMap { self.value($0, as: .text) },
      instance: name(keys.node("instance")),
      entity: keys.node("entity").flatMap { self.vocabulary($0, InteractionKind.self) })
  }

  /// An event, or a group of events that share an `each`.
  private mutating func readEvent(_ node: YAMLNode, around outer: [EachStep]) {
    var keys = MappingReader(node, what: "an event")
    let each = outer + self.each(keys.node("each"))
    if let group = keys.list("events") {
      keys.finish(into: &diagnostics)
      for event in group { readEvent(event, around: each) }
      return
    }
    let activity = keys.requiredNode("activity").flatMap { self.vocabulary($0, Activity.self) }
    let at = keys.requiredNode("at").flatMap { self.value($0, as: .instant) }
    let observed = keys.node("value").flatMap { node in
      activity == .status ? self.word(node, .status) : self.value(node, as: .text)
    }
    var event = activity.flatMap { activity in
      at.map { EventDefinition(each: each, activity: activity, at: $0) }
    }
    event?.value = observed
    let when = keys.node("when").flatMap { self.condition($0) }
    let queue = keys.node("queue").flatMap { self.value($0, as: .text) }
    let agent = keys.node("agent").flatMap { self.value($0, as: .text) }
    let by = keys.node("by").flatMap { self.word($0, .by) }
    let actor = keys.node("actor").flatMap { self.value($0, as: .text) }
    let duration = keys.node("for").flatMap { self.value($0, as: .duration) }
    let count = keys.node("count").flatMap { self.value($0, as: .number) }
    event?.oncePer = keys.node("once-per").flatMap { self.value($0, as: .text) }
    let text = keys.node("text").flatMap { self.value($0, as: .text) }
    keys.finish(into: &diagnostics)
    guard var event else { return }
    event.text = text
    (event.when, event.queue, event.agent) = (when, queue, agent)
    (event.by, event.actor, event.duration, event.count) = (by, actor, duration, count)
    definition.events.append(event)
  }

  private mutating func readFeedback(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "a feedback")
    let each = self.each(keys.node("each"))
    let about = keys.node("about").flatMap { self.value($0, as: .text) }
    let target = self.target(&keys)
    let instrument = keys.requiredNode("instrument").flatMap {
      self.vocabulary($0, Instrument.self)
    }
    let scale = keys.requiredNode("scale").flatMap { self.scale($0) }
    let direction = keys.word("direction", among: ["high-is-good", "low-is-good"])
    let score = keys.requiredNode("score").flatMap { self.value($0, as: .number) }
    let at = keys.requiredNode("at").flatMap { self.value($0, as: .instant) }
    let when = keys.node("when").flatMap { self.condition($0) }
    keys.finish(into: &diagnostics)
    guard let instrument, let scale, let score, let at else { return }
    definition.feedback.append(
      FeedbackDefinition(
        each: each, about: about, target: target, instrument: instrument, scale: scale,
        lowIsGood: direction == "low-is-good", score: score, at: at, when: when))
  }

  private mutating func scale(_ node: YAMLNode) -> ScaleDefinition? {
    let text = node.text ?? ""
    if text.hasPrefix("$") {
      let parameter = String(text.dropFirst())
      if let problem = unknownParameter(parameter, at: node) { diagnostics.append(problem) }
      return .parameter(parameter)
    }
    if let range = ScaleDefinition.range(of: text) { return .fixed(range) }
    diagnostics.append(node.problem(.c103, "'scale' must be two whole numbers such as 1..5"))
    return nil
  }

  private mutating func readProfile(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "a profile")
    let attributes = keys.requiredNode("attributes")
    keys.finish(into: &diagnostics)
    guard let attributes else { return }
    guard let entries = attributes.entries else {
      diagnostics.append(
        attributes.problem(.c103, "'attributes' must be a mapping of names to values"))
      return
    }
    for entry in entries {
      guard let value = self.value(entry.value, as: .text) else { continue }
      definition.attributes.append(AttributeDefinition(name: entry.key, value: value))
    }
  }

  private mutating func readChecks(_ node: YAMLNode) {
    guard let entries = node.entries else {
      diagnostics.append(node.problem(.c103, "'checks' must be a mapping"))
      return
    }
    for entry in entries {
      guard let check = Check(name: entry.key) else {
        diagnostics.append(
          entry.keyNode.problem(
            .a104, "there is no check '\(entry.key)'",
            help: Suggestion.help(for: entry.key, among: Check.names)))
        continue
      }
      let type: ValueType = check == .waitMs || check == .handleMs ? .duration : .number
      guard let value = self.value(entry.value, as: type) else { continue }
      definition.checks.append(CheckDefinition(check: check, value: value, type: type))
    }
  }

  private mutating func vocabulary<Word: Vocabulary>(_ node: YAMLNode, _: Word.Type) -> Word? {
    if let text = node.text, let word = Word(name: text) { return word }
    let text = node.text ?? ""
    diagnostics.append(
      node.problem(
        .a104, "'\(text)' is not in the vocabulary",
        help: Suggestion.help(for: text, among: Word.names)
          ?? "one of: " + Word.names.joined(separator: ", ")))
    return nil
  }
}
