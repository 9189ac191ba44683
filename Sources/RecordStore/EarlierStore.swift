internal import DurableFiles
internal import GRDB
internal import JourneyModel

/// What is left of a store of an earlier format: which files it was made of.
///
/// Its records cannot be understood any more, its exports can. Its catalog is set aside as
/// `earlier.sqlite` until all its files were read into a new one; what a killed run did not read is
/// read by the next one.
package struct EarlierStore: Sendable {
  /// Its inputs, of which nothing is known but path and name.
  package let inputs: StoredInputs
  /// Its format.
  package let format: Int64
  private let directory: String
  private let isSetAside: Bool

  private static let name = "earlier.sqlite"

  /// The store of an earlier format in a directory; nil if there is none.
  ///
  /// Throws where it does not say which files it was made of, and where two lie there.
  package init?(in directory: String) throws(StoreError) {
    let (current, earlier) = (directory + "/catalog.sqlite", directory + "/" + EarlierStore.name)
    let isThere: Bool
    let hasCurrent: Bool
    do throws(FileError) {
      isThere = try Directory.exists(earlier)
      hasCurrent = try Directory.exists(current)
    } catch {
      throw .file(error)
    }
    let found = hasCurrent ? try EarlierStore.contents(of: current) : nil
    if let found, isThere { throw EarlierStore.version(found.format, current) }
    guard let contents = isThere ? try EarlierStore.contents(of: earlier) : found else {
      return nil
    }
    guard let inputs = contents.inputs else {
      throw EarlierStore.version(contents.format, isThere ? earlier : current)
    }
    self.inputs = inputs
    self.directory = directory
    format = contents.format
    isSetAside = isThere
  }

  /// Makes way for a new catalog.
  package func setAside() throws(StoreError) {
    if isSetAside { return }
    do throws(FileError) {
      try FileLink.rename(
        from: directory + "/catalog.sqlite", to: directory + "/" + EarlierStore.name)
      try Directory.synchronize(directory)
    } catch {
      throw .file(error)
    }
  }

  /// Forgets it, when all its files were read.
  package func remove() throws(StoreError) {
    do throws(FileError) { try Directory.removeTree(directory + "/" + EarlierStore.name) } catch {
      throw .file(error)
    }
  }

  private static func version(_ format: Int64, _ path: String) -> StoreError {
    .version(path: path, found: "\(format)", expected: "\(Catalog.format)")
  }

  /// The format and the inputs of a catalog; nil if it is empty or not of an earlier format.
  private static func contents(
    of path: String
  ) throws(StoreError) -> (format: Int64, inputs: StoredInputs?)? {
    do {
      return try DatabaseQueue(path: path).read { database in
        let format = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let isEmpty = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
        guard format < Catalog.format, !isEmpty else { return nil }
        let columns = try Set(
          String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('inputs')"))
        guard columns.isSuperset(of: ["name", "path"]) else { return (format, nil) }
        return (format, try inputs(database))
      }
    } catch {
      throw Catalog.failure(error, of: path)
    }
  }

  private static func inputs(_ database: Database) throws -> StoredInputs {
    var inputs = StoredInputs()
    let rows = try Row.fetchCursor(
      database, sql: "SELECT DISTINCT name, path FROM inputs ORDER BY path, name")
    while let row = try rows.next() {
      let source = SourceDescription(
        name: row["name"], system: "", instance: "", entity: "", adapter: "")
      inputs.append(
        StoredInput(
          number: UInt32(inputs.count), source: source, path: row["path"],
          file: FileContent(sha256: "", byteCount: 0), fingerprint: .zero))
    }
    return inputs
  }
}
