internal import CivilTime
internal import DurableFiles
internal import ParquetFiles
package import Publishing
internal import Settings

/// Some rows and columns of a dataset of a release, read group by group.
///
/// Memory: the chosen columns of one row group, which has at most 65,536 rows.
package struct DatasetSelection {
  /// The dataset.
  package let table: TableDescription
  /// The chosen columns, in the order asked for.
  package let columns: [TableColumn]
  private let release: String
  private let conditions: [RowCondition]
  private let days: ClosedRange<Int32>

  /// The rows of a group that are wanted, and the cells of the chosen columns.
  struct Group {
    /// The cells, a column each, in the order of `columns`.
    var cells: [DecodedColumn]
    /// The wanted rows in file order, counted from 0 within the group.
    var rows: [Int]
  }

  /// What is asked for of a dataset; throws where it is not there to be asked for.
  package init(release: String, dataset: String, _ request: DatasetRequest = DatasetRequest())
    throws
  {
    guard let table = Tables.all.first(where: { $0.name == dataset }) else {
      let names = Tables.all.map(\.name)
      let nearest = Suggestion.nearest(to: dataset, among: names).map { "did you mean '\($0)'?" }
      throw ExportError.request(
        "there is no dataset '\(dataset)'",
        help: nearest ?? "Use one of: \(names.joined(separator: ", ")).")
    }
    if !table.isDated, request.first != nil || request.last != nil {
      throw ExportError.request(
        "rows of \(dataset) have no days", help: "Leave --from and --to out.")
    }
    self.table = table
    self.release = release
    conditions = try RowCondition.parse(request.conditions, of: table)
    columns = try request.columns?.map { try table.column(named: $0) } ?? table.columns
    days = try request.days
    guard !columns.isEmpty, Set(columns.map(\.name)).count == columns.count else {
      throw ExportError.request("a column is asked for twice, or none is", help: nil)
    }
  }

  /// Calls `body` with the groups that have a wanted row, in the order of days and of the rows.
  func forEachGroup(_ body: (Group) throws -> Void) throws {
    for path in try paths() {
      do { try forEachGroup(of: path, body) } catch let error as ParquetError {
        throw ExportError.damaged(path: path, error.description)
      }
    }
  }

  private func forEachGroup(of path: String, _ body: (Group) throws -> Void) throws {
    let reader = try DatasetSelection.reader(of: path)
    for number in 0..<reader.rowGroupCount {
      if let group = try group(number, of: reader) { try body(group) }
    }
  }

  private func group(_ number: Int, of reader: ParquetReader) throws -> Group? {
    var rows = Array(0..<reader.rowCount(ofRowGroup: number))
    for condition in conditions where !rows.isEmpty {
      let cells = try decode(condition.column, number, of: reader)
      rows.removeAll { !condition.holds(cells, row: $0) }
    }
    guard !rows.isEmpty else { return nil }
    return Group(cells: try columns.map { try decode($0, number, of: reader) }, rows: rows)
  }

  private func decode(
    _ column: TableColumn, _ group: Int, of reader: ParquetReader
  ) throws -> DecodedColumn {
    let index = reader.schema.index(of: column.name)
    guard let index, reader.schema.columns[index].type == column.type else {
      throw ExportError.request(
        "the release has no \(table.name).\(column.name) as this version writes it",
        help: "Publish it anew with 'throughline run'.")
    }
    return try reader.decode(column: index, ofRowGroup: group)
  }

  /// The files of the wanted days, in their order.
  private func paths() throws -> [String] {
    let folder = release + "/datasets/" + table.name
    do {
      guard try Directory.exists(folder) else { return [] }
      let names = try Directory.entries(of: folder)
      guard table.isDated else { return names.map { folder + "/" + $0 } }
      return try names.filter(isWanted).flatMap { name in
        try Directory.entries(of: folder + "/" + name).map { folder + "/" + name + "/" + $0 }
      }
    } catch let error as FileError {
      throw ExportError.reading(error)
    }
  }

  /// Whether a folder `date=…` is of a wanted day; one that is not ours is read, and found damaged.
  private func isWanted(_ folder: String) -> Bool {
    guard let day = CivilDate(String(folder.dropFirst(5)))?.dayNumber else { return true }
    return days.contains(day)
  }

  private static func reader(of path: String) throws -> ParquetReader {
    do {
      let size = Int(try Directory.inspect(path).size)
      let file = try SharedFile(opening: path)
      return try ParquetReader(byteCount: size) { (offset, count) throws(ParquetError) in
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, done in
          do throws(FileError) {
            done = try file.read(into: [UnsafeMutableRawBufferPointer(room)], at: UInt64(offset))
          } catch {
            failure = error
          }
        }
        guard let failure else { return bytes }
        throw ParquetError(.unreadable, failure.description, byteOffset: offset)
      }
    } catch let error as FileError {
      throw ExportError.reading(error)
    }
  }
}
