internal import JourneyAnalysis
internal import JourneyModel
internal import RecordStore

/// What one part of a bucket assembles to.
struct AssembledPart: Sendable {
  /// The vertices, encoded, each preceded by its byte count.
  var rows: [UInt8] = []
  /// What identity resolution needs of each vertex, in the order of `rows`.
  var vertices: [VertexTokens] = []
  /// Where each statement and each rejection was read, sorted by id and place; copies have a row
  /// each.
  var lineage: [Lineage] = []
  /// The distinct rejections, sorted by id.
  var rejects: [RejectedRecord] = []
  /// Distinct statements and rejections of each source, by name; the rest is known by analysis.
  var sources: [String: SourceContribution] = [:]
  /// Events after as-of of vertices of which nothing else is visible.
  var futureEvents: Int64 = 0
  /// The sum of the ids of all distinct statements and rejections: the same for any split.
  var digest = StableHash128.zero

  /// Where a statement was read.
  struct Lineage: Sendable {
    var record: RecordID
    var origin: RecordOrigin
  }
}

/// Groups the records of a bucket by vertex and assembles each group.
///
/// Pure.
struct BucketAssembler: Sendable {
  private let assembler: LegAssembler
  private let sources: [SourceDescription]
  private let sourceOfInput: [UInt32: Int]

  init(inputs: [StoredInput], asOf: Instant) {
    let sources = Set(inputs.map(\.source)).sorted { left, right in
      [left.name, left.adapter, left.instance].lexicographicallyPrecedes(
        [right.name, right.adapter, right.instance])
    }
    self.sources = sources
    sourceOfInput = Dictionary(
      uniqueKeysWithValues: inputs.map { input in
        (input.number, sources.firstIndex(of: input.source) ?? 0)
      })
    assembler = LegAssembler(asOf: asOf, sources: sources)
  }

  /// Assembles a bucket, or a part of one.
  func assemble(_ contents: BucketContents) -> AssembledPart {
    var part = AssembledPart()
    let order = contents.entries.indices.sorted { left, right in
      let (a, b) = (contents.entries[left], contents.entries[right])
      if a.home != b.home { return a.home < b.home }
      if a.key != b.key { return a.key < b.key }
      if a.id != b.id { return a.id < b.id }
      let (x, y) = (source(of: a), source(of: b))
      return x != y ? x < y : a.origin.isBefore(b.origin)
    }
    contents.bytes.withUnsafeBytes { bytes in
      var start = 0
      while start < order.count {
        let home = contents.entries[order[start]].home
        var end = start
        while end < order.count, contents.entries[order[end]].home == home { end += 1 }
        add(order[start..<end].map { contents.entries[$0] }, bytes, to: &part)
        start = end
      }
    }
    addRejects(contents.rejections, to: &part)
    part.lineage.sort {
      $0.record != $1.record ? $0.record < $1.record : $0.origin.isBefore($1.origin)
    }
    return part
  }

  /// Assembles the records of one vertex, sorted by key and id, copies next to each other.
  private func add(
    _ entries: [BucketContents.Entry], _ bytes: UnsafeRawBufferPointer,
    to part: inout AssembledPart
  ) {
    var records: [SourcedRecord] = []
    for (index, entry) in entries.enumerated() {
      part.lineage.append(AssembledPart.Lineage(record: entry.id, origin: entry.origin))
      if index > 0, entries[index - 1].id == entry.id { continue }
      let record = RecordDecoder.record(bytes, at: entry.offset)
      records.append(SourcedRecord(record: record, source: source(of: entry)))
      part.digest.add(entry.id.hash)
      let source = sources[source(of: entry)]
      part.sources[source.name, default: contribution(of: source)].statements += 1
    }
    guard let vertex = assembler.assemble(records) else {
      part.futureEvents += Int64(assembler.futureEvents(in: records))
      return
    }
    var row = ByteWriter()
    row.write(UInt32(0))
    vertex.encode(into: &row)
    row.replace(at: 0, with: UInt32(row.count - 4))
    row.withBytes { part.rows.append(contentsOf: $0) }
    part.vertices.append(vertex.tokens)
  }

  private func addRejects(_ rejections: [StoredRejection], to part: inout AssembledPart) {
    for rejection in rejections {
      part.lineage.append(
        AssembledPart.Lineage(record: RecordID(rejection.id), origin: rejection.origin))
    }
    var seen: Set<String> = []
    let rows = rejections.map { ($0, sources[sourceOfInput[$0.input] ?? 0]) }
    let sorted = rows.sorted { left, right in
      left.0.id != right.0.id ? left.0.id < right.0.id : left.1.name < right.1.name
    }
    for (rejection, source) in sorted where seen.insert("\(rejection.id) \(source.name)").inserted {
      part.rejects.append(
        RejectedRecord(
          system: source.system, source: source.name, record: RecordID(rejection.id),
          code: rejection.rejection.code, column: rejection.rejection.column,
          message: rejection.rejection.message,
          excerptRedacted: RedactedExcerpt.text(of: rejection.bytes)))
      part.sources[source.name, default: contribution(of: source)].rejected += 1
      part.digest.add(rejection.id)
    }
  }

  private func source(of entry: BucketContents.Entry) -> Int {
    sourceOfInput[entry.origin.input] ?? 0
  }

  private func contribution(of source: SourceDescription) -> SourceContribution {
    SourceContribution(system: source.system, adapter: source.adapter)
  }
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
