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

  /// The journeys of interactions in order, by their first interaction.
  func stitch(_ items: [AssembledInteraction]) -> [JourneyDraft] {
    var memberships: [Membership?] = Array(repeating: nil, count: items.count)
    var forward: [Membership?] = Array(repeating: nil, count: items.count)
    var sets = DisjointSets(count: items.count)
    for pair in ExplicitLinks.pairs(in: items, within: gaps.explicit) {
      sets.unite(pair.earlier, pair.later)
      // Pairs come sorted, so the nearest earlier one stays and the nearest later one comes first.
      memberships[pair.later] = .explicit(pair.earlier)
      forward[pair.earlier] = forward[pair.earlier] ?? .explicit(pair.later)
    }
    var inferred = InferredLinks(gaps: gaps)
    for (place, item) in items.enumerated() {
      if memberships[place] == nil, let link = inferred.link(for: place, in: items) {
        sets.unite(link.linkedTo, place)
        memberships[place] = link
      }
      inferred.add(place, item, in: items)
    }
    let links = zip(memberships, forward).map { $0 ?? $1 }
    let splitter = JourneySplitter(items: items, gaps: gaps)
    return sets.members().flatMap { splitter.split($0) }.map { part, isCapped in
      let first = part.first ?? 0
      return JourneyDraft(
        members: part, memberships: part.map { $0 == first ? nil : links[$0] },
        isCapped: isCapped)
    }
  }
}
