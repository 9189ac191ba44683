/// Finds the records of a JSON file, piece by piece, without input or output, and gives each as a
/// flat tape.
///
/// Strict RFC 8259 with UTF-8 validated, a depth limit and no recursion. A record is an object;
/// what else stands in its place, and what is not JSON, is rejected with its extent, and reading
/// goes on (see `JSONResync` for where). Byte order marks and record separators before a text, or
/// before a record that stands for itself, are framing.
///
/// - **Extents.** A record is the object alone; separators and the envelope are framing. A broken
///   envelope makes the rest of the file one rejected range, because what follows cannot be told.
///   Where the file ends before its envelope is closed, an empty range is rejected: records may be
///   missing.
/// - **Cost.** A step reads a record from its first byte; one that needs more waits until the
///   unread bytes have doubled. No allocation per record. The caller never has to hold more than
///   `limits.record` bytes and one piece.
///
/// - **Speed.** Records that are right come from `JSONRecordIndex`, which sees 64 bytes at a
///   time; of all others `JSONReader` says what is wrong.
///
/// The bytes from `start` on must stay where and as they are until the scanner asks for more.
///
/// Tested by table cases and JSONTestSuite, each whole and cut at every byte, on every instruction
/// set.
package struct JSONScanner: ~Copyable {
  private let layout: JSONLayout
  private let limits: ByteLimits
  private var envelope: JSONEnvelope
  private var reader: JSONReader
  private var indexed: JSONRecordIndex
  private var resync: JSONResync?
  private var isLost = false
  private var envelopeFault: JSONFault?
  private var awaitedByteCount = 0
  /// The keys and values of the record reported last, valid until the next step.
  ///
  /// Stored, because a getter would be lent a copy of the whole scanner.
  package private(set) var tape: JSONTape

  /// Whether the rest of the file was given up inside its envelope, so that records may be missing.
  package var isEnvelopeLost: Bool { isLost && !envelope.isClosed }

  /// How many records all pages have by what their envelopes say; nil if none says it.
  package var statedTotal: Int64? { envelope.pages.total }

  /// A scanner at the start of a file; without an instruction set it reads byte by byte.
  package init(
    layout: JSONLayout, limits: ByteLimits = ByteLimits(), set: InstructionSet? = .best,
    counts: CountMembers = CountMembers()
  ) {
    limits.check()
    self.layout = layout
    self.limits = limits
    envelope = JSONEnvelope(layout: layout, limits: limits, counts: counts)
    reader = JSONReader(limits: limits, keepsTape: true)
    indexed = JSONRecordIndex(limits: limits, set: set)
    tape = reader.tape
  }

  /// The next step over the unread bytes of a window, of which `start` were reported before.
  package mutating func next(
    in window: borrowing ScanWindow, from start: Int = 0, isFinal: Bool
  ) -> ScanStep {
    next(in: window.bytes, from: start, isFinal: isFinal)
  }

  /// The next step over the bytes from `start`, which is where the last step ended.
  ///
  /// - Parameter isFinal: whether the file ends with these bytes.
  package mutating func next(
    in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    let unread = bytes.count - start
    precondition(unread >= 0, "the step begins behind the bytes")
    if unread == 0 || (unread < awaitedByteCount && !isFinal) {
      indexed.forget()
      return unread == 0 && isFinal ? finish(at: start) : .needsMore
    }
    let found = step(bytes, from: start, isFinal: isFinal)
    if case .needsMore = found {
      indexed.forget()
      awaitedByteCount = max(unread + 1, min(2 * unread, limits.record))
      return found
    }
    awaitedByteCount = 0
    switch found {
    case .record, .rejected: envelope.pages.sawRecord()
    default: break
    }
    return found
  }

  /// The pages that closed since the last call and have another number of records than they say.
  package mutating func takeMiscounts() -> [PageMiscount] { envelope.pages.takeMiscounts() }

  @inline(__always)
  private mutating func step(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    if isLost { return .rejectedContinuation(start..<bytes.count) }
    if resync != nil, let range = continueRejection(bytes, from: start) {
      return .rejectedContinuation(range)
    }
    if let fault = envelopeFault { return lose(fault, bytes, from: start, isFinal: isFinal) }
    var position = start
    let found = envelope.read(bytes, from: &position, isFinal: isFinal)
    if case .failed(let detail, let kind) = found {
      let fault = JSONFault(detail, at: position, kind: kind)
      if position == start { return lose(fault, bytes, from: start, isFinal: isFinal) }
      envelopeFault = fault
    }
    if position > start { return .framing(start..<position) }
    if case .record = found { return readRecord(bytes, from: start, isFinal: isFinal) }
    return isFinal ? lose(truncated(at: start), bytes, from: start, isFinal: true) : .needsMore
  }

  @inline(__always)
  private mutating func readRecord(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    if bytes[start] != UInt8(ascii: "{") {
      let fault = JSONFault("a record must be an object", at: start)
      return reject(fault, bytes, from: start, isFinal: isFinal)
    }
    let end = min(bytes.count, start + limits.record)
    let base = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
    if let length = indexed.read(base + start, available: end - start) {
      tape = indexed.tape()
      return .record(start..<start + length)
    }
    let isWhole = end == bytes.count
    if isWhole, !isFinal, indexed.isUnfinished { return .needsMore }
    let part = UnsafeRawBufferPointer(rebasing: bytes[..<end])
    reader.begin()
    switch reader.read(part, from: start, origin: start, isFinal: isFinal && isWhole) {
    case .complete(let end):
      tape = reader.tape
      return .record(start..<end)
    case .failed(let fault): return reject(fault, bytes, from: start, isFinal: isFinal)
    case .suspended where !isWhole:
      let fault = JSONFault("the record is too large", at: end, kind: .recordTooLarge)
      return reject(fault, bytes, from: start, isFinal: isFinal)
    case .suspended where !isFinal: return .needsMore
    case .suspended: return reject(truncated(at: end), bytes, from: start, isFinal: true)
    }
  }

  private mutating func reject(
    _ fault: JSONFault, _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    var search =
      layout == .objects
      ? JSONResync(lineIndent: envelope.lineIndent, first: bytes[start])
      : JSONResync(elementBeginningWith: bytes[start])
    if let end = search.end(in: bytes, from: start) {
      if layout == .objects { envelope.resume(lineIndent: search.indent) }
      return .rejected(start..<end, fault.rejection())
    }
    // The file ends inside the record: that its envelope is open too is no second rejection.
    if isFinal { return lose(fault, bytes, from: start, isFinal: true) }
    if bytes.count - start <= limits.record { return .needsMore }
    resync = search
    return .rejected(start..<bytes.count, fault.rejection(continues: true))
  }

  /// More of the record that is being passed over, or nil where its end is reached.
  private mutating func continueRejection(
    _ bytes: UnsafeRawBufferPointer, from start: Int
  ) -> Range<Int>? {
    guard var search = resync else { return nil }
    guard let end = search.end(in: bytes, from: start) else {
      resync = search
      return start..<bytes.count
    }
    resync = nil
    if layout == .objects { envelope.resume(lineIndent: search.indent) }
    return end == start ? nil : start..<end
  }

  /// Gives up the rest of the file; of a broken envelope what lies before the fault is framing.
  private mutating func lose(
    _ fault: JSONFault, _ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool
  ) -> ScanStep {
    isLost = true
    var rejection = fault.rejection(continues: !isFinal)
    // An envelope's fault was found in an earlier step, whose offsets may be gone.
    if envelopeFault != nil { rejection.byteOffset = start }
    return .rejected(start..<bytes.count, rejection)
  }

  private mutating func finish(at end: Int) -> ScanStep {
    if isLost || resync != nil || envelope.isClosed { return .end }
    isLost = true
    return .rejected(end..<end, truncated(at: end).rejection())
  }

  private func truncated(at offset: Int) -> JSONFault {
    JSONFault("the file ends inside a record or its envelope", at: offset)
  }
}
