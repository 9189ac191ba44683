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
  }
}
