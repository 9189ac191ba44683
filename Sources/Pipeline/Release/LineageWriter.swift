internal import DurableFiles
internal import JourneyModel
internal import ParquetFiles

/// Writes `provenance/lineage/part-000.parquet`: for every statement and rejection, and every copy
/// of it, the input and the bytes it was read from.
struct LineageWriter: ~Copyable {
  /// The columns, in order.
  static let schema = ParquetSchema(columns: [
    ParquetColumn(name: "record_id", type: .string, isNullable: false),
    ParquetColumn(name: "input", type: .string, isNullable: false),
    ParquetColumn(name: "byte_offset", type: .int64, isNullable: false),
    ParquetColumn(name: "byte_length", type: .int64, isNullable: false),
  ])

  private let pathOfInput: [UInt32: String]
  private var writer: ParquetWriter
  private var file: File

  /// A writer into a release directory; paths are those of the inputs.
  init(directory: String, pathOfInput: [UInt32: String]) throws(RunFailure) {
    self.pathOfInput = pathOfInput
    writer = ParquetWriter(schema: LineageWriter.schema, compression: .gzip(level: 1))
    do throws(FileError) {
      try Directory.createAll(directory + "/provenance/lineage", mode: 0o750)
      file = try File.create(directory + "/provenance/lineage/part-000.parquet", mode: 0o640)
    } catch {
      throw .writing(error)
    }
  }

  /// Adds the statements of one part, sorted by id.
  mutating func append(_ lineage: [AssembledPart.Lineage]) throws(RunFailure) {
    for row in lineage {
      writer.append(text: row.record.description)
      writer.append(text: pathOfInput[row.origin.input] ?? "")
      writer.append(Int64(row.origin.byteOffset))
      writer.append(Int64(row.origin.byteLength))
      writer.endRow()
    }
    try drain()
  }

  /// Writes the footer and closes the file.
  consuming func finish() throws(RunFailure) {
    writer.finish()
    try drain()
    do throws(FileError) { try file.close(synchronizing: false) } catch { throw .writing(error) }
  }

  private mutating func drain() throws(RunFailure) {
    var failure: FileError?
    writer.drain { bytes in
      guard failure == nil else { return }
      do throws(FileError) { try file.write(bytes) } catch { failure = error }
    }
    if let failure { throw .writing(failure) }
  }
}
