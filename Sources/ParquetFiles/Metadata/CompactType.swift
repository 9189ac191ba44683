/// The wire types of the Thrift compact protocol.
///
/// Source: Apache Thrift, thrift-compact-protocol.md.
enum CompactType: UInt8, Sendable {
  /// A field that is true.
  case booleanTrue = 1
  /// A field that is false; in a list, any boolean.
  case booleanFalse = 2
  case byte = 3
  /// A zigzag varint of 16 bits.
  case int16 = 4
  /// A zigzag varint of 32 bits.
  case int32 = 5
  /// A zigzag varint of 64 bits.
  case int64 = 6
  /// Eight bytes, which are only skipped here.
  case double = 7
  /// A byte count and bytes.
  case binary = 8
  /// A count with element type, and elements.
  case list = 9
  /// Encoded as a list is.
  case set = 10
  /// A count, types of key and value, and pairs.
  case map = 11
  /// Fields up to a stop byte.
  case structure = 12
}
