/// A finished file of a release's content, as the manifest lists it.
package struct ContentFile: Codable, Sendable, Equatable {
  /// The path inside the release.
  package var path: String
  /// SHA-256 of the bytes, hexadecimal.
  package var sha256: String
  package var bytes: Int64
  /// What is known of a dataset file beyond that; nil for other files.
  package var rows: RowSummary?

  /// What a dataset file holds.
  package struct RowSummary: Codable, Sendable, Equatable {
    /// The `TableDescription.name` of its table.
    package var table: String
    /// The rows of this file alone, not of the whole table.
    package var count: Int64
    /// The digest of the rows (`RowDigest`), equal across codecs, hexadecimal.
    package var sha256: String
    /// The day of its `date=` folder; nil without one.
    package var day: Int32?
  }
}

/// The dataset files of a release that were written and read back, kept for another process.
package protocol FinishedFiles: Sendable {
  /// The file of a path that was finished before; it may have gone or changed since.
  func file(at path: String) -> ContentFile?

  /// Notes a file, on any thread.
  func add(_ file: ContentFile) throws(ReleaseError)
}

/// Calls the work for each number below a count, maybe several at a time, and returns the files in
/// order; of failures the first in order is thrown.
package typealias ContentWorkers =
  @Sendable (
    _ count: Int, _ work: @escaping @Sendable (Int) throws(ReleaseError) -> ContentFile
  ) throws(ReleaseError) -> [ContentFile]
