internal import CByteScan

/// Reads records that are right, with the help of an index made 64 bytes at a time.
///
/// ```
/// {"id":7,"tags":["a\"b",null]}      marks  { " : 7 , " : [ " , n ] }
///                                    only the string of the block with a backslash is looked into
/// ```
///
/// The marks are all there is to see of a record besides its strings, numbers and words: between
/// the end of one of these and the next mark stands white space only. A string ends at the last
/// quote before the next mark. Strings are looked into where their block holds an escape, a byte
/// above 0x7F or a control character; numbers and words always. So a record that is accepted here
/// is exactly one that `JSONReader` accepts, with the same tape; of any other it says nothing, and
/// `JSONReader` finds out what is wrong.
///
/// Memory: four bytes per byte of a stretch, which grows with a record up to `largestStretch`. The
/// bytes handed in must stay where and as they are until a record is refused.
struct JSONIndexedReader: ~Copyable {
  private static let smallestStretch = 64 << 10
  private static let largestStretch = 4 << 20
  /// Kernels may write this many entries too many.
  private static let slack = 64

  private let set: InstructionSet?
  private let limits: ByteLimits
  private var capacity = JSONIndexedReader.smallestStretch
  private var marks: UnsafeMutablePointer<UInt32>
  private var special: UnsafeMutablePointer<UInt8>
  private var tokens: UnsafeMutablePointer<JSONToken>
  private var tokenCapacity = 1_024
  private let open: UnsafeMutablePointer<Int>

  /// The first byte of the stretch; nil where there is none.
  private var base: UnsafePointer<UInt8>?
  private var byteCount = 0
  private var markCount = 0
  private var nextMark = 0
  private var tokenCount = 0
  /// Where the record read last was given up; at or behind the last mark if the stretch was short.
  private var refusedMark = 0
  /// What of a block makes its strings need a closer look.
  private var attention: UInt8 = 0

  /// A reader before its first record; without an instruction set it reads none.
  init(limits: ByteLimits, set: InstructionSet?) {
    self.limits = limits
    self.set = set
    marks = .allocate(capacity: capacity + JSONIndexedReader.slack)
    special = .allocate(capacity: capacity / 64 + 1)
    tokens = .allocate(capacity: tokenCapacity)
    open = .allocate(capacity: limits.depth)
  }

  deinit {
    marks.deallocate()
    special.deallocate()
    tokens.deallocate()
    open.deallocate()
  }

  /// The tape of the record read last.
  var tape: JSONTape { JSONTape(tokens, count: tokenCount) }

  /// Forgets the stretch: its bytes may change now.
  mutating func forget() { base = nil }

  /// The bytes of the object that begins at `place`; nil where it is not whole or not right.
  mutating func read(_ place: UnsafePointer<UInt8>, available: Int) -> Int? {
    guard let set else { return nil }
    var isFresh = false
    if !isMarked(place) {
      index(place, count: min(available, capacity), with: set)
      isFresh = true
    }
    while true {
      if let length = object() { return length }
      // It may go on behind the stretch; else it is not right, or exceeds a limit.
      guard refusedMark >= markCount, !isFresh || byteCount < available else { return nil }
      if isFresh, !grow() { return nil }
      index(place, count: min(available, capacity), with: set)
      isFresh = true
    }
  }

  /// Whether the stretch has a mark at `place`, which is then the next one.
  private mutating func isMarked(_ place: UnsafePointer<UInt8>) -> Bool {
    guard let base else { return false }
    let offset = place - base
    guard offset >= 0, offset < byteCount else { return false }
    while nextMark < markCount, Int(marks[nextMark]) < offset { nextMark += 1 }
    return nextMark < markCount && Int(marks[nextMark]) == offset
  }

  private mutating func index(
    _ place: UnsafePointer<UInt8>, count: Int, with set: InstructionSet
  ) {
    var found = tl_json_index()
    found.marks = marks
    found.special = special
    tl_index_json(set.kernel, place, count, &found)
    (base, byteCount, markCount, nextMark) = (place, count, found.mark_count, 0)
    // Behind the last mark stand some at the stretch's first byte, which is `{` and right nowhere
    // else: so nobody needs to look whether there is a next mark.
    for extra in 0..<4 { marks[markCount + extra] = 0 }
    attention = found.is_utf8 != 0 ? 1 : 3
  }

  private mutating func grow() -> Bool {
    guard capacity < JSONIndexedReader.largestStretch else { return false }
    capacity *= 4
    marks.deallocate()
    special.deallocate()
    marks = .allocate(capacity: capacity + JSONIndexedReader.slack)
    special = .allocate(capacity: capacity / 64 + 1)
    return true
  }

