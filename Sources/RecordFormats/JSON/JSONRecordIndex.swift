internal import CByteScan

/// The records of a stretch of JSON that are right, found 64 bytes at a time.
///
/// ```
/// {"id":7,"tags":["a\"b",null]}      marks  { " : 7 , " : [ \ , n ] }
///                                    doubts                     n
/// ```
///
/// The kernel sees all that can be wrong with a record but words that are more than digits and
/// escaped code units; these doubts are looked into here. So a record that is accepted is exactly
/// one that `JSONReader` accepts, with the same tape; of any other it says nothing, and
/// `JSONReader` finds out what is wrong.
///
/// Memory: 13 bytes per byte of a stretch, which grows with a record up to `largestStretch`. The
/// bytes handed in must stay where and as they are until a record is refused.
struct JSONRecordIndex: ~Copyable {
  /// After something that is not right stretches are short: what lies behind it is indexed again.
  private static let cautiousStretch = 4 << 10
  private static let usualStretch = 64 << 10
  private static let largestStretch = 4 << 20

  private let set: InstructionSet?
  private let limits: ByteLimits
  private var marks = JSONMarks(capacity: JSONRecordIndex.cautiousStretch)
  private var doubts: UnsafeMutablePointer<UInt32>
  private let open: UnsafeMutablePointer<UInt32>
  private var stretch = JSONRecordIndex.usualStretch

  /// The first byte of the stretch; nil where there is none.
  private var base: UnsafePointer<UInt8>?
  private var byteCount = 0
  private var markCount = 0
  private var knownMarks = 0
  private var isRefused = false
  /// Whether `read` found no end of the record in the bytes at hand, all of which may be right.
  private(set) var isUnfinished = false
  private var doubtCount = 0
  private var nextMark = 0
  private var nextDoubt = 0
  /// The record read last.
  private var firstMark = 0

  /// An index before its first record; without an instruction set it knows none.
  init(limits: ByteLimits, set: InstructionSet?) {
    self.limits = limits
    self.set = set
    doubts = .allocate(capacity: marks.capacity + JSONMarks.slack)
    open = .allocate(capacity: limits.depth)
  }

  deinit {
    doubts.deallocate()
    open.deallocate()
  }

  /// The tape of the record read last.
  ///
  /// Mutating, as all that is called for every record: else it would be lent a copy of the index.
  mutating func tape() -> JSONTape {
    guard let base else { preconditionFailure("no record was read") }
    return JSONTape(marks, of: base, first: firstMark, count: nextMark - firstMark)
  }

  /// Forgets the stretch: its bytes may change now.
  mutating func forget() { base = nil }

  /// The bytes of the object that begins at `place`; nil if it is not whole or not right.
  mutating func read(_ place: UnsafePointer<UInt8>, available: Int) -> Int? {
    guard let set else { return nil }
    isUnfinished = false
    if isMarked(place) {
      if nextMark < knownMarks { return object() ?? refuse() }
      if nextMark == knownMarks, isRefused { return refuse() }
    }
    while true {
      index(place, count: min(available, stretch), with: set)
      if knownMarks > 0 { return object() ?? refuse() }
      if isRefused { return refuse() }
      guard byteCount < available, lengthenStretch() else {
        isUnfinished = byteCount == available
        return nil
      }
    }
  }

  /// Forgets the stretch, too: doubts that were passed are not looked into again.
  private mutating func refuse() -> Int? {
    stretch = JSONRecordIndex.cautiousStretch
    base = nil
    return nil
  }

  /// Whether the stretch has a mark at `place`, which is then the next one.
  @inline(__always)
  private mutating func isMarked(_ place: UnsafePointer<UInt8>) -> Bool {
    guard let base else { return false }
    let offset = place - base
    guard offset >= 0, offset < byteCount else { return false }
    while nextMark < markCount, Int(marks.offsets[nextMark]) < offset { nextMark += 1 }
    return nextMark < markCount && Int(marks.offsets[nextMark]) == offset
  }

