import JourneyModel

/// Judges what is promised to customers, contact by contact.
final class Promises: Sendable {
  private let kinds: [BoundPromise]

  /// What is promised of one kind, for rows whose symbols are those of a run.
  private struct BoundPromise {
    let channels: [Int64?]
    let priorities: [Symbol: Int64]

    init(_ promise: TargetSettings.Promise, words: Words) {
      channels = Channel.allCases.map { promise.channels[$0.name] }
      var priorities: [Symbol: Int64] = [:]
      for (word, target) in promise.priorities {
        let symbol = words.symbol(of: word)
        if !symbol.isNone { priorities[symbol] = target }
      }
      self.priorities = priorities
    }
  }

  /// The promises of settings; nil if there are none.
  init?(_ settings: TargetSettings, words: Words) {
    let promises = [settings.firstResponse, settings.nextReply, settings.resolution]
    if promises.allSatisfy(\.isEmpty) { return nil }
    kinds = promises.map { BoundPromise($0, words: words) }
  }

  /// The time promised of a contact, in milliseconds; nil if none is.
  ///
  /// The priority is that at the instant the promise was made: a later one changes no promise.
  fileprivate func target(
    _ kind: Promise.Kind, of contact: Contact, at instant: Instant
  ) -> Int64? {
    let promise = kinds[Int(kind.rawValue)]
    if !promise.priorities.isEmpty,
      let target = promise.priorities[contact.priority(at: instant)]
    {
      return target
    }
    let row = contact.row
    let written = row.isLive ? nil : row.origin.flatMap { promise.channels[Int($0.rawValue)] }
    return written ?? promise.channels[Int(row.channel.rawValue)]
  }
}

/// Something that was promised in a contact, and what became of it.
struct Promise {
  /// What is promised.
  enum Kind: UInt8, CaseIterable {
    case firstResponse, nextReply, resolution
  }

  var kind: Kind
  /// Since when the time counts.
  var since: Instant
  /// The time promised, in milliseconds of open hours.
  var target: Int64
  /// The instant at which that time has passed.
  var due: Instant
  /// When it was done; nil if it has not been.
  var done: Instant?
  /// What the customer wrote and what answered it, of a next reply.
  var asked: EventRow?
  var answer: EventRow?

  /// Whether it is known as of an instant if it was kept; nil while there is time.
  func isKept(asOf now: Instant) -> Bool? {
    if let done { return done <= due }
    return now > due ? false : nil
  }
}

extension Contact {
  /// Calls `body` with everything that was promised in it, in the order of kinds.
  ///
  /// The first response counts from the start, the next reply from what the customer wrote after a
  /// reply, the resolution of a ticket from its start to its last settlement. What was given up or
  /// closed without a reply waits for none.
  func forEachPromise(_ body: (Promise) -> Void) {
    guard let promises = frame.pointee.promises, isCustomerContact else { return }
    if row.firstResponseMilliseconds != nil || (row.isOpen && row.answeredAt == nil) {
      let done = row.firstResponseMilliseconds.map { row.startedAt.adding(milliseconds: $0) }
      promise(.firstResponse, since: row.startedAt, done: done, promises).map(body)
    }
    var turns = Turns()
    for event in events {
      guard let asked = turns.next(event) else { continue }
      if let promise = nextReply(to: asked, event, promises) { body(promise) }
    }
    if row.isOpen, let asked = turns.open, let promise = nextReply(to: asked, nil, promises) {
      body(promise)
    }
    guard let isSettled = row.isSettledByStatus, !row.isMerged else { return }
    promise(
      .resolution, since: row.startedAt, done: isSettled ? row.endedAt : nil, promises
    ).map(body)
  }

  private func nextReply(
    to asked: EventRow, _ answer: EventRow?, _ promises: Promises
  ) -> Promise? {
    var promise = promise(.nextReply, since: asked.at, done: answer?.at, promises)
    promise?.asked = asked
    promise?.answer = answer
    return promise
  }

  private func promise(
    _ kind: Promise.Kind, since: Instant, done: Instant?, _ promises: Promises
  ) -> Promise? {
    guard let target = promises.target(kind, of: self, at: since) else { return nil }
    return Promise(
      kind: kind, since: since, target: target,
      due: instant(afterWorking: target, from: since), done: done)
  }

  /// The priority at an instant: the last stated up to it, else the first that is.
  fileprivate func priority(at instant: Instant) -> Symbol {
    var found = Symbol.none
    for event in events where event.activity == .priority && !event.value.isNone {
      if event.at > instant, !found.isNone { break }
      found = event.value
      if event.at > instant { break }
    }
    return found
  }
}

/// Pairs what the customer wrote after a reply with the next reply.
struct Turns {
  private var isAnswered = false
  private var asked: EventRow?

  /// What the customer wrote last and nobody answered, after a first reply.
  var open: EventRow? { asked }

  /// What an event answers, if it is a reply; the first reply answers nothing.
  mutating func next(_ event: EventRow) -> EventRow? {
    if event.activity == .messageIn, isAnswered, asked == nil, !event.signals.contains(.thanks) {
      asked = event
    }
    guard event.isAgentMessage else { return nil }
    isAnswered = true
    defer { asked = nil }
    return asked
  }
}
