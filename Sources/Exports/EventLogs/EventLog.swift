internal import GRDB

/// The events of some journeys, journey by journey, by the rule of the report's process map.
///
/// A label is the kind of the interaction and what happened; statuses and assignments that change
/// nothing are left out; events of a journey are ordered by their instant, the start of their
/// interaction, its id and their number in it. Journeys are ordered by id. Memory: one journey.
package struct EventLog {
  private let tables: SortingTables

  /// A journey, its attributes, and its events in order.
  struct Journey {
    let id: String
    let customer: String
    /// The values of `attributes`, absent ones left out.
    var attributes: [(name: String, value: Attribute)]
    var events: [LoggedEvent] = []
  }

  /// The value of an attribute.
  enum Attribute {
    case text(String)
    case number(Int64)
  }

  /// The attributes of journeys that are written; money and times of journeys follow from events.
  static let attributes = [
    "status", "reason", "persona", "first_channel", "last_channel", "path", "interactions",
    "effort_score", "effort_band",
  ]

  /// Those of the attributes that are numbers.
  static let numbers: Set = ["interactions", "effort_score"]

  /// Objects of which only the name is known: their type, the column of events that names them, and
  /// whether the type stands in front of the name, which is no hash.
  static let namedObjects: [(name: String, column: String, isPrefixed: Bool)] = [
    ("agent", "agent", true), ("customer", "customer_id", false), ("queue", "queue", true),
  ]

  /// The journeys of a release that a request selects by their own days and columns.
  package init(release: String, _ request: DatasetRequest) throws {
    var request = request
    request.columns = ["journey_id", "customer_id"] + EventLog.attributes
    let journeys = try DatasetSelection(release: release, dataset: "journeys", request)
    tables = try SortingTables()
    try tables.load(journeys, indexedBy: "journey_id")
    // Nothing of a journey is before its first day.
    let later = { DatasetRequest(first: request.first, columns: $0) }
    try tables.load(
      DatasetSelection(
        release: release, dataset: "interactions",
        later(["interaction_id", "kind", "started_at"])), indexedBy: "interaction_id")
    try tables.load(
      DatasetSelection(
        release: release, dataset: "events",
        later([
          "journey_id", "customer_id", "interaction_id", "sequence", "activity", "occurred_at",
          "channel", "queue", "agent", "actor", "value", "duration_ms",
        ])), indexedBy: "journey_id")
  }

  /// Calls `body` with each journey.
  func forEachJourney(_ body: (Journey) throws -> Void) throws {
    var journey: Journey?
    let names = EventLog.attributes.map { "j.\($0)" }.joined(separator: ", ")
    let query = """
      SELECT \(LoggedEvent.columns), \(names)
      FROM journeys j JOIN events e USING (journey_id) JOIN interactions i USING (interaction_id)
      ORDER BY e.journey_id, e.occurred_at, i.started_at, e.interaction_id, e.sequence
      """
    try tables.forEachRow(query) { row in
      let event = LoggedEvent(row)
      if journey?.id != event.journey {
        if let journey { try body(EventLog.withoutRepetitions(journey)) }
        journey = Journey(
          id: event.journey, customer: event.customer, attributes: attributes(row))
      }
      journey?.events.append(event)
    }
    if let journey { try body(EventLog.withoutRepetitions(journey)) }
  }

  /// Calls `body` with each text that a column of the journeys' events has, in order.
  func forEachName(in column: String, _ body: (String) throws -> Void) throws {
    let query = """
      SELECT DISTINCT e.\(column) FROM journeys j JOIN events e USING (journey_id)
      WHERE e.\(column) IS NOT NULL ORDER BY 1
      """
    try tables.forEachRow(query) { try body($0[0]) }
  }

  private func attributes(_ row: Row) -> [(name: String, value: Attribute)] {
    let first = row.count - EventLog.attributes.count
    return EventLog.attributes.enumerated().compactMap { index, name in
      let value: DatabaseValue = row[first + index]
      return switch value.storage {
      case .string(let text): (name, .text(text))
      case .int64(let number): (name, .number(number))
      case .null, .double, .blob: nil
      }
    }
  }

  /// The journey without the statuses and assignments that were so before.
  private static func withoutRepetitions(_ journey: Journey) -> Journey {
    var last: [String: String] = [:]
    var result = journey
    result.events.removeAll { event in
      guard event.isObservation else { return false }
      let seen = event.observation.map { "=" + $0 } ?? "absent"
      let key = event.interaction + event.activity
      defer { last[key] = seen }
      return last[key] == seen
    }
    return result
  }
}
