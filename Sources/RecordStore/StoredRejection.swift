package import JourneyModel

/// A rejection as it is kept: why, where, and the bytes themselves so that they can be replayed.
package struct StoredRejection: Equatable, Sendable {
  /// The catalog number of the input it was read from.
  package var input: UInt32
  /// The hash of the rejected bytes.
  package var id: StableHash128
  /// A stored code that this version does not know reads as R503.
  package var rejection: Rejection
  /// The rejected bytes, at most `bytesLimit` of them.
  package var bytes: [UInt8]

  /// How many bytes of a rejected record are kept.
  package static let bytesLimit = 64 << 10

  /// Where the rejected bytes lie.
  package var origin: RecordOrigin {
    RecordOrigin(
      input: input, byteOffset: rejection.byteOffset, byteLength: rejection.byteLength)
  }

  static func encode(
    _ rejection: Rejection, input: UInt32, id: StableHash128, bytes: UnsafeRawBufferPointer,
    into writer: inout ByteWriter
  ) {
    writer.write(input)
    writer.write(id)
    writer.write(rejection.code.code)
    writer.write(rejection.byteOffset)
    writer.write(rejection.byteLength)
    writer.write(rejection.line)
    writer.write(rejection.column)
    writer.write(rejection.message)
    writer.write(bytes: UnsafeRawBufferPointer(rebasing: bytes.prefix(bytesLimit)))
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
    let count = Int(reader.read(UInt32.self))
    bytes = (0..<count).map { _ in reader.read(UInt8.self) }
  }
}
