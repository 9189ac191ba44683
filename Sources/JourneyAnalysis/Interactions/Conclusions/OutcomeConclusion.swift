import JourneyModel

/// How an interaction came out.
///
/// What was merged into another interaction has none; else what the source itself states wins.
///
/// | where | rule | outcome |
/// |---|---|---|
/// | a status was observed | not settled | open |
/// | | settled without a word of an agent: by a bot · by the customer | contained · abandoned |
/// | | settled | handled |
/// | calls, chats, messages met live | answered or written to: over · not | handled · open |
/// | | voicemail left | voicemail |
/// | | not over | open |
/// | | called back, and not reached | missed |
/// | | asked to be called back | none: the callback is an interaction of its own |
/// | | queued, ended by the agent's side or system · by anyone else | missed · abandoned |
/// | | menu or bot only | contained |
/// | | neither queue nor menu | missed |
/// | everything else | | none |
enum OutcomeConclusion {
  /// The outcome; nil where no word of the vocabulary applies.
  ///
  /// `row` already carries the stated outcome, the status, the answer and the end.
  static func outcome(of row: InteractionRow, events: RowSlice<EventRow>) -> Outcome? {
    if row.isMerged { return nil }
    if let stated = row.outcome { return stated }
    if let isSettled = row.isSettledByStatus {
      return isSettled ? unserved(row, events) ?? .handled : .open
    }
    guard isLive(row.kind, events) else { return nil }
    if row.answeredAt != nil || isWrittenTo(row.kind, events) {
      return row.endedAt != nil || row.talkMilliseconds != nil ? .handled : .open
    }
    if happened(events, { $0 == .voicemail }) { return .voicemail }
    guard row.endedAt != nil else { return .open }
    if happened(events, { $0 == .callbackRequested }) {
      return happened(events) { $0 == .callbackAttempted } ? .missed : nil
    }
    if row.queued != nil {
      // A queue that gives up is followed by a hang-up of which nobody says who.
      let end = events.last { $0.activity == .ended && $0.by != nil }
      return end?.by == .agent || end?.by == .system ? .missed : .abandoned
    }
    return happened(events) { $0 == .ivrEntered || $0 == .ivrSelected || $0 == .botMessage }
      ? .contained : .missed
  }

  /// What a settled conversation came to in which nobody of the center wrote; nil for all others.
  private static func unserved(
    _ row: InteractionRow, _ events: RowSlice<EventRow>
  ) -> Outcome? {
    guard row.kind == .chat || row.kind == .message, row.answeredAt == nil,
      !isWrittenTo(row.kind, events)
    else { return nil }
    if happened(events, { $0 == .botMessage }) { return .contained }
    let closing = events.last { $0.activity == .status }
    return closing?.by == .customer ? .abandoned : nil
  }

  private static func happened(
    _ events: RowSlice<EventRow>, _ fits: (Activity) -> Bool
  ) -> Bool {
    events.contains { fits($0.activity) }
  }

  /// Whether somebody or something was to answer at once; a message may also be left like a letter.
  private static func isLive(_ kind: InteractionKind, _ events: RowSlice<EventRow>) -> Bool {
    switch kind {
    case .call, .chat: true
    case .message:
      happened(events) { $0 == .queued || $0 == .answered || $0 == .botMessage }
    case .ticket, .email, .visit, .social, .task: false
    }
  }

  /// Whether an agent wrote: not every chat system says when a chat was accepted.
  private static func isWrittenTo(
    _ kind: InteractionKind, _ events: RowSlice<EventRow>
  ) -> Bool {
    kind != .call
      && events.contains { $0.activity == .messageOut && ($0.by == .agent || $0.by == nil) }
  }
}
