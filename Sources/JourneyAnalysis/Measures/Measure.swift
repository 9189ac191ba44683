package import JourneyModel

/// Counts one thing per day and place.
///
/// To add one: write `Measures/<Name>.swift`, list it in `Measures.all`, add a folder of cases
/// under `Fixtures/measures/`. It says its rule only; `MeasureCells` files what it counts by day,
/// channel, reason, queue and persona, and every total is a merge of these cells.
package protocol Measure: Sendable {
  /// How the measure describes itself.
  static var description: ComponentDescription { get }
  /// Called once per worker; the measure keeps nothing between customers.
  init()
  /// Gives what it counts of a customer, and where, in any order.
  func count(_ customer: CustomerView, _ counted: (Count, CountedPlace) -> Void)
}

/// A measure that goes contact by contact, as most do.
package protocol ContactMeasure: Measure {
  /// What an interaction contributes, filed at its start, channel, reason and last queue unless the
  /// count says otherwise.
  func count(_ contact: Contact) -> Count
}

extension ContactMeasure {
  /// Gives what it counts of every contact.
  package func count(_ customer: CustomerView, _ counted: (Count, CountedPlace) -> Void) {
    for contact in customer.contacts { counted(count(contact), CountedPlace(contact.row)) }
  }
}

/// What something contributes to a measure.
package struct Count: BitwiseCopyable, Sendable {
  /// What is counted, or the value that is measured.
  package var value: Int64
  /// Whether it counts at all.
  package var isCounted = true
  /// Whether the value goes into the histogram.
  package var isMeasured = false
  /// Whole days after its own after which time alone changes nothing; negative for at once.
  package var finalAfter: Int32 = -1
  /// When it is filed, if not at the start.
  @Sentinel package var at: Instant? = nil
  /// The queue it is filed at, if not the last.
  package var queue = Symbol.none

  private init(_ value: Int64) { self.value = value }

  /// Counted nowhere: its value, moment and queue are ignored.
  package static let none: Count = {
    var count = Count(0)
    count.isCounted = false
    return count
  }()

  /// One of one, final at once.
  package static let one = Count(1)

  /// One of one if the condition holds, else none of one; provisional until so many days after its
  /// own are over.
  package static func share(_ condition: Bool, finalAfter days: Int32 = -1) -> Count {
    var count = Count(condition ? 1 : 0)
    count.finalAfter = days
    return count
  }

  /// A measured number: milliseconds, or a score in permille.
  package static func measured(_ value: Int64) -> Count {
    var count = Count(value)
    count.isMeasured = true
    return count
  }

  /// The count filed at another moment, and at another queue if that is known.
  package func filed(at instant: Instant, queue: Symbol = .none) -> Count {
    var count = self
    count.at = instant
    count.queue = queue
    return count
  }
}

/// Where and when something is counted.
package struct CountedPlace: BitwiseCopyable, Sendable {
  /// The moment whose day it is filed on, unless the count names another.
  package var at: Instant
  package var channel: Channel
  /// The reason; none where it is unknown.
  package var reason: Symbol
  /// The queue, unless the count names another; none where it is unknown.
  package var queue = Symbol.none

  /// A place without a queue.
  package init(at instant: Instant, channel: Channel, reason: Symbol) {
    at = instant
    self.channel = channel
    self.reason = reason
  }

  /// The start, channel, reason and last queue of an interaction.
  package init(_ row: InteractionRow) {
    self.init(at: row.startedAt, channel: row.channel, reason: row.reason)
    queue = row.queue
  }
}
