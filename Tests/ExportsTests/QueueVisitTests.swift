import Exports
import Testing

/// What a contact asks of queues, from its events.
@Suite struct QueueVisitTests {
  /// The visits of events written as `activity second queue`, work afterwards lasting 30 s.
  private func visits(_ events: String...) throws -> [QueueVisit] {
    var visits = QueueVisits()
    for event in events {
      let words = event.split(separator: " ").map(String.init)
      let stream = QueueVisits.Stream(
        channel: "voice", queue: words.count > 2 ? words[2] : nil)
      let second = try #require(Int64(words[1]))
      visits.follow(
        QueueVisits.Event(
          words[0], at: second * 1_000_000, of: stream,
          lasting: words[0] == "wrapped-up" ? 30_000 : nil))
    }
    return visits.visits
  }

  /// A visit in short: queue, second, then a for answered, x for abandoned, and handled seconds.
  private func text(_ visits: [QueueVisit]) -> [String] {
    visits.map {
      "\($0.queue ?? "-") \($0.offered / 1_000_000) \($0.isAnswered ? "a" : "")"
        + "\($0.isAbandoned ? "x" : "")\($0.handled.map { "\($0 / 1000)" } ?? "")"
    }
  }

  @Test func `a passed-on call visits two queues, and each has its own work afterwards`() throws {
    // The traced customer's first call: 230 + 30 and 400 + 30 seconds.
    let found = try visits(
      "queued 90 Billing", "answered 290 Billing", "transferred 520 Retention", "ended 520",
      "wrapped-up 520", "queued 525 Retention", "answered 560 Retention", "ended 960",
      "wrapped-up 960")
    #expect(text(found) == ["Billing 90 a260", "Retention 525 a430"])
  }

  @Test func `work told behind the next queue belongs to who answered last`() throws {
    let found = try visits(
      "queued 0 A", "answered 10 A", "transferred 110", "queued 110 B", "wrapped-up 110",
      "ended 200")
    #expect(text(found) == ["A 0 a130", "B 110 x"])
  }

  @Test func `who overflows is offered twice and abandons once`() throws {
    let found = try visits("queued 0 A", "queued 60 B", "queued 70 B", "ended 90")
    #expect(text(found) == ["A 0 ", "B 60 x"])
  }

  @Test func `who asks for a callback or leaves a message has not abandoned`() throws {
    #expect(text(try visits("queued 0 A", "callback-requested 5", "ended 9")) == ["A 0 "])
    #expect(text(try visits("queued 0 A", "voicemail 5", "ended 9")) == ["A 0 "])
  }

  @Test func `a direct call is answered without a queue, and a second agent goes on with it`()
    throws
  {
    let found = try visits("answered 5", "transferred 65", "answered 70", "ended 80")
    #expect(text(found) == ["- 5 a70"])
  }

  @Test func `an open call has no handling time yet, and a menu no visit`() throws {
    #expect(text(try visits("queued 0 A", "answered 10 A")) == ["A 0 a"])
    #expect(text(try visits("ended 10", "wrapped-up 10")) == [])
  }
}
