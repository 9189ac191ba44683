internal import CivilTime
internal import JourneyModel
internal import RecordFormats

/// Running the programs of a field plan.
extension RecordNormalizer {
  /// The value of a program; null for no program.
  mutating func evaluate(_ program: Int32) -> Value {
    guard program != FieldPlan.none else { return .null }
    let planned = memory.programs[program]
    guard planned.scope != FieldPlan.none else { return run(planned.instruction, program) }
    if let known = memory.answer(of: program, in: planned.scope) { return known }
    let value = run(planned.instruction, program)
    memory.remember(value, of: program, in: planned.scope)
    return value
  }

  private mutating func run(_ step: Instruction, _ program: Int32) -> Value {
    switch step.operation {
    case .null: return .null
    case .slot: return load(slots[Int(step.first)])
    case .text: return constants.value(step.first)
    case .number: return Value(kind: .number, number: plan.numbers[Int(step.first)])
    case .table: return lookUp(evaluate(step.first), in: memory.tables[step.second])
    case .first:
      for index in step.first..<(step.first + step.second) {
        let value = evaluate(memory.operands[index])
        if value.exists, value.kind != .composite { return value }
      }
      return .null
    case .readInstant: return instant(evaluate(step.first), program)
    case .readNumber:
      let value = evaluate(step.first)
      guard step.second == FieldPlan.none else {
        return number(value, program, .number) { Decimals.thousandths(of: $0) }
      }
      return written(value, program, .number) { Decimals.thousandths(of: $0) }
    case .readInteger:
      return written(evaluate(step.first), program, .integer) { Decimals.integer(of: $0) }
    case .readVersion: return version(evaluate(step.first), program)
    case .whole: return Self.scaled(evaluate(step.first), .integer) { $0 / 1000 }
    case .seconds: return Self.scaled(evaluate(step.first), .duration) { $0 }
    case .milliseconds: return Self.scaled(evaluate(step.first), .duration) { $0 / 1000 }
    case .minutes: return multiplied(evaluate(step.first), by: 60, program)
    case .hours: return multiplied(evaluate(step.first), by: 3600, program)
    case .clock:
      return number(evaluate(step.first), program, .duration) { DurationText.clock($0) }
    case .since1970:
      return number(evaluate(step.first), program, .duration) { DurationText.since1970($0) }
    case .after:
      return moved(evaluate(step.first), by: evaluate(step.second), program) { $0 }
    case .before:
      return moved(evaluate(step.first), by: evaluate(step.second), program) { -$0 }
    case .between: return Self.between(evaluate(step.first), evaluate(step.second))
    case .choice: return evaluate(evaluate(step.first).holds ? step.second : step.third)
    case .lookUp, .inner, .nullIf, .readTime, .sum, .difference, .count, .amount, .lower,
      .concat, .id, .slice, .split, .withoutLast:
      return call(step, program)
    default: return .truth(condition(step))
    }
  }

  // MARK: Conditions

  private mutating func condition(_ step: Instruction) -> Bool {
    switch step.operation {
    case .exists: return evaluate(step.first).exists
    case .not: return !evaluate(step.first).holds
    case .and: return evaluate(step.first).holds && evaluate(step.second).holds
    case .or: return evaluate(step.first).holds || evaluate(step.second).holds
    case .compareTexts:
      return Self.compareTexts(evaluate(step.first), evaluate(step.second), step.third)
    case .compareNumbers:
      return Self.compareNumbers(evaluate(step.first), evaluate(step.second), step.third)
    case .memberOfTexts, .memberOfNumbers: return isMember(evaluate(step.first), step)
    case .isNumber:
      return evaluate(step.first).text.flatMap { Decimals.thousandths(of: $0) } != nil
    case .startsWith, .endsWith, .contains:
      return Self.isFound(constants.value(step.second), in: evaluate(step.first), step.operation)
    default: preconditionFailure("an operation is not handled")
    }
  }

  private static let comparisons = Comparison.allCases

