/// The sizes the writer keeps and the reader holds a file to before it allocates.
package enum ParquetLimits {
  /// The most rows in a row group.
  package static let rowGroupRows = 1 << 20
  /// The most rows in a data page.
  package static let pageRows = 20_000
  /// The bytes of PLAIN texts after which a data page ends.
  package static let pageBytes = 1 << 20
  /// The most bytes in a dictionary page, before compression.
  package static let dictionaryBytes = 1 << 20
  /// The most bytes in one text.
  package static let valueBytes = 1 << 28
  /// The most bytes of a text in the statistics; longer ones are cut.
  package static let statisticsBytes = 64
}
