/// Union-find over positions; the smallest position of a set is its root, so that results do not
/// depend on the order of unions.
struct DisjointSets {
  private var parents: [Int32]

  /// The number of positions.
  var count: Int { parents.count }

  /// As many sets of one position each.
  init(count: Int) {
    parents = (0..<Int32(count)).map { $0 }
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
