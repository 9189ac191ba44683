package import JourneyModel

/// A row of a dataset on its way to the release: numbers of fixed size, and texts as places in the
/// bytes that travel with it.
package protocol PublishedEntry: BitwiseCopyable, Sendable {
  /// Replaces each place of a text by what the function answers for it.
  mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>)
}

extension PublishedEntry {
  /// An entry without texts.
  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {}

  /// The bytes of its texts.
  var textByteCount: Int {
    var copy = self
    var count = 0
    copy.moveTexts { text in
      count += Int(text.count)
      return text
    }
    return count
  }
}
