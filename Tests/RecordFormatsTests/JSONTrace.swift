import RecordFormats
import Testing

/// A JSON scan as a trace; a record's text is its tape in the notation of `render`.
///
/// It is made byte by byte; that every instruction set says the same is expected by the way.
func traceJSON(_ feed: Feed, _ layout: JSONLayout, limits: ByteLimits = ByteLimits()) -> Trace {
  let trace = traceJSON(feed, layout, limits: limits, set: nil)
  for set in InstructionSet.available {
    let other = traceJSON(feed, layout, limits: limits, set: set)
    #expect(other == trace, "\(set), cut at \(feed.cuts)")
  }
  return trace
}

private func traceJSON(
  _ feed: Feed, _ layout: JSONLayout, limits: ByteLimits, set: InstructionSet?
) -> Trace {
  var scanner = JSONScanner(layout: layout, limits: limits, set: set)
  var text = ""
  return feed.trace { bytes, position, isFinal in
    let step = scanner.next(in: bytes, from: position, isFinal: isFinal)
    if case .record(let range) = step {
      let record = UnsafeRawBufferPointer(rebasing: bytes[range])
      var index = 0
      text = render(scanner.tape, &index, record)
      #expect(index == scanner.tape.count, "the tape has a tail")
      #expect(scanner.tape[0].range == 0..<range.count)
    }
    return step
  } render: { _, _ in
    text
  } line: {
    0
  }
}

/// The value at a tape index as compact JSON, strings unescaped in `‹›`; moves the index behind it.
///
/// Every `next` must be where walking arrives.
func render(_ tape: JSONTape, _ index: inout Int, _ record: UnsafeRawBufferPointer) -> String {
  let token = tape[index]
  index += 1
  var text = ""
  switch token.kind {
  case .object, .array:
    let isObject = token.kind == .object
    var parts: [String] = []
    while index < Int(token.next) {
      let key = isObject ? tape[index] : nil
      var part = ""
      if let key {
        #expect(key.kind == .key)
        part = string(key, record) + ":"
        index += 1
      }
      part += render(tape, &index, record)
      if let key { #expect(Int(key.next) == index, "a key does not lead behind its value") }
      parts.append(part)
    }
    let inside = parts.joined(separator: ",")
    text = isObject ? "{\(inside)}" : "[\(inside)]"
    let first = record[Int(token.start)]
    let last = record[Int(token.end) - 1]
    #expect((first, last) == (isObject ? (123, 125) : (91, 93)), "a container's range is off")
  case .string, .key: text = string(token, record)
  case .number, .true, .false, .null:
    text = String(decoding: record[token.range], as: UTF8.self)
  }
  #expect(Int(token.next) == index, "a value's next is off")
  return text
}

private func string(_ token: JSONToken, _ record: UnsafeRawBufferPointer) -> String {
  let raw = UnsafeRawBufferPointer(rebasing: record[token.range])
  #expect(token.hasEscapes == raw.contains(92))
  var bytes: [UInt8] = []
  JSONText.unescape(raw, into: &bytes)
  return "‹" + String(decoding: bytes, as: UTF8.self) + "›"
}
