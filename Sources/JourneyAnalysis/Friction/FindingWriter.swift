import CivilTime
package import JourneyModel

/// Writes words as UTF-8 into memory that is kept from one finding to the next.
package struct FindingWriter {
  /// UTF-8 written since `removeAll`.
  package private(set) var bytes: [UInt8] = []
  private let words: Words

  /// A writer that knows the texts of a run's symbols.
  package init(_ words: Words) { self.words = words }

  /// Forgets what was written.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Writes the text of a symbol; nothing for none.
  package mutating func write(_ symbol: Symbol) {
    words.withUTF8(symbol) { bytes.append(contentsOf: $0) }
  }

  /// Writes a duration in milliseconds for people: `4 d 2 h`.
  package mutating func write(duration milliseconds: Int64) {
    DurationText.append(milliseconds: milliseconds, to: &bytes)
  }

  /// Writes an instant in microseconds as ISO 8601.
  package mutating func write(instant microseconds: Int64) {
    InstantText.append(iso8601: microseconds, to: &bytes)
  }

  /// Writes a number in plain digits, without separators.
  package mutating func write(number: Int64) { write(String(number)) }
}
