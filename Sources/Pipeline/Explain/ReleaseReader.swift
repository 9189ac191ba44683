internal import DurableFiles
internal import JourneyModel
internal import ParquetFiles

/// Reads the datasets of a published release, row by row.
package struct ReleaseReader {
  /// Where the release's `datasets` and `provenance` lie.
  package let directory: String

  /// A reader of a release.
  package init(directory: String) { self.directory = directory }

  /// One row: its values by column name; nulls are absent.
  package typealias Row = [String: String]

  /// The rows of a table where one of the given columns has one of the values, in file order.
  ///
  /// Reads the key columns of every file and the others only where a row matches, so memory is one
  /// file's row group.
  package func rows(
    of table: String, where columns: [String], in values: Set<String>
  ) throws(RunFailure) -> [Row] {
    var found: [Row] = []
    for path in try files(of: table) {
      found += try matches(path, columns: columns, values: values)
    }
    return found
  }

  /// The files of a dataset, or of the lineage, in date order.
  func files(of table: String) throws(RunFailure) -> [String] {
    let base =
      table == "lineage" ? directory + "/provenance/lineage" : directory + "/datasets/" + table
    var files: [String] = []
    do throws(FileError) {
      guard try Directory.exists(base) else { return [] }
      for name in try Directory.entries(of: base) {
        let path = base + "/" + name
        if name.hasSuffix(".parquet") {
          files.append(path)
        } else if try Directory.find(path)?.isDirectory == true {
          files += try Directory.entries(of: path).map { path + "/" + $0 }
        }
      }
    } catch {
      throw .reading(error)
    }
    return files
  }

  private func matches(
    _ path: String, columns: [String], values: Set<String>
  ) throws(RunFailure) -> [Row] {
    let bytes = try PublishedFile.bytes(of: path, limit: 4 << 30)
    do throws(ParquetError) {
      let reader = try ParquetReader(bytes: bytes)
      let keys = columns.filter { reader.schema.index(of: $0) != nil }
      var hits: Set<Int> = []
      for key in keys {
        for (row, value) in try reader.values(of: key).enumerated() {
          if case .text(let text) = value, values.contains(text) { hits.insert(row) }
        }
      }
      return hits.isEmpty ? [] : try rows(hits, of: reader)
    } catch {
      throw RunFailure(.ioError, .p403, "\(path): \(error)")
    }
  }

  private func rows(_ hits: Set<Int>, of reader: ParquetReader) throws(ParquetError) -> [Row] {
    var found = [Int: Row]()
    for column in reader.schema.columns {
      let values = try reader.values(of: column.name)
      for hit in hits {
        switch values[hit] {
        case .null: break
        case .int(let number): found[hit, default: [:]][column.name] = "\(number)"
        case .text(let text): found[hit, default: [:]][column.name] = text
        case .bool(let truth): found[hit, default: [:]][column.name] = "\(truth)"
        }
      }
    }
    return hits.sorted().compactMap { found[$0] }
  }
}
