package import JourneyModel

/// A sink that keeps everything, for `inspect` and tests.
package struct CollectedRecords: RecordSink, Sendable {
  /// The records, in file order.
  package private(set) var records: [NormalizedRecord] = []
  /// The rejections, in file order.
  package private(set) var rejections: [Rejection] = []
  private let limit: Int

  /// A sink that keeps at most so many records and so many rejections.
  package init(limit: Int = .max) { self.limit = limit }

  /// Decodes and keeps a record, unless the limit is reached.
  package mutating func accept(_ record: UnsafeRawBufferPointer) {
    guard records.count < limit else { return }
    records.append(RecordDecoder.record(record, at: 0))
  }

  /// Keeps a rejection without its bytes, unless the limit is reached.
  package mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {
    guard rejections.count < limit else { return }
    rejections.append(rejection)
  }
}
