internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing
internal import RecordStore

/// What one part of a bucket assembles to; its vertices lie in scratch space already.
///
/// A class, because lists are moved and not copied, and the parts of several workers come together.
final class AssembledPart: Sendable {
  /// Where the vertices lie, with symbols of the facts' words.
  let place: ScratchLists.Place
  /// What identity resolution needs to know of the vertices.
  let tokens: VertexTokens
  /// Where each statement and each rejection was read, and the distinct rejections, by id.
  let rows: SealedRows
  /// What else is known of the part.
  let facts: Facts

  /// Writes the vertices away.
  init(
    _ lists: inout VertexLists, _ rows: SealedRows, _ facts: Facts, writingTo room: ScratchLists
  ) throws(RunFailure) {
    self.rows = rows
    place = try room.write(&lists)
    tokens = VertexTokens(lists)
    self.facts = facts
  }

  /// What is known of a part beside its vertices.
  struct Facts: Sendable {
    /// The texts of the symbols.
    var words = WordBook()
    /// Distinct statements and rejections of each source, by name; the rest is known by analysis.
    var sources: [String: SourceContribution] = [:]
    /// How many events later than as-of were left out.
    var futureEvents: Int64 = 0
    /// Whether an event up to as-of states that something was bought.
    var hasOrders = false
    /// The sum of the ids of all distinct statements and rejections: the same for any split.
    var digest = StableHash128.zero
  }
}

/// Groups the records of a bucket by vertex and assembles each group, one part after the other on
/// one thread; its memory is kept from part to part.
final class BucketAssembler: @unchecked Sendable {
  private let asOf: Instant
  private let sources: SourceList
  private var lists = VertexLists()
  private var rows = PublishedRows()
  private var lineage: [LineageEntry] = []
  private var order: [NumberedHome] = []
  private var entries: [BucketContents.Entry] = []
  private var records: [SourcedRecord] = []

  init(sources: SourceList, asOf: Instant) {
    self.sources = sources
    self.asOf = asOf
  }

  /// Assembles a bucket, or a part of one, and writes its vertices.
  func assemble(
    _ contents: BucketContents, writingTo room: ScratchLists
  ) throws(RunFailure) -> AssembledPart {
    var emptied = VertexLists()
    swap(&emptied, &lists)
    var assembler = VertexAssembler(asOf: asOf, words: contents.words, lists: emptied)
    var facts = AssembledPart.Facts()
    var statements = [Int64](repeating: 0, count: sources.all.count)
    sort(contents.entries)
    lineage.removeAll(keepingCapacity: true)
    contents.withRecords { stored in
      records.removeAll(keepingCapacity: true)
      for (index, entry) in entries.enumerated() {
        appendLineage(entry.id, entry.origin)
        // Copies lie next to each other.
        if index == 0 || entries[index - 1].id != entry.id {
          let source = sources.position(of: entry.origin.input)
          records.append(SourcedRecord(record: stored[entry], source: source))
          facts.digest.add(entry.id.hash)
          statements[Int(source)] += 1
        }
        if index + 1 < entries.count, entries[index + 1].home == entry.home { continue }
        assembler.add(records)
        records.removeAll(keepingCapacity: true)
      }
    }
    facts.futureEvents = assembler.futureEvents
    facts.hasOrders = assembler.hasOrders
    for (source, count) in zip(sources.all, statements) where count > 0 {
      facts.sources[source.name, default: contribution(of: source)].statements += count
    }
    for (source, share) in zip(sources.all, assembler.shares) where share.liveRecords > 0 {
      var part = contribution(of: source)
      part.liveRecords = share.liveRecords
      part.ties = share.ties
      part.firstEvent = share.firstEvent
      part.lastEvent = share.lastEvent
      facts.sources.add(part, to: source.name) { $0.merge($1) }
    }
    let rejects = rejects(contents.rejections, countedIn: &facts)
    facts.words = assembler.words
    lists = assembler.finish()
    defer { lists.removeAll() }
    return try AssembledPart(&lists, sealed(rejects), facts, writingTo: room)
  }

  /// Says where a record was read; of copies in one input the first stands for all.
  private func appendLineage(_ record: RecordID, _ origin: RecordOrigin) {
    if let last = lineage.last, last.record == record, last.input == origin.input { return }
    lineage.append(LineageEntry(record: record, origin: origin))
  }