  // MARK: One record

  /// What reading one record needs; kept in registers while it does.
  fileprivate struct Progress {
    let base: UnsafePointer<UInt8>
    let marks: UnsafePointer<UInt32>
    let special: UnsafePointer<UInt8>
    let tokens: UnsafeMutablePointer<JSONToken>
    let attention: UInt8
    let origin: Int
    var mark: Int
    var count = 0
    var depth = 0
    var isObject = true
  }

  /// Reads the object at the next mark and returns its length; nil if it is not whole or not right.
  ///
  /// ```
  ///  value ──"…", 7, null──▶ after it ──,──▶ key ──▶ value       in an object
  ///    ▲                        │     ──,──▶ value              in an array
  ///    └──── key ◀──{           └──} ]──▶ after what they close
  /// ```
  private mutating func object() -> Int? {
    guard let base else { return nil }
    reserveTokens()
    var at = Progress(
      base: base, marks: marks, special: special, tokens: tokens, attention: attention,
      origin: Int(marks[nextMark]), mark: nextMark)
    defer { refusedMark = at.mark }
    value: while true {
      let place = at.next()
      let byte = base[place]
      if byte == UInt8(ascii: "\"") {
        guard at.string(.string, from: place, before: at.upcoming) else { return nil }
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        guard at.depth < limits.depth else { return nil }
        at.isObject = byte == UInt8(ascii: "{")
        open[at.depth] = 2 &* at.count &+ (at.isObject ? 1 : 0)
        at.depth &+= 1
        at.append(at.isObject ? .object : .array, false, place, place)
        if base[at.upcoming] != (at.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          if at.isObject, !at.key() { return nil }
          continue value
        }
      } else if !at.word(from: place, before: at.upcoming, limit: limits.record) {
        return nil
      }
      switch afterValue(&at) {
      case 0: continue value
      case -1: return nil
      case let length: return length
      }
    }
  }

  /// Reads what follows a value: 0 before the next one, the record's length at its end, -1 where
  /// it is not right.
  @inline(__always)
  private mutating func afterValue(_ at: inout Progress) -> Int {
    while true {
      let place = at.next()
      let byte = at.base[place]
      if byte == UInt8(ascii: ",") { return !at.isObject || at.key() ? 0 : -1 }
      guard byte == (at.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return -1 }
      at.depth &-= 1
      let container = open[at.depth] >> 1
      at.tokens[container].end = Int32(truncatingIfNeeded: place &+ 1 &- at.origin)
      at.tokens[container].next = Int32(truncatingIfNeeded: at.count)
      if at.depth == 0 {
        guard at.count <= limits.values else { return -1 }
        (nextMark, tokenCount) = (at.mark, at.count)
        return place &+ 1 &- at.origin
      }
      at.isObject = open[at.depth &- 1] & 1 == 1
      if at.isObject {
        at.tokens[container &- 1].next = Int32(truncatingIfNeeded: at.count)
      }
    }
  }

  /// Makes room for as many tokens as marks are left: no token has less than one.
  private mutating func reserveTokens() {
    // One more, where a mark behind the last one opens a container before it is refused.
    let needed = markCount - nextMark + 1
    guard needed > tokenCapacity else { return }
    tokens.deallocate()
    tokenCapacity = max(needed, 2 * tokenCapacity)
    tokens = .allocate(capacity: tokenCapacity)
  }
}

extension JSONIndexedReader.Progress {
  /// The offset of the next mark.
  @inline(__always)
  fileprivate var upcoming: Int { Int(marks[mark]) }

  /// The offset of the next mark, which is passed.
  @inline(__always)
  fileprivate mutating func next() -> Int {
    let place = Int(marks[mark])
    mark &+= 1
    return place
  }

  /// Reads a key and its colon; false where there is none.
  @inline(__always)
  fileprivate mutating func key() -> Bool {
    let place = Int(marks[mark])
    let colon = Int(marks[mark &+ 1])
    guard base[place] == UInt8(ascii: "\""), base[colon] == UInt8(ascii: ":") else {
      mark &+= 1
      return false
    }
    mark &+= 2
    return string(.key, from: place, before: colon)
  }

