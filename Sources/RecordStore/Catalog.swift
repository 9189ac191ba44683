internal import Foundation
internal import GRDB
internal import JourneyModel

/// The SQLite catalog: which inputs and bucket files are real.
///
/// O(files + runs) rows, each with a checksum; `sums` has the sum of those of each table, so that a
/// row that is missing or too many is noticed as one that is damaged is.
///
/// Rollback journal and `synchronous=EXTRA`: a committed transaction survives a power cut, and one
/// transaction makes the bucket files and the ledgers of a batch real together.
final class Catalog: Sendable {
  /// The store format this version writes and reads.
  static let format: Int64 = 5

  private let path: String
  private let queue: DatabaseQueue

  /// Opens or creates the catalog file.
  init(path: String) throws(StoreError) {
    self.path = path
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw Catalog.failure(error, of: path)
    }
    let found = try write(Catalog.createTables)
    guard found == Catalog.format else {
      throw .version(path: path, found: "\(found)", expected: "\(Catalog.format)")
    }
  }

  /// Creates what is missing and returns the format of what is there.
  private static func createTables(_ database: Database) throws -> Int64 {
    let found = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let count = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    // Earlier formats had no version number there.
    guard found == 0, count == 0 else { return found }
    try database.execute(
      sql: """
        PRAGMA user_version = \(format);
        CREATE TABLE counters (name TEXT, value INTEGER, checksum INTEGER);
        CREATE TABLE sums (name TEXT, value INTEGER, checksum INTEGER);
        CREATE TABLE bucket_files (name TEXT, bytes INTEGER, checksum INTEGER);
        CREATE TABLE inputs (
          number INTEGER PRIMARY KEY, batch INTEGER, run INTEGER, name TEXT, adapter TEXT,
          system TEXT, instance TEXT, entity TEXT, path TEXT, sha256 TEXT, file_bytes INTEGER,
          stamp BLOB,
          content_sha256 TEXT, content_bytes INTEGER, head TEXT, fingerprint TEXT,
          records_read INTEGER, accepted INTEGER, rejected INTEGER, rejected_bytes INTEGER,
          duplicates INTEGER, bytes INTEGER, record_bytes INTEGER, framing_bytes INTEGER,
          repeated_times INTEGER, skipped_times INTEGER, skipped TEXT, newest_events BLOB,
          zone_assumed INTEGER, open_ended INTEGER, decision TEXT, beginnings TEXT,
          notes TEXT, checksum INTEGER);
        """)
    try setSums(of: tables, database)
    return format
  }

  // MARK: Counters

  /// Takes the next numbers of a counter, which begin at 1, never to be given again.
  func take(_ counter: String, count: Int) throws(StoreError) -> Int {
    try write { database in
      let next = try Catalog.pairs(of: "counters", database)[counter] ?? 1
      try Catalog.set(counter, to: next + Int64(count), database)
      return Int(next)
    }
  }

  /// The value of a counter; 1 if nothing was taken or set.
  func counter(_ name: String) throws(StoreError) -> Int64 {
    try read { try Catalog.pairs(of: "counters", $0)[name] ?? 1 }
  }

  /// Sets a counter.
  func set(_ counter: String, to value: Int64) throws(StoreError) {
    try write { try Catalog.set(counter, to: value, $0) }
  }

  private static func set(_ counter: String, to value: Int64, _ database: Database) throws {
    try replace(counter, by: value, in: "counters", database)
    try setSums(of: ["counters"], database)
  }

  private static func pairs(of table: String, _ database: Database) throws -> [String: Int64] {
    let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
      var row = try SealedRow(row, of: table)
      return (try row.read(String.self), try row.read(Int64.self))
    }
    return Dictionary(rows) { _, last in last }
  }

  private static func replace(
    _ name: String, by value: Int64, in table: String, _ database: Database
  ) throws {
    try database.execute(sql: "DELETE FROM \(table) WHERE name = ?", arguments: [name])
    try insert([name, value], into: table, database)
  }

  private static func insert(
    _ values: [(any DatabaseValueConvertible)?], into table: String, _ database: Database
  ) throws {
    let row = values.map { $0?.databaseValue ?? .null }
    let all = row + [RowSeal.checksum(of: row, in: table).databaseValue]
    let marks = Array(repeating: "?", count: all.count).joined(separator: ",")
    try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
      .execute(arguments: StatementArguments(all))
  }

  // MARK: Sums

  private static let tables = ["counters", "bucket_files", "inputs"]

  /// The sum of the checksums of a table, which wraps around.
  private static func sum(of table: String, _ database: Database) throws -> Int64 {
    try Int64.fetchCursor(database, sql: "SELECT checksum FROM \(table)").reduce(into: 0) {
      $0 &+= $1
    }
  }

  private static func setSums(of tables: [String], _ database: Database) throws {
    for table in tables {
      try replace(table, by: sum(of: table, database), in: "sums", database)
    }
  }

  private static func checkSums(_ database: Database) throws {
    let expected = try pairs(of: "sums", database)
    for table in tables {
      guard let sum = expected[table], try sum == Catalog.sum(of: table, database) else {
        throw CatalogDamage(description: "table '\(table)' has lost rows or has too many")
      }
    }
  }

  // MARK: Content

  /// Calls `body` with each input and the batch in whose files its records lie, by number.
  func forEachInput(_ body: (CatalogInput) -> Void) throws(StoreError) {
    try read { database in
      try Catalog.checkSums(database)
      let rows = try Row.fetchCursor(database, sql: "SELECT * FROM inputs ORDER BY number")
      while let row = try rows.next() { body(try Catalog.input(row)) }
    }
  }

  /// Bucket files and their sizes, by name.
  func bucketFiles() throws(StoreError) -> [BucketFileEntry] {
    try read { database in
      try Catalog.checkSums(database)
      return try Row.fetchAll(database, sql: "SELECT * FROM bucket_files ORDER BY name").map {
        var row = try SealedRow($0, of: "bucket_files")
        let name = try row.read(String.self)
        guard let entry = BucketFileEntry(name: name, bytes: try row.read()) else {
          throw CatalogDamage(description: "'\(name)' is no bucket file")
        }
        return entry
      }
    }
  }

  /// Carries a change out, as one transaction.
  func commit(_ commit: CatalogCommit) throws(StoreError) {
    try write { database in
      for number in commit.removed.union(commit.changed.numbers) {
        try database.execute(sql: "DELETE FROM inputs WHERE number = ?", arguments: [number])
      }
      for input in commit.added { try Catalog.insert(input, commit.batch, database) }
      for (input, batch) in zip(commit.changed, commit.batches) {
        try Catalog.insert(input, batch, database)
      }
      for file in commit.removedFiles {
        try database.execute(
          sql: "DELETE FROM bucket_files WHERE name = ?", arguments: [file.name])
      }
      for file in commit.files {
        try Catalog.insert([file.name, file.bytes], into: "bucket_files", database)
      }
      try Catalog.setSums(of: Catalog.tables, database)
    }
  }

  private static func insert(
    _ input: StoredInput, _ batch: Int, _ database: Database
  ) throws {
    let (source, ledger) = (input.source, input.ledger)
    try insert(
      [
        input.number, batch, input.run, source.name, source.adapter, source.system,
        source.instance, source.entity, input.path, input.file.sha256, input.file.byteCount,
        Data(input.stamp?.bytes ?? []), input.content.sha256, input.content.byteCount,
        input.head.description, input.fingerprint.description, ledger.recordsRead,
        ledger.accepted, ledger.rejected, ledger.rejectedBytes, ledger.duplicates, ledger.bytes,
        ledger.recordBytes, ledger.framingBytes, ledger.repeatedTimes, ledger.skippedTimes,
        try text(of: ledger.skipped), Data(input.newestEvents.bytes), input.isZoneAssumed,
        input.isOpenEnded, input.decision?.rawValue ?? "",
        try text(of: input.beginnings.map { Beginning($0) }),
        try text(of: input.notes.sorted.map { CountedNote($0.note, $0.count) }),
      ], into: "inputs", database)
  }

  private static func input(_ stored: Row) throws -> CatalogInput {
    var row = try SealedRow(stored, of: "inputs")
    let number = try row.read(UInt32.self)
    let batch = try row.read(Int.self)
    let run = try row.read(UInt32.self)
    let (name, adapter, system): (String, String, String) = try (row.read(), row.read(), row.read())
    let source = SourceDescription(
      name: name, system: system, instance: try row.read(), entity: try row.read(),
      adapter: adapter)
    let path = try row.read(String.self)
    let file = FileContent(sha256: try row.read(), byteCount: try row.read())
    let stamp = FileStamp(bytes: Array(try row.read(Data.self)))
    var content = FileContent(sha256: try row.read(), byteCount: try row.read())
    // One text for both.
    if content == file { content = file }
    let head = try hash(row.read())
    var input = StoredInput(
      number: number, source: source, path: path, file: file, fingerprint: try hash(row.read()))
    (input.content, input.head, input.run, input.stamp) = (content, head, run, stamp)
    input.ledger.recordsRead = try row.read()
    input.ledger.accepted = try row.read()
    input.ledger.rejected = try row.read()
    input.ledger.rejectedBytes = try row.read()
    input.ledger.duplicates = try row.read()
    input.ledger.bytes = try row.read()
    input.ledger.recordBytes = try row.read()
    input.ledger.framingBytes = try row.read()
    input.ledger.repeatedTimes = try row.read()
    input.ledger.skippedTimes = try row.read()
    input.ledger.skipped = try value([String: Int64].self, of: row.read(), empty: [:])
    guard let events = NewestEvents(bytes: Array(try row.read(Data.self))) else {
      throw CatalogDamage(description: "the newest events of input \(number) are damaged")
    }
    input.newestEvents = events
    input.isZoneAssumed = try row.read()
    input.isOpenEnded = try row.read()
    input.decision = InputDecision(rawValue: try row.read())
    input.beginnings = try value([Beginning].self, of: row.read(), empty: []).map(\.content)
    let notes = try value([CountedNote].self, of: row.read(), empty: [])
    input.notes = ReadingNotes(Dictionary(notes.map { ($0.note, $0.count) }) { $0 + $1 })
    return (input, batch)
  }

  /// A note in JSON.
  private struct CountedNote: Codable {
    var kind: ReadingNotes.Kind
    var subject: String
    var word: String
    var count: Int64

    init(_ note: ReadingNotes.Note, _ count: Int64) {
      (kind, subject, word, self.count) = (note.kind, note.subject, note.word, count)
    }

    var note: ReadingNotes.Note { ReadingNotes.Note(kind, subject: subject, word: word) }
  }

  /// A `FileContent` in JSON.
  private struct Beginning: Codable {
    var sha256: String
    var bytes: Int64

    init(_ content: FileContent) { (sha256, bytes) = (content.sha256, content.byteCount) }

    var content: FileContent { FileContent(sha256: sha256, byteCount: bytes) }
  }

  private static func hash(_ text: String) throws -> StableHash128 {
    guard let hash = StableHash128(hexadecimal: text) else {
      throw CatalogDamage(description: "a hash is damaged")
    }
    return hash
  }

  /// A list or mapping as JSON; nothing where it is empty, which it mostly is.
  private static func text(of value: some Collection & Encodable) throws -> String {
    if value.isEmpty { return "" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, of text: String, empty: Value
  ) throws -> Value {
    text.isEmpty ? empty : try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try queue.read(body) } catch { throw Catalog.failure(error, of: path) }
  }

  private func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try queue.write(body) } catch { throw Catalog.failure(error, of: path) }
  }

  static func failure(_ error: any Error, of path: String) -> StoreError {
    let damage = [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB]
    if let error = error as? DatabaseError, !damage.contains(error.resultCode) {
      return .catalog(path: path, reason: error.message ?? "\(error.resultCode)")
    }
    return .damagedCatalog(path: path, reason: "\(error)")
  }
}
