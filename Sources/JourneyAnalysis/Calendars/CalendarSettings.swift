package import CivilTime
internal import JourneyModel

/// When whom customers write and call to is there, as configured under `calendars`.
package struct CalendarSettings: Equatable, Sendable {
  /// The calendars by their names; that named `default` applies where no other does.
  package var calendars: [String: BusinessCalendar] = [:]
  /// The names of calendars by queue, which go before those by channel.
  package var queues: [String: String] = [:]
  /// The names of calendars by channel name.
  package var channels: [String: String] = [:]
  /// How the time of a matter is counted that passed several calendars.
  package var clock = Clock.segmented

  /// No calendars: every hour counts.
  package init() {}

  /// How the time of a matter is counted that passed several calendars.
  @usableFromInline
  package enum Clock: UInt8, Vocabulary {
    /// Each part by the calendar of the queue it was in.
    case segmented
    /// All of it by the calendar of the queue it was in at the end, as Zendesk counts.
    case vendor

    package static let names = kebabNames()
  }
}

extension BusinessCalendar: MarkedAs {
  package var markedAs: Any { ([zone.identifier], hours, holidays) }
}

/// What is promised to customers, as configured under `targets`; times in milliseconds, counted
/// while the calendar of the queue is open.
package struct TargetSettings: Equatable, Sendable {
  /// What is promised of one kind.
  package struct Promise: Equatable, Sendable {
    /// By channel name; of tickets that of the channel they came from.
    package var channels: [String: Int64] = [:]
    /// By a word of priority, which goes before the channel.
    package var priorities: [String: Int64] = [:]

    package init() {}

    var isEmpty: Bool { channels.isEmpty && priorities.isEmpty }
  }

  /// The first human reply.
  package var firstResponse = Promise()
  /// Every later reply.
  package var nextReply = Promise()
  /// The last settlement of a ticket.
  package var resolution = Promise()

  /// Nothing is promised.
  package init() {}
}
