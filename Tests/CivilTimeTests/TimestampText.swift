import CivilTime

extension TimestampFormat {
  /// Reads a text from memory that ends where the text does, so that a sanitizer would notice a
  /// read beyond.
  func parse(text: String) -> TimestampOutcome {
    Array(text.utf8).withUnsafeBytes { parse($0) }
  }
}
