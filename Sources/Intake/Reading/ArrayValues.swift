internal import JourneyModel
internal import RecordFormats

/// Arrays of JSON records where a text or a number is wanted.
extension RecordNormalizer {
  /// How many elements an array has; null for anything else.
  mutating func elementCount(_ value: Value) -> Value {
    guard let tape, let mark = Self.array(value, on: tape) else { return .null }
    var count: Int64 = 0
    for _ in tape.elements(of: mark) { count += 1 }
    return Value(kind: .number, number: count * 1000)
  }

  /// Does something with a name, or with each name of an array; lost digits are counted.
  mutating func forEachName(
    of program: Int32, _ body: (inout Self, UnsafeRawBufferPointer) -> Void
  ) {
    let value = evaluate(program)
    if let text = value.text { return body(&self, text) }
    if value.kind == .lost { return note(.lostDigits, program) }
    guard let tape, let mark = Self.array(value, on: tape) else { return }
    for element in tape.elements(of: mark) {
      let slot = Self.slot(of: tape[element], at: element, in: recordBytes)
      guard let text = load(slot).text else { continue }
      guard let name = plainIdentifier(text) else {
        note(.lostDigits, program)
        continue
      }
      body(&self, name)
    }
  }

  /// The text of a value; of an array the texts of its elements, joined by commas.
  mutating func label(_ program: Int32) -> UnsafeRawBufferPointer? {
    var label: UnsafeRawBufferPointer?
    forEachName(of: program) { normalizer, text in
      label = label.map { normalizer.joined($0, ", ", text) } ?? text
    }
    return label
  }

  /// Two texts and what stands between them.
  mutating func joined(
    _ first: UnsafeRawBufferPointer, _ separator: StaticString, _ second: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let start = first.count + separator.utf8CodeUnitCount
    let room = arena.allocate(start + second.count)
    room.copyMemory(from: first)
    separator.withUTF8Buffer { separator in
      UnsafeMutableRawBufferPointer(rebasing: room[first.count...])
        .copyMemory(from: UnsafeRawBufferPointer(separator))
    }
    UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: second)
    return UnsafeRawBufferPointer(room)
  }

  /// The mark of an array.
  private static func array(_ value: Value, on tape: JSONTape) -> Int? {
    guard value.kind == .composite, value.number >= 0 else { return nil }
    return tape.isArray(Int(value.number)) ? Int(value.number) : nil
  }
}
