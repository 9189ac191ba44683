import JourneyModel

/// Joins legs of one customer that name each other by `leg-of`, transitively.
struct LegGroups {
  /// The legs by start and exact reference, as numbers of vertices.
  private(set) var legs: [Int] = []
  /// For each leg the position of the leg it names as its predecessor; −1 for none.
  private(set) var named: [Int32] = []
  private var sets = DisjointSets(count: 0)
  private var setMembers = SetMembers()
  private var index = ReferenceIndex()

  /// Legs farther from the first of their group are ordered by their names alone.
  private static let longestChain = 64

  /// The groups as ranges of `members`, in order of their first legs.
  var groups: [Range<Int>] { setMembers.sets }
  /// Positions of legs, sorted within each group.
  var members: [Int] { setMembers.positions }

  init() {}

  /// Groups a customer's legs, given in any order; the order of groups means nothing.
  mutating func group(_ vertices: RowRange<VertexRow>, of lists: borrowing VertexLists) {
    legs.removeAll(keepingCapacity: true)
    for number in vertices.numbers where lists.vertices[number].kind == .leg {
      legs.append(number)
    }
    sort(lists)
    named.removeAll(keepingCapacity: true)
    for _ in legs { named.append(-1) }
    if legs.contains(where: { isPart($0, lists) }) {
      unite(lists)
    } else {
      setMembers.separate(count: legs.count)
    }
  }

  /// The position of the leg's predecessor inside its group; nil for none.
  func parent(of position: Int, in group: Range<Int>) -> Int? {
    let target = Int(named[members[position]])
    return target < 0 ? nil : group.first { members[$0] == target }.map { $0 - group.lowerBound }
  }

  private mutating func sort(_ lists: borrowing VertexLists) {
    let vertices = lists.vertices.all
    let events = lists.events.all
    legs.sort { left, right in
      let (one, other) = (vertices[left], vertices[right])
      let starts = (events[Int(one.events.first)].at, events[Int(other.events.first)].at)
      if starts.0 != starts.1 { return starts.0 < starts.1 }
      return one.reference.exact < other.reference.exact
    }
  }

  /// Whether a leg names another as the interaction it is part of; such links come first.
  private func isPart(_ leg: Int, _ lists: borrowing VertexLists) -> Bool {
    lists.links[lists.vertices[leg].links].first?.kind == .legOf
  }

  private mutating func unite(_ lists: borrowing VertexLists) {
    index.removeAll()
    for (position, leg) in legs.enumerated() {
      index.append(lists.vertices[leg].reference, position)
    }
    index.sort()
    sets.reset(count: legs.count)
    for (position, leg) in legs.enumerated() {
      for link in lists.links[lists.vertices[leg].links] where link.kind == .legOf {
        guard let target = index.resolve(link.target), target != position else { continue }
        sets.unite(position, target)
        if named[position] < 0 { named[position] = Int32(target) }
      }
    }
    setMembers.gather(&sets)
    for set in setMembers.sets where set.count > 1 { putParentsFirst(in: set, lists) }
  }

  /// Of legs that begin at one instant the one that is continued comes first.
  private mutating func putParentsFirst(in set: Range<Int>, _ lists: borrowing VertexLists) {
    let starts = setMembers.positions[set].map { position in
      lists.events[Int(lists.vertices[legs[position]].events.first)].at
    }
    guard zip(starts, starts.dropFirst()).contains(where: { $0 == $1 }) else { return }
    let depths = setMembers.positions[set].map { depth(of: $0, atMost: set.count) }
    let order = set.indices.sorted { left, right in
      let (one, other) = (left - set.lowerBound, right - set.lowerBound)
      return (starts[one], depths[one], left) < (starts[other], depths[other], right)
    }
    setMembers.reorder(set, by: order)
  }

  /// How many legs lead to one; legs in a circle lead to each other so often as there are.
  private func depth(of position: Int, atMost limit: Int) -> Int {
    var depth = 0
    var leg = position
    while depth < min(limit, LegGroups.longestChain), named[leg] >= 0 {
      leg = Int(named[leg])
      depth += 1
    }
    return depth
  }
}
