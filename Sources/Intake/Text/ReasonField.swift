internal import JourneyModel

/// Where a rule for reasons looks: fields of the source, and texts that people wrote.
enum ReasonField: UInt8, Vocabulary {
  /// What the source itself states as the reason: every level, and all joined by " / ".
  case category
  /// What was chosen in the menu, or the flow that was passed.
  case ivr
  /// The agent's wrap-up code.
  case wrapUp
  case tag, queue, subject
  /// What the customer wrote, or somebody of whom the record does not say who it is.
  case message
  /// What was written with a score.
  case comment
  /// What an agent, a bot or the system wrote.
  case reply

  static let names = kebabNames()

  /// The field as one bit of a set.
  var bit: UInt16 { 1 << rawValue }

  /// Whether people write it freely.
  var isText: Bool { rawValue >= ReasonField.subject.rawValue }

  /// The fields that are texts, as a set.
  static let texts: UInt16 = allCases.filter(\.isText).reduce(0) { $0 | $1.bit }

  /// What a match weighs unless the file says otherwise: sources by trust (explicit form, menu,
  /// code, text), the subject above what follows it.
  var usualWeight: Int64 {
    switch self {
    case .category: 8
    case .ivr: 6
    case .wrapUp, .tag: 4
    case .queue, .subject: 3
    case .message, .comment: 2
    case .reply: 1
    }
  }

  /// Which text of a record it is; nil for fields.
  var role: TextRole? {
    switch self {
    case .subject: .subject
    case .message, .reply: .message
    case .comment: .comment
    default: nil
    }
  }
}
