/// What the footer says about the values of a column chunk.
struct ColumnStatistics: Sendable {
  /// The number of absent cells.
  var nullCount = 0
  /// The smallest value, PLAIN without a byte count, or a text not above it; nil without values.
  var minimum: Bound?
  /// The largest value, PLAIN without a byte count, or a text not below it; nil without values.
  var maximum: Bound?

  /// A limit of the values.
  struct Bound: Sendable, Equatable {
    /// The value as the footer stores it.
    let bytes: [UInt8]
    /// Whether it occurs in the column, or is only known to lie beyond all that do.
    let isExact: Bool
  }

  /// The statistics of integers, dates, instants or booleans.
  init(numbers: [Int64], as physical: ParquetPhysicalType, nullCount: Int) {
    self.nullCount = nullCount
    guard var smallest = numbers.first, var largest = numbers.first else { return }
    for number in numbers {
      smallest = min(smallest, number)
      largest = max(largest, number)
    }
    minimum = Bound(bytes: Self.bytes(smallest, as: physical), isExact: true)
    maximum = Bound(bytes: Self.bytes(largest, as: physical), isExact: true)
  }

  /// The statistics of texts, ordered by their unsigned bytes.
  init(texts: TextBuffer, nullCount: Int) {
    self.nullCount = nullCount
    guard let (smallest, largest) = texts.extremes() else { return }
    minimum = Self.lowerBound(smallest)
    maximum = Self.upperBound(largest)
  }

  private static func bytes(_ number: Int64, as physical: ParquetPhysicalType) -> [UInt8] {
    var bytes: [UInt8] = []
    PlainEncoding.append([number][...], as: physical, to: &bytes)
    return bytes
  }

  /// A text not above the given one, of at most `ParquetLimits.statisticsBytes` bytes.
  static func lowerBound(_ text: [UInt8]) -> Bound {
    guard text.count > ParquetLimits.statisticsBytes else {
      return Bound(bytes: text, isExact: true)
    }
    return Bound(bytes: Array(wholeCharacters(text)), isExact: false)
  }

  /// A text not below the given one, of about `ParquetLimits.statisticsBytes` bytes.
  ///
  /// A longer text is cut and the last character that has a successor is replaced by it, so that
  /// the bound is valid UTF-8; nil if there is none, for then nothing short is above the text.
  static func upperBound(_ text: [UInt8]) -> Bound? {
    guard text.count > ParquetLimits.statisticsBytes else {
      return Bound(bytes: text, isExact: true)
    }
    var scalars = Array(String(decoding: wholeCharacters(text), as: UTF8.self).unicodeScalars)
    while let last = scalars.popLast() {
      // Surrogates are no scalars: what follows U+D7FF is U+E000.
      let next = last.value == 0xd7ff ? 0xe000 : last.value + 1
      guard let successor = Unicode.Scalar(next) else { continue }
      scalars.append(successor)
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return Bound(bytes: Array(String(view).utf8), isExact: false)
    }
    return nil
  }

  /// The first `ParquetLimits.statisticsBytes` bytes without a character cut in two.
  private static func wholeCharacters(_ text: [UInt8]) -> ArraySlice<UInt8> {
    var end = ParquetLimits.statisticsBytes
    while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
    return text[..<end]
  }
}
