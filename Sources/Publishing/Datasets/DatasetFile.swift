import CivilTime
import Codecs
import JourneyModel
import ParquetFiles

/// One Parquet file of a release: the entries of a table, of one day where it is dated.
struct DatasetFile: Sendable {
  /// The file's path inside the release.
  let path: String
  /// How many rows it has.
  let rowCount: Int
  /// The table, and the day of a dated one.
  let table: String
  let day: Int32?
  /// Encodes the rows; `known` are their digest where it was made before.
  let encode:
    @Sendable (
      _ words: ColumnWords, _ known: String?,
      _ drain: (UnsafeRawBufferPointer) throws(ReleaseError) -> Void
    ) throws(ReleaseError) -> String
  /// The digest of the rows alone.
  let digest: @Sendable (_ words: ColumnWords) throws(ReleaseError) -> String

  /// The files of a table: one for each day, or one where it has no date folders.
  static func files<Entry>(
    of table: Table<Entry>, _ entries: SpooledEntries, folder: String = "datasets"
  ) -> [DatasetFile] {
    let name = table.description.name
    guard table.description.isDated else {
      return [
        DatasetFile(
          table, entries, day: EntryRows<Entry>.undated, path: "\(folder)/\(name)/part-000.parquet")
      ]
    }
    return entries.days.map { day in
      let path = "\(folder)/\(name)/date=\(InstantText.date(dayNumber: day))/part-000.parquet"
      return DatasetFile(table, entries, day: day, path: path)
    }
  }

  private init<Entry>(
    _ table: Table<Entry>, _ entries: SpooledEntries, day: Int32, path: String
  ) {
    self.path = path
    self.table = table.description.name
    rowCount = entries.rowCount(of: day)
    self.day = table.description.isDated ? day : nil
    digest = { words throws(ReleaseError) in
      var hash = RowHash(table)
      var groups = EntryGroups<Entry>(entries, day: day)
      while let group = try DatasetFile.next(&groups) { hash.add(group, words) }
      return hash.hexadecimal
    }
    encode = { words, known, drain throws(ReleaseError) in
      var hash = RowHash(table)
      var writer = ParquetWriter(schema: table.description.parquetSchema)
      let cells = table.columns.map(\.emptyCells)
      var groups = EntryGroups<Entry>(entries, day: day)
      while let group = try DatasetFile.next(&groups) {
        if known == nil { hash.add(group, words) }
        for (column, cells) in zip(table.columns, cells) {
          column.fill(cells, from: group.slices, words)
          writer.append(cells, habit: column.habit)
        }
        try writer.drain(drain)
      }
      writer.finish()
      try writer.drain(drain)
      return known ?? hash.hexadecimal
    }
  }

  private static func next<Entry>(
    _ groups: inout EntryGroups<Entry>
  ) throws(ReleaseError) -> EntryGroups<Entry>.Group? {
    do { return try groups.next() } catch { throw .file(error) }
  }
}

/// The SHA-256 of the canonical rows of a table, a few hundred rows at a time.
struct RowHash<Entry: PublishedEntry>: ~Copyable {
  private let table: Table<Entry>
  private let cells: [ColumnCells]
  private var batch = CanonicalBatch()
  private var digest = SHA256()

  /// So many rows fit into a processor's cache with all their cells.
  private static var batchRows: Int { 512 }

  /// The hash of no rows.
  init(_ table: Table<Entry>) {
    self.table = table
    cells = table.columns.map(\.emptyCells)
  }

  /// Adds the rows of a group.
  mutating func add(_ group: EntryGroups<Entry>.Group, _ words: ColumnWords) {
    var slices: [EntrySlice<Entry>] = []
    var count = 0
    for slice in group.slices {
      var start = 0
      while start < slice.rows.count {
        let taken = min(slice.rows.count - start, RowHash.batchRows - count)
        slices.append(EntrySlice(rows: slice.rows[start..<start + taken], texts: slice.texts))
        start += taken
        count += taken
        guard count == RowHash.batchRows else { continue }
        add(slices, words)
        slices.removeAll(keepingCapacity: true)
        count = 0
      }
    }
    if count > 0 { add(slices, words) }
  }

  private mutating func add(_ slices: [EntrySlice<Entry>], _ words: ColumnWords) {
    batch.begin(rowCount: slices.reduce(0) { $0 + $1.rows.count })
    for (column, cells) in zip(table.columns, cells) {
      column.fill(cells, from: slices, words)
      batch.measure(cells, as: column.description.type.physical)
    }
    batch.place()
    for (column, cells) in zip(table.columns, cells) {
      batch.write(cells, as: column.description.type.physical)
    }
    batch.withBytes { digest.update($0) }
  }

  /// The digest of all rows added.
  var hexadecimal: String { HexText.lowercase(digest.finalize()) }
}

extension Column {
  /// Cells of this column, without any.
  var emptyCells: ColumnCells { ColumnCells(kind: kind, isNullable: description.isNullable) }
}
