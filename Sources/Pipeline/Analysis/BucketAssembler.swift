internal import JourneyAnalysis
internal import JourneyModel
internal import RecordStore

/// What one part of a bucket assembles to.
///
/// A class, because rows are moved and not copied, and the parts of several workers come together.
final class AssembledPart: Sendable {
  /// The vertices, with symbols of `words`.
  let lists: VertexLists
  /// The texts of the symbols.
  let words: WordBook
  /// What else is known of the part.
  let facts: Facts

  init(_ assembler: consuming VertexAssembler, _ facts: Facts) {
    words = assembler.words
    lists = assembler.finish()
    self.facts = facts
  }

  /// What is known of a part beside its vertices.
  struct Facts: Sendable {
    /// Where each statement and each rejection was read, sorted by id and origin; copies have a row
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
  }

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
  private let asOf: Instant
  private let sources: SourceList

  init(sources: SourceList, asOf: Instant) {
    self.sources = sources
    self.asOf = asOf
  }

  /// Assembles a bucket, or a part of one.
  func assemble(_ contents: BucketContents) -> AssembledPart {
    var assembler = VertexAssembler(asOf: asOf)
    var facts = AssembledPart.Facts()
    var statements = [Int64](repeating: 0, count: sources.all.count)
    let entries = sorted(contents.entries)
    facts.lineage.reserveCapacity(entries.count + contents.rejections.count)
    contents.bytes.withUnsafeBytes { bytes in
      var records: [SourcedRecord] = []
      for (index, entry) in entries.enumerated() {
        facts.lineage.append(AssembledPart.Lineage(record: entry.id, origin: entry.origin))
        // Copies lie next to each other.
        if index == 0 || entries[index - 1].id != entry.id {
          let source = sources.position(of: entry.origin.input)
          records.append(
            SourcedRecord(record: StoredRecord(bytes, at: entry.offset), source: source))
          facts.digest.add(entry.id.hash)
          statements[Int(source)] += 1
        }
        if index + 1 < entries.count, entries[index + 1].home == entry.home { continue }
        facts.futureEvents += Int64(assembler.add(records) ?? 0)
        records.removeAll(keepingCapacity: true)
      }
    }
    for (source, count) in zip(sources.all, statements) where count > 0 {
      facts.sources[source.name, default: contribution(of: source)].statements += count
    }
    addRejects(contents.rejections, to: &facts)
    facts.lineage.sort {
      $0.record != $1.record ? $0.record < $1.record : $0.origin.isBefore($1.origin)
    }
    return AssembledPart(assembler, facts)
  }

  /// Entries by vertex, key and id; numbers are cheaper to sort than entries.
  private func sorted(_ entries: [BucketContents.Entry]) -> [BucketContents.Entry] {
    let order = entries.indices.sorted { left, right in
      let (a, b) = (entries[left], entries[right])
      if a.home != b.home { return a.home < b.home }
      if a.key != b.key { return a.key < b.key }
      if a.id != b.id { return a.id < b.id }
      let (x, y) = (
        sources.position(of: a.origin.input), sources.position(of: b.origin.input)
      )
      return x != y ? x < y : a.origin.isBefore(b.origin)
    }
    return order.map { entries[$0] }
  }

  private func addRejects(
    _ rejections: [StoredRejection], to facts: inout AssembledPart.Facts
  ) {
    for rejection in rejections {
      facts.lineage.append(
        AssembledPart.Lineage(record: RecordID(rejection.id), origin: rejection.origin))
    }
    var seen: Set<String> = []
    let rows = rejections.map { ($0, sources.all[Int(sources.position(of: $0.input))]) }
    let sorted = rows.sorted { left, right in
      left.0.id != right.0.id ? left.0.id < right.0.id : left.1.name < right.1.name
    }
    for (rejection, source) in sorted where seen.insert("\(rejection.id) \(source.name)").inserted {
      facts.rejects.append(
        RejectedRecord(
          system: source.system, source: source.name, record: RecordID(rejection.id),
          code: rejection.rejection.code, column: rejection.rejection.column,
          message: rejection.rejection.message,
          excerptRedacted: RedactedExcerpt.text(of: rejection.bytes)))
      facts.sources[source.name, default: contribution(of: source)].rejected += 1
      facts.digest.add(rejection.id)
    }
  }

  private func contribution(of source: SourceDescription) -> SourceContribution {
    SourceContribution(system: source.system, adapter: source.adapter)
  }
}

/// The sources of a state in an order their descriptions decide; rows name them by position.
struct SourceList: Sendable {
  /// The sources.
  let all: [SourceDescription]
  private let positions: [UInt32: UInt16]

  init(_ inputs: [StoredInput]) {
    let sources = Set(inputs.map(\.source)).sorted { left, right in
      [left.name, left.adapter, left.instance].lexicographicallyPrecedes(
        [right.name, right.adapter, right.instance])
    }
    var positionOfSource: [SourceDescription: UInt16] = [:]
    for (position, source) in sources.enumerated() {
      positionOfSource[source] = UInt16(clamping: position)
    }
    all = sources
    positions = Dictionary(
      uniqueKeysWithValues: inputs.map { ($0.number, positionOfSource[$0.source] ?? 0) })
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
