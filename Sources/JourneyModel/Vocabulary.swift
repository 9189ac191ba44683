/// A closed list of words, each with a number that is stored and a name that is published.
///
/// Cases are only ever appended: the number of a stored word must keep its meaning. A vocabulary is
/// `@usableFromInline`, or comparing two of its words is a call in every other module.
package protocol Vocabulary:
  RawRepresentable<UInt8>, CaseIterable, Hashable, BitwiseCopyable, Sendable
{
  /// The names in case order: the case label in kebab-case.
  static var names: [String] { get }
}

extension Vocabulary {
  /// The name in datasets and configuration, such as `message-in`.
  package var name: String { Self.names[Int(rawValue)] }

  /// The word of that name; nil if the vocabulary has none.
  package init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  /// The names made of the case labels: `messageIn` is `message-in`.
  package static func kebabNames() -> [String] {
    allCases.map { word in
      String(describing: word).reduce(into: "") { name, letter in
        name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
      }
    }
  }
}

/// What an interaction is.
@usableFromInline
package enum InteractionKind: UInt8, Vocabulary {
  case call, chat, ticket, email, message, visit, social, task

  package static let names = kebabNames()
}

/// How the customer reached us.
@usableFromInline
package enum Channel: UInt8, Vocabulary {
  case voice, ivr, chat, bot, message, email, web, ticket, social, task, other

  package static let names = kebabNames()
}

/// Who began an interaction.
@usableFromInline
package enum Direction: UInt8, Vocabulary {
  case inbound, outbound

  package static let names = kebabNames()
}

/// Who did what an event tells.
@usableFromInline
package enum Party: UInt8, Vocabulary {
  case customer, agent, system, bot

  package static let names = kebabNames()
}

/// How an interaction came out.
@usableFromInline
package enum Outcome: UInt8, Vocabulary {
  case handled, abandoned, contained, missed, voicemail, open

  package static let names = kebabNames()
}

/// Whether the matter of an interaction was settled in it, where the source says so beside any
/// status: by a disposition, or by what the customer answered.
@usableFromInline
package enum Resolution: UInt8, Vocabulary {
  case unresolved, resolved

  package static let names = kebabNames()
}

/// An outcome and a resolution in the byte that records have for them.
enum StatedResult {
  /// The outcome and the resolution in one byte.
  ///
  /// The low four bits are the outcome, 15 without one; the high two are a resolution if they are
  /// 01 or 10. Without a resolution it is the outcome, or 255.
  static func byte(_ outcome: Outcome?, _ resolution: Resolution?) -> UInt8 {
    guard let resolution else { return outcome?.rawValue ?? .max }
    return (outcome?.rawValue ?? 15) | (resolution == .resolved ? 0x40 : 0x80)
  }

  /// The outcome in a byte.
  static func outcome(in byte: UInt8) -> Outcome? { Outcome(rawValue: byte & 15) }

  /// The resolution in a byte.
  static func resolution(in byte: UInt8) -> Resolution? {
    switch byte >> 6 {
    case 1: .resolved
    case 2: .unresolved
    default: nil
    }
  }
}

/// What an event says happened; the closed list of `adapters.md`.
///
/// At one instant events are ordered by the adapter's `order`, then by `rank`, then by native key.
@usableFromInline
package enum Activity: UInt8, Vocabulary {
  case visited, searched, viewedArticle
  case ivrEntered, ivrSelected, ivrFailed, ivrExited, authenticated
  case queued, answered, held, resumed, consulted, transferred, conferenced, ended, wrappedUp
  case voicemail
  case callbackRequested, callbackPromised, callbackAttempted
  case opened, messageIn, messageOut, note, botMessage, botFailed, handedOver, assigned, status
  case priority, merged, deleted
  case slaApplied, slaBreached
  case ordered, paid, converted, cancelled

  package static let names = kebabNames()

  /// Whether it says that the customer bought.
  package var isOrder: Bool { self == .ordered || self == .paid || self == .converted }

  /// The place among events of the same instant and order: beginnings first, endings last.
  package var rank: UInt8 {
    switch self {
    case .opened: 0
    case .ended: 250
    case .wrappedUp: 251
    case .transferred: 2
    default: 3 + rawValue
    }
  }
}

/// The states a ticket's `status` event may carry, as published in `value`.
@usableFromInline
package enum TicketStatus: UInt8, Vocabulary {
  case new, open, pending, onHold, solved, closed

  package static let names = kebabNames()

  /// Whether the matter counts as settled in this state.
  package var isSettled: Bool { self == .solved || self == .closed }
}

/// How one interaction refers to another.
@usableFromInline
package enum LinkKind: UInt8, Vocabulary {
  /// The same interaction, told as several records (a transferred call's next contact id).
  case legOf
  case continues, callbackOf, followUpOf, mergedInto, about
  /// A text of the interaction quotes what may be the id of another (`QuotedID`).
  case quotes

  package static let names = kebabNames()

  /// The kinds that adapters state; quotes are found in texts.
  package static let stated = allCases.filter { $0 != .quotes }
}

/// A kind of identifier.
@usableFromInline
package enum TokenKind: UInt8, Vocabulary {
  case customer, account, email, phone, device, cookie, social

  package static let names = kebabNames()

  /// How far such an identifier may be trusted to mean one person.
  @inlinable package var strength: TokenStrength {
    switch self {
    case .customer, .account: .uniqueStrong
    case .email, .social: .strong
    case .phone, .device: .sharedProne
    case .cookie: .weak
    }
  }

  /// Whether it names a machine, which one person uses unless it meets several.
  @inlinable package var isDevice: Bool { self == .device || self == .cookie }
}

/// Identifier classes of identity resolution, strongest first (`domain.md` D2).
@usableFromInline
package enum TokenStrength: UInt8, Comparable, Sendable {
  /// Two different values of one namespace are two customers.
  case uniqueStrong
  /// Bridges interactions of one customer.
  case strong
  /// Bridges unless it meets several customers.
  case sharedProne
  /// Bridges like one that people share, and names nobody: who has no other one is anonymous.
  case weak

  /// Orders stronger classes first.
  @inlinable
  package static func < (left: TokenStrength, right: TokenStrength) -> Bool {
    left.rawValue < right.rawValue
  }
}
