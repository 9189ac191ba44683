internal import RecordFormats

/// A JSON text inside a value of the record, such as the task attributes of a routing event.
///
/// The text read last is kept until the next record, because several values are usually taken from
/// one. Only adapters that use `json` pay for it: each text allocates its tape.
struct InnerJSON: ~Copyable {
  private var scanner: JSONScanner?
  private var text = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isObject = false

  /// Forgets the text: its bytes belong to the record that ends.
  mutating func forget() {
    text = UnsafeRawBufferPointer(start: nil, count: 0)
    isObject = false
  }

  /// The token at a path inside a text; nil if there is none.
  mutating func token(at path: [PathStep], of text: UnsafeRawBufferPointer) -> JSONToken? {
    read(text)
    guard isObject, let tape = scanner?.tape else { return nil }
    var place = 0
    for step in path {
      let found: Int? =
        switch step {
        case .name(let key) where tape.isObject(place):
          Self.member(key, of: place, on: tape, in: text)
        case .index(let index) where tape.isArray(place):
          tape.elements(of: place).dropFirst(Int(index)).first { _ in true }
        default: nil
        }
      guard let found else { return nil }
      place = found
    }
    return tape[place]
  }

  private mutating func read(_ text: UnsafeRawBufferPointer) {
    if ASCII.equal(text, self.text) { return }
    self.text = text
    var scanner = JSONScanner(layout: .objects)
    isObject = scanner.next(in: text, from: 0, isFinal: true) == .record(0..<text.count)
    self.scanner = consume scanner
  }

  /// The value of a key, the last one of several.
  private static func member(
    _ key: String, of object: Int, on tape: JSONTape, in text: UnsafeRawBufferPointer
  ) -> Int? {
    var found: Int?
    for (token, value) in tape.members(of: object) {
      var name = [UInt8](text[token.range])
      if token.hasEscapes {
        name = []
        JSONText.unescape(UnsafeRawBufferPointer(rebasing: text[token.range]), into: &name)
      }
      if name.elementsEqual(key.utf8) { found = value }
    }
    return found
  }
}

extension RecordNormalizer {
  /// The value at a path inside a JSON text.
  mutating func innerValue(at path: [PathStep], of text: UnsafeRawBufferPointer) -> Value {
    guard let token = inner.token(at: path, of: text) else { return .null }
    switch token.kind {
    case .null, .key: return .null
    case .object, .array: return Value(kind: .composite)
    case .string, .number, .true, .false: break
    }
    var bytes = UnsafeRawBufferPointer(rebasing: text[token.range])
    if token.hasEscapes {
      buffer.removeAll(keepingCapacity: true)
      JSONText.unescape(bytes, into: &buffer)
      bytes = buffer.withUnsafeBytes { arena.copy($0) }
    }
    bytes = ASCII.trimmed(bytes)
    return bytes.isEmpty || nulls.includes(bytes) ? .null : .text(bytes)
  }
}
