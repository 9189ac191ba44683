internal import JourneyModel

/// Making the statements of a record.
extension RecordNormalizer {
  /// States the interaction's header; nothing without kind and id.
  mutating func stateInteraction() {
    guard let planned = plan.interaction else { return }
    let name = evaluate(planned.id)
    // Without it the record would be about another interaction.
    if name.kind == .lost { return fail(.i216, planned.id) }
    guard let kind: InteractionKind = word(planned.kind), let id = name.text,
      !WrittenIdentifier.isNothing(id)
    else { return }
    let reference = planned.namers[Int(kind.rawValue)].reference(id)
    interactionReference = reference
    statesSomething = true
    var header = RecordEncoder.Header(kind: kind, reference: reference, nativeID: id)
    header.channel = word(planned.channel)
    header.origin = word(planned.origin)
    header.direction = word(planned.direction)
    header.outcome = word(planned.outcome)
    header.resolution = word(planned.resolved)
    header.queue = label(planned.queue)
    header.agent = label(planned.agent)
    header.team = label(planned.team)
    header.reason = joined(planned.reason)
    self.header = header
    if let queue = header.queue { finder.note(.queue, value: queue) }
    guard let reason = header.reason else { return }
    finder.note(.category, value: reason)
    guard planned.reason.count > 1 else { return }
    for level in planned.reason {
      if let text = label(level) { finder.note(.category, value: text) }
    }
  }

  /// States attributes and the vendor's counters.
  mutating func stateProfile() {
    for attribute in plan.attributes {
      guard let value = label(attribute.value) else { continue }
      encoder.addAttribute(
        name: constants.bytes(attribute.name), value: value)
      statesSomething = true
    }
    for check in plan.checks {
      let value = evaluate(check.value)
      if value.exists { encoder.add(CheckValue(check: check.check, value: value.number)) }
    }
  }

  /// Makes the statements of one element and of the arrays inside it.
  mutating func stateElement(of number: Int32) {
    let scope = memory.scopes[number]
    for index in scope.identifiers { state(memory.identifiers[index]) }
    for index in scope.links { state(memory.links[index]) }
    for index in scope.hints { state(memory.hints[index]) }
    for index in scope.events { state(memory.events[index], number: index) }
    for index in scope.feedback { state(memory.feedback[index]) }
    // Scopes are numbered parents first, so children follow.
    var child = number + 1
    while child < memory.scopes.count {
      if memory.scopes[child].parent == number {
        if memory.scopes[child].elementSlot == FieldPlan.none {
          iterate(scope: child)
        } else {
          iterateColumns(scope: child)
        }
      }
      child += 1
    }
  }

  private mutating func state(_ planned: PlannedIdentifier) {
    guard applies(planned.when) else { return }
    forEachName(of: planned.value) { $0.state($1, as: planned) }
  }

  private mutating func state(_ text: UnsafeRawBufferPointer, as planned: PlannedIdentifier) {
    guard let token = mint.token(text, form: Int(planned.form)) else {
      if mint.isMalformed(text, form: Int(planned.form)) {
        note(.malformedIdentifier, planned.value)
      }
      return
    }
    guard hasRoom() else { return }
    encoder.add(token)
    mint.lastIdentifier.withUnsafeBytes { encoder.order(byIdentifier: $0) }
    statesSomething = true
  }

  /// Counts a value that does not fit under the column or path a program reads.
  mutating func note(_ kind: ReadingNotes.Kind, _ program: Int32) {
    if isReadAgain { return }
    notes.add(ReadingNotes.Note(kind, subject: plan.column(of: program)))
  }

  /// The text of a name; nil, and counted, if its digits are lost.
  private mutating func name(_ program: Int32) -> UnsafeRawBufferPointer? {
    let value = evaluate(program)
    if value.kind == .lost { note(.lostDigits, program) }
    return value.text.flatMap { WrittenIdentifier.isNothing($0) ? nil : $0 }
  }

  /// The name of an interaction by its id, in the system that the record says, else in the known
  /// one; nil without either.
  private mutating func reference(
    _ id: UnsafeRawBufferPointer, in target: Int32
  ) -> InteractionReference? {
    let planned = plan.targets[Int(target)]
    if let system = name(planned.said) {
      return planned.naming.namer(of: String(decoding: system, as: UTF8.self)).reference(id)
    }
    return planned.known?.reference(id)
  }

  private mutating func state(_ planned: PlannedLink) {
    guard applies(planned.when), let id = name(planned.id), hasRoom(),
      let target = reference(id, in: planned.target)
    else { return }
    encoder.add(Link(kind: planned.kind, target: target))
  }

