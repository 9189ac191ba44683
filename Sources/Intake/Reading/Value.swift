/// A value while a record is normalized: bytes of the record, of a constant or of the scratch
/// arena, or a number.
struct Value {
  /// What the bytes or the number mean.
  enum Kind: UInt8 {
    /// Missing, blank, a null marker or JSON null.
    case null
    /// Text in `bytes`; `number` is a constant's vocabulary code, else -1.
    case text
    /// A JSON object or array: it exists and has no text; `number` is its mark on the tape.
    case composite
    /// An identifier whose digits were lost before it was written: it exists and has no text.
    case lost
    /// A decimal number, its thousandths in `number`.
    case number
    /// A whole number in `number`.
    case integer
    /// UTC microseconds in `number`.
    case instant
    /// A span of time, its milliseconds in `number`.
    case duration
    /// 1 or 0 in `number`.
    case truth
  }

  var kind: Kind
  /// The number, by kind.
  var number: Int64 = -1
  /// The bytes of a text.
  var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

  static var null: Value { Value(kind: .null) }

  /// 1 in `number` for a condition that holds, else 0.
  static func truth(_ holds: Bool) -> Value { Value(kind: .truth, number: holds ? 1 : 0) }

  /// The bytes are not copied: they must stay until the next record.
  static func text(_ bytes: UnsafeRawBufferPointer) -> Value {
    Value(kind: .text, bytes: bytes)
  }

  /// Whether it is anything.
  var exists: Bool { kind != .null }

  /// Whether it is a condition that holds.
  var holds: Bool { kind == .truth && number == 1 }

  /// The bytes of a text; nil for everything else.
  var text: UnsafeRawBufferPointer? { kind == .text ? bytes : nil }
}

/// Where a wanted value of the record lies.
struct Slot {
  /// What has to be done to read the bytes as text.
  enum Kind: UInt8 {
    /// Nothing, or JSON null.
    case absent
    /// Text as it stands.
    case plain
    /// A JSON string with escapes.
    case escaped
    /// A CSV field with doubled quotes.
    case quoted
    /// A JSON object or array.
    case composite
  }

  var kind = Kind.absent
  /// The tape index of a JSON value, the column of a field; -1 if the record has no such value.
  var token: Int32 = -1
  /// The value's bytes in the window.
  var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
}
