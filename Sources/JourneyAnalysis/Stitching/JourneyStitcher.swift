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
/// nothing else.
struct JourneyStitcher {
  /// The gaps that decide.
  let gaps: JourneyGaps
  /// The first levels of reasons.
  let levels: ReasonLevels

  /// The interactions of one journey, by position.
  struct Draft: Equatable {
    /// Positions in the customer's interactions, sorted.
    var members: [Int]
    /// Whether the matter was cut by a limit.
    var isCapped: Bool
  }

  /// The journeys of a customer's interactions by their first interaction, and why each
  /// interaction is in its own; nil for those that begin one.
  func stitch(
    _ range: RowRange<InteractionRow>, of partition: borrowing Partition,
    _ names: inout NameIndex
  ) -> (drafts: [Draft], links: [Membership?]) {
    let rows = partition.interactions[range]
    if rows.count == 1 { return ([Draft(members: [0], isCapped: false)], [nil]) }
    var memberships: [Membership?] = Array(repeating: nil, count: rows.count)
    var forward: [Membership?] = memberships
    var sets = DisjointSets(count: rows.count)
    let pairs = ExplicitLinks.pairs(in: range, of: partition, &names, within: gaps.explicit)
    for pair in pairs {
      sets.unite(pair.earlier, pair.later)
      // Pairs come sorted, so the nearest earlier one stays and the nearest later one comes first.
      memberships[pair.later] = .explicit(pair.earlier)
      forward[pair.earlier] = forward[pair.earlier] ?? .explicit(pair.later)
    }
    var inferred = InferredLinks(gaps: gaps, levels: levels)
    for position in rows.indices {
      if memberships[position] == nil, let link = inferred.link(for: position, in: rows) {
        sets.unite(link.linkedTo, position)
        memberships[position] = link
      }
      inferred.add(position, in: rows)
    }
    for position in rows.indices {
      memberships[position] = memberships[position] ?? forward[position]
    }
    let splitter = JourneySplitter(rows: rows, gaps: gaps)
    let drafts = sets.members().flatMap { splitter.split($0) }
    for draft in drafts { memberships[draft.members[0]] = nil }
    return (drafts, memberships)
  }
}
