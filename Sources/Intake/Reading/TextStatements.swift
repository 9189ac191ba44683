internal import JourneyModel

/// Making features and reasons of fields and texts; the texts go no further unless they are kept.
extension RecordNormalizer {
  /// Looks at a hint; a text among them becomes a statement of its own.
  mutating func state(_ planned: PlannedHint) {
    guard applies(planned.when), let value = evaluate(planned.value).text else { return }
    guard planned.field.isText else { return finder.note(planned.field, value: value) }
    guard hasRoom() else { return }
    state(value, of: planned.field, ofEvent: false)
  }

  /// Looks at the fields of an event.
  mutating func note(_ event: RecordEncoder.Event) {
    if let queue = event.queue { finder.note(.queue, value: queue) }
    switch event.activity {
    case .ivrEntered, .ivrSelected, .ivrExited:
      if let choice = event.value { finder.note(.ivr, value: choice) }
    default: break
    }
  }

  /// States what is left of a text, which is the last event's if `ofEvent`.
  mutating func state(_ text: UnsafeRawBufferPointer, of field: ReasonField, ofEvent: Bool) {
    guard let role = field.role else { return }
    quotes.look(at: text)
    var statement = RecordEncoder.Text(role: role, signals: finder.note(field, text: text))
    let shingles = finder.shingles
    if keepsText, !ofEvent { statement.kept = text }
    guard keepsText || !shingles.isEmpty else { return }
    encoder.add(statement, shingles: shingles, ofLastEvent: ofEvent)
  }

  /// States the header and the reason a rule found, now that the whole record was looked at.
  mutating func stateReason() {
    if let header { encoder.set(header) }
    guard let decision = finder.decide(isStated: header?.reason != nil) else { return }
    let planned = plan.reasons[decision.rule]
    encoder.setReason(
      constants.bytes(planned.reason), rule: constants.bytes(planned.rule),
      ground: decision.ground)
  }

  /// States what the texts of an interaction quote; a record without one says nothing by it.
  mutating func stateQuotes() {
    guard let header else { return }
    let own = QuotedID.reference(header.nativeID)
    for target in quotes.found where target != own {
      // What only may be a link is no reason to reject a record.
      guard statementCount < RecordEncoder.maximumElements else { return }
      statementCount += 1
      encoder.add(Link(kind: .quotes, target: target))
    }
  }

  /// Whose words an event's text is: an agent's, a bot's or the system's if the record says so,
  /// else the customer's, at least possibly.
  static func field(of event: RecordEncoder.Event) -> ReasonField {
    switch (event.by, event.activity) {
    case (.agent, _), (.bot, _), (.system, _), (nil, .note), (nil, .botMessage): .reply
    default: .message
    }
  }
}
