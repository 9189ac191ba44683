/// What is left of a text when the text itself is dropped.
package struct TextFeatures: Hashable, Sendable {
  /// The lexicon's signals found in it.
  package var signals: TextSignals
  /// Keyed hashes of its word triples: the smallest ones, sorted, distinct.
  ///
  /// Two texts that share them share words in order; the words cannot be read from them.
  package var shingles: [UInt64]

  /// Features of known parts.
  package init(signals: TextSignals, shingles: [UInt64]) {
    self.signals = signals
    self.shingles = shingles
  }

  /// Orders by signals, then by shingles: a total order, for ties.
  package func precedes(_ other: TextFeatures) -> Bool {
    if signals != other.signals { return signals.mask < other.signals.mask }
    return shingles.lexicographicallyPrecedes(other.shingles)
  }

  /// The most shingles one text keeps; the smallest hashes of a text are a fair sample of it.
  package static let maximumShingles = 64
}

/// What a lexicon listens for in what people write.
@usableFromInline
package enum TextSignal: UInt8, Vocabulary {
  /// "For the third time", "I already told you": the customer repeats the matter.
  case repeated
  /// "Still not", "again": the same, if it comes with another one.
  case repeatedWeakly
  /// "Thank you", "that worked": the customer is content.
  case thanks
  /// "Your manager", "complaint", "lawyer".
  case escalation
  /// "Cancel my contract", "unsubscribe": the customer wants to leave.
  case cancellation
  /// "Where is", "any update".
  case statusChase
  /// "Please call us": another channel is asked for.
  case redirection

  package static let names = kebabNames()
}

/// A set of signals.
package struct TextSignals: Hashable, BitwiseCopyable, Sendable {
  /// One bit for each signal, by its number.
  package var mask: UInt16

  /// The signals of a mask.
  package init(mask: UInt16 = 0) { self.mask = mask }

  /// Whether a signal was found.
  package func contains(_ signal: TextSignal) -> Bool { mask & (1 << signal.rawValue) != 0 }

  package mutating func insert(_ signal: TextSignal) { mask |= 1 << signal.rawValue }

  /// The signals found, in vocabulary order.
  package var all: [TextSignal] { TextSignal.allCases.filter(contains) }
}

/// Which text of a record is meant.
@usableFromInline
package enum TextRole: UInt8, Vocabulary {
  case subject, message, comment

  package static let names = kebabNames()
}

/// A text of a record that belongs to none of its events.
package struct TextStatement: Hashable, Sendable {
  /// Which text it is.
  package var role: TextRole
  /// What is left of it.
  package var features: TextFeatures
  /// The text itself; nil unless the configuration keeps texts.
  package var kept: String?

  /// A text of known parts.
  package init(role: TextRole, features: TextFeatures, kept: String? = nil) {
    self.role = role
    self.features = features
    self.kept = kept
  }
}

/// A reason that a rule found in a record.
package struct DerivedReason: Hashable, Sendable {
  /// The reason, levels joined by " / ".
  package var reason: String
  /// The name of the rule.
  package var rule: String
  /// What the rule found it in.
  package var ground: ReasonGround

  /// A reason of a rule.
  package init(reason: String, rule: String, ground: ReasonGround) {
    self.reason = reason
    self.rule = rule
    self.ground = ground
  }
}

/// What a reason rests on, weakest first.
@usableFromInline
package enum ReasonGround: UInt8, Vocabulary {
  /// Words somebody wrote, such as a subject or a message.
  case text
  /// Queue, tag, wrap-up code or the way through the menu.
  case fields
  /// The category the source states; such a rule takes the place of what is stated.
  case category

  package static let names = kebabNames()
}
