/// The texts of all symbols in the order of their UTF-8 bytes: comparing symbols compares texts.
///
/// Symbol n is the n-th text; symbol 0 is no text. Memory: the texts and 8 bytes for each.
package struct Words: Sendable {
  private let arena: [UInt8]
  /// Where each text ends in `arena`.
  private let ends: [Int]

  package init() {
    arena = []
    ends = []
  }

  /// The texts of a book; also the rank of each of its symbols, the first entry for none.
  package static func ranking(_ book: WordBook) -> (words: Words, ranks: [Symbol]) {
    var order = Array(1..<UInt32(book.count + 1))
    order.sort { book.precedes(Symbol($0), Symbol($1)) }
    var ranks = [Symbol](repeating: .none, count: book.count + 1)
    var arena: [UInt8] = []
    arena.reserveCapacity(book.byteCount)
    var ends: [Int] = []
    ends.reserveCapacity(order.count)
    for (rank, number) in order.enumerated() {
      ranks[Int(number)] = Symbol(UInt32(rank + 1))
      book.withText(Symbol(number)) { arena.append(contentsOf: $0) }
      ends.append(arena.count)
    }
    return (Words(texts: arena, ends: ends), ranks)
  }

  /// What `withTexts` lent.
  package init(texts: [UInt8], ends: [Int]) {
    arena = texts
    self.ends = ends
  }

  /// How many texts; also the number of the greatest symbol.
  package var count: Int { ends.count }

  /// Lends the UTF-8 of a symbol's text; no bytes for no text.
  package func withUTF8<Answer>(
    _ symbol: Symbol, _ body: (UnsafeRawBufferPointer) -> Answer
  ) -> Answer {
    let range = range(symbol)
    return arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Lends the texts back to back, and where each of them ends.
  package func withTexts<Answer, Failure: Error>(
    _ body: (UnsafeRawBufferPointer, UnsafeBufferPointer<Int>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let result = arena.withUnsafeBytes { bytes in
      ends.withUnsafeBufferPointer { ends in
        do throws(Failure) { return Result<Answer, Failure>.success(try body(bytes, ends)) } catch {
          return .failure(error)
        }
      }
    }
    return try result.get()
  }

  /// The text of a symbol; nil for none.
  package subscript(symbol: Symbol) -> String? {
    symbol.isNone ? nil : withUTF8(symbol) { String(decoding: $0, as: UTF8.self) }
  }

  /// The symbol of a text; none where no symbol has it.
  package func symbol(of text: String) -> Symbol {
    let utf8 = Array(text.utf8)
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      let isBefore = arena[range(Symbol(UInt32(middle + 1)))].lexicographicallyPrecedes(utf8)
      if isBefore { low = middle + 1 } else { high = middle }
    }
    guard low < ends.count, arena[range(Symbol(UInt32(low + 1)))].elementsEqual(utf8) else {
      return .none
    }
    return Symbol(UInt32(low + 1))
  }

  private func range(_ symbol: Symbol) -> Range<Int> {
    let number = Int(symbol.number)
    if number == 0 { return 0..<0 }
    return (number == 1 ? 0 : ends[number - 2])..<ends[number - 1]
  }
}