  /// Brings entries in the order of vertex, key and id; numbers are cheaper to sort than entries.
  private func sort(_ unsorted: [BucketContents.Entry]) {
    order.removeAll(keepingCapacity: true)
    for (number, entry) in unsorted.enumerated() {
      order.append(NumberedHome(home: entry.home.high, number: UInt32(number)))
    }
    order.withUnsafeMutableBufferPointer { order in
      RowSort.sort(order)
      var start = 0
      while start < order.count {
        var end = start + 1
        while end < order.count, order[end].home == order[start].home { end += 1 }
        var vertex = UnsafeMutableBufferPointer(rebasing: order[start..<end])
        if end - start > 1 {
          vertex.sort { precedes(unsorted[Int($0.number)], unsorted[Int($1.number)]) }
        }
        start = end
      }
    }
    entries.removeAll(keepingCapacity: true)
    for item in order { entries.append(unsorted[Int(item.number)]) }
  }

  /// The first half of a vertex' name, and which of the entries it is.
  private struct NumberedHome: SortableRow {
    var home: UInt64
    var number: UInt32

    var sortKey: UInt64 { home }

    static func < (left: NumberedHome, right: NumberedHome) -> Bool {
      left.home != right.home ? left.home < right.home : left.number < right.number
    }
  }

  private func precedes(_ left: BucketContents.Entry, _ right: BucketContents.Entry) -> Bool {
    if left.home != right.home { return left.home < right.home }
    if left.key != right.key { return left.key < right.key }
    if left.id != right.id { return left.id < right.id }
    let inputs = (left.origin.input, right.origin.input)
    let (one, other) = (sources.position(of: inputs.0), sources.position(of: inputs.1))
    return one != other ? one < other : left.origin.isBefore(right.origin)
  }

  private func rejects(
    _ rejections: [StoredRejection], countedIn facts: inout AssembledPart.Facts
  ) -> [RejectedRecord] {
    var rejects: [RejectedRecord] = []
    let sorted = rejections.sorted { left, right in
      if left.id != right.id { return left.id < right.id }
      let (one, other) = (sources.position(of: left.input), sources.position(of: right.input))
      return one != other ? one < other : left.origin.isBefore(right.origin)
    }
    var last: (id: StableHash128, source: String)?
    for rejection in sorted {
      let source = sources.all[Int(sources.position(of: rejection.input))]
      appendLineage(RecordID(rejection.id), rejection.origin)
      if let last, last == (rejection.id, source.name) { continue }
      last = (rejection.id, source.name)
      rejects.append(
        RejectedRecord(
          system: source.system, source: source.name, record: RecordID(rejection.id),
          code: rejection.rejection.code, column: rejection.rejection.column,
          message: rejection.rejection.message,
          excerptRedacted: rejection.excerpt))
      facts.sources[source.name, default: contribution(of: source)].rejected += 1
      facts.digest.add(rejection.id)
    }
    return rejects
  }

  private func sealed(_ rejects: [RejectedRecord]) -> SealedRows {
    var texts = RowList<UInt8>()
    for reject in rejects { rows.append(RejectEntry(reject, texts: &texts)) }
    rows.append(&lineage)
    return rows.seal(texts: texts.all)
  }

  private func contribution(of source: SourceDescription) -> SourceContribution {
    SourceContribution(system: source.system, adapter: source.adapter)
  }
}

/// The sources of a state in an order their descriptions decide; rows name them by position.
struct SourceList: Sendable {
  /// By name, adapter and instance, each once.
  let all: [SourceDescription]
  private let positions: [UInt32: UInt16]

  init(_ inputs: StoredInputs) {
    let sources = Set(inputs.lazy.map(\.source)).sorted { left, right in
      [left.name, left.adapter, left.instance].lexicographicallyPrecedes(
        [right.name, right.adapter, right.instance])
    }
    var positionOfSource: [SourceDescription: UInt16] = [:]
    for (position, source) in sources.enumerated() {
      positionOfSource[source] = UInt16(clamping: position)
    }
    all = sources
    positions = Dictionary(
      uniqueKeysWithValues: inputs.lazy.map { ($0.number, positionOfSource[$0.source] ?? 0) })
  }

  /// The position of an input's source.
  func position(of input: UInt32) -> UInt16 { positions[input] ?? 0 }
}

extension RecordOrigin {
  /// Order by input number, then place in the file.
  func isBefore(_ other: RecordOrigin) -> Bool {
    input != other.input ? input < other.input : byteOffset < other.byteOffset
  }
}

extension StableHash128 {
  /// Adds modulo 2¹²⁸: commutative and associative, so a sum over a set has no order.
  mutating func add(_ other: StableHash128) {
    let (sum, carry) = low.addingReportingOverflow(other.low)
    low = sum
    high = high &+ other.high &+ (carry ? 1 : 0)
  }
}
