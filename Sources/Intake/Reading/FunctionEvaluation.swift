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
      return instant(times.read(text, as: step.second), of: text, program)
    case .sum: return sum(step, program)
    case .difference: return difference(evaluate(step.first), evaluate(step.second), program)
    case .amount: return amount(step, program)
    case .count: return elementCount(evaluate(step.first))
    case .lower: return lowered(evaluate(step.first))
    case .concat: return joined(step)
    case .id: return identifier(evaluate(step.first))
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

  /// Everything that did not fit, the keys without a line among it.
  var allNotes: ReadingNotes {
    var all = notes
    for (lookup, count) in zip(plan.lookups, missingLines) where count > 0 {
      all.add(ReadingNotes.Note(.missingLine, subject: lookup.name), count: count)
    }
    return all
  }

  /// The meaning of a key; a key without a line anywhere is counted.
  private mutating func lookUp(_ value: Value, _ step: Instruction) -> Value {
    guard let key = value.text else { return .null }
    let lines = plan.lookups[Int(step.second)].lines
    let meaning = meaning(of: key) { $0.meaning(of: $1, in: lines) }
    if let meaning { return meaning }
    // A map that is asked next tells of it.
    if step.third == FieldPlan.none, !isReadAgain { missingLines[Int(step.second)] += 1 }
    return .null
  }

  /// What a look-up finds for a key as it is written or else as what it was before something wrote
  /// it as a number: `1.0` has the line of 1.
  @inline(__always)
  mutating func meaning<Meaning>(
    of key: UnsafeRawBufferPointer,
    _ find: (inout Self, UnsafeRawBufferPointer) -> Meaning?
  ) -> Meaning? {
    if let meaning = find(&self, key) { return meaning }
    guard let plain = plainIdentifier(key), plain.count != key.count else { return nil }
    return find(&self, plain)
  }

  /// The meaning of a key among the lines of a table, by binary search.
  private mutating func meaning(
    of key: UnsafeRawBufferPointer, in lines: Range<Int>
  ) -> Value? {
    var range = lines
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
    return nil
  }

  private mutating func unmarked(_ value: Value, _ step: Instruction) -> Value {
    guard let text = value.text else { return value }
    for index in step.second..<(step.second + step.third) {
      guard let marker = evaluate(memory.operands[index]).text else { continue }
      if WrittenIdentifier.areEqual(text, marker) { return .null }
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

  /// A number of money with its currency, or `¤` where none is known.
  private mutating func amount(_ step: Instruction, _ program: Int32) -> Value {
    let number = evaluate(step.first)
    guard number.exists else { return .null }
    var text = number.number < 0 ? "-" : ""
    let (units, thousandths) = number.number.magnitude.quotientAndRemainder(dividingBy: 1000)
    let digits = String(1000 + thousandths).dropFirst()
    text += "\(units).\(digits.hasSuffix("0") ? digits.dropLast() : digits) "
    let currency =
      step.second == FieldPlan.none ? Value.null : evaluate(step.second)
    if let code = currency.text {
      guard code.count == 3, code.allSatisfy({ ASCII.isLetter($0) }) else {
        fail(.i221, program)
        return .null
      }
      for byte in code { text.unicodeScalars.append(Unicode.Scalar(byte & 0xdf)) }
    } else {
      text += "¤"
    }
    let room = arena.allocate(text.utf8.count)
    room.copyBytes(from: text.utf8)
    return .text(UnsafeRawBufferPointer(room))
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
      let part = evaluate(memory.operands[index])
      guard let text = part.text else { return part.kind == .lost ? part : .null }
      let room = arena.allocate(joined.count + text.count)
      room.copyMemory(from: joined)
      UnsafeMutableRawBufferPointer(rebasing: room[joined.count...]).copyMemory(from: text)
      joined = UnsafeRawBufferPointer(room)
    }
    return Self.trimmed(joined[...])
  }

  private mutating func identifier(_ value: Value) -> Value {
    guard let text = value.text else { return value }
    return plainIdentifier(text).map { .text($0) } ?? Value(kind: .lost)
  }

  /// An identifier as it was before something wrote it as a number; nil if its digits are lost.
  mutating func plainIdentifier(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    switch WrittenIdentifier.read(text) {
    case .text(let text): return text
    case .lost: return nil
    case .digits(let count):
      let digits = arena.allocate(count)
      digits.copyBytes(from: WrittenIdentifier.digits(count, of: text))
      return UnsafeRawBufferPointer(digits)
    }
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

  /// Negative numbers count from the end.
  private static func part(_ number: Int32, of value: Value, at separator: Value) -> Value {
    guard let text = value.text, let separator = separator.text else { return .null }
    var wanted = number
    if number < 0 {
      wanted += 1
      forEachPart(of: text, at: separator) { _ in
        wanted += 1
        return true
      }
    }
    var found = Value.null
    forEachPart(of: text, at: separator) { part in
      wanted -= 1
      if wanted == 0 { found = trimmed(part) }
      return wanted > 0
    }
    return found
  }

  /// The parts of a text between separators, for as long as the body wants more.
  private static func forEachPart(
    of text: UnsafeRawBufferPointer, at separator: UnsafeRawBufferPointer,
    _ wantsMore: (Slice<UnsafeRawBufferPointer>) -> Bool
  ) {
    var start = 0
    var index = 0
    while index + separator.count <= text.count {
      let piece = UnsafeRawBufferPointer(rebasing: text[index..<(index + separator.count)])
      guard ASCII.equal(piece, separator) else {
        index += 1
        continue
      }
      if !wantsMore(text[start..<index]) { return }
      index += separator.count
      start = index
    }
    _ = wantsMore(text[start...])
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
