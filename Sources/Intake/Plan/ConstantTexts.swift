/// The texts of a plan, in memory that does not move.
struct ConstantTexts: ~Copyable {
  private let memory: UnsafeRawBufferPointer
  private let texts: [PlannedText]

  /// The texts of a plan.
  init(of plan: FieldPlan) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(plan.textBytes.count, 1), alignment: 16)
    memory.copyBytes(from: plan.textBytes)
    self.memory = UnsafeRawBufferPointer(memory)
    texts = plan.texts
  }

  deinit { memory.deallocate() }

  /// The bytes of the text of that number.
  func bytes(_ number: Int32) -> UnsafeRawBufferPointer {
    let text = texts[Int(number)]
    return bytes(from: text.start, count: text.count)
  }

  /// Bytes of the texts laid end to end.
  func bytes(from start: Int32, count: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[Int(start)..<Int(start + count)])
  }

  /// The text of that number as a value.
  func value(_ number: Int32) -> Value {
    Value(kind: .text, number: Int64(texts[Int(number)].code), bytes: bytes(number))
  }
}

/// Texts of records that mean null.
struct NullMarkers {
  private let texts: [[UInt8]]

  /// The markers an adapter names.
  init(_ texts: [String]) {
    self.texts = texts.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// Whether a text is one of them.
  func includes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for text in texts where text.count == bytes.count && bytes.elementsEqual(text) { return true }
    return false
  }
}
