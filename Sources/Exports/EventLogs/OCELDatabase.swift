internal import CivilTime
internal import GRDB

/// An object-centric event log: OCEL 2.0 as an SQLite database, with what `OCELExport` writes.
package enum OCELDatabase {
  /// Writes the log into a file that does not exist yet and returns how many journeys it has.
  package static func write(_ log: EventLog, to path: String) throws -> Int {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let count = try queue.write { try write(log, to: $0) }
      try queue.close()
      return count
    } catch let error as DatabaseError {
      throw ExportError.database(path: path, error.message ?? "SQLite failed")
    }
  }

  private static func write(_ log: EventLog, to database: Database) throws -> Int {
    try database.execute(sql: tables)
    var writer = EventWriter(database: database)
    var count = 0
    try log.forEachJourney { journey in
      count += 1
      try add(journey, to: database)
      for event in journey.events { try writer.add(event) }
    }
    for type in EventLog.namedObjects {
      try log.forEachName(in: type.column) { name in
        let id = type.isPrefixed ? type.name + ":" + name : name
        try insert([id, type.name], into: "object", database)
        try insert([id, begin], into: "object_" + type.name, database)
      }
    }
    return count
  }

  private static let begin = "1970-01-01 00:00:00"

  private static let tables = """
    CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
    CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
    CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
    CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
    CREATE TABLE event_object (
      ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,
      PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
    CREATE TABLE object_object (
      ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT,
      PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
    INSERT INTO object_map_type VALUES ('agent', 'agent'), ('customer', 'customer'),
      ('interaction', 'interaction'), ('journey', 'journey'), ('queue', 'queue');
    CREATE TABLE object_agent (ocel_id TEXT, ocel_time TEXT);
    CREATE TABLE object_customer (ocel_id TEXT, ocel_time TEXT);
    CREATE TABLE object_queue (ocel_id TEXT, ocel_time TEXT);
    CREATE TABLE object_interaction (ocel_id TEXT, ocel_time TEXT, kind TEXT);
    CREATE TABLE object_journey (
      ocel_id TEXT, ocel_time TEXT,
      \(EventLog.attributes.map { "\($0) \(EventLog.numbers.contains($0) ? "INTEGER" : "TEXT")" }
        .joined(separator: ", ")));
    """

  private static func add(_ journey: EventLog.Journey, to database: Database) throws {
    try insert([journey.id, "journey"], into: "object", database)
    try insert([journey.id, journey.customer, "of"], into: "object_object", database)
    let attributes = EventLog.attributes.map { name -> (any DatabaseValueConvertible)? in
      switch journey.attributes.first(where: { $0.name == name })?.value {
      case .text(let text): text
      case .number(let number): number
      case nil: nil
      }
    }
    try insert([journey.id, begin] + attributes, into: "object_journey", database)
    var seen: Set<String> = []
    for event in journey.events where seen.insert(event.interaction).inserted {
      try insert([event.interaction, "interaction"], into: "object", database)
      try insert([event.interaction, begin, event.kind], into: "object_interaction", database)
      try insert([event.interaction, journey.id, "part of"], into: "object_object", database)
    }
  }

  /// Adds events, and a table for each label when it comes first.
  private struct EventWriter {
    let database: Database
    private var labels: [String: String] = [:]

    init(database: Database) { self.database = database }

    mutating func add(_ event: LoggedEvent) throws {
      let table = try table(of: event.label)
      let id = event.id
      try insert([id, event.label], into: "event", database)
      let time = OCELDatabase.time(event.microseconds)
      try insert([id, time, event.channel, event.actor, event.value], into: table, database)
      for (object, qualifier) in event.objects {
        try insert([id, object, qualifier], into: "event_object", database)
      }
    }

    private mutating func table(of label: String) throws -> String {
      if let known = labels[label] { return known }
      let short = "type_\(labels.count + 1)"
      try insert([label, short], into: "event_map_type", database)
      try database.execute(
        sql: """
          CREATE TABLE event_\(short) (
            ocel_id TEXT, ocel_time TEXT, channel TEXT, actor TEXT, value TEXT)
          """)
      labels[label] = "event_" + short
      return "event_" + short
    }
  }

  /// The instant as SQLite's own functions take it, in UTC.
  private static func time(_ microseconds: Int64) -> String {
    InstantText.iso8601(microseconds: microseconds).replacing("T", with: " ")
      .replacing("Z", with: "")
  }

  private static func insert(
    _ values: [(any DatabaseValueConvertible)?], into table: String, _ database: Database
  ) throws {
    let marks = values.map { _ in "?" }.joined(separator: ",")
    let statement = try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
    try statement.execute(arguments: StatementArguments(values))
  }
}
