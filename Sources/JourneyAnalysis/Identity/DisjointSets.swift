import JourneyModel

/// Union-find over positions; the smallest position of a set is its root, so that results do not
/// depend on the order of unions.
///
/// Memory: 4 bytes a position.
struct DisjointSets {
  private var parents: [Int32]

  /// The number of positions.
  var count: Int { parents.count }

  /// As many sets of one position each.
  init(count: Int) {
    parents = Array(unsafeUninitializedCapacity: count) { room, filled in
      for position in 0..<count { room[position] = Int32(position) }
      filled = count
    }
  }

  /// The sets that were parked.
  init(parked rows: inout ScratchRows<Int32>) throws(ScratchError) {
    parents = []
    parents.reserveCapacity(rows.count)
    rows.rewind()
    while let parent = try rows.next() { parents.append(parent) }
  }

  /// Gives the memory back for as long as the sets lie in scratch space.
  consuming func park(in rows: inout ScratchRows<Int32>) throws(ScratchError) {
    for parent in parents { try rows.append(parent) }
  }

  /// The smallest position of the set that holds a position.
  mutating func root(of position: Int) -> Int {
    var current = Int32(position)
    while parents[Int(current)] != current {
      // Halving the path keeps later searches short.
      parents[Int(current)] = parents[Int(parents[Int(current)])]
      current = parents[Int(current)]
    }
    return Int(current)
  }

  /// Makes one set of two; returns its root.
  @discardableResult
  mutating func unite(_ one: Int, _ other: Int) -> Int {
    let (left, right) = (root(of: one), root(of: other))
    let (low, high) = (min(left, right), max(left, right))
    parents[high] = Int32(low)
    return low
  }

  /// Points every position at its root, so that `flatRoot` finds it in one step.
  mutating func flatten() {
    // A parent is smaller than its child, so it points at its root already.
    for position in parents.indices {
      parents[position] = parents[Int(parents[position])]
    }
  }

  /// The root of a position while nothing was united since `flatten`.
  func flatRoot(of position: Int) -> Int { Int(parents[position]) }

  /// The sets, each sorted, in order of their smallest positions.
  mutating func members() -> [[Int]] {
    var places: [Int] = Array(repeating: -1, count: parents.count)
    var sets: [[Int]] = []
    for position in parents.indices {
      let root = root(of: position)
      if places[root] < 0 {
        places[root] = sets.count
        sets.append([])
      }
      sets[places[root]].append(position)
    }
    return sets
  }
}
