/// A record between the simulation and its file: a fixed head and the text.
///
/// ```
/// length 4 │ delivered 8 │ key 8 │ damage 1 │ beside 1 │ text …          little-endian
/// ```
struct RecordFrame {
  static let headBytes = 22

  /// When the source hands it out.
  var deliveredAt: Int64
  /// The hash of its key.
  var key: UInt64
  /// What is wrong with it.
  var damage: ExportRecord.Damage
  /// Whether it does not concern customers.
  var isBeside: Bool
  /// Where its text is.
  var text: Range<Int>

  /// Appends a record as a frame.
  static func append(_ record: ExportRecord, to bytes: inout [UInt8]) {
    func append(_ value: UInt64, _ count: Int) {
      for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift * 8))) }
    }
    append(UInt64(record.text.count), 4)
    append(UInt64(record.deliveredAt), 8)
    append(record.key, 8)
    bytes.append(record.damage.rawValue)
    bytes.append(record.isBeside ? 1 : 0)
    bytes.append(contentsOf: record.text)
  }

  /// The frames of bytes, in the order in which the source hands them out.
  static func ordered(_ bytes: UnsafeRawBufferPointer) -> [RecordFrame] {
    var frames: [RecordFrame] = []
    var place = 0
    while place < bytes.count {
      let length = Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
      let text = (place + headBytes)..<(place + headBytes + length)
      frames.append(
        RecordFrame(
          deliveredAt: bytes.loadUnaligned(fromByteOffset: place + 4, as: Int64.self),
          key: bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt64.self),
          damage: ExportRecord.Damage(rawValue: bytes[place + 20]) ?? .none,
          isBeside: bytes[place + 21] == 1, text: text))
      place = text.upperBound
    }
    frames.sort { left, right in
      let (a, b) = ((left.deliveredAt, left.key), (right.deliveredAt, right.key))
      if a != b { return a < b }
      return bytes[left.text].lexicographicallyPrecedes(bytes[right.text])
    }
    return frames
  }
}
