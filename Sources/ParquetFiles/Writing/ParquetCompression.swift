/// How the pages of a file are compressed.
package enum ParquetCompression: Sendable, Hashable {
  /// Not at all.
  case none
  /// One gzip member a page, at a level from 1 (fast) to 9 (small).
  case gzip(level: Int32)
}
