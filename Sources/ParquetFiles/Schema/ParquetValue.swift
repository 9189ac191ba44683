/// One decoded cell, copied out of its column.
package enum ParquetValue: Sendable, Hashable {
  /// The cell is absent.
  case null
  /// An integer, a date in days or an instant in microseconds.
  case int(Int64)
  /// A text or a JSON document.
  case text(String)
  case bool(Bool)
}