  private mutating func state(_ planned: PlannedEvent, number: Int) {
    guard applies(planned.when) else { return }
    let at = evaluate(planned.at)
    guard at.kind == .instant else { return }
    var event = RecordEncoder.Event(
      activity: planned.activity, at: Instant(microseconds: at.number))
    event.queue = label(planned.queue)
    event.agent = label(planned.agent)
    event.value = label(planned.value)
    guard !Self.isEmptyObservation(event), !isRepeated(planned, number), hasRoom() else { return }
    if planned.scope == 0 { times.note(at.number) }
    event.by = word(planned.by)
    if event.by == nil, let actor = evaluate(planned.actor).text {
      event.actor = mint.token(actor, form: Int(planned.actorForm))?.hash
      encoder.order(byIdentifier: actor)
    }
    let duration = evaluate(planned.duration)
    if duration.exists { event.durationMilliseconds = duration.number }
    let count = evaluate(planned.count)
    if count.exists { event.count = Int32(clamping: count.number) }
    // What is summed up later must not come near the end of numbers.
    guard !duration.exists || Self.believedDurations.contains(duration.number) else {
      return fail(.i220, planned.duration)
    }
    guard !count.exists || (0...Self.mostTimes).contains(count.number) else {
      return fail(.i220, planned.count)
    }
    note(event)
    guard let text = evaluate(planned.text).text else { return encoder.add(event) }
    if keepsText, event.value == nil { event.value = text }
    encoder.add(event)
    state(text, of: Self.field(of: event), ofEvent: true)
  }

  /// Twenty years in milliseconds, longer than anything an event tells of.
  private static let longestDuration: Int64 = 20 * 366 * 86_400_000
  /// Clocks may have run backwards.
  private static let believedDurations = -longestDuration...longestDuration

  /// How often at most something happened in what one event tells.
  private static let mostTimes: Int64 = 1_000_000

  /// Whether the event was stated for the value of its `once-per` before; null is a value, too.
  private mutating func isRepeated(_ planned: PlannedEvent, _ number: Int) -> Bool {
    guard planned.oncePer != FieldPlan.none else { return false }
    var hasher = StableHasher(domain: "once-per")
    hasher.combine(UInt64(number))
    if let text = evaluate(planned.oncePer).text { hasher.combine(bytes: text) }
    return !statedOnce.insert(hasher.finalize()).inserted
  }

  /// An observation that observes nothing is silence.
  private static func isEmptyObservation(_ event: RecordEncoder.Event) -> Bool {
    switch event.activity {
    case .assigned: event.queue == nil && event.agent == nil
    case .status, .priority: event.value == nil
    default: false
    }
  }

  private mutating func state(_ planned: PlannedFeedback) {
    guard applies(planned.when) else { return }
    let score = evaluate(planned.score)
    let at = evaluate(planned.at)
    guard score.exists, at.kind == .instant, hasRoom() else { return }
    let low = Int64(planned.scale.lowerBound) * 1000
    let high = Int64(planned.scale.upperBound) * 1000
    guard score.number >= low, score.number <= high else { return fail(.i215, planned.score) }
    var about = planned.about == FieldPlan.none ? interactionReference : nil
    if let id = name(planned.about) { about = reference(id, in: planned.target) }
    encoder.add(
      FeedbackStatement(
        about: about, instrument: planned.instrument, scoreMilli: score.number,
        scale: planned.scale, lowIsGood: planned.lowIsGood,
        at: Instant(microseconds: at.number)))
    statesSomething = true
  }

  /// Whether one more statement fits: `each` may find more elements than a record can hold.
  mutating func hasRoom() -> Bool {
    statementCount += 1
    if statementCount <= RecordEncoder.maximumElements { return true }
    fail(.i206, FieldPlan.none)
    return false
  }

  // MARK: Values

  mutating func applies(_ condition: Int32) -> Bool {
    condition == FieldPlan.none || evaluate(condition).holds
  }

  /// The word of a vocabulary a program gives.
  private mutating func word<Word: Vocabulary>(_ program: Int32) -> Word? {
    let value = evaluate(program)
    guard value.kind == .text, value.number >= 0 else { return nil }
    return Word(rawValue: UInt8(truncatingIfNeeded: value.number))
  }

  /// The texts that exist, joined by " / "; nil if none does.
  private mutating func joined(_ programs: [Int32]) -> UnsafeRawBufferPointer? {
    var all: UnsafeRawBufferPointer?
    for program in programs {
      guard let text = label(program) else { continue }
      all = all.map { joined($0, " / ", text) } ?? text
    }
    return all
  }
}
