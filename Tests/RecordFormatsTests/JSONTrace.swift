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
      text = render(scanner.tape, 0, record)
      #expect(scanner.tape[0].range == 0..<range.count)
    }
    return step
  } render: { _, _ in
    text
  } line: {
    0
  }
}

/// The value at a mark as compact JSON, strings unescaped in `‹›`.
func render(_ tape: JSONTape, _ mark: Int, _ record: UnsafeRawBufferPointer) -> String {
  let token = tape[mark]
  switch token.kind {
  case .object:
    #expect((record[token.start], record[token.end - 1]) == (123, 125), "a range is off")
    let members = tape.members(of: mark).map { key, value in
      string(key, record) + ":" + render(tape, value, record)
    }
    return "{\(members.joined(separator: ","))}"
  case .array:
    #expect((record[token.start], record[token.end - 1]) == (91, 93), "a range is off")
    let elements = tape.elements(of: mark).map { render(tape, $0, record) }
    return "[\(elements.joined(separator: ","))]"
  case .string, .key: return string(token, record)
  case .number, .true, .false, .null: return String(decoding: record[token.range], as: UTF8.self)
  }
}

private func string(_ token: JSONToken, _ record: UnsafeRawBufferPointer) -> String {
  let raw = UnsafeRawBufferPointer(rebasing: record[token.range])
  #expect(token.hasEscapes == raw.contains(92))
  var bytes: [UInt8] = []
  JSONText.unescape(raw, into: &bytes)
  return "‹" + String(decoding: bytes, as: UTF8.self) + "›"
}
