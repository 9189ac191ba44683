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
  init(
    numbers: UnsafeBufferPointer<Int64>, as physical: ParquetPhysicalType, nullCount: Int
  ) {
    self.nullCount = nullCount
    guard let (smallest, largest) = Self.extremes(numbers) else { return }
    minimum = Bound(bytes: Self.bytes(smallest, as: physical), isExact: true)
    maximum = Bound(bytes: Self.bytes(largest, as: physical), isExact: true)
  }

  /// The statistics of texts of which the smallest and the largest are known.
  init(texts: (smallest: [UInt8], largest: [UInt8])?, nullCount: Int) {
    self.nullCount = nullCount
    guard let texts else { return }
    minimum = Self.lowerBound(texts.smallest)
    maximum = Self.upperBound(texts.largest)
  }

  /// The statistics of hashes; their digits are ordered as they are.
  init(hashes: UnsafeBufferPointer<HashCell>, nullCount: Int) {
    self.nullCount = nullCount
    guard var smallest = hashes.first else { return }
    var largest = smallest
    for hash in hashes {
      if hash.precedes(smallest) { smallest = hash }
      if largest.precedes(hash) { largest = hash }
    }
    minimum = Bound(bytes: smallest.digits, isExact: true)
    maximum = Bound(bytes: largest.digits, isExact: true)
  }

  /// The smallest and the largest number; nil without numbers.
  static func extremes<Number: FixedWidthInteger>(
    _ numbers: UnsafeBufferPointer<Number>
  ) -> (Number, Number)? {
    guard var smallest = numbers.first else { return nil }
    var largest = smallest
    for number in numbers {
      smallest = min(smallest, number)
      largest = max(largest, number)
    }
    return (smallest, largest)
  }

  /// The smallest and the largest text by unsigned bytes; nil without texts.
  static func extremes(
    _ texts: UnsafeBufferPointer<TextCell>
  ) -> (smallest: [UInt8], largest: [UInt8])? {
    guard var smallest = texts.first else { return nil }
    var largest = smallest
    for text in texts {
      if text.precedes(smallest) { smallest = text }
      if largest.precedes(text) { largest = text }
    }
    return (Array(smallest.bytes), Array(largest.bytes))
  }

  private static func bytes(_ number: Int64, as physical: ParquetPhysicalType) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafePointer(to: number) {
      PlainEncoding.append(
        UnsafeBufferPointer(start: $0, count: 1), as: physical, to: &bytes)
    }
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

extension HashCell {
  /// Whether this hash, and so its digits, stands before another.
  func precedes(_ other: HashCell) -> Bool {
    high != other.high ? high < other.high : low < other.low
  }

  /// The 32 hexadecimal digits.
  var digits: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { room, count in
      guard let start = UnsafeMutableRawPointer(room.baseAddress) else { return }
      HexDigits.store(self, at: start)
      count = 32
    }
  }
}
