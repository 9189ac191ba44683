/// The state machine that reads one JSON value of any kind by RFC 8259, without recursion.
///
/// Where it keeps the tape, its marks are written as they are met; closings when containers close.
/// Where it does not, it can also go on where the bytes ended, so that a value and its strings may
/// be of any size; only numbers are held to the record limit.
struct JSONReader: ~Copyable {
  /// Why reading stopped where it did.
  enum Outcome {
    /// The value ends before this byte.
    case complete(Int)
    /// The bytes are used up; without a tape, go on at this byte.
    case suspended(Int)
    /// The value is not JSON, or exceeds a limit.
    case failed(JSONFault)
  }

  /// What may come next.
  private enum Expectation {
    case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd
  }

  /// The bytes of one call.
  private struct Input {
    let base: UnsafePointer<UInt8>
    let end: Int
    let origin: Int
    let isFinal: Bool
  }

  private let limits: ByteLimits
  private let keepsTape: Bool
  private var marks = JSONMarks(capacity: 256)
  private var count = 0
  private var valueCount = 0
  /// The byte that marks are counted from.
  private var base: UnsafePointer<UInt8>
  // Open containers from outside in: the mark doubled, plus one for objects.
  private let open: UnsafeMutablePointer<Int>
  private var depth = 0
  private var expects = Expectation.value
  private var isInsideString = false

  /// A reader before its first value.
  init(limits: ByteLimits, keepsTape: Bool) {
    self.limits = limits
    self.keepsTape = keepsTape
    open = .allocate(capacity: limits.depth)
    // Never read: there are no marks yet.
    base = UnsafePointer(marks.kinds)
  }

  deinit {
    open.deallocate()
  }

  /// The tape of the value read last; empty before there is one.
  var tape: JSONTape { JSONTape(marks, of: base, count: count) }

  /// Forgets everything and expects a value.
  mutating func begin() {
    count = 0
    valueCount = 0
    depth = 0
    expects = .value
    isInsideString = false
  }

