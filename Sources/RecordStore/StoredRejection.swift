package import JourneyModel

/// A rejection as it is kept: why and where, but no value of the record.
package struct StoredRejection: Equatable, Sendable {
  /// The catalog number of the input it was read from.
  package var input: UInt32
  /// The keyed hash of the rejected bytes.
  package var id: StableHash128
  /// A stored code that this version does not know reads as R503.
  package var rejection: Rejection
  /// The beginning of the rejected bytes, every letter and digit masked.
  package var excerpt: String

  /// Where the rejected bytes lie.
  package var origin: RecordOrigin {
    RecordOrigin(
      input: input, byteOffset: rejection.byteOffset, byteLength: rejection.byteLength)
  }

  func encode(into writer: inout ByteWriter) {
    writer.write(input)
    writer.write(id)
    writer.write(rejection.code.code)
    writer.write(rejection.byteOffset)
    writer.write(rejection.byteLength)
    writer.write(rejection.line)
    writer.write(rejection.column)
    writer.write(rejection.message)
    writer.write(excerpt)
  }

  init(input: UInt32, id: StableHash128, rejection: Rejection, excerpt: String) {
    (self.input, self.id, self.rejection, self.excerpt) = (input, id, rejection, excerpt)
  }

  init(_ reader: inout ByteReader) {
    input = reader.read(UInt32.self)
    id = reader.readHash()
    let code = reader.readText()
    rejection = Rejection(
      code: DiagnosticCode.all.first { $0.code == code } ?? .r503,
      byteOffset: reader.read(UInt64.self), byteLength: reader.read(UInt32.self),
      line: reader.read(UInt64.self), column: reader.readOptionalText(),
      message: reader.readText())
    excerpt = reader.readText()
  }
}
