package import JourneyModel

/// A record of a bucket and the source it came from.
package struct SourcedRecord {
  /// As it lies in a block, whose bytes must outlive it.
  package var record: StoredRecord
  /// Position of its source in the list of sources.
  package var source: UInt16
  /// How many other statements of its key there are in the same version.
  var rivals: Int64 = 0

  /// A record of a source.
  package init(record: StoredRecord, source: UInt16) {
    self.record = record
    self.source = source
  }
}

/// Concludes from the records of one vertex what they say together as of an instant.
///
/// ```
/// records of one ticket                live           assembled
///   ticket   v1  open                  –
///   ticket   v2  solved, group B       ✓ newest   ──▶ header, counters
///   audit 7      status open→solved    ✓          ──▶ events (a set, sorted)
///   audit 7      (delivered twice)     –
///   audit 8      deleted               –              nothing
/// ```
///
/// A record is live if it is the greatest of its key by version, and of one version by what it
/// states (`StatementRank`), and not deleted. Among live records the newest is the greatest
/// (version, order, key). Nothing depends on the order in which records are given, nor on the key
/// under which identifiers are hashed.
package struct VertexAssembler: ~Copyable {
  /// The vertices so far; symbols are those of `words`.
  package var lists: VertexLists
  /// The texts of the records, and those concluded from them.
  package var words: WordBook
  /// What each source contributed to them, by position.
  package private(set) var shares: [SourceShare] = []
  /// Distinct events after as-of, of visible and invisible vertices.
  package private(set) var futureEvents: Int64 = 0
  /// Whether an event up to as-of states that something was bought.
  package private(set) var hasOrders = false
  private let asOf: Instant
  /// The state each word names, as it is asked for; 255 is not asked yet, 254 none.
  private var statuses: [UInt8] = []
  private var live: [SourcedRecord] = []

  /// An assembler as of an instant, of records whose symbols are those of `words`.
  ///
  /// - Parameter lists: Empty; what memory they have is used.
  package init(asOf: Instant, words: WordBook, lists: consuming VertexLists = VertexLists()) {
    self.lists = lists
    self.asOf = asOf
    self.words = words
  }

  /// Appends what all records of one vertex say together, if anything of it is visible.
  ///
  /// The records share their interaction's exact reference or, without one, their key. Nothing is
  /// visible if every record is deleted, if an interaction has no event up to as-of, or if all
  /// scores of a survey were given later.
  package mutating func add(_ records: [SourcedRecord]) {
    selectLive(records)
    guard let newest = live.last else { return }
    let before = VertexLists.Counts(lists)
    var vertex: VertexRow
    if let statement = newest.record.interaction {
      vertex = VertexRow(kind: .leg, reference: statement.reference, record: newest.record.id)
      appendEvents(to: &vertex)
      guard !vertex.events.isEmpty else { return lists.truncate(to: before) }
      fillLeg(&vertex, statement)
    } else {
      let name = InteractionReference(exact: newest.record.key, loose: .zero)
      let kind: VertexKind = newest.record.hasFeedback ? .survey : .profile
      vertex = VertexRow(kind: kind, reference: name, record: newest.record.id)
      if kind == .profile { fillProfile(&vertex, newest.record) }
    }
    if vertex.kind != .profile { appendScores(to: &vertex) }
    if vertex.kind == .survey {
      guard !vertex.scores.isEmpty else { return lists.truncate(to: before) }
      if let derived = newest.record.derivedReason { set(derived, in: &vertex) }
    }
    vertex.source = newest.source
    appendTokens(to: &vertex)
    lists.vertices.append(vertex)
    countShares()
  }

  /// The vertices; the texts of their symbols are to be taken before.
  package consuming func finish() -> VertexLists { lists }

  /// Leaves in `live` the live records, oldest first.
  private mutating func selectLive(_ records: [SourcedRecord]) {
    live.removeAll(keepingCapacity: true)
    for sourced in records {
      if let last = live.last, last.record.key == sourced.record.key {
        live[live.count - 1] = newer(of: last, sourced)
      } else {
        live.append(sourced)
      }
    }
    if live.count > 1 {
      // Records of one key may have come apart.
      live.sort { $0.record.key < $1.record.key }
      var kept = 1
      for index in 1..<live.count {
        if live[kept - 1].record.key != live[index].record.key {
          live[kept] = live[index]
          kept += 1
        } else {
          live[kept - 1] = newer(of: live[kept - 1], live[index])
        }
      }
      live.removeLast(live.count - kept)
      live.removeAll { $0.record.isDeleted }
      live.sort { $0.record.comesBefore($1.record) }
    } else {
      live.removeAll { $0.record.isDeleted }
    }
  }

  /// The statement of a key that counts; of one version, the other is its rival.
  private func newer(of one: SourcedRecord, _ other: SourcedRecord) -> SourcedRecord {
    let versions = (one.record.version, other.record.version)
    guard versions.0 == versions.1 else { return versions.0 < versions.1 ? other : one }
    let isOlder = StatementRank(one.record, words) < StatementRank(other.record, words)
    var newer = isOlder ? other : one
    newer.rivals = one.rivals + other.rivals + 1
    return newer
  }

  // MARK: Events

  private mutating func appendEvents(to vertex: inout VertexRow) {
    let first = lists.events.count
    let isQueueCleared = live.contains { $0.record.clears.contains(.queue) }
    let isQueueKnown = isQueueCleared && live.contains { $0.record.namesQueue }
    for sourced in live { appendEvents(of: sourced.record, isQueueKnown: isQueueKnown) }
    let range = RowRange<EventRow>(first: first, count: lists.events.count - first)
    let words = self.words
    let distinct = ToldTwice.drop(
      from: EventOrder.sortDistinct(
        range, in: &lists.events, actors: lists.actors.all
      ) { words.precedes($0, $1) }, in: &lists.events)
    let all = lists.events[distinct]
    var visible = all.count
    while visible > 0, all[visible - 1].at > asOf { visible -= 1 }
    futureEvents += Int64(all.count - visible)
    hasOrders = hasOrders || all[..<visible].contains { $0.activity.isOrder }
    lists.events.truncate(to: first + visible)
    vertex.events = RowRange(first: first, count: visible)
  }

  private mutating func appendEvents(of record: StoredRecord, isQueueKnown: Bool) {
    let first = lists.events.count
    let clearsQueue = record.clears.contains(.queue)
    var last: Instant?
    var isAssigned = false
    record.forEachEvent { _, stated in
      var event = EventRow(
        activity: stated.activity, at: stated.at, order: record.order, key: record.key,
        record: record.id)
      event.by = stated.by
      event.queue = stated.queue
      event.agent = stated.agent
      event.value = stated.value
      if stated.durationMilliseconds != .min {
        event.durationMilliseconds = stated.durationMilliseconds
      }
      if stated.count != .min { event.count = stated.count }
      if !stated.actor.isZero {
        event.actor = RowID(lists.actors.count)
        lists.actors.append(stated.actor)
      }
      if stated.activity == .status { event.status = status(event.value) }
      if stated.activity == .assigned {
        event.clearsQueue = clearsQueue
        isAssigned = true
      }
      last = max(last ?? stated.at, stated.at)
      lists.events.append(event)
    }
    record.forEachEventText { position, signals, digest in
      guard first + position < lists.events.count else { return }
      lists.events.update(first + position) { event in
        event.signals = signals
        event.textDigest = digest
      }
    }
    // The assignment to nobody that a record observes by clearing the queue without naming anyone
    // was observed when its last event happened. What never had a queue did not lose it.
    if clearsQueue, isQueueKnown, record.interaction?.queue.isNone != false, !isAssigned, let last {
      var event = EventRow(
        activity: .assigned, at: last, order: record.order, key: record.key, record: record.id)
      event.clearsQueue = true
      lists.events.append(event)
    }
  }

  /// The state of a ticket that a word names.
  private mutating func status(_ word: Symbol) -> TicketStatus? {
    let number = Int(word.number)
    if number == 0 { return nil }
    while statuses.count <= number { statuses.append(.max) }
    if statuses[number] == .max {
      let name = words.withText(word) { String(decoding: $0, as: UTF8.self) }
      statuses[number] = TicketStatus(name: name)?.rawValue ?? 254
    }
    return TicketStatus(rawValue: statuses[number])
  }

  // MARK: Header and lists

  private mutating func fillLeg(_ vertex: inout VertexRow, _ statement: StoredRecord.Header) {
    vertex.interactionKind = statement.kind
    vertex.nativeID = appendText(statement.nativeID)
    var header = HeaderMerge()
    for sourced in live { header.add(sourced.record, &words) }
    header.fill(&vertex, &words)
    let first = lists.links.count
    for sourced in live { sourced.record.forEachLink { lists.links.append($0) } }
    vertex.links = lists.links.sortDistinct(from: first) { $0.precedes($1) }
    appendCounters(to: &vertex)
  }

  private mutating func fillProfile(_ vertex: inout VertexRow, _ newest: StoredRecord) {
    vertex.version = newest.version == .min ? nil : newest.version
    let first = lists.attributes.count
    newest.forEachAttribute { name, value in
      let value = appendText(value)
      lists.attributes.append(AttributeRow(name: name, value: value))
    }
    vertex.attributes = RowRange(first: first, count: lists.attributes.count - first)
  }

  private mutating func set(_ derived: StoredRecord.Derived, in vertex: inout VertexRow) {
    vertex.reason = derived.reason
    vertex.reasonBasis = words.ruleBasis(derived.rule)
    vertex.reasonGround = derived.ground
  }

  private mutating func appendText(_ text: UnsafeRawBufferPointer) -> RowRange<UInt8> {
    let first = lists.texts.count
    lists.texts.append(bytes: text)
    return RowRange(first: first, count: text.count)
  }

  private mutating func appendTokens(to vertex: inout VertexRow) {
    let first = lists.tokens.count
    for sourced in live { sourced.record.forEachToken { lists.tokens.append($0) } }
    vertex.tokens = lists.tokens.sortDistinct(from: first) { $0 < $1 }
  }

  private mutating func appendScores(to vertex: inout VertexRow) {
    let first = lists.scores.count
    for sourced in live {
      sourced.record.forEachFeedback { statement in
        guard statement.at <= asOf else { return }
        lists.scores.append(ScoreRow(statement: statement, record: sourced.record.id))
      }
    }
    vertex.scores = RowRange(first: first, count: lists.scores.count - first)
  }

  /// Every counter as the newest record that states it has it.
  private mutating func appendCounters(to vertex: inout VertexRow) {
    let first = lists.counters.count
    for sourced in live.reversed() {
      sourced.record.forEachCheck { value in
        var index = first
        while index < lists.counters.count, lists.counters[index].check != value.check {
          index += 1
        }
        // Within a record the first statement counts, too.
        if index == lists.counters.count {
          lists.counters.append(CounterRow(value, source: sourced.source))
        }
      }
    }
    let range = RowRange<CounterRow>(first: first, count: lists.counters.count - first)
    lists.counters.sort(range) { $0.check.rawValue < $1.check.rawValue }
    vertex.counters = range
  }

  /// Counts what the sources of the live records contribute.
  private mutating func countShares() {
    for sourced in live {
      let source = Int(sourced.source)
      while shares.count <= source { shares.append(SourceShare()) }
      shares[source].liveRecords += 1
      shares[source].ties += sourced.rivals > 0 ? 1 : 0
      sourced.record.forEachEvent { _, event in
        if event.at <= asOf { shares[source].include(event.at) }
      }
    }
  }
}

