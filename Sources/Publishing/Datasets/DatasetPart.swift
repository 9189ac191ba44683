import CivilTime
import Codecs
import JourneyModel
import ParquetFiles

/// One Parquet file of a release: the rows of a table, of one day where it is dated.
struct DatasetPart: Sendable {
  /// Level 1 was measured on 312,000 rows of a simulated quarter.
  ///
  /// Level 6 makes the files 2.5 % smaller and publishing 16 % slower, because most bytes are
  /// hashes, which do not compress.
  private static let compression = ParquetCompression.gzip(level: 1)

  let table: TableDescription
  let rows: SpooledRows
  let day: Int32

  /// The file's path inside the release.
  var path: String {
    let folder = table.isDated ? "date=\(InstantText.date(dayNumber: day))/" : ""
    return "datasets/\(table.name)/\(folder)part-000.parquet"
  }

  /// Writes the file; its folder exists.
  func write(into directory: ReleaseDirectory) throws(ReleaseError) -> ContentFile {
    var file = try directory.create(path)
    let rowsDigest = RowsDigest()
    let replay = RowReplay(table)
    var writer = ParquetWriter(
      schema: table.parquetSchema, compression: DatasetPart.compression,
      rowObserver: { rowsDigest.update($0) })
    for number in 0..<rows.chunkCount(of: day) {
      let chunk: [UInt8]
      do { chunk = try rows.chunk(number, of: day) } catch { throw .file(error) }
      chunk.withUnsafeBytes { replay.append($0, to: &writer) }
      try DatasetPart.drain(&writer, into: &file)
    }
    writer.finish()
    try DatasetPart.drain(&writer, into: &file)
    var finished = try file.finish()
    try directory.verify(finished)
    finished.rows = ContentFile.RowSummary(
      table: table.name, count: writer.rowCount, sha256: rowsDigest.hexadecimal,
      day: table.isDated ? day : nil)
    return finished
  }

  private static func drain(
    _ writer: inout ParquetWriter, into file: inout ContentWriter
  ) throws(ReleaseError) {
    var failure: ReleaseError?
    writer.drain { bytes in
      do throws(ReleaseError) { try file.write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// A digest that an observer can feed.
  private final class RowsDigest {
    private var digest = SHA256()

    func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    var hexadecimal: String { HexText.lowercase(digest.finalize()) }
  }
}
