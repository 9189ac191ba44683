/// Finds any number of phrases in one pass over a text (Aho and Corasick, 1975).
///
/// The failure links are worked into the transitions, so every byte of the text costs one step:
///
/// ```
/// phrases " he ", " she "      state after " sh" ─e▶ " she" ─blank▶ " she ": phrases " she "
/// ```
///
/// Bytes that occur in no phrase share one class, which keeps the table small: states × classes.
/// What is found comes in order of its end, longer phrases first; every phrase that ends at a byte
/// is found. Tested against searching for each phrase alone.
struct PhraseAutomaton: Sendable {
  /// The class of every byte; 0 for bytes of no phrase.
  private var classes: [UInt8] = Array(repeating: 0, count: 256)
  private var classCount = 1
  /// The next state by state and class.
  private var next: [Int32] = []
  /// The phrases that end in each state: a range of `found`.
  private var ends: [Range<Int32>] = []
  private var found: [Int32] = []
  /// Whether any phrase ends in each state.
  private var isEnd: [Bool] = []

  /// An automaton of phrases; empty ones are never found.
  init(_ phrases: [[UInt8]]) {
    for byte in Set(phrases.joined()).sorted() {
      precondition(classCount < 256, "folded phrases have fewer than 255 distinct bytes")
      classes[Int(byte)] = UInt8(classCount)
      classCount += 1
    }
    var own = grow(phrases)
    link(&own)
  }

  /// Builds the trie of the phrases and returns the phrases that end in each state.
  private mutating func grow(_ phrases: [[UInt8]]) -> [[Int32]] {
    var own: [[Int32]] = [[]]
    next = Array(repeating: -1, count: classCount)
    for (number, phrase) in phrases.enumerated() where !phrase.isEmpty {
      var state = 0
      for byte in phrase {
        let place = state * classCount + Int(classes[Int(byte)])
        if next[place] < 0 {
          next[place] = Int32(own.count)
          own.append([])
          next.append(contentsOf: repeatElement(-1, count: classCount))
        }
        state = Int(next[place])
      }
      own[state].append(Int32(number))
    }
    return own
  }

  /// Replaces missing transitions by those of the longest suffix that is a state, level by level.
  private mutating func link(_ own: inout [[Int32]]) {
    var suffix = Array(repeating: 0, count: own.count)
    var queue = [0]
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      for letter in 0..<classCount {
        let place = state * classCount + letter
        let other = state == 0 ? 0 : Int(next[suffix[state] * classCount + letter])
        guard next[place] >= 0 else {
          next[place] = Int32(other)
          continue
        }
        let child = Int(next[place])
        suffix[child] = state == 0 ? 0 : other
        own[child] += own[suffix[child]]
        queue.append(child)
      }
    }
    for phrases in own {
      let start = Int32(found.count)
      found += phrases
      ends.append(start..<Int32(found.count))
      isEnd.append(!phrases.isEmpty)
    }
  }

  /// Calls `body` with the number of every phrase at every place it is found.
  @inline(__always)
  func search(_ text: [UInt8], _ body: (Int) -> Void) {
    var state = 0
    classes.withUnsafeBufferPointer { classes in
      next.withUnsafeBufferPointer { next in
        for byte in text {
          state = Int(next[state &* classCount &+ Int(classes[Int(byte)])])
          if !isEnd[state] { continue }
          for index in ends[state] { body(Int(found[Int(index)])) }
        }
      }
    }
  }
}