/// What one source contributed to visible vertices.
package struct SourceShare: Equatable, Sendable {
  /// Records that are the newest of their key.
  package var liveRecords: Int64 = 0
  /// Those of them that have the version of another statement of their key.
  package var ties: Int64 = 0
  /// The earliest of its events.
  package var firstEvent: Instant?
  /// The latest of its events not after as-of.
  package var lastEvent: Instant?

  package init() {}

  /// Extends the window of events by one instant.
  mutating func include(_ instant: Instant) {
    firstEvent = min(firstEvent ?? instant, instant)
    lastEvent = max(lastEvent ?? instant, instant)
  }
}

extension StoredRecord {
  /// Whether its header or an event says in whose queue the interaction is or was.
  fileprivate var namesQueue: Bool {
    if interaction?.queue.isNone == false { return true }
    var isNamed = false
    forEachEvent { _, event in isNamed = isNamed || !event.queue.isNone }
    return isNamed
  }

  /// Orders live records, oldest first.
  fileprivate func comesBefore(_ other: StoredRecord) -> Bool {
    if version != other.version { return version < other.version }
    if order != other.order { return order < other.order }
    return key < other.key
  }
}

extension Link {
  /// Orders by kind, then by exact and loose name.
  func precedes(_ other: Link) -> Bool {
    if kind != other.kind { return kind.rawValue < other.kind.rawValue }
    if target.exact != other.target.exact { return target.exact < other.target.exact }
    return target.loose < other.target.loose
  }
}

extension RowList where Row: Equatable {
  /// Sorts the rows from a number on, leaves each once and gives where they are.
  mutating func sortDistinct(from first: Int, by precedes: (Row, Row) -> Bool) -> RowRange<Row> {
    let added = count - first
    guard added > 1 else { return RowRange(first: first, count: added) }
    sort(RowRange(first: first, count: added), by: precedes)
    var end = first + 1
    for index in (first + 1)..<count where self[index] != self[end - 1] {
      self[end] = self[index]
      end += 1
    }
    truncate(to: end)
    return RowRange(first: first, count: end - first)
  }
}
