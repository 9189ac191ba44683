package import JourneyModel

/// Concludes from the records of one vertex what they say together as of an instant.
///
/// ```
/// records of one ticket                live           assembled
///   ticket   v1  open                  –
///   ticket   v2  solved, group B       ✓ newest   ──▶ header, checks
///   audit 7      status open→solved    ✓          ──▶ events (a set, sorted)
///   audit 7      (delivered twice)     –
///   audit 8      deleted               –              nothing
/// ```
///
/// A record is live if it is the greatest (version, id) of its key and not deleted. Among live
/// records the newest is the greatest (version, order, key, id). Nothing depends on the order in
/// which records are given.
package struct LegAssembler: Sendable {
  private let asOf: Instant
  private let sources: [SourceDescription]

  /// An assembler of records of the given sources, as of an instant.
  package init(asOf: Instant, sources: [SourceDescription]) {
    self.asOf = asOf
    self.sources = sources
  }

  /// What all records of one vertex say together; nil if nothing of it is visible as of now.
  ///
  /// The records share their interaction's exact reference or, without one, their key. Nothing is
  /// visible if every record is deleted, if an interaction has no event up to as-of, or if all
  /// scores of a survey were given later.
  package func assemble(_ records: [SourcedRecord]) -> AssembledVertex? {
    let live = liveRecords(records)
    guard let newest = live.last?.record else { return nil }
    if let statement = newest.interaction {
      return leg(of: live, statement: statement).map(AssembledVertex.leg)
    }
    if newest.feedback.isEmpty {
      let profile = Profile(
        key: newest.key, version: newest.version, record: newest.id,
        tokens: tokens(of: live), attributes: newest.attributes, shares: shares(of: live))
      return .profile(profile)
    }
    let visible = scores(of: live)
    guard !visible.isEmpty else { return nil }
    var response = FeedbackResponse(
      key: newest.key, tokens: tokens(of: live), scores: visible, shares: shares(of: live))
    response.texts = texts(of: live)
    response.derivedReason = newest.derivedReason
    return .feedback(response)
  }

  /// The live records, oldest first.
  package func liveRecords(_ records: [SourcedRecord]) -> [SourcedRecord] {
    // Positions are sorted, not records: a record is some 200 bytes and a dozen references.
    let byKey = records.indices.sorted { left, right in
      let (one, other) = (records[left].record.key, records[right].record.key)
      if one != other { return one < other }
      return LegAssembler.isOlder(records[left].record, records[right].record, byOrder: false)
    }
    var live: [Int] = []
    for (index, place) in byKey.enumerated() {
      let isLast =
        index + 1 == byKey.count
        || records[byKey[index + 1]].record.key != records[place].record.key
      if isLast, !records[place].record.isDeleted { live.append(place) }
    }
    live.sort { LegAssembler.isOlder(records[$0].record, records[$1].record, byOrder: true) }
    return live.map { records[$0] }
  }

  /// How many distinct events lie after as-of; for vertices of which nothing else is visible.
  package func futureEvents(in records: [SourcedRecord]) -> Int {
    let events = statedEvents(of: liveRecords(records)).sortedDistinct()
    return events.count { $0.at > asOf }
  }

  /// Whether a record sorts before another: by version, then, among different records, by the
  /// adapter's order and the key, then by id.
  private static func isOlder(
    _ left: NormalizedRecord, _ right: NormalizedRecord, byOrder: Bool
  ) -> Bool {
    let versions = (left.version ?? .min, right.version ?? .min)
    if versions.0 != versions.1 { return versions.0 < versions.1 }
    if byOrder, left.order != right.order { return left.order < right.order }
    return left.key != right.key ? left.key < right.key : left.id < right.id
  }

  private func leg(of live: [SourcedRecord], statement: InteractionStatement) -> Leg? {
    let events = statedEvents(of: live).sortedDistinct()
    let visible = events.filter { $0.at <= asOf }
    guard !visible.isEmpty, let newest = live.last else { return nil }
    var leg = Leg(
      statement: statement, header: HeaderMerge.header(of: live.map(\.record)),
      record: newest.record.id, source: sources[newest.source])
    leg.tokens = tokens(of: live)
    leg.links = links(of: live)
    leg.events = visible
    leg.futureEvents = Int32(clamping: events.count - visible.count)
    leg.scores = scores(of: live)
    leg.texts = texts(of: live)
    leg.checks = checks(of: live)
    leg.shares = shares(of: live)
    return leg
  }

  private func statedEvents(of live: [SourcedRecord]) -> [LegEvent] {
    live.flatMap { sourced in
      let record = sourced.record
      return (record.events + clearedAssignment(in: record)).map { statement in
        var event = LegEvent(
          statement: statement, order: record.order, key: record.key, record: record.id)
        event.clearsQueue = statement.activity == .assigned && record.clears.contains(.queue)
        return event
      }
    }
  }

  /// The assignment to nobody that a record observes by clearing the queue without naming anyone.
  ///
  /// It was observed when the record's last event happened.
  private func clearedAssignment(in record: NormalizedRecord) -> [EventStatement] {
    guard record.clears.contains(.queue), record.interaction?.queue == nil,
      !record.events.contains(where: { $0.activity == .assigned }),
      let last = record.events.map(\.at).max()
    else { return [] }
    return [EventStatement(activity: .assigned, at: last)]
  }

  private func tokens(of live: [SourcedRecord]) -> [Token] {
    Array(Set(live.flatMap(\.record.tokens))).sorted()
  }

  private func links(of live: [SourcedRecord]) -> [Link] {
    Array(Set(live.flatMap(\.record.links))).sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      if left.target.exact != right.target.exact { return left.target.exact < right.target.exact }
      return left.target.loose < right.target.loose
    }
  }

  private func scores(of live: [SourcedRecord]) -> [Score] {
    live.flatMap { sourced in
      sourced.record.feedback.filter { $0.at <= asOf }.map {
        Score(statement: $0, record: sourced.record.id)
      }
    }
  }

  private func texts(of live: [SourcedRecord]) -> [TextStatement] {
    guard live.contains(where: { !$0.record.texts.isEmpty }) else { return [] }
    return Array(Set(live.flatMap(\.record.texts))).sorted { left, right in
      if left.role != right.role { return left.role.rawValue < right.role.rawValue }
      if left.features != right.features { return left.features.precedes(right.features) }
      return (left.kept ?? "") < (right.kept ?? "")
    }
  }

  /// Every counter as the newest record that states it has it.
  private func checks(of live: [SourcedRecord]) -> [VendorCount] {
    Check.allCases.compactMap { check in
      for place in live.indices.reversed() {
        if let value = live[place].record.checks.first(where: { $0.check == check }) {
          return VendorCount(value: value, source: sources[live[place].source].name)
        }
      }
      return nil
    }
  }

  private func shares(of live: [SourcedRecord]) -> [SourceShare] {
    var shares: [String: SourceShare] = [:]
    for sourced in live {
      let source = sources[sourced.source]
      var share = shares[source.name] ?? SourceShare(source: source)
      share.liveRecords += 1
      for event in sourced.record.events where event.at <= asOf { share.include(event.at) }
      shares[source.name] = share
    }
    return shares.values.sorted { $0.source.name < $1.source.name }
  }
}
