import RecordFormats

/// What a scan of a whole file said, flat, with absolute offsets, framing and continuations joined.
///
/// Two logs of the same file must be equal however it was cut; an oracle's log must agree with
/// them.
struct ScanLog {
  /// One answer.
  struct Item: Equatable {
    enum Kind { case record, framing, rejected }
    var kind: Kind
    var range: Range<Int>
    /// Of a rejection: what, and at which byte.
    var why: FormatRejection.Kind?
    var place = 0
    /// The physical line on which it begins; 0 where the format counts none.
    var line: UInt64 = 0
    /// Where its text ends: of a record its content, of a rejection its words.
    var textEnd = 0
  }

  private(set) var items: [Item] = []
  /// The texts of all items, one after the other.
  var text: [UInt8] = []
  /// The first broken rule, or nil.
  private(set) var problem: String?
  private var mayContinue = false

  /// Forgets everything but its memory.
  mutating func clear() {
    items.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    problem = nil
    mayContinue = false
  }

  /// Notes that a rule is broken, unless one was before.
  mutating func complain(_ message: @autoclosure () -> String) {
    if problem == nil { problem = message() }
  }

  /// Adds an answer whose text was appended already; framing behind framing becomes one.
  mutating func add(_ item: Item) {
    if let last = items.last, last.kind == .framing, item.kind == .framing {
      items[items.count - 1].range = last.range.lowerBound..<item.range.upperBound
      return
    }
    items.append(item)
    items[items.count - 1].textEnd = text.count
  }

  /// Takes a step of a scanner over bytes that begin at an offset of the file.
  ///
  /// - Returns: how many bytes the step reported from `position` on, or nil where it stopped.
  mutating func take(
    _ step: ScanStep, at position: Int, base: Int, line: UInt64
  ) -> Int? {
    switch step {
    case .record(let range):
      add(.init(kind: .record, range: shifted(range, base), line: line))
      return advance(range, position)
    case .framing(let range):
      add(.init(kind: .framing, range: shifted(range, base)))
      return advance(range, position)
    case .rejected(let range, let why):
      text.append(contentsOf: why.detail.utf8)
      let place = why.byteOffset + base
      add(
        .init(
          kind: .rejected, range: shifted(range, base), why: why.kind, place: place, line: line))
      mayContinue = why.continues
      return advance(range, position, mayBeEmpty: true)
    case .rejectedContinuation(let range):
      guard mayContinue, let last = items.last, last.kind == .rejected else {
        complain("a continuation of nothing at \(base + position)")
        return nil
      }
      items[items.count - 1].range = last.range.lowerBound..<range.upperBound + base
      return advance(range, position)
    case .needsMore, .end: return nil
    }
  }

  private func shifted(_ range: Range<Int>, _ base: Int) -> Range<Int> {
    range.lowerBound + base..<range.upperBound + base
  }

  private mutating func advance(
    _ range: Range<Int>, _ position: Int, mayBeEmpty: Bool = false
  ) -> Int? {
    if range.lowerBound != position { complain("\(range) does not begin at \(position)") }
    if range.isEmpty, !mayBeEmpty { complain("an empty range at \(position)") }
    return problem == nil ? range.count : nil
  }

  /// What the first difference to another log is, or nil; an oracle does not know a rejection's
  /// words.
  func difference(to other: ScanLog, isOracle: Bool = false) -> String? {
    var starts = (0, 0)
    for (index, (mine, its)) in zip(items, other.items).enumerated() {
      let isSameText =
        isOracle && mine.kind == .rejected
        || text[starts.0..<mine.textEnd] == other.text[starts.1..<its.textEnd]
      starts = (mine.textEnd, its.textEnd)
      var comparable = mine
      comparable.textEnd = its.textEnd
      if comparable == its, isSameText { continue }
      return "item \(index): \(mine) and \(its)\(isSameText ? "" : ", texts differ")"
    }
    if items.count == other.items.count { return nil }
    return "\(items.count) and \(other.items.count) items"
  }
}

extension ScanLog {
  /// Feeds a file to a scanner piece by piece and logs what it says.
  ///
  /// - Parameter limit: bytes of a record; a scanner may wait for that many and a few to decide.
  /// - Parameter step: the scanner's next step, its line, and the record's content appended.
  mutating func run(
    _ file: UnsafeRawBufferPointer, _ slicing: Slicing, limit: Int,
    _ step: (UnsafeRawBufferPointer, Int, Bool, inout [UInt8]) -> (ScanStep, UInt64)
  ) {
    clear()
    var slicing = slicing
    var (consumed, cut) = (0, 0)
    var isLast = false
    while !isLast, problem == nil {
      let wasComplete = cut == file.count
      cut = slicing.end(from: cut, of: file.count)
      isLast = cut == file.count && (wasComplete || !slicing.endsLate)
      consumed += withExactCopy(file[consumed..<cut]) { window in
        drain(window, base: consumed, isLast, slicing.consumesAtOnce, limit, step)
      }
    }
    if problem == nil, consumed != file.count { complain("\(consumed) of \(file.count) bytes") }
  }

  /// Steps over a window until more is needed; how many bytes were reported.
  private mutating func drain(
    _ window: UnsafeRawBufferPointer, base: Int, _ isLast: Bool, _ consumesAtOnce: Bool,
    _ limit: Int, _ step: (UnsafeRawBufferPointer, Int, Bool, inout [UInt8]) -> (ScanStep, UInt64)
  ) -> Int {
    var reported = 0
    // Every step but the last and one empty rejection reports a byte.
    for _ in 0..<window.count + 3 {
      let head = consumesAtOnce ? reported : 0
      let unread = UnsafeRawBufferPointer(rebasing: window[head...])
      let (found, line) = step(unread, reported - head, isLast, &text)
      if let count = take(found, at: reported - head, base: base + head, line: line) {
        reported += count
        if reported <= window.count { continue }
        complain("the step ends at \(reported) of \(window.count) bytes")
      }
      if found == .end, !isLast || reported != window.count { complain("the scanner ends early") }
      if found == .needsMore, isLast { complain("the scanner wants more than there is") }
      // Marks, escapes and line ends are decided from up to sixteen bytes.
      if found == .needsMore, window.count - reported > limit + 16 {
        complain("\(window.count - reported) bytes are not enough for a record of \(limit)")
      }
      return reported
    }
    complain("the scanner makes no progress")
    return reported
  }
}
