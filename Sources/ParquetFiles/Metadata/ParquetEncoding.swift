/// The encodings written; the raw values are those of `Encoding` in parquet.thrift.
enum ParquetEncoding: Int32, Sendable {
  /// Values one after the other.
  case plain = 0
  /// The hybrid of `HybridEncoding`, for definition levels.
  case rle = 3
  /// Differences in blocks, of 64-bit numbers only; see `DeltaEncoding`.
  case deltaBinaryPacked = 5
  /// Indices into a dictionary page, in the hybrid of `HybridEncoding`.
  case rleDictionary = 8
}