  /// Reads on from `start`, where the last call stopped.
  ///
  /// - Parameter origin: the byte that marks are counted from.
  /// - Parameter isFinal: whether nothing can follow the bytes.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer, from start: Int, origin: Int = 0, isFinal: Bool
  ) -> Outcome {
    guard let memory = bytes.baseAddress else { return .suspended(start) }
    let base = memory.assumingMemoryBound(to: UInt8.self)
    let input = Input(base: base, end: bytes.count, origin: origin, isFinal: isFinal)
    self.base = base + origin
    var position = start
    while true {
      while !isInsideString, position < input.end, JSONReader.isWhite(base[position]) {
        position += 1
      }
      if position == input.end { return .suspended(position) }
      switch expects {
      case .commaOrEnd:
        let isObject = open[depth - 1] & 1 == 1
        if base[position] == UInt8(ascii: ",") {
          expects = isObject ? .key : .value
          mark(UInt8(ascii: ","), position - origin)
          position += 1
          continue
        }
        if base[position] != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          return .failed(JSONFault("a comma or a closing bracket is missing", at: position))
        }
        position += 1
        if close(at: position - origin) { return .complete(position) }
      case .colon:
        if base[position] != UInt8(ascii: ":") {
          return .failed(JSONFault("a colon is missing", at: position))
        }
        expects = .value
        mark(UInt8(ascii: ":"), position - origin)
        position += 1
      case .key, .keyOrEnd:
        if let stopped = readKey(input, &position) { return stopped }
      case .value, .valueOrEnd:
        if let stopped = readValue(input, &position) { return stopped }
      }
    }
  }

  /// Reads a key, or the end of an empty object.
  @inline(__always)
  private mutating func readKey(_ input: Input, _ position: inout Int) -> Outcome? {
    let byte = input.base[position]
    if byte == UInt8(ascii: "}"), expects == .keyOrEnd, !isInsideString {
      position += 1
      return close(at: position - input.origin) ? .complete(position) : nil
    }
    if byte != UInt8(ascii: "\""), !isInsideString {
      return .failed(JSONFault("a key is missing", at: position))
    }
    var hasEscapes = false
    let first = isInsideString ? position : position + 1
    switch JSONLexeme.string(input.base, from: first, to: input.end, hasEscapes: &hasEscapes) {
    case .at(let quote):
      if !appendString(first - 1 - input.origin, hasEscapes) { return tooManyValues(position) }
      isInsideString = false
      position = quote + 1
      expects = .colon
      return nil
    case .unfinished(let offset):
      isInsideString = true
      return .suspended(offset)
    case .fault(let fault): return .failed(fault)
    }
  }

  /// Reads a string, number or literal, the start of a container, or the end of an empty array.
  @inline(__always)
  private mutating func readValue(_ input: Input, _ position: inout Int) -> Outcome? {
    if isInsideString { return readString(input, &position) }
    let byte = input.base[position]
    switch byte {
    case UInt8(ascii: "\""): return readString(input, &position)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return openContainer(input, &position, isObject: byte == UInt8(ascii: "{"))
    case UInt8(ascii: "]") where expects == .valueOrEnd:
      position += 1
      return close(at: position - input.origin) ? .complete(position) : nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let view = wordView(input, position)
      let end = JSONLexeme.number(
        input.base, from: position, to: view,
        isFinal: input.isFinal && view - position <= limits.record)
      return takeWord(end, input, &position)
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      let view = wordView(input, position)
      let end = JSONLexeme.literal(
        input.base, from: position, to: view,
        isFinal: input.isFinal && view - position <= limits.record)
      return takeWord(end, input, &position)
    default: return .failed(JSONFault("a value is missing", at: position))
    }
  }

  /// Where looking for a word's end stops: outside records a byte behind the limit, so that what is
  /// found does not depend on how many bytes are at hand.
  @inline(__always)
  private func wordView(_ input: Input, _ position: Int) -> Int {
    keepsTape ? input.end : min(input.end, position + limits.record + 1)
  }

  @inline(__always)
  private mutating func readString(_ input: Input, _ position: inout Int) -> Outcome? {
    var hasEscapes = false
    let first = isInsideString ? position : position + 1
    switch JSONLexeme.string(input.base, from: first, to: input.end, hasEscapes: &hasEscapes) {
    case .at(let quote):
      if !appendString(first - 1 - input.origin, hasEscapes) { return tooManyValues(position) }
      isInsideString = false
      position = quote + 1
      expects = .commaOrEnd
      return depth == 0 ? .complete(position) : nil
    case .unfinished(let offset):
      isInsideString = true
      return .suspended(offset)
    case .fault(let fault): return .failed(fault)
    }
  }

  /// Takes a number or literal whose end was looked for.
  @inline(__always)
  private mutating func takeWord(
    _ end: JSONLexeme.End, _ input: Input, _ position: inout Int
  ) -> Outcome? {
    switch end {
    case .at(let end):
      if end - position > limits.record { return tooLarge(position) }
      if !append(input.base[position], position - input.origin) { return tooManyValues(position) }
      position = end
      expects = .commaOrEnd
      return depth == 0 ? .complete(position) : nil
    case .unfinished:
      return input.end - position > limits.record ? tooLarge(position) : .suspended(position)
    case .fault(let fault): return .failed(fault)
    }
  }

  @inline(__always)
  private mutating func openContainer(
    _ input: Input, _ position: inout Int, isObject: Bool
  ) -> Outcome? {
    if depth == limits.depth {
      return .failed(JSONFault("too many nested values", at: position, kind: .tooDeep))
    }
    open[depth] = 2 * count + (isObject ? 1 : 0)
    depth += 1
    if !append(input.base[position], position - input.origin) { return tooManyValues(position) }
    expects = isObject ? .keyOrEnd : .valueOrEnd
    position += 1
    return nil
  }

  /// Marks a key or value unless there are too many.
  @inline(__always)
  private mutating func append(_ kind: UInt8, _ offset: Int) -> Bool {
    if !keepsTape { return true }
    if valueCount == limits.values { return false }
    valueCount += 1
    mark(kind, offset)
    return true
  }

  @inline(__always)
  private mutating func appendString(_ offset: Int, _ hasEscapes: Bool) -> Bool {
    append(hasEscapes ? UInt8(ascii: "\\") : UInt8(ascii: "\""), offset)
  }

  @inline(__always)
  private mutating func mark(_ kind: UInt8, _ offset: Int) {
    if !keepsTape { return }
    if count == marks.capacity { marks.grow(keeping: count) }
    marks.offsets[count] = UInt32(truncatingIfNeeded: offset)
    marks.kinds[count] = kind
    count += 1
  }

  /// Closes the innermost container with the bracket before a byte; whether it was all.
  @inline(__always)
  private mutating func close(at end: Int) -> Bool {
    depth -= 1
    expects = .commaOrEnd
    if keepsTape {
      let isObject = open[depth] & 1 == 1
      marks.closings[open[depth] >> 1] = UInt32(truncatingIfNeeded: count)
      mark(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), end - 1)
    }
    return depth == 0
  }

  private func tooManyValues(_ offset: Int) -> Outcome {
    .failed(JSONFault("the record has too many values", at: offset, kind: .tooManyValues))
  }

  private func tooLarge(_ offset: Int) -> Outcome {
    .failed(JSONFault("a number is too large", at: offset, kind: .recordTooLarge))
  }

  /// Whether JSON calls the byte white space (RFC 8259 §2).
  @inline(__always)
  static func isWhite(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
  }
}
