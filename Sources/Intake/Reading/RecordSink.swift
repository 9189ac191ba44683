package import JourneyModel

/// Takes what becomes of the records of an input.
package protocol RecordSink {
  /// One normalized record as `RecordEncoder` writes it; the bytes are valid during the call.
  mutating func accept(_ record: UnsafeRawBufferPointer)
  /// A record that was refused, with its bytes or as many of them as were at hand.
  mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer)
}

/// Why a whole input cannot be used.
package struct InputFailure: Error, Equatable, Sendable {
  /// The kind of failure.
  package var code: DiagnosticCode
  /// The byte of the file where it shows.
  package var byteOffset: UInt64
  /// The line, where lines are counted.
  package var line: UInt64?
  /// What happened, without any of the data.
  package var message: String
  /// What to do; the code's own advice if nil.
  package var help: String?

  /// A failure of known parts.
  package init(
    code: DiagnosticCode, byteOffset: UInt64, line: UInt64? = nil, message: String
  ) {
    self.code = code
    self.byteOffset = byteOffset
    self.line = line
    self.message = message
  }
}
