import JourneyModel

/// How an interaction came out.
///
/// What the source itself states wins.
///
/// | where | rule | outcome |
/// |---|---|---|
/// | a status was observed | settled · not | handled · open |
/// | calls, chats, messages met live | answered or written to: over · not | handled · open |
/// | | voicemail left | voicemail |
/// | | not over | open |
/// | | asked to be called back | none: the callback is an interaction of its own |
/// | | queued, ended by the agent's side · by anyone else | missed · abandoned |
/// | | menu or bot only | contained |
/// | | neither queue nor menu | missed |
/// | everything else | | none |
enum OutcomeConclusion {
  /// The outcome; nil where no word of the vocabulary applies.
  ///
  /// `row` already carries the stated outcome, the answer and the end.
  static func outcome(
    of row: Interaction, events: [LegEvent], history: StatusHistory
  ) -> Outcome? {
    if let stated = row.outcome { return stated }
    if let isSettled = history.isSettled { return isSettled ? .handled : .open }
    let happened = Set(events.map(\.activity))
    guard isLive(row.kind, happened) else { return nil }
    if row.answeredAt != nil || isWrittenTo(row.kind, events) {
      return row.endedAt != nil || row.talkMilliseconds != nil ? .handled : .open
    }
    if happened.contains(.voicemail) { return .voicemail }
    guard row.endedAt != nil else { return .open }
    if happened.contains(.callbackRequested) { return nil }
    if happened.contains(.queued) { return endedByAgent(events) ? .missed : .abandoned }
    return happened.isDisjoint(with: [.ivrEntered, .ivrSelected, .botMessage])
      ? .missed : .contained
  }

  /// Whether somebody or something was to answer at once; a message may also be left like a letter.
  private static func isLive(_ kind: InteractionKind, _ happened: Set<Activity>) -> Bool {
    switch kind {
    case .call, .chat: true
    case .message: !happened.isDisjoint(with: [.queued, .answered, .botMessage])
    case .ticket, .email, .visit, .social, .task: false
    }
  }

  /// Whether an agent wrote: not every chat system says when a chat was accepted.
  private static func isWrittenTo(_ kind: InteractionKind, _ events: [LegEvent]) -> Bool {
    kind != .call
      && events.contains { $0.activity == .messageOut && [.agent, nil].contains($0.statement.by) }
  }

  private static func endedByAgent(_ events: [LegEvent]) -> Bool {
    events.last { $0.activity == .ended }?.statement.by == .agent
  }
}
