/// Why a Parquet file cannot be read.
package struct ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Whether the file, this reader or the caller is to blame.
  package enum Kind: Sendable, Hashable {
    /// The bytes are not what was written.
    case damaged
    /// The file is sound as far as can be seen, but uses what this reader does not know.
    case unsupported
    /// A size is beyond what the writer writes.
    case limit
    /// The bytes could not be fetched; thrown by the caller's closure.
    case unreadable
    /// The file has no column of this name.
    case unknownColumn
  }

  package let kind: Kind
  /// What was found, without any value of a cell.
  package let message: String
  /// Where in the file it was found; inside a compressed page, where the page begins.
  package let byteOffset: Int

  /// An error at an offset of the file.
  package init(_ kind: Kind, _ message: String, byteOffset: Int) {
    self.kind = kind
    self.message = message
    self.byteOffset = byteOffset
  }

  /// The message and the offset.
  package var description: String { "\(message) (byte \(byteOffset))" }
}
