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
    let isNullable = table.columns.map(\.description.isNullable)
    digest = { words throws(ReleaseError) in
      var rows = RowDigest(isNullable: isNullable)
      try table.forEachGroup(of: entries, day: day, words) { rows.add($0) }
      return HexText.lowercase(rows.finalize())
    }
    encode = { words, known, drain throws(ReleaseError) in
      var rows = RowDigest(isNullable: isNullable)
      var writer = ParquetWriter(schema: table.description.parquetSchema)
      try table.forEachGroup(of: entries, day: day, words) { cells throws(ReleaseError) in
        if known == nil { rows.add(cells) }
        for (column, cells) in zip(table.columns, cells) {
          writer.append(cells, habit: column.habit)
        }
        try writer.drain(drain)
      }
      writer.finish()
      try writer.drain(drain)
      return known ?? HexText.lowercase(rows.finalize())
    }
  }
}

extension Table {
  /// Calls `body` with the cells of each group of a day's entries, column by column.
  fileprivate func forEachGroup(
    of entries: SpooledEntries, day: Int32, _ words: ColumnWords,
    _ body: ([ColumnCells]) throws(ReleaseError) -> Void
  ) throws(ReleaseError) {
    let cells = columns.map(\.emptyCells)
    var groups = EntryGroups<Entry>(entries, day: day)
    while let group = try next(&groups) {
      for (column, cells) in zip(columns, cells) { column.fill(cells, from: group.slices, words) }
      // Texts lie where the group was read.
      defer { withExtendedLifetime(group) {} }
      try body(cells)
    }
  }

  private func next(
    _ groups: inout EntryGroups<Entry>
  ) throws(ReleaseError) -> EntryGroups<Entry>.Group? {
    do throws(ScratchError) { return try groups.next() } catch { throw .scratch(error) }
  }
}

extension Column {
  /// Cells of this column, without any.
  var emptyCells: ColumnCells { ColumnCells(kind: kind, isNullable: description.isNullable) }
}
