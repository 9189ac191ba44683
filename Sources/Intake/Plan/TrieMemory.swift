/// A path trie in memory that does not move, with what rules out most keys at a glance.
struct TrieMemory: ~Copyable {
  /// Numbered as in the plan's trie.
  let nodes: FixedList<Node>
  /// All wanted keys, those of a node together.
  let edges: FixedList<Edge>
  /// The numbers of the edges of each node by the hash of their keys, as an open table.
  private let table: FixedList<Int32>
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
    /// Where its part of the table begins and the bits of a place in it.
    var firstPlace: Int32
    var placeBits: Int32
  }

  /// A wanted key and where its value is handled.
  struct Edge {
    var key: Key
    /// The place of its value.
    var node: Int32
  }

  /// A text that is compared with keys and values.
  struct Key {
    /// Its first byte in the plan's texts.
    var start: Int32
    /// Its length in bytes.
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
    /// Whether it need only hold the text.
    var isPart: Bool
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
    var table: [Int32] = []
    nodes = FixedList(
      trie.nodes.map { node in
        let wanted = node.edges.map { ($0, trie.edges[Int($0)]) }
        let bits = Int32(64 - (2 * wanted.count).leadingZeroBitCount)
        let places = TrieMemory.places(
          of: wanted.map { ($0, key($1.start, $1.count)) }, bits: bits)
        table += places
        return Node(
          slot: node.slot, edges: node.edges, selections: node.selections,
          lengths: wanted.reduce(0) { $0 | TrieMemory.bit(ofLength: Int($1.1.count)) },
          firstPlace: Int32(table.count - places.count), placeBits: bits)
      })
    self.table = FixedList(table)
    selections = FixedList(trie.selections)
    tests = FixedList(
      trie.tests.map { Test(keys: $0.keys, value: text($0.value), isPart: $0.isPart) })
    keys = FixedList(trie.keys.map(text))
  }

  /// The place that a node's key leads to; `FieldPlan.none` if it has no such key.
  ///
  /// `hasTail` is asked of keys of more than eight bytes whose first eight and length agree.
  @inline(__always)
  func edge(
    of node: Node, head: UInt64, count: Int, hasTail: (Key) -> Bool
  ) -> Int32 {
    let mask = (1 << Int(node.placeBits)) - 1
    var place = TrieMemory.place(head, count: count, bits: node.placeBits)
    while true {
      let index = table[Int(node.firstPlace) + place]
      if index == FieldPlan.none { return FieldPlan.none }
      let edge = edges[index]
      if edge.key.head == head, Int(edge.key.count) == count, count <= 8 || hasTail(edge.key) {
        return edge.node
      }
      place = (place + 1) & mask
    }
  }

  /// The open table of some keys.
  private static func places(of keys: [(edge: Int32, key: Key)], bits: Int32) -> [Int32] {
    var places = [Int32](repeating: FieldPlan.none, count: 1 << Int(bits))
    for (edge, key) in keys {
      var place = place(key.head, count: Int(key.count), bits: bits)
      while places[place] != FieldPlan.none { place = (place + 1) & (places.count - 1) }
      places[place] = edge
    }
    return places
  }

  /// Where a key is looked for first; the multiplier is that of Fibonacci hashing.
  @inline(__always)
  private static func place(_ head: UInt64, count: Int, bits: Int32) -> Int {
    let mixed = (head ^ UInt64(truncatingIfNeeded: count)) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed &>> UInt64(64 - bits)) & ((1 << Int(bits)) - 1)
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
