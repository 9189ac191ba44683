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
  private var buffer: [UInt8] = []

  /// Sums at the start of a file.
  init(layout: JSONLayout) {
    scanner = JSONScanner(layout: layout)
  }

  /// What was found.
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
      if matches(key, "conversationId", in: record) {
        id += length(of: tape[value], in: record)
      } else if matches(key, "conversationStart", in: record) {
        start += length(of: tape[value], in: record)
      } else if matches(key, "conversationEnd", in: record) {
        end += length(of: tape[value], in: record)
      } else if matches(key, "participants", in: record) {
        takeParticipant(of: value, on: tape, in: record)
      } else if matches(key, "messages", in: record) {
        takeMessages(of: value, on: tape, in: record)
      } else if matches(key, "survey", in: record) {
        takeSurvey(at: value, on: tape, in: record)
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
        if matches(key, "externalContactId", in: record) {
          contact += length(of: tape[value], in: record)
        } else if matches(key, "address", in: record) {
          address += length(of: tape[value], in: record)
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
      where matches(key, "text", in: record) {
        text += length(of: tape[value], in: record)
      }
    }
  }

  private mutating func takeSurvey(
    at object: Int, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    guard tape.isObject(object) else { return }
    for (key, value) in tape.members(of: object)
    where matches(key, "score", in: record) {
      score += number(tape[value], in: record)
    }
  }

  private mutating func matches(
    _ key: JSONToken, _ wanted: StaticString, in record: UnsafeRawBufferPointer
  ) -> Bool {
    let count = wanted.utf8CodeUnitCount
    if key.hasEscapes {
      unescape(key, in: record)
      return buffer.elementsEqual(UnsafeBufferPointer(start: wanted.utf8Start, count: count))
    }
    guard key.end - key.start == count, let first = record.baseAddress else { return false }
    return memcmp(first + key.start, wanted.utf8Start, count) == 0
  }

  /// Bytes of a text, its escapes resolved.
  private mutating func length(of token: JSONToken, in record: UnsafeRawBufferPointer) -> Int {
    guard case .string = token.kind else { return 0 }
    if !token.hasEscapes { return token.end - token.start }
    unescape(token, in: record)
    return buffer.count
  }

  private mutating func unescape(_ token: JSONToken, in record: UnsafeRawBufferPointer) {
    buffer.removeAll(keepingCapacity: true)
    JSONText.unescape(UnsafeRawBufferPointer(rebasing: record[token.range]), into: &buffer)
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
