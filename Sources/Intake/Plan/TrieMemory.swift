/// A path trie in memory that does not move, with what rules out most keys at a glance.
struct TrieMemory: ~Copyable {
  /// All places.
  let nodes: FixedList<Node>
  /// All wanted keys, those of a node together.
  let edges: FixedList<Edge>
  /// All wanted elements, those of a node together.
  let selections: FixedList<PathTrie.Selection>
  /// The tests of all selections, those of a selection together.
  let tests: FixedList<Test>
  /// The keys of all tests, those of a test together.
  let keys: FixedList<Key>

  /// A place in the paths.
  struct Node {
    /// The slot that wants the value here; `FieldPlan.none` if none does.
    var slot: Int32
    /// The keys wanted of an object here.
    var edges: Range<Int32>
    /// The elements wanted of an array here.
    var selections: Range<Int32>
    /// A bit for the length of each wanted key, modulo 64.
    var lengths: UInt64
  }

  /// A wanted key and where its value is handled.
  struct Edge {
    /// The key.
    var key: Key
    /// The place of its value.
    var node: Int32
  }

  /// A text that is compared with keys and values.
  struct Key {
    /// Its first byte in the plan's texts.
    var start: Int32
    /// Its bytes.
    var count: Int32
    /// Its first eight bytes, those it has not being zero.
    var head: UInt64
  }

  /// What a value inside an element must be.
  struct Test {
    /// The keys that lead to it, in `keys`; none for the element itself.
    var keys: Range<Int32>
    /// The text it must have.
    var value: Key
  }

  /// The memory of a trie whose keys are among a plan's texts.
  init(of plan: FieldPlan) {
    let trie = plan.trie
    let key = { (start: Int32, count: Int32) in
      let bytes = plan.textBytes[Int(start)..<Int(start + count)].prefix(8)
      let head = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Key(start: start, count: count, head: head)
    }
    let text = { (number: Int32) in
      key(plan.texts[Int(number)].start, plan.texts[Int(number)].count)
    }
    edges = FixedList(trie.edges.map { Edge(key: key($0.start, $0.count), node: $0.node) })
    nodes = FixedList(
      trie.nodes.map { node in
        let wanted = trie.edges[Int(node.edges.lowerBound)..<Int(node.edges.upperBound)]
        return Node(
          slot: node.slot, edges: node.edges, selections: node.selections,
          lengths: wanted.reduce(0) { $0 | TrieMemory.bit(ofLength: Int($1.count)) })
      })
    selections = FixedList(trie.selections)
    tests = FixedList(trie.tests.map { Test(keys: $0.keys, value: text($0.value)) })
    keys = FixedList(trie.keys.map(text))
  }

  /// The bit of keys of a length.
  @inline(__always)
  static func bit(ofLength length: Int) -> UInt64 { 1 << UInt64(length & 63) }

  /// The first eight bytes of a text inside others, those it has not being zero.
  @inline(__always)
  static func head(
    of bytes: UnsafeRawBufferPointer, from start: Int, count: Int
  ) -> UInt64 {
    let kept = UInt64.max >> UInt64(64 - 8 * min(count, 8))
    if start + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      return UInt64(littleEndian: word) & (count == 0 ? 0 : kept)
    }
    var head: UInt64 = 0
    for index in (0..<min(count, 8)).reversed() {
      head = head << 8 | UInt64(bytes[start + index])
    }
    return head
  }
}
