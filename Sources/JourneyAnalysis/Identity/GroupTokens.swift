import JourneyModel

/// The identifiers that each group of vertices holds, by number.
///
/// Most groups hold one or none, which is a number in an array; only several take a chain.
///
/// ```
/// heads   7   none   chain ┐   none
///                          └▶ 12 ▶ 3
/// ```
///
/// Memory: 4 bytes a group, and 8 for each identifier of a group that holds several.
struct GroupTokens {
  private static let none = UInt32.max
  /// Marks the number of a node among the numbers of identifiers.
  private static let chained = UInt32(1) << 31

  private struct Node {
    var token: UInt32
    var next: UInt32
  }

  private var heads: [UInt32]
  private var nodes: [Node] = []
  private var unused = GroupTokens.none
  private let memory: IdentityMemory

  /// Groups that hold nothing.
  init(groups: Int, memory: IdentityMemory) {
    self.memory = memory
    heads = Array(repeating: GroupTokens.none, count: groups)
  }

  /// Where the identifiers of a group begin.
  func first(of group: Int) -> UInt32 { heads[group] }

  /// The identifier at a place, and moves the place to the next; nil behind the last.
  @inline(__always)
  func next(_ place: inout UInt32) -> UInt32? {
    if place == GroupTokens.none { return nil }
    if place & GroupTokens.chained == 0 {
      defer { place = GroupTokens.none }
      return place
    }
    let node = nodes[Int(place & ~GroupTokens.chained)]
    place = node.next
    return node.token
  }

  /// Adds an identifier that the group does not hold yet.
  mutating func insert(_ token: UInt32, in group: Int) throws(ScratchError) {
    let head = heads[group]
    if head == GroupTokens.none {
      heads[group] = token
    } else if head & GroupTokens.chained == 0 {
      heads[group] = try node(token, try node(head, GroupTokens.none))
    } else {
      heads[group] = try node(token, head)
    }
  }

  /// Gives what one group holds to another.
  mutating func move(from group: Int, to other: Int) throws(ScratchError) {
    var place = heads[group]
    while place != GroupTokens.none {
      let left = place
      guard let token = next(&place) else { break }
      if left & GroupTokens.chained != 0 { release(left) }
      if !holds(token, other) { try insert(token, in: other) }
    }
    heads[group] = GroupTokens.none
  }

  private func holds(_ token: UInt32, _ group: Int) -> Bool {
    var place = heads[group]
    while let other = next(&place) {
      if other == token { return true }
    }
    return false
  }

  private mutating func node(_ token: UInt32, _ next: UInt32) throws(ScratchError) -> UInt32 {
    let node = Node(token: token, next: next)
    if unused != GroupTokens.none {
      let place = unused
      unused = nodes[Int(place & ~GroupTokens.chained)].next
      nodes[Int(place & ~GroupTokens.chained)] = node
      return place
    }
    if nodes.count == nodes.capacity {
      // Growing keeps the old nodes beside twice as many new ones for a moment.
      let growth = nodes.count * 3 * MemoryLayout<Node>.stride
      try memory.require(heads.count * IdentityMemory.bytesPerVertex + growth)
    }
    nodes.append(node)
    return UInt32(nodes.count - 1) | GroupTokens.chained
  }

  private mutating func release(_ place: UInt32) {
    nodes[Int(place & ~GroupTokens.chained)].next = unused
    unused = place
  }
}