  /// Reads the string that opens at `start` and ends before the next mark.
  @inline(__always)
  fileprivate mutating func string(
    _ kind: JSONToken.Kind, from start: Int, before next: Int
  ) -> Bool {
    var last = next &- 1
    if last <= start || base[last] != UInt8(ascii: "\"") {
      last = JSONIndexedReader.lastQuote(base, from: start, before: next)
      if last < 0 { return false }
    }
    let (first, final) = (start >> 6, last >> 6)
    var found = special[first] | special[final]
    if final &- first > 1 { found |= JSONIndexedReader.special(special, first &+ 1, final) }
    var hasEscapes = false
    if found & attention != 0 {
      let answer = JSONIndexedReader.escapes(base, from: start, to: last)
      if answer < 0 { return false }
      hasEscapes = answer == 1
    }
    append(kind, hasEscapes, start &+ 1, last)
    return true
  }

  /// Reads the number or word that begins at `start` and ends before the next mark.
  @inline(__always)
  fileprivate mutating func word(from start: Int, before next: Int, limit: Int) -> Bool {
    let byte = base[start]
    if byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-") {
      let last = JSONIndexedReader.number(base, from: start, to: next)
      guard last > 0, last &- start <= limit else { return false }
      append(.number, false, start, last)
      return true
    }
    let kind: JSONToken.Kind
    switch byte {
    case UInt8(ascii: "t"): kind = .true
    case UInt8(ascii: "f"): kind = .false
    case UInt8(ascii: "n"): kind = .null
    default: return false
    }
    let last = JSONIndexedReader.literal(base, from: start, to: next)
    guard last > 0 else { return false }
    append(kind, false, start, last)
    return true
  }

  /// Writes a token; offsets are those of the stretch.
  @inline(__always)
  fileprivate mutating func append(
    _ kind: JSONToken.Kind, _ hasEscapes: Bool, _ start: Int, _ last: Int
  ) {
    // A key's value follows it at once; containers correct this when they close.
    let next = count &+ (kind == .key ? 2 : 1)
    tokens[count] = JSONToken(
      kind: kind, hasEscapes: hasEscapes, start: Int32(truncatingIfNeeded: start &- origin),
      end: Int32(truncatingIfNeeded: last &- origin), next: Int32(truncatingIfNeeded: next))
    count &+= 1
  }
}

// What is rarely needed stays out of line, and takes no Progress: that lives in registers.
extension JSONIndexedReader {
  /// What is special in a string's blocks between the first and the last.
  @inline(never)
  fileprivate static func special(
    _ special: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> UInt8 {
    (from..<to).reduce(0) { $0 | special[$1] }
  }

  /// The closing quote of a string with white space before the next mark; -1 where there is none.
  @inline(never)
  fileprivate static func lastQuote(
    _ base: UnsafePointer<UInt8>, from start: Int, before next: Int
  ) -> Int {
    var last = next - 1
    while last > start, JSONReader.isWhite(base[last]) { last -= 1 }
    return last > start && base[last] == UInt8(ascii: "\"") ? last : -1
  }

  /// Looks into a string that may hold more than plain characters: 1 if it has escapes, 0 if not,
  /// -1 if it is not right.
  @inline(never)
  fileprivate static func escapes(
    _ base: UnsafePointer<UInt8>, from start: Int, to last: Int
  ) -> Int {
    var hasEscapes = false
    let end = JSONLexeme.string(base, from: start + 1, to: last + 1, hasEscapes: &hasEscapes)
    guard case .at(let quote) = end, quote == last else { return -1 }
    return hasEscapes ? 1 : 0
  }

  /// The end of the number at `start`, which ends with white space or at `next`; 0 for none.
  @inline(__always)
  fileprivate static func number(
    _ base: UnsafePointer<UInt8>, from start: Int, to next: Int
  ) -> Int {
    // Most numbers are digits up to the next mark.
    var offset = start
    while offset < next, base[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
    if offset == next, base[start] != UInt8(ascii: "0") || next == start &+ 1 { return next }
    return unusualNumber(base, from: start, to: next)
  }

  @inline(never)
  private static func unusualNumber(
    _ base: UnsafePointer<UInt8>, from start: Int, to next: Int
  ) -> Int {
    end(of: JSONLexeme.number(base, from: start, to: next, isFinal: true), base, before: next)
  }

  /// The end of `true`, `false` or `null` at `start`, as for numbers.
  @inline(never)
  fileprivate static func literal(
    _ base: UnsafePointer<UInt8>, from start: Int, to next: Int
  ) -> Int {
    end(of: JSONLexeme.literal(base, from: start, to: next, isFinal: true), base, before: next)
  }

  /// The end of a word that reaches to `next` or to white space before it; 0 for any other.
  private static func end(
    of found: JSONLexeme.End, _ base: UnsafePointer<UInt8>, before next: Int
  ) -> Int {
    guard case .at(let last) = found, last == next || JSONReader.isWhite(base[last]) else {
      return 0
    }
    return last
  }
}
