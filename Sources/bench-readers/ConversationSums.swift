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
/// what is not wanted is passed over by `next`. Null and absent fields add nothing.
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
    let object = tape[0]
    var member: Int32 = 1
    while member < object.next {
      let key = tape[Int(member)]
      if matches(key, "conversationId", in: record) {
        id += length(of: tape[Int(member + 1)], in: record)
      } else if matches(key, "conversationStart", in: record) {
        start += length(of: tape[Int(member + 1)], in: record)
      } else if matches(key, "conversationEnd", in: record) {
        end += length(of: tape[Int(member + 1)], in: record)
      } else if matches(key, "participants", in: record) {
        takeParticipant(at: member + 2, of: tape[Int(member + 1)], on: tape, in: record)
      } else if matches(key, "messages", in: record) {
        takeMessages(at: member + 1, on: tape, in: record)
      } else if matches(key, "survey", in: record) {
        takeSurvey(at: member + 1, on: tape, in: record)
      }
      member = key.next
    }
  }

  private mutating func takeParticipant(
    at index: Int32, of array: JSONToken, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    guard array.kind == .array, index < array.next else { return }
    let object = tape[Int(index)]
    guard object.kind == .object else { return }
    var member = index + 1
    while member < object.next {
      let key = tape[Int(member)]
      if matches(key, "externalContactId", in: record) {
        contact += length(of: tape[Int(member + 1)], in: record)
      } else if matches(key, "address", in: record) {
        address += length(of: tape[Int(member + 1)], in: record)
      }
      member = key.next
    }
  }

  private mutating func takeMessages(
    at index: Int32, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    let array = tape[Int(index)]
    guard array.kind == .array else { return }
    var element = index + 1
    while element < array.next {
      let object = tape[Int(element)]
      messages += 1
      var member = object.kind == .object ? element + 1 : object.next
      while member < object.next {
        let key = tape[Int(member)]
        if matches(key, "text", in: record) {
          text += length(of: tape[Int(member + 1)], in: record)
        }
        member = key.next
      }
      element = object.next
    }
  }

  private mutating func takeSurvey(
    at index: Int32, on tape: JSONTape, in record: UnsafeRawBufferPointer
  ) {
    let object = tape[Int(index)]
    guard object.kind == .object else { return }
    var member = index + 1
    while member < object.next {
      let key = tape[Int(member)]
      if matches(key, "score", in: record) {
        score += number(tape[Int(member + 1)], in: record)
      }
      member = key.next
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
    guard Int(key.end - key.start) == count, let first = record.baseAddress else { return false }
    return memcmp(first + Int(key.start), wanted.utf8Start, count) == 0
  }

  /// Bytes of a text, its escapes resolved.
  private mutating func length(of token: JSONToken, in record: UnsafeRawBufferPointer) -> Int {
    guard token.kind == .string else { return 0 }
    if !token.hasEscapes { return Int(token.end - token.start) }
    unescape(token, in: record)
    return buffer.count
  }

  private mutating func unescape(_ token: JSONToken, in record: UnsafeRawBufferPointer) {
    buffer.removeAll(keepingCapacity: true)
    JSONText.unescape(UnsafeRawBufferPointer(rebasing: record[token.range]), into: &buffer)
  }

  private func number(_ token: JSONToken, in record: UnsafeRawBufferPointer) -> Int {
    guard token.kind == .number else { return 0 }
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
