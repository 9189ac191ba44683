internal import GRDB
internal import ParquetFiles
internal import Publishing

/// Datasets in a temporary SQLite database without a name, to be joined and sorted outside memory.
///
/// SQLite keeps its cache small and spills to files that it removes at once.
final class SortingTables {
  private let queue: DatabaseQueue

  /// An empty database.
  init() throws {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
    }
    // SQLite's name for a temporary database on disk is the empty one.
    queue = try SortingTables.telling { try DatabaseQueue(path: "", configuration: configuration) }
  }

  /// Makes a table of the selected rows, named as their dataset, with an index on a column.
  func load(_ selection: DatasetSelection, indexedBy key: String) throws {
    let name = selection.table.name
    let names = selection.columns.map(\.name)
    try SortingTables.telling {
      try queue.write { database in
        try database.execute(sql: "CREATE TABLE \(name) (\(names.joined(separator: ", ")))")
        let marks = names.map { _ in "?" }.joined(separator: ",")
        let statement = try database.makeStatement(sql: "INSERT INTO \(name) VALUES (\(marks))")
        try selection.forEachGroup { group in
          for row in group.rows {
            try statement.execute(
              arguments: StatementArguments(group.cells.map { $0.value(row).databaseValue }))
          }
        }
        try database.execute(sql: "CREATE INDEX by_\(name) ON \(name) (\(key))")
      }
    }
  }

  /// Does something, and says of a failure of SQLite that it is one of scratch space.
  private static func telling<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as DatabaseError {
      throw ExportError.scratch(error.message ?? "SQLite failed")
    }
  }

  /// Calls `body` with the rows of a query, one after the other.
  func forEachRow(_ query: String, _ body: (Row) throws -> Void) throws {
    try SortingTables.telling {
      try queue.read { database in
        let rows = try Row.fetchCursor(database, sql: query)
        while let row = try rows.next() { try body(row) }
      }
    }
  }
}

extension ParquetValue {
  /// The cell as SQLite keeps it.
  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .int(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .bool(let truth): truth.databaseValue
    }
  }
}