  /// Null equals nothing, so `!=` holds for it: it is exactly the opposite of `==`.
  private static func compareTexts(_ left: Value, _ right: Value, _ comparison: Int32) -> Bool {
    let areEqual = Self.areEqual(left, right)
    return Self.comparisons[Int(comparison)] == .equal ? areEqual : !areEqual
  }

  private static func areEqual(_ left: Value, _ right: Value) -> Bool {
    guard let left = left.text, let right = right.text else { return false }
    return WrittenIdentifier.areEqual(left, right)
  }

  private static func compareNumbers(_ left: Value, _ right: Value, _ comparison: Int32) -> Bool {
    let comparison = Self.comparisons[Int(comparison)]
    guard left.exists, right.exists else { return comparison == .unequal }
    return switch comparison {
    case .equal: left.number == right.number
    case .unequal: left.number != right.number
    case .less: left.number < right.number
    case .lessOrEqual: left.number <= right.number
    case .greater: left.number > right.number
    case .greaterOrEqual: left.number >= right.number
    }
  }

  private mutating func isMember(_ value: Value, _ step: Instruction) -> Bool {
    guard value.exists else { return false }
    for index in step.second..<(step.second + step.third) {
      let literal = evaluate(memory.operands[index])
      let isEqual =
        step.operation == .memberOfTexts
        ? Self.areEqual(value, literal) : value.number == literal.number
      if isEqual { return true }
    }
    return false
  }

  // MARK: Texts

  /// The value in a slot: its text unescaped, as UTF-8, without blanks around it; null for blanks
  /// and null markers.
  mutating func load(_ slot: Slot) -> Value {
    var bytes = slot.bytes
    switch slot.kind {
    case .absent: return .null
    case .composite: return Value(kind: .composite, number: Int64(slot.token))
    case .plain: break
    case .escaped:
      buffer.removeAll(keepingCapacity: true)
      JSONText.unescape(bytes, into: &buffer)
      bytes = buffer.withUnsafeBytes { arena.copy($0) }
    case .quoted:
      buffer.removeAll(keepingCapacity: true)
      CSVText.unescape(bytes, quote: quote, into: &buffer)
      bytes = buffer.withUnsafeBytes { arena.copy($0) }
    }
    if isTranscoded {
      buffer.removeAll(keepingCapacity: true)
      CSVText.transcode(bytes, from: encoding, into: &buffer)
      bytes = buffer.withUnsafeBytes { arena.copy($0) }
    }
    bytes = ASCII.trimmed(bytes)
    if bytes.count > 3, bytes[0] == UInt8(ascii: "=") { bytes = Self.withoutFormula(bytes) }
    return bytes.isEmpty || nulls.includes(bytes) ? .null : .text(bytes)
  }

  /// The text of a cell that a spreadsheet is kept from reading as a number: `="0012346"`.
  private static func withoutFormula(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let quote = UInt8(ascii: "\"")
    guard cell[1] == quote, cell[cell.count - 1] == quote else { return cell }
    let text = UnsafeRawBufferPointer(rebasing: cell[2..<cell.count - 1])
    return text.contains(quote) ? cell : ASCII.trimmed(text)
  }

  private mutating func lookUp(_ value: Value, in table: PlannedTable) -> Value {
    guard let text = value.text else { return .null }
    let line = meaning(of: text) { $0.line(of: $1, table) }
    if let line { return constants.value(line.value) }
    if table.note != FieldPlan.none, !isReadAgain { note(text, under: plan.notes[Int(table.note)]) }
    return table.otherwise == FieldPlan.none ? .null : constants.value(table.otherwise)
  }

  /// Counts a value that has no line; one that may be somebody's is not named.
  private mutating func note(_ text: UnsafeRawBufferPointer, under subject: ReadingNotes.Note) {
    var note = subject
    if ReadingNotes.isWord(text) { note.word = String(decoding: text, as: UTF8.self) }
    notes.add(note)
  }

  /// The line of a table that has a key.
  mutating func line(
    of key: UnsafeRawBufferPointer, _ table: PlannedTable
  ) -> PlannedTableEntry? {
    for index in table.first..<(table.first + table.count) {
      let entry = memory.tableEntries[index]
      if ASCII.equal(constants.bytes(entry.key), key) { return entry }
    }
    return nil
  }

