/// The texts of a plan, in memory that does not move.
struct ConstantTexts: ~Copyable {
  private let memory: UnsafeRawBufferPointer
  private let values: FixedList<Value>

  /// The texts of a plan.
  init(of plan: FieldPlan) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(plan.textBytes.count, 1), alignment: 16)
    memory.copyBytes(from: plan.textBytes)
    self.memory = UnsafeRawBufferPointer(memory)
    values = FixedList(
      plan.texts.map { text in
        let range = Int(text.start)..<Int(text.start + text.count)
        return Value(
          kind: .text, number: Int64(text.code),
          bytes: UnsafeRawBufferPointer(rebasing: memory[range]))
      })
  }

  deinit { memory.deallocate() }

  /// The bytes of the text of that number.
  func bytes(_ number: Int32) -> UnsafeRawBufferPointer { values[number].bytes }

  /// Bytes of the texts laid end to end.
  func bytes(from start: Int32, count: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[Int(start)..<Int(start + count)])
  }

  /// The text of that number as a value.
  func value(_ number: Int32) -> Value { values[number] }
}

/// Texts of records that mean null.
struct NullMarkers {
  private let texts: [[UInt8]]
  /// A bit for the length of each, modulo 64.
  private let lengths: UInt64

  /// The markers an adapter names.
  init(_ texts: [String]) {
    self.texts = texts.filter { !$0.isEmpty }.map { Array($0.utf8) }
    lengths = self.texts.reduce(0) { $0 | 1 << UInt64($1.count & 63) }
  }

  /// Whether a text is one of them.
  func includes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard lengths >> UInt64(bytes.count & 63) & 1 != 0 else { return false }
    for text in texts where text.count == bytes.count && bytes.elementsEqual(text) { return true }
    return false
  }
}
