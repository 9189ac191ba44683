/// What the footer of a file says.
struct FileMetadata: Sendable {
  /// The columns and the texts about the file.
  let schema: ParquetSchema
  /// The number of rows in all row groups.
  let rowCount: Int
  /// The row groups in order.
  let rowGroups: [RowGroup]

  /// A run of rows whose columns are stored together.
  struct RowGroup: Sendable {
    /// The number of rows.
    let rowCount: Int
    /// One chunk for each column, in order.
    let chunks: [ColumnChunk]
  }

  /// The pages of one column in one row group.
  struct ColumnChunk: Sendable {
    /// Whether the pages are gzip members.
    var isCompressed: Bool
    /// The encodings that occur, definition levels included, in ascending order.
    var encodings: [ParquetEncoding] = []
    /// The number of cells, absent ones included.
    var valueCount = 0
    /// The bytes of all pages with their headers, before compression.
    var uncompressedBytes = 0
    /// The bytes of all pages with their headers, in the file.
    var compressedBytes = 0
    /// Where the first data page begins in the file.
    var dataPageOffset = 0
    /// Where the dictionary page begins in the file.
    var dictionaryPageOffset: Int?
    /// What is known of the values; the reader leaves it out.
    var statistics: ColumnStatistics?

    /// Where the first page begins in the file.
    var firstPageOffset: Int { dictionaryPageOffset ?? dataPageOffset }
  }
}
