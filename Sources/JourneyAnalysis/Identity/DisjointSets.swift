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

  /// As many sets of one position each, in the memory of those before.
  mutating func reset(count: Int) {
    parents.removeAll(keepingCapacity: true)
    for position in 0..<count { parents.append(Int32(position)) }
  }
}

/// The members of disjoint sets, back to back, in memory that is kept from one use to the next.
struct SetMembers {
  /// The positions, sorted within each set until they are put into another order.
  private(set) var positions: [Int] = []
  /// Where each set lies among them, in the order of the smallest positions.
  private(set) var sets: [Range<Int>] = []
  /// The set of each position.
  private var numbers: [Int] = []

  /// Gathers the members of all sets.
  mutating func gather(_ all: inout DisjointSets) {
    numbers.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
    for position in 0..<all.count {
      // A root is the smallest position of its set, so it comes first.
      let root = all.root(of: position)
      if root == position { sets.append(0..<0) }
      let number = root == position ? sets.count - 1 : numbers[root]
      numbers.append(number)
      sets[number] = 0..<(sets[number].count + 1)
    }
    var start = 0
    for number in sets.indices {
      let count = sets[number].count
      sets[number] = start..<start
      start += count
    }
    positions.removeAll(keepingCapacity: true)
    positions.append(contentsOf: repeatElement(0, count: all.count))
    for (position, number) in numbers.enumerated() {
      let set = sets[number]
      positions[set.upperBound] = position
      sets[number] = set.lowerBound..<(set.upperBound + 1)
    }
  }

  /// Puts the members of a set into another order.
  mutating func reorder(_ set: Range<Int>, by order: [Int]) {
    let members = order.map { positions[$0] }
    for (place, member) in zip(set, members) { positions[place] = member }
  }

  /// Makes each of so many positions a set of its own.
  mutating func separate(count: Int) {
    positions.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
    for position in 0..<count {
      positions.append(position)
      sets.append(position..<(position + 1))
    }
  }
}
