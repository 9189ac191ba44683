import JourneyModel
import TestSupport
import Testing

@Suite struct NewestEventsTests {
  private static let hour: Int64 = 3_600_000_000

  private func newest(_ events: NewestEvents, _ limit: Int64) -> Int64? {
    events.newest(notAfter: Instant(microseconds: limit))?.microseconds
  }

  @Test("any moment finds its newest event, but for later ones of its own hour")
  func momentsAreAsked() throws {
    var random = SeededRandom(seed: 5)
    for count in [0, 1, 2, 40, 3_000] {
      // Some before the epoch, some in one hour, some on its edges, in any order.
      let instants = (0..<count).map { _ -> Int64 in
        let hours = Int64(random.next() % 200) - 100
        return hours * Self.hour + [0, 1, Self.hour - 1, 77][Int(random.next() % 4)]
      }
      var events = NewestEvents()
      for instant in instants { events.add(Instant(microseconds: instant)) }
      #expect(events.isEmpty == (count == 0))
      let read = try #require(NewestEvents(bytes: events.bytes))
      #expect(read == events)
      for hours in Int64(-102)...102 {
        // At the end of an hour nothing of it lies behind the moment.
        let limit = hours * Self.hour - 1
        #expect(newest(read, limit) == instants.filter { $0 <= limit }.max())
      }
    }
  }

  @Test("of the moment's own hour a later event hides earlier ones, never those of other hours")
  func laterEventsOfTheHour() {
    var events = NewestEvents()
    for instant in [5, Self.hour + 10, Self.hour + 20] {
      events.add(Instant(microseconds: instant))
    }
    #expect(newest(events, Self.hour + 20) == Self.hour + 20)
    #expect(newest(events, Self.hour + 15) == 5)
    #expect(newest(events, 4) == nil)
  }

  @Test("bytes that are no instants are refused")
  func damagedBytes() {
    #expect(NewestEvents(bytes: [1, 2, 3]) == nil)
  }
}
