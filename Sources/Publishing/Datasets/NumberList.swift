internal import JourneyModel

/// Numbers one behind the other, for another process to go on with.
///
/// There may be millions: they are handed over in pieces.
package struct NumberList {
  private var piece: [Int64] = []
  private let take: ([Int64]) -> Void

  /// How many numbers a piece has but for the last one.
  package static let pieceCount = 1 << 15

  /// A list whose pieces are taken as they fill.
  package init(_ take: @escaping ([Int64]) -> Void) {
    self.take = take
    piece.reserveCapacity(NumberList.pieceCount)
  }

  mutating func add(_ number: Int64) {
    piece.append(number)
    if piece.count == NumberList.pieceCount { finish() }
  }

  mutating func add(_ numbers: [Int64]) { for number in numbers { add(number) } }

  mutating func add(_ hash: StableHash128) {
    add(Int64(bitPattern: hash.high))
    add(Int64(bitPattern: hash.low))
  }

  /// Hands the rest over.
  package mutating func finish() {
    if !piece.isEmpty { take(piece) }
    piece.removeAll(keepingCapacity: true)
  }
}

/// Reads the numbers of a list in their order; behind the last one there are zeros.
package struct NumberReader {
  private var rest: ArraySlice<Int64>

  /// A reader of all numbers.
  package init(_ numbers: [Int64]) { rest = numbers[...] }

  mutating func next() -> Int64 { rest.popFirst() ?? 0 }

  mutating func hash() -> StableHash128 {
    let high = UInt64(bitPattern: next())
    return StableHash128(high: high, low: UInt64(bitPattern: next()))
  }
}
