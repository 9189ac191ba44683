internal import Foundation
internal import GRDB
internal import JourneyModel

/// The SQLite catalog: which inputs and bucket files are real.
///
/// O(files + runs) rows.
///
/// Rollback journal and `synchronous=EXTRA`: a committed transaction survives a power cut, and one
/// transaction makes the bucket files and the ledgers of a batch real together.
final class Catalog: Sendable {
  /// The store format this version writes and reads.
  static let format = "3"

  private let queue: DatabaseQueue

  /// Opens or creates the catalog file.
  init(path: String) throws(StoreError) {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.write(Catalog.createTables)
    } catch {
      throw StoreError.catalog("\(error)")
    }
    let found = try meta("format")
    guard found == Catalog.format else {
      throw .version(path: path, found: found ?? "none", expected: Catalog.format)
    }
  }

  private static func createTables(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS inputs (
          number INTEGER PRIMARY KEY, name TEXT NOT NULL, adapter TEXT NOT NULL,
          system TEXT NOT NULL, instance TEXT NOT NULL, entity TEXT NOT NULL,
          path TEXT NOT NULL, sha256 TEXT NOT NULL, file_bytes INTEGER NOT NULL,
          fingerprint TEXT NOT NULL, records_read INTEGER NOT NULL, accepted INTEGER NOT NULL,
          rejected INTEGER NOT NULL, duplicates INTEGER NOT NULL, bytes INTEGER NOT NULL,
          record_bytes INTEGER NOT NULL, framing_bytes INTEGER NOT NULL,
          newest_events BLOB NOT NULL, zone_assumed INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS skipped (
          input INTEGER NOT NULL, reason TEXT NOT NULL, records INTEGER NOT NULL,
          PRIMARY KEY (input, reason)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS clock_changes (
          input INTEGER PRIMARY KEY, repeated INTEGER NOT NULL, skipped INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS bucket_files (
          name TEXT PRIMARY KEY, bucket INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT OR IGNORE INTO meta VALUES ('format', '\(Catalog.format)'), ('next_input', '1'),
          ('next_batch', '1');
        """)
  }

  /// The value of a row of `meta`; nil if there is none of that name.
  func meta(_ name: String) throws(StoreError) -> String? {
    try read {
      try String.fetchOne($0, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name])
    }
  }

  /// Takes the next numbers of a counter, never to be given again.
  func take(_ counter: String, count: Int) throws(StoreError) -> Int {
    try write { database in
      let next = try Int.fetchOne(
        database, sql: "SELECT CAST(value AS INTEGER) FROM meta WHERE name = ?",
        arguments: [counter])
      let first = next ?? 1
      try database.execute(
        sql: "UPDATE meta SET value = ? WHERE name = ?",
        arguments: ["\(first + count)", counter])
      return first
    }
  }

  /// All inputs, by number.
  func inputs() throws(StoreError) -> [StoredInput] {
    try read { database in
      let skipped = try Row.fetchAll(database, sql: "SELECT input, reason, records FROM skipped")
      let byInput = Dictionary(grouping: skipped) { $0["input"] as UInt32 }
      let inputs = """
        SELECT * FROM inputs LEFT JOIN clock_changes ON input = number ORDER BY number
        """
      return try Row.fetchAll(database, sql: inputs).map { row in
        var input = try Catalog.input(row)
        for entry in byInput[input.number] ?? [] {
          input.ledger.skipped[entry["reason"]] = entry["records"]
        }
        return input
      }
    }
  }

  /// Bucket file names and sizes by bucket.
  func bucketFiles() throws(StoreError) -> [(name: String, bucket: Int, bytes: Int64)] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM bucket_files ORDER BY name").map {
        ($0["name"], $0["bucket"], $0["bytes"])
      }
    }
  }

  /// Makes a batch real: its inputs, its files, and the inputs it replaces gone.
  func commit(
    inputs: [StoredInput], replacing: [UInt32],
    files: [(name: String, bucket: Int, bytes: Int64)]
  ) throws(StoreError) {
    try write { database in
      for number in replacing {
        try database.execute(sql: "DELETE FROM inputs WHERE number = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM skipped WHERE input = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM clock_changes WHERE input = ?", arguments: [number])
      }
      for input in inputs { try Catalog.insert(input, into: database) }
      for file in files {
        try database.execute(
          sql: "INSERT INTO bucket_files VALUES (?, ?, ?)",
          arguments: [file.name, file.bucket, file.bytes])
      }
    }
  }

  private static func insert(_ input: StoredInput, into database: Database) throws {
    try database.execute(
      sql: "INSERT INTO inputs VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      arguments: [
        input.number, input.source.name, input.source.adapter, input.source.system,
        input.source.instance, input.source.entity, input.path, input.sha256, input.fileBytes,
        input.fingerprint.description, input.ledger.recordsRead, input.ledger.accepted,
        input.ledger.rejected, input.ledger.duplicates, input.ledger.bytes,
        input.ledger.recordBytes, input.ledger.framingBytes, Data(input.newestEvents.bytes),
        input.isZoneAssumed,
      ])
    for (reason, count) in input.ledger.skipped {
      try database.execute(
        sql: "INSERT INTO skipped VALUES (?, ?, ?)", arguments: [input.number, reason, count])
    }
    if input.ledger.repeatedTimes + input.ledger.skippedTimes > 0 {
      try database.execute(
        sql: "INSERT INTO clock_changes VALUES (?, ?, ?)",
        arguments: [input.number, input.ledger.repeatedTimes, input.ledger.skippedTimes])
    }
  }

  private static func input(_ row: Row) throws -> StoredInput {
    var input = StoredInput(
      number: row["number"],
      source: SourceDescription(
        name: row["name"], system: row["system"], instance: row["instance"],
        entity: row["entity"], adapter: row["adapter"]),
      path: row["path"], sha256: row["sha256"], fileBytes: row["file_bytes"],
      fingerprint: StableHash128(hexadecimal: row["fingerprint"] as String) ?? .zero)
    input.ledger.recordsRead = row["records_read"]
    input.ledger.accepted = row["accepted"]
    input.ledger.rejected = row["rejected"]
    input.ledger.duplicates = row["duplicates"]
    input.ledger.bytes = row["bytes"]
    input.ledger.recordBytes = row["record_bytes"]
    input.ledger.framingBytes = row["framing_bytes"]
    input.ledger.repeatedTimes = row["repeated"] ?? 0
    input.ledger.skippedTimes = row["skipped"] ?? 0
    guard let events = NewestEvents(bytes: Array(row["newest_events"] as Data)) else {
      throw DatabaseError(message: "the newest events of input \(input.number) are damaged")
    }
    input.newestEvents = events
    input.isZoneAssumed = row["zone_assumed"]
    return input
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try queue.read(body) } catch { throw .catalog("\(error)") }
  }

  private func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try queue.write(body) } catch { throw .catalog("\(error)") }
  }
}
