package import JourneyModel

/// One number a contact center runs by, counted per day and place.
///
/// To add one: write its description and rule in the file of its group, list it there, add a folder
/// of cases under `Fixtures/measures/`. It says its rule only; `MeasureCells` files what it counts
/// by day, channel, reason, queue and persona, and every total is a merge of these cells.
package struct Measure: Sendable {
  /// How the measure describes itself.
  package let description: ComponentDescription
  /// What it counts, with its parameters bound.
  let rule: @Sendable (ParameterValues) -> Rule

  /// What a measure counts; it keeps nothing between customers.
  enum Rule: Sendable {
    /// What a contact contributes, filed at its start, channel, reason and last queue unless the
    /// count says otherwise.
    case contact(@Sendable (Contact) -> Count)
    /// Everything that a customer contributes, in any order.
    case customer(@Sendable (CustomerView, (Count, CountedPlace) -> Void) -> Void)
  }

  /// A measure without parameters that goes contact by contact, as most do.
  init(
    _ description: ComponentDescription, contact: @escaping @Sendable (Contact) -> Count
  ) {
    self.description = description
    rule = { _ in .contact(contact) }
  }

  /// A measure without parameters that goes customer by customer.
  init(
    _ description: ComponentDescription,
    customer: @escaping @Sendable (CustomerView, (Count, CountedPlace) -> Void) -> Void
  ) {
    self.description = description
    rule = { _ in .customer(customer) }
  }

  /// A measure whose parameters are bound before it counts.
  init(
    _ description: ComponentDescription,
    bound rule: @escaping @Sendable (ParameterValues) -> Rule
  ) {
    self.description = description
    self.rule = rule
  }
}

extension CustomerView {
  /// Calls `body` with each interaction, by start, end and id, without an allocation.
  func forEachContact(_ body: (Contact) -> Void) {
    for position in 0..<count { body(self[position]) }
  }

  /// Calls `body` with each journey, by its first interaction, without an allocation.
  func forEachJourney(_ body: (JourneyView) -> Void) {
    for number in 0..<frame.pointee.journeys.count { body(journey(number)) }
  }
}

/// What something contributes to a measure.
package struct Count: BitwiseCopyable, Sendable {
  /// What is counted, or the value that is measured.
  package var value: Int64
  /// Whether it counts at all.
  package var isCounted = true
  /// Of how many it is; 0 where only time can tell.
  package var of: Int64 = 1
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

  /// Nothing yet, but time alone can change that.
  package static let pending: Count = {
    var count = Count(0)
    count.of = 0
    count.finalAfter = never
    return count
  }()

  /// So many days that nothing is ever final.
  package static let never: Int32 = 1 << 24

  /// One of one, final at once.
  package static let one = Count(1)

  /// So many, of one or of another number.
  package static func number(_ value: Int64, of all: Int64 = 1) -> Count {
    var count = Count(value)
    count.of = all
    return count
  }

  /// One of one if the condition holds, else none of one; provisional until so many days after its
  /// own are over.
  package static func share(_ condition: Bool, finalAfter days: Int32 = -1) -> Count {
    var count = Count(condition ? 1 : 0)
    count.finalAfter = days
    return count
  }

  /// A measured number: milliseconds, a score in permille, a number of things.
  package static func measured(_ value: Int64, finalAfter days: Int32 = -1) -> Count {
    var count = Count(value)
    count.isMeasured = true
    count.finalAfter = days
    return count
  }

  /// A measured number that is final at once; counted nowhere where it is unknown.
  package static func measured(ifKnown value: Int64?) -> Count {
    value.map { .measured($0) } ?? .none
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
