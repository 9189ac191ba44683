import DurableFiles
import JourneyModel

/// Gathers rows of all tables in bounded memory and writes them as Parquet files by date.
///
/// Encoded rows wait in one `TableSpool` per table; when they outgrow the memory limit all spools
/// overflow to their files in the hidden folder `.spool` of the staging directory.
struct DatasetWriter: ~Copyable {
  private let spoolPath: String
  private let memoryLimit: Int
  private var spools: [TableSpool]
  private var encoders: [RowEncoder]
  private var bytesInMemory = 0

  /// A writer without rows; `directory` exists.
  init(directory: String, memoryLimit: Int) throws(ReleaseError) {
    spoolPath = directory + "/.spool"
    self.memoryLimit = memoryLimit
    let path = spoolPath
    spools = Tables.all.map { TableSpool(path: path + "/" + $0.name) }
    encoders = Tables.all.map(RowEncoder.init)
    do { try Directory.create(spoolPath) } catch { throw .file(error) }
  }

  /// Keeps a row of a table; `day` is nil for tables without date folders.
  mutating func append<Table: DatasetTable>(
    _ row: Table.Row, to table: Table.Type, day: Int32?
  ) throws(ReleaseError) {
    let index = DatasetWriter.index(of: Table.description.name)
    encoders[index].removeAll()
    Table.append(row, to: &encoders[index])
    encoders[index].endRow()
    spools[index].append(encoders[index].bytes, day: day ?? TableSpool.undated)
    bytesInMemory += encoders[index].bytes.count
    guard bytesInMemory > memoryLimit else { return }
    do { for spool in spools { try spool.overflow() } } catch { throw .file(error) }
    bytesInMemory = 0
  }

  /// Writes every table's files and removes the spool.
  ///
  /// A table without date folders always has its one file, even without rows.
  consuming func finish(
    into directory: inout ReleaseDirectory, _ workers: ContentWorkers
  ) throws(ReleaseError) {
    var parts: [DatasetPart] = []
    for (table, spool) in zip(Tables.all, spools) {
      let rows = spool.finished()
      for day in table.isDated ? rows.days : [TableSpool.undated] {
        parts.append(DatasetPart(table: table, rows: rows, day: day))
      }
    }
    try directory.add(parts.map(\.path), workers) { [parts] directory, index throws(ReleaseError) in
      try parts[index].write(into: directory)
    }
    do { try Directory.removeTree(spoolPath) } catch { throw .file(error) }
  }

  private static func index(of name: String) -> Int {
    guard let index = Tables.all.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(name) is not listed in Tables.all")
    }
    return index
  }
}
