/// The types of cells this module writes and reads.
package enum ParquetType: String, Sendable, Hashable, CaseIterable {
  /// A 32-bit signed integer.
  case int32
  /// A 64-bit signed integer.
  case int64
  /// Microseconds since 1970-01-01T00:00:00Z, as 64 bits.
  case timestampMicros
  /// Days since 1970-01-01, as 32 bits.
  case date
  /// A text in UTF-8.
  case string
  /// A JSON document in UTF-8.
  case json
  case boolean

  /// How the type is stored.
  package var physical: ParquetPhysicalType {
    switch self {
    case .int32, .date: .int32
    case .int64, .timestampMicros: .int64
    case .string, .json: .byteArray
    case .boolean: .boolean
    }
  }
}
