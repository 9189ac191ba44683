internal import RecordFormats

/// Guesses under which key the records of an unknown JSON file lie.
enum JSONEnvelopeGuess {
  /// The layout of a sample; nil if it does not begin like JSON that could hold records.
  ///
  /// An object without an id of its own, in which an array of objects lies, is an envelope.
  static func layout(of sample: UnsafeRawBufferPointer) -> JSONLayout? {
    guard let plain = JSONLayout.detect(sample: sample, members: []) else { return nil }
    guard plain == .objects else { return plain }
    var scan = TopLevelScan(sample)
    scan.run()
    guard let member = scan.arrays.first, !scan.hasID else { return plain }
    return JSONLayout.detect(sample: sample, members: [member]) ?? plain
  }
}

/// Walks over the top level of the first object, which may be cut off.
private struct TopLevelScan {
  /// The keys of arrays of objects.
  private(set) var arrays: [String] = []
  /// Whether the object has an id among its scalars.
  private(set) var hasID = false
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func run() {
    var depth = 0
    var key = ""
    var isValue = false
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let text = string()
        if depth == 1, isValue {
          noteScalar(key)
        } else if depth == 1 {
          key = text
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 1, byte == UInt8(ascii: "["), next() == UInt8(ascii: "{") { arrays.append(key) }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return }
      case UInt8(ascii: ":"): if depth == 1 { isValue = true }
      case UInt8(ascii: ","): if depth == 1 { isValue = false }
      case UInt8(ascii: "0")...UInt8(ascii: "9"): if depth == 1 { noteScalar(key) }
      default: break
      }
      position += 1
    }
  }

  private mutating func noteScalar(_ key: String) {
    let field = SampleField(name: key, path: key, isOnTop: true)
    if field.isNamed(["id", "key", "sid", "uuid", "number"]) { hasID = true }
  }

  /// The text of the string at the position, which moves to its closing quote.
  private mutating func string() -> String {
    let start = position + 1
    position = start
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
  }

  /// The next byte that is not blank.
  private func next() -> UInt8? {
    bytes[(position + 1)...].first { !ASCII.isBlank($0) }
  }
}
