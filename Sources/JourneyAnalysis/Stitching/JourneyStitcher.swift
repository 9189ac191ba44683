import JourneyModel

/// Joins one customer's interactions into journeys.
///
/// ```
/// call ──reason, 20 h── call        ticket ──explicit── chat          call
///   billing / invoice     billing     names the chat                    9 days later
/// └──────── journey ─────────┘      └─────── journey ───────┘      └ journey ┘
/// ```
///
/// Explicit links join first, within 90 days. An interaction without a link to an earlier one is
/// joined to the nearest earlier interaction whose reason is compatible and whose gap its channel
/// pair allows (`InferredLinks`). Journeys that grow over a limit are split at their largest gaps
/// (`JourneySplitter`). Interactions come in order of start, end and id, and the result depends on
/// nothing else. Memory is kept from customer to customer.
struct JourneyStitcher {
  private let gaps: JourneyGaps
  private var explicit = ExplicitLinks()
  private var inferred: InferredLinks
  private var sets = DisjointSets(count: 0)
  private var members = SetMembers()
  private var forward: [Membership?] = []

  /// The journeys of the customer stitched last, by their first interactions.
  private(set) var drafts: [Draft] = []
  /// Why each interaction is in its journey, by position; nil for those that begin one.
  private(set) var memberships: [Membership?] = []
  /// The interactions of all journeys, by position in the customer's.
  var positions: [Int] { members.positions }

  /// The interactions of one journey.
  struct Draft: Equatable {
    /// Where they stand in `positions`, which are sorted there.
    var members: Range<Int>
    /// Whether the matter was cut by a limit.
    var isCapped: Bool
  }

  /// A stitcher by these gaps, of these reasons.
  init(gaps: JourneyGaps, tree: ReasonTree) {
    self.gaps = gaps
    inferred = InferredLinks(gaps: gaps, tree: tree)
  }

  /// Stitches a customer's interactions.
  mutating func stitch(
    _ range: RowRange<InteractionRow>, of partition: borrowing Partition,
    _ names: inout NameIndex
  ) {
    let rows = partition.interactions[range]
    drafts.removeAll(keepingCapacity: true)
    memberships.removeAll(keepingCapacity: true)
    memberships.append(contentsOf: repeatElement(nil, count: rows.count))
    if rows.count == 1 {
      members.separate(count: 1)
      drafts.append(Draft(members: 0..<1, isCapped: false))
      return
    }
    sets.reset(count: rows.count)
    linkExplicitly(range, of: partition, &names)
    linkByInference(rows)
    for position in rows.indices {
      memberships[position] = memberships[position] ?? forward[position]
    }
    members.gather(&sets)
    let splitter = JourneySplitter(rows: rows, gaps: gaps)
    for set in members.sets { splitter.split(set, of: members.positions, into: &drafts) }
    for draft in drafts { memberships[members.positions[draft.members.lowerBound]] = nil }
  }

  private mutating func linkExplicitly(
    _ range: RowRange<InteractionRow>, of partition: borrowing Partition,
    _ names: inout NameIndex
  ) {
    forward.removeAll(keepingCapacity: true)
    forward.append(contentsOf: memberships)
    explicit.find(in: range, of: partition, &names, within: gaps.explicit)
    for pair in explicit.pairs {
      sets.unite(pair.earlier, pair.later)
      // Pairs come sorted, so the nearest earlier one stays and the nearest later one comes first.
      memberships[pair.later] = .explicit(pair.earlier, isReturn: pair.isReturn)
      forward[pair.earlier] = forward[pair.earlier] ?? .explicit(pair.later)
    }
  }

  private mutating func linkByInference(_ rows: RowSlice<InteractionRow>) {
    inferred.removeAll()
    for position in rows.indices {
      if memberships[position] == nil, let link = inferred.link(for: position, in: rows) {
        sets.unite(link.linkedTo, position)
        memberships[position] = link
      }
      inferred.add(position, in: rows)
    }
  }
}
