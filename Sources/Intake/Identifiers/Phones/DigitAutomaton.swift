/// Recognises digits as the patterns of `PhoneData` do, all in one table.
///
/// A walk begins at the node of a pattern and takes one move per digit, at most one per digit of a
/// number, and goes back never: the generator has already tried what a backtracking matcher would.
struct DigitAutomaton: Sendable {
  /// What a walk found.
  struct Recognition: Sendable {
    /// How many digits belong to what was recognised.
    let length: Int
    /// Those of them that are kept, as a group of the pattern.
    let kept: Range<Int>
  }

  /// Ten nodes per node; 0 is no move.
  private let moves: [UInt16]
  /// For each node the number of a recognition if the digits end there; 0 is none.
  private let atEnd: [UInt8]
  /// The same if no move fits the next digit.
  private let onward: [UInt8]
  private let recognitions: [Recognition]

  /// The automaton of `PhoneData`.
  init(results: String, nodes: String) {
    var reader = GeneratedText(results)
    var recognitions = [Recognition(length: 0, kept: 0..<0)]
    while !reader.isAtEnd {
      let line = (reader.digit(), reader.digit(), reader.digit())
      recognitions.append(Recognition(length: line.0, kept: line.1..<line.2))
      reader.skip("\n")
    }
    self.recognitions = recognitions
    reader = GeneratedText(nodes)
    var moves = [UInt16](repeating: 0, count: 10)
    var atEnd: [UInt8] = [0]
    var onward: [UInt8] = [0]
    while !reader.isAtEnd {
      atEnd.append(UInt8(reader.number()))
      reader.skip(",")
      onward.append(UInt8(reader.number()))
      reader.skip("|")
      moves += Self.moves(&reader)
      reader.skip("\n")
    }
    (self.moves, self.atEnd, self.onward) = (moves, atEnd, onward)
  }

  private static func moves(_ reader: inout GeneratedText) -> [UInt16] {
    var moves = [UInt16](repeating: 0, count: 10)
    while !reader.isAt("\n") {
      var chosen: [Int] = []
      while !reader.isAt(":") {
        if reader.isAt("*") {
          reader.skip("*")
          chosen = Array(0..<10)
        } else {
          chosen.append(reader.digit())
        }
      }
      reader.skip(":")
      let target = UInt16(reader.number())
      for digit in chosen { moves[digit] = target }
      if reader.isAt(",") { reader.skip(",") }
    }
    return moves
  }

  /// What the beginning of a number is recognised as; nil if as nothing.
  func recognize(_ digits: Digits, from start: UInt16) -> Recognition? {
    let number = walk(digits, from: start)
    return number == 0 ? nil : recognitions[Int(number)]
  }

  /// Whether a pattern that ends with the number recognises it.
  func matches(_ digits: Digits, from start: UInt16) -> Bool { walk(digits, from: start) != 0 }

  private func walk(_ digits: Digits, from start: UInt16) -> UInt8 {
    var node = Int(start)
    for index in 0..<digits.count {
      let next = Int(moves[node &* 10 &+ Int(digits[index])])
      if next == 0 { return onward[node] }
      node = next
    }
    return atEnd[node]
  }
}

/// Reads the lines of a generated table; a form it does not have is a bug.
struct GeneratedText {
  private let bytes: [UInt8]
  private var position = 0

  /// A reader at the beginning of a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether everything was read.
  var isAtEnd: Bool { position == bytes.count }

  /// Whether a character comes next.
  func isAt(_ character: Unicode.Scalar) -> Bool {
    position < bytes.count && bytes[position] == UInt8(ascii: character)
  }

  /// Goes past a character that must be there.
  mutating func skip(_ character: Unicode.Scalar) {
    precondition(isAt(character), "generated tables have the form their comment describes")
    position += 1
  }

  /// One digit of base 36.
  mutating func digit() -> Int {
    guard let value = next() else {
      preconditionFailure("generated tables have the form their comment describes")
    }
    return value
  }

  /// A number of base 36.
  mutating func number() -> Int {
    var value = digit()
    while let more = next() { value = value * 36 + more }
    return value
  }

  /// The bytes up to a character, which is read as well.
  mutating func field(until character: Unicode.Scalar) -> ArraySlice<UInt8> {
    let start = position
    while !isAt(character) { position += 1 }
    position += 1
    return bytes[start..<(position - 1)]
  }

  private mutating func next() -> Int? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
      position += 1
      return Int(byte) - 48
    case let byte where byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"):
      position += 1
      return Int(byte) - 97 + 10
    default: return nil
    }
  }
}
