/// The types of the adapter language.
enum ValueType: Sendable, Equatable {
  /// A value of the record, whose text is read as the type its use needs.
  case unread
  case text, number, instant, duration, truth

  /// The type in a sentence.
  var noun: String {
    switch self {
    case .unread: "a value of the record"
    case .text: "a text"
    case .number: "a number"
    case .instant: "an instant"
    case .duration: "a duration"
    case .truth: "a condition"
    }
  }

  /// Whether a value of this type can be used where another is needed.
  ///
  /// A bare value of the record becomes a text, a number or an instant, but never a duration,
  /// whose unit nobody would know, and never a condition.
  func serves(as wanted: ValueType) -> Bool {
    if self == wanted || wanted == .unread { return true }
    if self == .text { return wanted == .instant }
    return self == .unread && (wanted == .text || wanted == .number || wanted == .instant)
  }

  /// The type of values that are compared or stand for each other.
  ///
  /// The first that does not come from the record; `unread` if all do.
  static func common(_ types: some Sequence<ValueType>) -> ValueType {
    types.first { $0 != .unread } ?? .unread
  }
}
