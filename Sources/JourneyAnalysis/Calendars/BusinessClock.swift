import CivilTime
import JourneyModel

/// Counts time as the calendars of queues and channels say, for rows whose symbols are those of a
/// run.
final class BusinessClock: Sendable {
  private let queues: [Symbol: BusinessCalendar]
  private let channels: [BusinessCalendar?]
  private let clock: CalendarSettings.Clock

  /// The clock of settings; nil without any calendar.
  init?(_ settings: CalendarSettings, words: Words) {
    if settings.calendars.isEmpty { return nil }
    var queues: [Symbol: BusinessCalendar] = [:]
    for (queue, name) in settings.queues {
      let symbol = words.symbol(of: queue)
      if !symbol.isNone { queues[symbol] = settings.calendars[name] }
    }
    self.queues = queues
    channels = Channel.allCases.map { channel in
      settings.calendars[settings.channels[channel.name] ?? "default"]
    }
    clock = settings.clock
  }

  /// The calendar of a queue, else of a channel; nil where every hour counts.
  func calendar(_ queue: Symbol, _ channel: Channel) -> BusinessCalendar? {
    queues[queue] ?? channels[Int(channel.rawValue)]
  }

  /// The milliseconds between two instants of a contact in which its queues were open.
  func milliseconds(from start: Instant, until end: Instant, of contact: Contact) -> Int64 {
    var sum: Int64 = 0
    forEachPart(of: contact, from: start, until: end) { calendar, from, until in
      sum +=
        calendar?.openMicroseconds(from: from.microseconds, until: until.microseconds)
        ?? until.microseconds - from.microseconds
      return true
    }
    return sum / 1000
  }

  /// When so many milliseconds in which a contact's queues are open have passed since an instant.
  ///
  /// Where that is never, the end of time.
  func instant(after milliseconds: Int64, from start: Instant, of contact: Contact) -> Instant {
    var rest = milliseconds * 1000
    var found: Instant?
    forEachPart(of: contact, from: start, until: nil) { calendar, from, until in
      let open =
        until == .endOfTime
        ? rest
        : calendar?.openMicroseconds(from: from.microseconds, until: until.microseconds)
          ?? until.microseconds - from.microseconds
      guard open >= rest else {
        rest -= open
        return true
      }
      let reached =
        if let calendar { calendar.instant(after: rest, from: from.microseconds) } else {
          from.microseconds + rest
        }
      found = reached.map(Instant.init(microseconds:))
      return false
    }
    return found ?? .endOfTime
  }

  /// Calls `body` with the parts of a time in which one calendar counts, until it says no.
  private func forEachPart(
    of contact: Contact, from start: Instant, until end: Instant?,
    _ body: (BusinessCalendar?, Instant, Instant) -> Bool
  ) {
    let channel = contact.row.channel
    let end = end ?? .endOfTime
    guard start < end else { return }
    if clock == .vendor || queues.isEmpty {
      _ = body(calendar(queue(of: contact, at: end), channel), start, end)
      return
    }
    var (queue, since) = (queue(of: contact, at: start), start)
    for event in contact.events where event.namesQueue && event.at > start {
      guard event.at < end else { break }
      if event.queue == queue { continue }
      guard body(calendar(queue, channel), since, event.at) else { return }
      (queue, since) = (event.queue, event.at)
    }
    _ = body(calendar(queue, channel), since, end)
  }

  /// The queue a contact was in at an instant: that of the last event up to it that names one, else
  /// of the first that does, else the contact's own.
  private func queue(of contact: Contact, at instant: Instant) -> Symbol {
    var found = Symbol.none
    for event in contact.events where event.namesQueue {
      if event.at > instant, !found.isNone { break }
      found = event.queue
      if event.at > instant { break }
    }
    return found.or(contact.row.queue)
  }
}

extension EventRow {
  /// Whether it says in which queue the matter is from then on.
  fileprivate var namesQueue: Bool { !queue.isNone }
}

extension Contact {
  /// Whether any calendar is configured.
  var hasCalendar: Bool { frame.pointee.clock != nil }

  /// The milliseconds between two of its instants in which its queues were open; all of them
  /// without calendars.
  func workingMilliseconds(from start: Instant, until end: Instant) -> Int64 {
    frame.pointee.clock?.milliseconds(from: start, until: end, of: self)
      ?? end.milliseconds(since: start)
  }

  /// When so many of them have passed since an instant.
  func instant(afterWorking milliseconds: Int64, from start: Instant) -> Instant {
    frame.pointee.clock?.instant(after: milliseconds, from: start, of: self)
      ?? start.adding(milliseconds: milliseconds)
  }

  /// The calendar of its first queue or its channel; nil where every hour counts.
  var firstCalendar: BusinessCalendar? {
    frame.pointee.clock?.calendar((firstQueued?.queue ?? .none).or(row.queue), row.channel)
  }
}

extension Instant {
  /// The last moment that is believed.
  static let endOfTime = Instant(microseconds: Instant.believed.upperBound)
}
