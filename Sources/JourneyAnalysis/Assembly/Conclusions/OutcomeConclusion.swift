import JourneyModel

/// How an interaction came out.
///
/// What the source itself states wins.
///
/// | where | rule | outcome |
/// |---|---|---|
/// | a status was observed | settled · not | handled · open |
/// | calls and chats | answered and over · answered | handled · open |
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
    guard row.kind == .call || row.kind == .chat else { return nil }
    let happened = Set(events.map(\.activity))
    if row.answeredAt != nil {
      return row.endedAt != nil || row.talkMilliseconds != nil ? .handled : .open
    }
    if happened.contains(.voicemail) { return .voicemail }
    guard row.endedAt != nil else { return .open }
    if happened.contains(.callbackRequested) { return nil }
    if happened.contains(.queued) { return endedByAgent(events) ? .missed : .abandoned }
    return happened.isDisjoint(with: [.ivrEntered, .ivrSelected, .botMessage])
      ? .missed : .contained
  }

  private static func endedByAgent(_ events: [LegEvent]) -> Bool {
    events.last { $0.activity == .ended }?.statement.by == .agent
  }
}
