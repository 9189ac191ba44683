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
  package var selfServiceToAssisted = 24 * Milliseconds.hour
  /// After an interaction that settled nothing, where the reason of one of the two is not known.
  package var unknownReason = 72 * Milliseconds.hour
  /// After an interaction that settled nothing, for compatible reasons.
  package var unsettled = 13 * Milliseconds.day
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
      case .ivr, .bot, .web: 24 * Milliseconds.hour
      case .email, .ticket, .voice, .chat, .message, .social, .task, .other:
        7 * Milliseconds.day
      }
    }
  }

  /// The gaps that a configuration sets by name, beside those of channels.
  package static let names = [
    "explicit-gap", "resolved-gap", "unsettled-gap", "unknown-reason-gap", "self-service-gap",
  ]

  /// Sets a gap by its name.
  package mutating func set(_ name: String, milliseconds: Int64) {
    switch name {
    case "explicit-gap": explicit = milliseconds
    case "resolved-gap": resolved = milliseconds
    case "unsettled-gap": unsettled = milliseconds
    case "unknown-reason-gap": unknownReason = milliseconds
    case "self-service-gap": selfServiceToAssisted = milliseconds
    default: preconditionFailure("there is no such gap")
    }
  }

  /// The gap after a settled interaction of a channel, for compatible reasons.
  package subscript(channel: Channel) -> Int64 { byChannel[Int(channel.rawValue)] }

  /// Sets the gap after a settled interaction of a channel, for compatible reasons.
  package mutating func set(_ channel: Channel, milliseconds: Int64) {
    byChannel[Int(channel.rawValue)] = milliseconds
  }

  /// The longest gap between interactions of compatible reasons.
  package func limit(from earlier: InteractionRow, to later: InteractionRow) -> Int64 {
    if earlier.channel.isSelfService {
      return later.channel.isSelfService ? self[earlier.channel] : selfServiceToAssisted
    }
    return earlier.isSettled ? self[earlier.channel] : max(self[earlier.channel], unsettled)
  }
}

extension Channel {
  /// Whether no human is met there.
  package var isSelfService: Bool { self == .ivr || self == .bot || self == .web }
}