  private mutating func index(
    _ place: UnsafePointer<UInt8>, count: Int, with set: InstructionSet
  ) {
    if count > marks.capacity { makeRoom() }
    var found = tl_json_index()
    found.marks = marks.offsets
    found.kinds = marks.kinds
    found.closings = marks.closings
    found.doubts = doubts
    found.open = open
    found.depth_limit = limits.depth
    tl_index_json(set.kernel, place, count, &found)
    (base, byteCount, markCount) = (place, count, found.mark_count)
    (knownMarks, isRefused, doubtCount) = (found.known, found.is_refused != 0, found.doubt_count)
    (nextMark, nextDoubt) = (0, 0)
    stretch = min(max(stretch, 2 * count), JSONRecordIndex.usualStretch)
  }

  private mutating func makeRoom() {
    marks = JSONMarks(capacity: stretch)
    doubts.deallocate()
    doubts = .allocate(capacity: stretch + JSONMarks.slack)
  }

  /// Makes the next stretch longer than the one in which a record did not end.
  private mutating func lengthenStretch() -> Bool {
    guard byteCount < JSONRecordIndex.largestStretch else { return false }
    stretch = min(4 * byteCount, JSONRecordIndex.largestStretch)
    return true
  }

  /// Takes the object at the next mark and returns its length; nil where a doubt was right.
  @inline(__always)
  private mutating func object() -> Int? {
    let last = Int(marks.closings[nextMark])
    while nextDoubt < doubtCount, Int(doubts[nextDoubt]) < last {
      let mark = Int(doubts[nextDoubt])
      nextDoubt += 1
      if mark > nextMark, let base, !isLiteral(mark, in: base), !isRight(mark, in: base) {
        return nil
      }
    }
    if last - nextMark >= limits.values, valueCount(nextMark..<last) > limits.values { return nil }
    firstMark = nextMark
    nextMark = last + 1
    return Int(marks.offsets[last]) + 1 - Int(marks.offsets[firstMark])
  }

  private mutating func valueCount(_ range: Range<Int>) -> Int {
    range.count { mark in
      switch marks.kinds[mark] {
      case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): false
      default: true
      }
    }
  }

  /// Whether a literal stands at a mark, with nothing behind it but the next mark.
  ///
  /// Most doubts are literals.
  @inline(__always)
  private mutating func isLiteral(_ mark: Int, in base: UnsafePointer<UInt8>) -> Bool {
    let start = Int(marks.offsets[mark])
    let length = Int(marks.offsets[mark + 1]) - start
    guard length == 4 || length == 5 else { return false }
    let word = UnsafeRawPointer(base + start).loadUnaligned(as: UInt32.self).littleEndian
    if length == 5 { return word == 0x736c_6166 && base[start + 4] == UInt8(ascii: "e") }
    return word == 0x6c6c_756e || word == 0x6575_7274
  }

  /// Whether the word or string at a mark is one of JSON; it ends before the next mark.
  private mutating func isRight(_ mark: Int, in base: UnsafePointer<UInt8>) -> Bool {
    let start = Int(marks.offsets[mark])
    let next = Int(marks.offsets[mark + 1])
    switch base[start] {
    case UInt8(ascii: "\""):
      var hasEscapes = false
      let end = JSONLexeme.string(base, from: start + 1, to: next, hasEscapes: &hasEscapes)
      if case .at = end { return true }
      return false
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      return Self.ends(
        JSONLexeme.literal(base, from: start, to: next, isFinal: true), before: next, in: base)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Self.ends(
        JSONLexeme.number(base, from: start, to: next, isFinal: true), before: next, in: base)
    default: return false
    }
  }

  /// Whether a word reaches to the next mark or to the white space before it.
  private static func ends(
    _ found: JSONLexeme.End, before next: Int, in base: UnsafePointer<UInt8>
  ) -> Bool {
    guard case .at(let end) = found else { return false }
    return end == next || JSONReader.isWhite(base[end])
  }
}
