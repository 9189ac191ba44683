/// The wanted paths of JSON records, by their common beginnings.
///
/// ```
/// Queue.Name, Queue.Duration, metrics[name == "tAcd"].value
///
/// 0 ─ Queue ─▶ 1 ─ Name ─▶ 2 (slot 0)
///   │             Duration ─▶ 3 (slot 1)
///   └ metrics ─▶ 4 ─ [name == "tAcd"] ─▶ 5 ─ value ─▶ 6 (slot 2)
/// ```
struct PathTrie: Sendable, Equatable {
  /// A place in the paths.
  struct Node: Sendable, Equatable {
    /// The slot that wants the value here; `FieldPlan.none` if none does.
    var slot: Int32 = FieldPlan.none
    /// The keys wanted of an object here.
    var edges: Range<Int32> = 0..<0
    /// The elements wanted of an array here.
    var selections: Range<Int32> = 0..<0
  }

  /// A key that is wanted of an object, and where its value leads.
  struct Edge: Sendable, Equatable {
    /// The key's first byte in the plan's texts.
    var start: Int32
    /// The key's length in bytes.
    var count: Int32
    /// Where its value is handled.
    var node: Int32
  }

  /// A wanted element: one of those that pass some tests.
  struct Selection: Sendable, Equatable {
    /// The tests, in `tests`; none if every element passes.
    var tests: Range<Int32>
    /// Which of the elements that pass, from 0; -1 is the last one.
    var position: Int32
    /// Where the element is handled.
    var node: Int32
  }

  /// What a value inside an element must be.
  struct Test: Sendable, Equatable {
    /// The texts of the keys that lead to it, in `keys`; none for the element itself.
    var keys: Range<Int32>
    /// The text it must have.
    var value: Int32
    /// Whether it need only hold the text.
    var isPart: Bool
  }

  /// Numbered as the builder did: `trieRoot` of a scope is such a number.
  var nodes: [Node] = []
  /// All wanted keys, those of a node together.
  var edges: [Edge] = []
  /// All wanted elements, those of a node together.
  var selections: [Selection] = []
  /// The tests of all selections, those of a selection together.
  var tests: [Test] = []
  /// The keys of all tests, those of a test together.
  var keys: [Int32] = []
}

/// Collects paths before they are laid out flat.
struct PathTrieBuilder {
  private struct Branch {
    var slot = FieldPlan.none
    /// In the order they were asked for.
    var children: [(step: Step, node: Int)] = []
    var numbers: [Step: Int] = [:]
  }

  private enum Step: Hashable {
    case key(Int32)
    case selection([Test], position: Int32)
  }

  /// A test of an element: the texts of its keys and of what it must be or hold.
  struct Test: Hashable {
    var keys: [Int32]
    var value: Int32
    var isPart: Bool
  }

  private var branches: [Branch] = []

  /// A new root; its number.
  mutating func addRoot() -> Int32 {
    branches.append(Branch())
    return Int32(branches.count - 1)
  }

  /// The place under a key, a text's number.
  mutating func child(of node: Int32, key: Int32) -> Int32 { child(of: node, .key(key)) }

  /// The place of a selected element.
  mutating func child(of node: Int32, tests: [Test], position: Int32) -> Int32 {
    child(of: node, .selection(tests, position: position))
  }

  /// The slot at a place; `FieldPlan.none` if it has none.
  func slot(at node: Int32) -> Int32 { branches[Int(node)].slot }

  /// Gives a place its slot.
  mutating func setSlot(_ slot: Int32, at node: Int32) { branches[Int(node)].slot = slot }

  private mutating func child(of node: Int32, _ step: Step) -> Int32 {
    if let known = branches[Int(node)].numbers[step] { return Int32(known) }
    branches.append(Branch())
    branches[Int(node)].children.append((step, branches.count - 1))
    branches[Int(node)].numbers[step] = branches.count - 1
    return Int32(branches.count - 1)
  }

  /// The trie, laid out flat.
  func build(texts: [PlannedText]) -> PathTrie {
    var trie = PathTrie()
    for branch in branches {
      var node = PathTrie.Node(slot: branch.slot)
      let firstEdge = Int32(trie.edges.count)
      let firstSelection = Int32(trie.selections.count)
      for (step, child) in branch.children {
        switch step {
        case .key(let text):
          let range = texts[Int(text)]
          trie.edges.append(
            PathTrie.Edge(start: range.start, count: range.count, node: Int32(child)))
        case .selection(let tests, let position):
          let range = trie.append(tests)
          trie.selections.append(
            PathTrie.Selection(tests: range, position: position, node: Int32(child)))
        }
      }
      node.edges = firstEdge..<Int32(trie.edges.count)
      node.selections = firstSelection..<Int32(trie.selections.count)
      trie.nodes.append(node)
    }
    return trie
  }
}

extension PathTrie {
  /// Lays out the tests of a selection; where they lie.
  fileprivate mutating func append(_ tests: [PathTrieBuilder.Test]) -> Range<Int32> {
    let first = Int32(self.tests.count)
    for test in tests {
      let start = Int32(keys.count)
      keys += test.keys
      self.tests.append(
        Test(keys: start..<Int32(keys.count), value: test.value, isPart: test.isPart))
    }
    return first..<Int32(self.tests.count)
  }
}
