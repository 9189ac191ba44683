/// A contact's wait for, and time with, the agents of one queue.
package struct QueueVisit: Equatable {
  package let channel: String
  /// The queue; nil where an agent answered without one.
  package let queue: String?
  /// When it was offered: it entered the queue, or was answered without one.
  package let offered: Int64
  /// Whether an agent answered it.
  package var isAnswered = false
  /// Whether the contact ended in the queue, and did not ask for a callback or leave a message.
  package var isAbandoned = false
  /// The time agents had it, with the work afterwards; nil while it is not over.
  package var handled: Int64?
}

/// Follows one contact from queue to queue, event by event in order.
///
/// A visit begins when the contact enters a queue, unless it waits in that very queue already, or
/// is answered without having entered one. It is with an agent from an answer until it ends, is
/// passed on or enters the next queue; work afterwards belongs to the queue that answered last.
package struct QueueVisits {
  /// The visits so far, in order.
  package private(set) var visits: [QueueVisit] = []
  /// Since when an agent has the contact, in microseconds; nil while none has.
  private var talkStart: Int64?
  private var lastAnswered: Int?

  /// The activities that `follow` understands.
  static let activities = [
    "queued", "answered", "transferred", "ended", "wrapped-up", "voicemail", "callback-requested",
    "callback-promised",
  ]

  /// Whether a callback was asked for, or a message left, since the last visit began.
  private var hasAskedOtherwise = false

  /// A contact of which nothing is known yet.
  package init() {}

  /// An event of the contact.
  package struct Event {
    let activity: String
    let microseconds: Int64
    let channel: String
    let queue: String?
    let milliseconds: Int64?

    /// An event of known parts: the columns of the dataset.
    package init(
      _ activity: String, at microseconds: Int64, of stream: Stream, lasting milliseconds: Int64?
    ) {
      self.activity = activity
      self.microseconds = microseconds
      channel = stream.channel
      queue = stream.queue
      self.milliseconds = milliseconds
    }
  }

  /// Where contacts come in: a channel and a queue.
  package struct Stream {
    let channel: String
    let queue: String?

    /// A stream of known parts.
    package init(channel: String, queue: String?) {
      self.channel = channel
      self.queue = queue
    }
  }

  /// Takes the next event.
  package mutating func follow(_ event: Event) {
    switch event.activity {
    case "queued": enterQueue(event)
    case "answered": answer(event)
    case "transferred": endTalk(at: event.microseconds)
    case "ended": end(at: event.microseconds)
    case "wrapped-up":
      if let lastAnswered { visits[lastAnswered].handled? += event.milliseconds ?? 0 }
    default: if isWaiting { hasAskedOtherwise = true }
    }
  }

  private var isWaiting: Bool { visits.last.map { !$0.isAnswered } ?? false }

  private mutating func enterQueue(_ event: Event) {
    endTalk(at: event.microseconds)
    if isWaiting, visits.last?.queue == event.queue { return }
    begin(event)
  }

  private mutating func answer(_ event: Event) {
    if visits.isEmpty { begin(event) }
    visits[visits.count - 1].isAnswered = true
    visits[visits.count - 1].isAbandoned = false
    lastAnswered = visits.count - 1
    talkStart = talkStart ?? event.microseconds
  }

  private mutating func begin(_ event: Event) {
    hasAskedOtherwise = false
    visits.append(
      QueueVisit(channel: event.channel, queue: event.queue, offered: event.microseconds))
  }

  private mutating func endTalk(at instant: Int64) {
    guard let talkStart, let lastAnswered else { return }
    visits[lastAnswered].handled =
      (visits[lastAnswered].handled ?? 0) + (instant - talkStart) / 1000
    self.talkStart = nil
  }

  private mutating func end(at instant: Int64) {
    endTalk(at: instant)
    if isWaiting, !hasAskedOtherwise { visits[visits.count - 1].isAbandoned = true }
  }
}
