internal import Glibc
internal import RecordFormats

/// Takes eight fields from every conversation of a JSON file and sums their lengths or values.
///
/// ```
/// conversationId, conversationStart, conversationEnd      lengths of text
/// participants[0].externalContactId, .address             lengths of text
/// messages                                                number of elements
/// messages[*].text                                        lengths, escapes resolved, as UTF-8
/// survey.score                                            a number
/// ```
///
/// The tape is walked as `TapeWalk.swift` of Intake walks it: keys are compared by their bytes,
/// what is not wanted is passed over. Null and absent fields add nothing.
struct ConversationSums: ~Copyable {
  private var scanner: JSONScanner
  var result = ResultLine()
  private var id = 0
  private var start = 0
  private var end = 0
  private var contact = 0
  private var address = 0
  private var messages = 0
  private var text = 0
  private var score = 0
  /// The text unescaped last, and how many bytes there is room for.
  private var unescaped = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 10)
  private var room = 1 << 10

  /// Sums at the start of a file.
  init(layout: JSONLayout) {
    scanner = JSONScanner(layout: layout)
  }

  deinit { unescaped.deallocate() }

  /// `result` with the eight sums by name.
  var line: ResultLine {
    var line = result
    line.sums = [
      ("id", id), ("start", start), ("end", end), ("contact", contact), ("address", address),
      ("messages", messages), ("text", text), ("score", score),
    ]
    return line
  }

  mutating func take(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) {
    let record = UnsafeRawBufferPointer(rebasing: bytes[range])
    result.records += 1
    let tape = scanner.tape
    for (key, value) in tape.members(of: 0) {
      let name = name(key, in: record)
      switch name.count {
      case 14 where Self.equal(name, "conversationId"): id += length(of: tape[value], in: record)
      case 17 where Self.equal(name, "conversationStart"):
        start += length(of: tape[value], in: record)
      case 15 where Self.equal(name, "conversationEnd"):
        end += length(of: tape[value], in: record)
      case 12 where Self.equal(name, "participants"):
        takeParticipant(of: value, on: tape, in: record)
      case 8 where Self.equal(name, "messages"): takeMessages(of: value, on: tape, in: record)
      case 6 where Self.equal(name, "survey"): takeSurvey(at: value, on: tape, in: record)
      default: break
      }
    }
  }

  private mutating func takeParticipant(
    of array: Int, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    guard tape.isArray(array) else { return }
    for element in tape.elements(of: array) {
      guard tape.isObject(element) else { return }
      for (key, value) in tape.members(of: element) {
        let name = name(key, in: record)
        switch name.count {
        case 17 where Self.equal(name, "externalContactId"):
          contact += length(of: tape[value], in: record)
        case 7 where Self.equal(name, "address"):
          address += length(of: tape[value], in: record)
        default: break
        }
      }
      return
    }
  }

  private mutating func takeMessages(
    of array: Int, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    guard tape.isArray(array) else { return }
    for element in tape.elements(of: array) {
      messages += 1
      guard tape.isObject(element) else { continue }
      for (key, value) in tape.members(of: element)
      where Self.equal(name(key, in: record), "text") {
        text += length(of: tape[value], in: record)
      }
    }
  }

  private mutating func takeSurvey(
    at object: Int, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    guard tape.isObject(object) else { return }
    for (key, value) in tape.members(of: object)
    where Self.equal(name(key, in: record), "score") {
      score += number(tape[value], in: record)
    }
  }

  /// The text of a key, valid until the next one with escapes.
  @inline(__always)
  private mutating func name(
    _ key: JSONToken, in record: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    if !key.hasEscapes { return UnsafeRawBufferPointer(rebasing: record[key.range]) }
    return UnsafeRawBufferPointer(start: unescaped, count: unescape(key, in: record))
  }

  @inline(__always)
  private static func equal(_ name: UnsafeRawBufferPointer, _ wanted: StaticString) -> Bool {
    guard name.count == wanted.utf8CodeUnitCount, let bytes = name.baseAddress else { return false }
    return memcmp(bytes, wanted.utf8Start, wanted.utf8CodeUnitCount) == 0
  }

  /// Bytes of a text, its escapes resolved.
  private mutating func length(of token: JSONToken, in record: UnsafeRawBufferPointer) -> Int {
    guard case .string = token.kind else { return 0 }
    if !token.hasEscapes { return token.end - token.start }
    return unescape(token, in: record)
  }

  /// Resolves the escapes of a text and returns how long it is then.
  private mutating func unescape(_ token: JSONToken, in record: UnsafeRawBufferPointer) -> Int {
    let string = UnsafeRawBufferPointer(rebasing: record[token.range])
    if string.count > room {
      unescaped.deallocate()
      room = 2 * string.count
      unescaped = .allocate(capacity: room)
    }
    return JSONText.unescape(string, to: unescaped)
  }

  private func number(_ token: JSONToken, in record: UnsafeRawBufferPointer) -> Int {
    guard case .number = token.kind else { return 0 }
    return record[token.range].reduce(0) { $0 * 10 + Int($1 & 15) }
  }
}

extension ConversationSums: RecordTaker {
  mutating func next(
    in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    scanner.next(in: bytes, from: start, isFinal: isFinal)
  }
}
