package import JourneyModel

/// Reasons by their levels: `billing / invoice / copy` lies under `billing / invoice`, and that
/// under `billing`.
///
/// Every reason and every beginning of one is a node, known by its number; 0 is none. What stands
/// behind the seventh separator is one level.
package struct ReasonTree: Sendable {
  /// For each symbol its node.
  private let nodes: [UInt32]
  /// For each node the one it lies under.
  private let parents: [UInt32]

  /// How many nodes there are, none included.
  var count: Int { parents.count }

  /// The tree of all words.
  package init(_ words: Words) {
    var nodes: [UInt32] = [0]
    nodes.reserveCapacity(words.count + 1)
    var parents: [UInt32] = [0]
    var book = WordBook()
    for number in 0..<words.count {
      words.withUTF8(Symbol(UInt32(number + 1))) { text in
        var node: UInt32 = 0
        var end = 0
        var depth = 0
        repeat {
          depth += 1
          let isLast = depth == ReasonTree.maximumDepth
          end = isLast ? text.count : ReasonTree.endOfLevel(in: text, from: end)
          let beginning = UnsafeRawBufferPointer(rebasing: text[..<end])
          let next = book.symbol(of: beginning).number
          if Int(next) == parents.count { parents.append(node) }
          node = next
          end += ReasonTree.separator.count
        } while end < text.count
        nodes.append(node)
      }
    }
    self.nodes = nodes
    self.parents = parents
  }

  /// The node of a reason.
  func node(of reason: Symbol) -> UInt32 { nodes[Int(reason.number)] }

  /// The node that another lies under; 0 for the first level.
  func parent(of node: UInt32) -> UInt32 { parents[Int(node)] }

  /// Where the first level ends.
  static func endOfFirst(in text: UnsafeRawBufferPointer) -> Int { endOfLevel(in: text, from: 0) }

  /// The most levels a reason has.
  private static let maximumDepth = 8

  /// What stands between levels.
  private static let separator = Array(" / ".utf8)

  private static func endOfLevel(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 3 <= text.count {
      if text[index] == UInt8(ascii: " "), text[index + 1] == UInt8(ascii: "/"),
        text[index + 2] == UInt8(ascii: " ")
      {
        return index
      }
      index += 1
    }
    return text.count
  }
}
