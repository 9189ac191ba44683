internal import JourneyModel

/// Numbers one behind the other, for another process to go on with.
package struct NumberList: Sendable {
  package private(set) var numbers: [Int64] = []

  package mutating func add(_ number: Int64) { numbers.append(number) }

  mutating func add(_ hash: StableHash128) {
    add(Int64(bitPattern: hash.high))
    add(Int64(bitPattern: hash.low))
  }

  package mutating func add(_ other: NumberList) { numbers += other.numbers }
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
