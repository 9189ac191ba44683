/// Up to 32 decimal digits in one word, first digit lowest, so that prefixes fall off by a shift.
///
/// Leading zeros count: they belong to numbers of Italy and of a few other countries.
struct Digits: Sendable, Equatable {
  /// Four bits per digit; zero beyond `count`.
  private var packed: UInt128 = 0
  /// How many digits there are.
  private(set) var count = 0

  /// The most digits there can be; more are not taken.
  static let capacity = 32

  init() {}

  /// The digits of a text that consists of them.
  init(_ text: some Sequence<UInt8>) {
    for byte in text { append(byte &- UInt8(ascii: "0")) }
  }

  /// Whether there is none.
  var isEmpty: Bool { count == 0 }

  /// Whether the digits are the same; numbers of different length never are.
  static func == (left: Digits, right: Digits) -> Bool {
    left.count == right.count && left.packed == right.packed
  }

  /// The value of a digit, 0…9; the first has the number 0.
  subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: packed >> UInt128(truncatingIfNeeded: index &* 4)) & 15
  }

  /// Adds a digit of a value 0…9; false if there is no room.
  @discardableResult
  mutating func append(_ value: UInt8) -> Bool {
    guard count < Self.capacity else { return false }
    packed |= UInt128(value) << UInt128(truncatingIfNeeded: count &* 4)
    count += 1
    return true
  }

  /// These digits and then others; what exceeds the capacity is lost.
  func appending(_ other: Digits) -> Digits {
    var joined = self
    joined.packed |= other.packed << UInt128(truncatingIfNeeded: count &* 4)
    joined.count = min(count + other.count, Self.capacity)
    return joined
  }

  /// What follows the first digits, of which there are at least so many.
  func dropping(_ length: Int) -> Digits {
    var rest = self
    rest.packed = packed >> UInt128(truncatingIfNeeded: length &* 4)
    rest.count = count - length
    return rest
  }

  /// The first digits, of which there are at least so many.
  func prefix(_ length: Int) -> Digits {
    var start = self
    start.packed = packed & ((1 << UInt128(truncatingIfNeeded: length &* 4)) &- 1)
    start.count = length
    return start
  }

  /// Whether these digits begin with others.
  func starts(with other: Digits) -> Bool {
    count >= other.count && prefix(other.count) == other
  }

  /// Writes the digits as ASCII.
  func write(to output: inout [UInt8]) {
    var rest = packed
    for _ in 0..<count {
      output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest & 15))
      rest >>= 4
    }
  }
}