  // MARK: Numbers and times

  private mutating func number(
    _ value: Value, _ program: Int32, _ kind: Value.Kind,
    _ parse: (UnsafeRawBufferPointer) -> Int64?
  ) -> Value {
    guard let text = value.text else { return .null }
    if let number = parse(text) { return Value(kind: kind, number: number) }
    fail(.i212, program)
    return .null
  }

  /// A number as the input writes them.
  private mutating func written(
    _ value: Value, _ program: Int32, _ kind: Value.Kind,
    _ parse: (UnsafeRawBufferPointer) -> Int64?
  ) -> Value {
    guard let text = value.text else { return .null }
    if let number = spelled(text).flatMap(parse) { return Value(kind: kind, number: number) }
    guard failure == nil else { return .null }
    buffer.removeAll(keepingCapacity: true)
    let isSpelled = decimal == .plain && DecimalMark.comma.spell(text, into: &buffer)
    let isComma = isSpelled && buffer.withUnsafeBytes { parse($0) } != nil
    failure = Failure(code: isComma ? .i218 : .i212, program: program)
    return .null
  }

  /// A number of the record as programs spell it; nil where the input's numbers are not spelled so.
  private mutating func spelled(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    if decimal == .plain, text.last != UInt8(ascii: "%") { return text }
    buffer.removeAll(keepingCapacity: true)
    guard decimal.spell(text, into: &buffer) else { return nil }
    return buffer.withUnsafeBytes { arena.copy($0) }
  }

  private static func scaled(
    _ value: Value, _ kind: Value.Kind, _ scale: (Int64) -> Int64
  ) -> Value {
    value.exists ? Value(kind: kind, number: scale(value.number)) : .null
  }

  /// Thousandths of a unit of so many seconds as milliseconds.
  private mutating func multiplied(_ value: Value, by unit: Int64, _ program: Int32) -> Value {
    guard value.exists else { return .null }
    let (product, overflow) = value.number.multipliedReportingOverflow(by: unit)
    if !overflow { return Value(kind: .duration, number: product) }
    fail(.i212, program)
    return .null
  }

  private mutating func instant(_ value: Value, _ program: Int32) -> Value {
    guard let text = value.text else { return value.kind == .instant ? value : .null }
    return instant(times.read(text), of: text, program)
  }

  /// The instant that was read of a text; a failure of the record if none was.
  mutating func instant(
    _ outcome: TimeReader.Outcome, of text: UnsafeRawBufferPointer, _ program: Int32
  ) -> Value {
    switch outcome {
    case .instant(let microseconds): return Value(kind: .instant, number: microseconds)
    case .unreadable where failure == nil:
      let languages = times.languages(reading: text)
      failure = Failure(
        code: languages.isEmpty ? .i210 : .i219, program: program, languages: languages)
    case .unreadable: break
    case .impossible: fail(.i211, program)
    }
    return .null
  }

  /// A whole number, else an instant.
  private mutating func version(_ value: Value, _ program: Int32) -> Value {
    if let text = value.text.flatMap({ spelled($0) }), let number = Decimals.integer(of: text) {
      return Value(kind: .integer, number: number)
    }
    return instant(value, program)
  }

  private mutating func moved(
    _ start: Value, by duration: Value, _ program: Int32, _ sign: (Int64) -> Int64
  ) -> Value {
    guard start.exists, duration.exists else { return .null }
    let (product, overflow) = duration.number.multipliedReportingOverflow(by: 1000)
    let (sum, carry) = start.number.addingReportingOverflow(overflow ? 0 : sign(product))
    if !overflow, !carry, Instant.believed.contains(sum) {
      return Value(kind: .instant, number: sum)
    }
    fail(.i211, program)
    return .null
  }

  /// Null if the end lies before the start: clocks of two machines may differ.
  private static func between(_ start: Value, _ end: Value) -> Value {
    guard start.exists, end.exists, end.number >= start.number else { return .null }
    return Value(kind: .duration, number: (end.number - start.number) / 1000)
  }
}
