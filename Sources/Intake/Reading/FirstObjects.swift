internal import RecordFormats

/// The objects with which a file of JSON begins, up to a number, one after the other.
///
/// What is between them or cannot be read is passed over.
struct FirstObjects: ~Copyable {
  private let sample: UnsafeRawBufferPointer
  private let isFinal: Bool
  private var scanner: JSONScanner
  private var offset = 0
  private var left: Int

  /// The objects of a sample; `isFinal` if it is the whole file.
  init(_ sample: UnsafeRawBufferPointer, layout: JSONLayout, isFinal: Bool, limit: Int) {
    (self.sample, self.isFinal, left) = (sample, isFinal, limit)
    scanner = JSONScanner(layout: layout)
  }

  /// The next object and what is in it; nil if there are no more, or enough.
  mutating func next() -> (tape: JSONTape, object: UnsafeRawBufferPointer)? {
    while left > 0 {
      switch scanner.next(in: sample, from: offset, isFinal: isFinal) {
      case .record(let range):
        left -= 1
        offset = range.upperBound
        return (scanner.tape, UnsafeRawBufferPointer(rebasing: sample[range]))
      case .framing(let range), .rejected(let range, _), .rejectedContinuation(let range):
        offset = range.upperBound
      case .needsMore, .end: return nil
      }
    }
    return nil
  }
}
