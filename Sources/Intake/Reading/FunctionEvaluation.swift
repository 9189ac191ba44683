internal import JourneyModel

/// Running the functions of the language that work on texts, tables and amounts.
extension RecordNormalizer {
  /// The value of a function.
  mutating func call(_ step: Instruction, _ program: Int32) -> Value {
    switch step.operation {
    case .lookUp: return lookUp(evaluate(step.first), step)
    case .inner:
      guard let text = evaluate(step.first).text else { return .null }
      return innerValue(at: plan.innerPaths[Int(step.second)], of: text)
    case .nullIf: return unmarked(evaluate(step.first), step)
    case .readTime:
      guard let text = evaluate(step.first).text else { return .null }
      return instant(times.read(text, as: step.second), program)
    case .sum: return sum(step, program)
    case .difference: return difference(evaluate(step.first), evaluate(step.second), program)
    case .count: return elementCount(evaluate(step.first))
    case .lower: return lowered(evaluate(step.first))
    case .concat: return joined(step)
    case .id: return Self.withoutZeroFraction(evaluate(step.first))
    case .slice: return Self.slice(evaluate(step.first), from: step.second, count: step.third)
    case .withoutLast: return Self.withoutLast(evaluate(step.first), constants.value(step.second))
    case .split:
      return Self.part(step.third, of: evaluate(step.first), at: constants.value(step.second))
    default: preconditionFailure("an operation is not handled")
    }
  }

  /// Whether a text begins with, ends with or holds another.
  static func isFound(_ wanted: Value, in value: Value, _ operation: Operation) -> Bool {
    guard let text = value.text, let wanted = wanted.text, wanted.count <= text.count else {
      return false
    }
    let places =
      switch operation {
      case .startsWith: 0...0
      case .endsWith: (text.count - wanted.count)...(text.count - wanted.count)
      default: 0...(text.count - wanted.count)
      }
    return places.contains { place in
      ASCII.equal(UnsafeRawBufferPointer(rebasing: text[place..<(place + wanted.count)]), wanted)
    }
  }

  // MARK: Tables

  /// How many keys had no line, by table; zeros are left out.
  var missingLinesByTable: [String: Int64] {
    var missing: [String: Int64] = [:]
    for (lookup, count) in zip(plan.lookups, missingLines) where count > 0 {
      missing[lookup.name, default: 0] += count
    }
    return missing
  }

  /// The meaning of a key by binary search; a key without a line anywhere is counted.
  private mutating func lookUp(_ value: Value, _ step: Instruction) -> Value {
    guard let key = value.text else { return .null }
    var range = plan.lookups[Int(step.second)].lines
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let line = plan.lookupLines[middle]
      let found = constants.bytes(line.key)
      if ASCII.equal(found, key) { return constants.value(line.value) }
      if found.lexicographicallyPrecedes(key) {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    let isElsewhere =
      step.third != FieldPlan.none && line(of: key, memory.tables[step.third]) != nil
    missingLines[Int(step.second)] += isElsewhere || isReadAgain ? 0 : 1
    return .null
  }

  private mutating func unmarked(_ value: Value, _ step: Instruction) -> Value {
    guard let text = value.text else { return value }
    for index in step.second..<(step.second + step.third) {
      guard let marker = evaluate(memory.operands[index]).text else { continue }
      if ASCII.equal(text, marker) { return .null }
    }
    return value
  }

  // MARK: Amounts

  private mutating func sum(_ step: Instruction, _ program: Int32) -> Value {
    var total = Value.null
    for index in step.first..<(step.first + step.second) {
      let value = evaluate(memory.operands[index])
      guard value.exists else { continue }
      guard total.exists else {
        total = value
        continue
      }
      let (sum, overflow) = total.number.addingReportingOverflow(value.number)
      if overflow {
        fail(.i212, program)
        return .null
      }
      total.number = sum
    }
    return total
  }

  private mutating func difference(_ left: Value, _ right: Value, _ program: Int32) -> Value {
    guard left.exists, right.exists else { return .null }
    let (rest, overflow) = left.number.subtractingReportingOverflow(right.number)
    if overflow {
      fail(.i212, program)
      return .null
    }
    if left.kind == .duration, rest < 0 { return .null }
    return Value(kind: left.kind, number: rest)
  }

  // MARK: Texts

  private mutating func lowered(_ value: Value) -> Value {
    guard let text = value.text else { return .null }
    let room = arena.allocate(text.count)
    for index in 0..<text.count { room[index] = ASCII.lowercased(text[index]) }
    return .text(UnsafeRawBufferPointer(room))
  }

  private mutating func joined(_ step: Instruction) -> Value {
    var joined = UnsafeRawBufferPointer(start: nil, count: 0)
    for index in step.first..<(step.first + step.second) {
      guard let text = evaluate(memory.operands[index]).text else { return .null }
      let room = arena.allocate(joined.count + text.count)
      room.copyMemory(from: joined)
      UnsafeMutableRawBufferPointer(rebasing: room[joined.count...]).copyMemory(from: text)
      joined = UnsafeRawBufferPointer(room)
    }
    return Self.trimmed(joined[...])
  }

  /// `7253394974479.0` as `7253394974479`; anything else as it is.
  private static func withoutZeroFraction(_ value: Value) -> Value {
    guard let text = value.text, let point = text.firstIndex(of: UInt8(ascii: ".")),
      point > 0, point + 1 < text.count,
      text[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") }),
      text[..<point].allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 })
    else { return value }
    return .text(UnsafeRawBufferPointer(rebasing: text[..<point]))
  }

  /// Characters are counted by their first bytes.
  private static func slice(_ value: Value, from first: Int32, count: Int32) -> Value {
    guard let text = value.text else { return .null }
    var character: Int32 = 0
    var start = text.count
    var end = text.count
    for (index, byte) in text.enumerated() where byte & 0xc0 != 0x80 {
      character += 1
      if character == first { start = index }
      if Int64(character) == Int64(first) + Int64(count) {
        end = index
        break
      }
    }
    return start < end ? trimmed(text[start..<end]) : .null
  }

  private static func part(_ number: Int32, of value: Value, at separator: Value) -> Value {
    guard let text = value.text, let separator = separator.text else { return .null }
    var start = 0
    var index = 0
    var part: Int32 = 1
    while index + separator.count <= text.count {
      let piece = UnsafeRawBufferPointer(rebasing: text[index..<(index + separator.count)])
      guard ASCII.equal(piece, separator) else {
        index += 1
        continue
      }
      if part == number { return Self.trimmed(text[start..<index]) }
      part += 1
      index += separator.count
      start = index
    }
    return part == number ? trimmed(text[start...]) : .null
  }

  private static func withoutLast(_ value: Value, _ separator: Value) -> Value {
    guard let text = value.text, let separator = separator.text else { return .null }
    var end = text.count - separator.count
    while end >= 0 {
      let piece = UnsafeRawBufferPointer(rebasing: text[end..<(end + separator.count)])
      if ASCII.equal(piece, separator) { return Self.trimmed(text[..<end]) }
      end -= 1
    }
    return value
  }

  private static func trimmed(_ slice: Slice<UnsafeRawBufferPointer>) -> Value {
    let bytes = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: slice))
    return bytes.isEmpty ? .null : .text(bytes)
  }
}
