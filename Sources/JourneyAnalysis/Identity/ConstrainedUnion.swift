import JourneyModel

/// Unites groups by their identifiers, never putting two unique-strong ids of one namespace into
/// one customer if that can be avoided.
///
/// Identifiers act in token order. A unique-strong id unites all groups that carry it and hold no
/// other id of its namespace; any other identifier unites all of its groups. If the groups to be
/// united hold two ids of any one namespace between them, the identifier unites none: it is
/// vetoed. (A single group may hold two ids, when its own records name two: that cannot be
/// avoided, is nobody else's conflict, and such a group is united with no holder of either id.)
struct ConstrainedUnion {
  /// The customers so far: sets of groups.
  private(set) var sets: DisjointSets
  /// For each identifier the position of a group of the customer that owns it; −1 for none.
  private(set) var owners: [Int32]
  /// Identifiers that united none because they would have joined two customers.
  private(set) var vetoes: Int64 = 0

  /// The number of vertices, whichever group they are in.
  let vertexCount: Int

  private let tokens: TokenTable
  /// For each root the first of its chain of held ids in `held`; −1 for none.
  private var heads: [Int32]
  private var held: [HeldID] = []
  /// The id last seen of each namespace while one identifier is judged, and when.
  private var seen: [Sighting]
  private var round: Int32 = 0

  private struct HeldID {
    var token: Int32
    var next: Int32
  }

  private struct Sighting {
    var token: Int32
    var holder: Int32
    var round: Int32
  }

  /// Customers of one group each.
  init(tokens: TokenTable, groups: DisjointSets) {
    self.tokens = tokens
    sets = groups
    vertexCount = groups.count
    owners = Array(repeating: -1, count: tokens.tokens.count)
    heads = Array(repeating: -1, count: groups.count)
    seen = Array(repeating: Sighting(token: -1, holder: -1, round: 0), count: tokens.spaceCount)
    for token in tokens.tokens.indices where tokens.spaces[token] >= 0 {
      for group in tokens.carriers(of: token) { hold(Int32(token), in: Int(group)) }
    }
  }

  /// Lets every identifier act once, in order.
  mutating func run() {
    for token in tokens.tokens.indices where tokens.bridges[token] { act(token) }
  }

  private mutating func act(_ token: Int) {
    let space = tokens.spaces[token]
    var roots: [Int32] = []
    for group in tokens.carriers(of: token) {
      let root = sets.root(of: Int(group))
      if space >= 0, holdsOther(than: Int32(token), of: space, in: root) { continue }
      roots.append(Int32(root))
    }
    roots.sort()
    guard let first = roots.first else { return own(token) }
    if conflicts(among: roots) {
      vetoes += 1
      return
    }
    for root in roots.dropFirst() { unite(Int(first), Int(root)) }
    owners[token] = first
  }

  /// An id that only groups of several ids carry belongs to its carrier, if that is one.
  private mutating func own(_ token: Int) {
    let roots = Set(tokens.carriers(of: token).map { sets.root(of: Int($0)) })
    if roots.count == 1, let root = roots.first {
      owners[token] = Int32(root)
    } else {
      vetoes += 1
    }
  }

  private mutating func hold(_ token: Int32, in root: Int) {
    var place = heads[root]
    while place >= 0 {
      if held[Int(place)].token == token { return }
      place = held[Int(place)].next
    }
    held.append(HeldID(token: token, next: heads[root]))
    heads[root] = Int32(held.count - 1)
  }

  private func holdsOther(than token: Int32, of space: Int32, in root: Int) -> Bool {
    var place = heads[root]
    while place >= 0 {
      let other = held[Int(place)].token
      if other != token, tokens.spaces[Int(other)] == space { return true }
      place = held[Int(place)].next
    }
    return false
  }

  /// Whether two different roots hold different ids of one namespace; `roots` is sorted.
  private mutating func conflicts(among roots: [Int32]) -> Bool {
    round += 1
    var previous: Int32 = -1
    for root in roots where root != previous {
      previous = root
      var place = heads[Int(root)]
      while place >= 0 {
        let token = held[Int(place)].token
        let space = Int(tokens.spaces[Int(token)])
        if sight(token, of: space, by: root) { return true }
        place = held[Int(place)].next
      }
    }
    return false
  }

  /// Notes that a root holds an id; true if another root holds a different one of the namespace.
  private mutating func sight(_ token: Int32, of space: Int, by root: Int32) -> Bool {
    let last = seen[space]
    guard last.round == round else {
      seen[space] = Sighting(token: token, holder: root, round: round)
      return false
    }
    if last.holder != root { return last.token != token }
    // The root itself holds two ids: whatever another root holds differs from one of them.
    if last.token != token { seen[space].token = -2 }
    return false
  }

  private mutating func unite(_ one: Int, _ other: Int) {
    let (left, right) = (sets.root(of: one), sets.root(of: other))
    guard left != right else { return }
    let root = sets.unite(left, right)
    var place = heads[root == left ? right : left]
    while place >= 0 {
      let id = held[Int(place)]
      hold(id.token, in: root)
      place = id.next
    }
  }
}
