internal import JourneyModel

/// A rejection whose record may go on in the bytes to come.
struct PendingRejection {
  private var rejection: Rejection
  private let excerpt: [UInt8]

  /// Bytes of a rejected record that are kept for its excerpt.
  private static let excerptSize = 4 << 10

  /// A rejection and the first bytes of its record.
  init(rejection: Rejection, beginning: UnsafeRawBufferPointer) {
    self.rejection = rejection
    excerpt = Array(beginning.prefix(PendingRejection.excerptSize))
  }

  /// Adds bytes to the record.
  mutating func lengthen(by byteCount: Int) {
    rejection.byteLength = UInt32(clamping: Int(rejection.byteLength) + byteCount)
  }

  /// Hands the rejection on.
  func deliver<Sink: RecordSink>(into sink: inout Sink) {
    excerpt.withUnsafeBytes { sink.reject(rejection, bytes: $0) }
  }
}
