/// The wire types of the Thrift compact protocol.
///
/// Source: Apache Thrift, thrift-compact-protocol.md.
enum CompactType: UInt8, Sendable {
  /// A field that is true.
  case booleanTrue = 1
  /// A field that is false; in a list, any boolean.
  case booleanFalse = 2
  /// Eight bits.
  case byte = 3
  /// Sixteen bits, zigzag.
  case int16 = 4
  /// 32 bits, zigzag.
  case int32 = 5
  /// 64 bits, zigzag.
  case int64 = 6
  /// Eight bytes.
  case double = 7
  /// A byte count and bytes.
  case binary = 8
  /// A count with element type, and elements.
  case list = 9
  /// As a list.
  case set = 10
  /// A count, types of key and value, and pairs.
  case map = 11
  /// Fields up to a stop byte.
  case structure = 12
}
