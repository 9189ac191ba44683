/// Numbers texts as they come: each distinct text is a symbol, the first one 1.
///
/// Assembly keeps one book per part of a bucket; when all are known their texts are ranked together
/// (`Words`) and the symbols exchanged once. Memory: the distinct texts and 16 bytes for each.
package struct WordBook: Sendable {
  /// The texts back to back.
  private var arena: [UInt8] = []
  /// Where each text ends in `arena`; text n is symbol n + 1.
  private var ends: [Int] = []
  /// Open addressing: the upper half is a tag, the lower the symbol; 0 is empty.
  private var slots = [UInt64](repeating: 0, count: 64)

  /// A book without texts.
  package init() {}

  /// How many distinct texts.
  package var count: Int { ends.count }

  /// The bytes of all distinct texts.
  package var byteCount: Int { arena.count }

  /// The symbol of a text; the same for the same bytes.
  package mutating func symbol(of text: UnsafeRawBufferPointer) -> Symbol {
    let tag = WordBook.hash(text) >> 32
    let (slot, found) = find(text, tag: tag)
    return found == 0 ? add(text, tag: tag, slot: slot) : Symbol(found)
  }

  /// Where the tag of a text leads, and the number of its symbol; 0 where it has none.
  private func find(_ text: UnsafeRawBufferPointer, tag: UInt64) -> (slot: Int, symbol: UInt32) {
    slots.withUnsafeBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: tag) & (slots.count &- 1)
      while slots[slot] != 0 {
        let symbol = UInt32(truncatingIfNeeded: slots[slot])
        if slots[slot] >> 32 == tag, matches(Int(symbol) &- 1, text) { return (slot, symbol) }
        slot = (slot &+ 1) & (slots.count &- 1)
      }
      return (slot, 0)
    }
  }

  /// The symbol of a text that may be absent.
  package mutating func symbol(of text: UnsafeRawBufferPointer?) -> Symbol {
    guard let text else { return .none }
    return symbol(of: text)
  }

  /// The symbol of a text.
  package mutating func symbol(of text: String) -> Symbol {
    var text = text
    return text.withUTF8 { symbol(of: UnsafeRawBufferPointer($0)) }
  }

  /// Lends the bytes of a symbol's text.
  package func withText<Answer>(
    _ symbol: Symbol, _ body: (UnsafeRawBufferPointer) -> Answer
  ) -> Answer {
    arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range(symbol)])) }
  }

  /// Whether the bytes of a symbol's text come before those of another's; no text comes first.
  package func precedes(_ left: Symbol, _ right: Symbol) -> Bool {
    if left == right || right.isNone { return false }
    if left.isNone { return true }
    return arena.withUnsafeBytes { bytes in
      bytes[range(left)].lexicographicallyPrecedes(bytes[range(right)])
    }
  }

  /// Adds the texts of another book; gives the symbol here of each symbol there, first of none.
  package mutating func unite(_ other: WordBook) -> [Symbol] {
    var symbols = [Symbol.none]
    symbols.reserveCapacity(other.count + 1)
    for number in 0..<other.count {
      symbols.append(other.withText(Symbol(UInt32(number + 1))) { symbol(of: $0) })
    }
    return symbols
  }

  private func range(_ symbol: Symbol) -> Range<Int> {
    let number = Int(symbol.number) - 1
    return (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  private func matches(_ number: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let range = range(Symbol(UInt32(number + 1)))
    let count = range.count
    guard count == text.count else { return false }
    return arena.withUnsafeBytes { arena in
      let known = UnsafeRawBufferPointer(rebasing: arena[range])
      guard count >= 8 else { return WordBook.tail(known) == WordBook.tail(text) }
      // Eight bytes at a time; the last eight may have been compared in part.
      var index = 0
      while index < count &- 8 {
        if WordBook.word(known, at: index) != WordBook.word(text, at: index) { return false }
        index &+= 8
      }
      return WordBook.word(known, at: count &- 8) == WordBook.word(text, at: count &- 8)
    }
  }

  private mutating func add(_ text: UnsafeRawBufferPointer, tag: UInt64, slot: Int) -> Symbol {
    arena.append(contentsOf: text)
    ends.append(arena.count)
    let symbol = Symbol(UInt32(ends.count))
    slots[slot] = tag << 32 | UInt64(symbol.number)
    if ends.count * 2 > slots.count { grow() }
    return symbol
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    for entry in slots where entry != 0 {
      var slot = Int(truncatingIfNeeded: entry >> 32) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = entry
    }
    slots = larger
  }

  private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    var hash = UInt64(count) &* 0x9e37_79b9_7f4a_7c15
    guard count >= 8 else {
      return mixed((hash ^ tail(text)) &* 0xa076_1d64_78bd_642f)
    }
    var index = 0
    while index < count &- 8 {
      hash = mixed((hash ^ word(text, at: index)) &* 0xd6e8_feb8_6659_fd93)
      index &+= 8
    }
    return mixed((hash ^ word(text, at: count &- 8)) &* 0xa076_1d64_78bd_642f)
  }

  @inline(__always)
  private static func word(_ text: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
    UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// The bytes of a text of fewer than eight as a number; texts of one length have one each.
  @inline(__always)
  private static func tail(_ text: UnsafeRawBufferPointer) -> UInt64 {
    if text.count >= 4 {
      let first = text.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let last = text.loadUnaligned(fromByteOffset: text.count &- 4, as: UInt32.self)
      return UInt64(first) | UInt64(last) << 32
    }
    var tail: UInt64 = 0
    for byte in text { tail = tail << 8 | UInt64(byte) }
    return tail
  }

  private static func mixed(_ number: UInt64) -> UInt64 {
    let folded = (number ^ (number >> 32)) &* 0xd6e8_feb8_6659_fd93
    return folded ^ (folded >> 29)
  }
}
