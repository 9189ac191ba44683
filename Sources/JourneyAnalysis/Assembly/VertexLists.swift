package import JourneyModel

/// Vertices with the rows they refer to: one layout in memory, in scratch space and in a partition.
///
/// ```
/// vertices  │ leg │ leg │ profile │ survey │       each with ranges into the lists below
/// tokens    │ · · │ · │ · · · │ · │      events │ · · · · · │ · · · │      and six more
/// ```
///
/// What one vertex refers to lies together. Lists are written and read whole; appending vertices of
/// other lists shifts their ranges.
package struct VertexLists: ~Copyable, @unchecked Sendable {
  /// In the order of arrival, until `sortByCustomer`.
  package var vertices = RowList<VertexRow>()
  /// Identifiers, each vertex's sorted and distinct.
  package var tokens = RowList<Token>()
  /// References to interactions, each vertex's sorted and distinct.
  package var links = RowList<Link>()
  /// Events up to as-of, each vertex's in order.
  package var events = RowList<EventRow>()
  /// Scores that records carry, up to as-of.
  package var scores = RowList<ScoreRow>()
  /// The vendors' own counters, each vertex's in check order.
  package var counters = RowList<CounterRow>()
  /// Attributes of profiles, each profile's in its record's order.
  package var attributes = RowList<AttributeRow>()
  /// Tokens of users who acted in events.
  package var actors = RowList<StableHash128>()
  /// UTF-8 of native ids and attributes' values.
  package var texts = RowList<UInt8>()

  private var order = RowList<(high: UInt64, number: UInt32)>()
  private var sorted = RowList<VertexRow>()
  /// Where the lists lie, told anew in every call; lists are written and read by the thousand.
  private var spans: (pieces: [UnsafeRawBufferPointer], rooms: [UnsafeMutableRawBufferPointer]) = (
    [], []
  )

  package init() {}

  /// The bytes of all rows.
  package var byteCount: Int { counts.byteCount }

  /// Forgets the rows and keeps the memory.
  package mutating func removeAll() {
    vertices.removeAll()
    tokens.removeAll()
    links.removeAll()
    events.removeAll()
    scores.removeAll()
    counters.removeAll()
    attributes.removeAll()
    actors.removeAll()
    texts.removeAll()
  }

  /// Appends a vertex of other lists and what it refers to.
  package mutating func append(_ vertex: VertexRow, from other: borrowing VertexLists) {
    var vertex = vertex
    vertex.tokens = tokens.append(contentsOf: other.tokens[vertex.tokens])
    vertex.links = links.append(contentsOf: other.links[vertex.links])
    vertex.scores = scores.append(contentsOf: other.scores[vertex.scores])
    vertex.counters = counters.append(contentsOf: other.counters[vertex.counters])
    vertex.nativeID = texts.append(contentsOf: other.texts[vertex.nativeID])
    let firstEvent = events.count
    events.append(contentsOf: other.events[vertex.events])
    vertex.events = RowRange(first: firstEvent, count: Int(vertex.events.count))
    for index in firstEvent..<events.count where !events[index].actor.isNone {
      let actor = other.actors[events[index].actor]
      events.update(index) { $0.actor = actors.end }
      actors.append(actor)
    }
    let firstAttribute = attributes.count
    attributes.append(contentsOf: other.attributes[vertex.attributes])
    vertex.attributes = RowRange(first: firstAttribute, count: Int(vertex.attributes.count))
    for index in firstAttribute..<attributes.count {
      let value = texts.append(contentsOf: other.texts[attributes[index].value])
      attributes.update(index) { $0.value = value }
    }
    vertices.append(vertex)
  }

  /// Brings the vertices in the order of their customers; of one customer, of their names.
  package mutating func sortByCustomer() {
    let rows = vertices.all
    order.removeAll()
    for number in rows.indices {
      order.append((high: rows[number].customer.hash.high, number: UInt32(number)))
    }
    order.sort { left, right in
      if left.high != right.high { return left.high < right.high }
      let (one, other) = (rows[Int(left.number)], rows[Int(right.number)])
      if one.customer != other.customer { return one.customer < other.customer }
      return one.reference.exact < other.reference.exact
    }
    sorted.removeAll()
    sorted.reserve(rows.count)
    for (_, number) in order.all { sorted.append(rows[Int(number)]) }
    swap(&vertices, &sorted)
    sorted.removeAll()
  }

  /// Exchanges the symbols of the rows behind so many: `symbols` has the new one of each old one,
  /// the first entry for none.
  package mutating func exchange(by symbols: RowSlice<Symbol>, behind before: Counts) {
    func exchanged(_ symbol: Symbol) -> Symbol { symbols[Int(symbol.number)] }
    for index in Int(before.events)..<events.count {
      events.update(index) { event in
        event.queue = exchanged(event.queue)
        event.agent = exchanged(event.agent)
        event.value = exchanged(event.value)
      }
    }
    for index in Int(before.vertices)..<vertices.count {
      vertices.update(index) { vertex in
        vertex.queue = exchanged(vertex.queue)
        vertex.agent = exchanged(vertex.agent)
        vertex.team = exchanged(vertex.team)
        vertex.reason = exchanged(vertex.reason)
        vertex.reasonBasis = exchanged(vertex.reasonBasis)
      }
    }
    for index in Int(before.attributes)..<attributes.count {
      attributes.update(index) { $0.name = exchanged($0.name) }
    }
  }

  /// How many rows each list has.
  package var counts: Counts { Counts(self) }

  /// The bytes of each list; they stay where they are until a list grows.
  package mutating func pieces() -> [UnsafeRawBufferPointer] {
    spans.pieces.removeAll(keepingCapacity: true)
    spans.pieces.append(vertices.all.bytes)
    spans.pieces.append(tokens.all.bytes)
    spans.pieces.append(links.all.bytes)
    spans.pieces.append(events.all.bytes)
    spans.pieces.append(scores.all.bytes)
    spans.pieces.append(counters.all.bytes)
    spans.pieces.append(attributes.all.bytes)
    spans.pieces.append(actors.all.bytes)
    spans.pieces.append(texts.all.bytes)
    return spans.pieces
  }

  /// Appends the rows of other lists, of which there are so many; `fill` puts the bytes of their
  /// pieces into the rooms.
  package mutating func append<Failure: Error>(
    _ counts: Counts, _ fill: ([UnsafeMutableRawBufferPointer]) throws(Failure) -> Void
  ) throws(Failure) {
    let before = self.counts
    makeRooms(counts)
    do throws(Failure) { try fill(spans.rooms) } catch {
      truncate(to: before)
      throw error
    }
    shift(behind: before)
  }

  private mutating func makeRooms(_ counts: Counts) {
    spans.rooms.removeAll(keepingCapacity: true)
    spans.rooms.append(vertices.appendRoom(for: Int(counts.vertices)))
    spans.rooms.append(tokens.appendRoom(for: Int(counts.tokens)))
    spans.rooms.append(links.appendRoom(for: Int(counts.links)))
    spans.rooms.append(events.appendRoom(for: Int(counts.events)))
    spans.rooms.append(scores.appendRoom(for: Int(counts.scores)))
    spans.rooms.append(counters.appendRoom(for: Int(counts.counters)))
    spans.rooms.append(attributes.appendRoom(for: Int(counts.attributes)))
    spans.rooms.append(actors.appendRoom(for: Int(counts.actors)))
    spans.rooms.append(texts.appendRoom(for: Int(counts.texts)))
  }

  /// Shifts the ranges of rows that were appended behind so many others.
  private mutating func shift(behind before: Counts) {
    for index in Int(before.vertices)..<vertices.count {
      vertices.update(index) { vertex in
        vertex.tokens = vertex.tokens.shifted(by: Int(before.tokens))
        vertex.links = vertex.links.shifted(by: Int(before.links))
        vertex.events = vertex.events.shifted(by: Int(before.events))
        vertex.scores = vertex.scores.shifted(by: Int(before.scores))
        vertex.counters = vertex.counters.shifted(by: Int(before.counters))
        vertex.attributes = vertex.attributes.shifted(by: Int(before.attributes))
        vertex.nativeID = vertex.nativeID.shifted(by: Int(before.texts))
      }
    }
    for index in Int(before.events)..<events.count where !events[index].actor.isNone {
      events.update(index) { $0.actor.number += before.actors }
    }
    for index in Int(before.attributes)..<attributes.count {
      attributes.update(index) { $0.value = $0.value.shifted(by: Int(before.texts)) }
    }
  }

  /// How many rows each list has.
  package struct Counts: BitwiseCopyable, Sendable {
    var vertices, tokens, links, events, scores: UInt32
    var counters, attributes, actors, texts: UInt32

    /// The bytes of so many rows.
    package var byteCount: Int {
      func bytes<Row>(_ count: UInt32, of row: Row.Type) -> Int {
        Int(count) * MemoryLayout<Row>.stride
      }
      return bytes(vertices, of: VertexRow.self) + bytes(tokens, of: Token.self)
        + bytes(links, of: Link.self) + bytes(events, of: EventRow.self)
        + bytes(scores, of: ScoreRow.self) + bytes(counters, of: CounterRow.self)
        + bytes(attributes, of: AttributeRow.self) + bytes(actors, of: StableHash128.self)
        + bytes(texts, of: UInt8.self)
    }

    init(_ lists: borrowing VertexLists) {
      vertices = UInt32(lists.vertices.count)
      tokens = UInt32(lists.tokens.count)
      links = UInt32(lists.links.count)
      events = UInt32(lists.events.count)
      scores = UInt32(lists.scores.count)
      counters = UInt32(lists.counters.count)
      attributes = UInt32(lists.attributes.count)
      actors = UInt32(lists.actors.count)
      texts = UInt32(lists.texts.count)
    }
  }

  /// Forgets the rows that were appended behind so many.
  mutating func truncate(to counts: Counts) {
    vertices.truncate(to: Int(counts.vertices))
    tokens.truncate(to: Int(counts.tokens))
    links.truncate(to: Int(counts.links))
    events.truncate(to: Int(counts.events))
    scores.truncate(to: Int(counts.scores))
    counters.truncate(to: Int(counts.counters))
    attributes.truncate(to: Int(counts.attributes))
    actors.truncate(to: Int(counts.actors))
    texts.truncate(to: Int(counts.texts))
  }
}
