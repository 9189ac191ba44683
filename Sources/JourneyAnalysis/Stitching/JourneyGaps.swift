package import JourneyModel

/// How far apart interactions may lie and still be one journey; milliseconds unless said
/// otherwise.
///
/// The defaults are those of `domain.md` D1. A gap is measured from the end of the earlier
/// interaction (its last event while it is open) to the start of the later; overlapping
/// interactions have the gap 0.
package struct JourneyGaps: Equatable, Sendable {
  /// Between interactions of which one names the other.
  package var explicit = 90 * Milliseconds.day
  /// From a menu, bot or web site to a human channel.
  package var selfServiceToAssisted = 30 * Milliseconds.minute
  /// Between interactions of which one has no known reason.
  package var unknownReason = 24 * Milliseconds.hour
  /// After a settled interaction, for contacts the customer begins: later ones are a new journey.
  package var resolved = 7 * Milliseconds.day
  /// After which silence decides how a journey ended.
  package var silence = 7 * Milliseconds.day
  /// From an interaction's end to a survey that names none.
  package var feedback = 72 * Milliseconds.hour
  /// The longest journey, from the first start to the last.
  package var maximumSpan = 120 * Milliseconds.day
  /// The most interactions of a journey.
  package var maximumInteractions = 200
  private var byChannel: [Int64]

  package init() {
    byChannel = Channel.allCases.map { channel in
      switch channel {
      case .email, .ticket: 7 * Milliseconds.day
      case .ivr, .bot, .web: 24 * Milliseconds.hour
      case .voice, .chat, .message, .social, .task, .other: 72 * Milliseconds.hour
      }
    }
  }

  /// The gap after an interaction of a channel, for equal reasons.
  package subscript(channel: Channel) -> Int64 { byChannel[Int(channel.rawValue)] }

  /// Sets the gap after an interaction of a channel, for equal reasons.
  package mutating func set(_ channel: Channel, milliseconds: Int64) {
    byChannel[Int(channel.rawValue)] = milliseconds
  }

  /// The longest gap between interactions of equal reasons on two channels.
  package func limit(from: Channel, to: Channel) -> Int64 {
    from.isSelfService && !to.isSelfService ? selfServiceToAssisted : self[from]
  }
}

extension Channel {
  /// Whether no human is met there.
  package var isSelfService: Bool { self == .ivr || self == .bot || self == .web }
}
