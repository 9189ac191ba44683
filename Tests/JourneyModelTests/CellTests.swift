import JourneyModel
import Testing

/// However customers fall to workers and cells into runs, the merged stream is the same.
@Suite struct CellTests {
  /// One customer's contributions.
  private struct Turn {
    var customer: CustomerID
    var counts: [(key: CellKey, value: Int64, example: UInt64)] = []
  }

  private static func turns(_ count: Int, seed: UInt64) -> [Turn] {
    var random = SeededNumbers(seed: seed)
    return (0..<count).map { number in
      var turn = Turn(customer: CustomerID(StableHash128(high: UInt64(number), low: 3)))
      for _ in 0..<random.next(6) + 1 {
        let place = Coordinates(
          Coordinate(number: UInt32(random.next(3))), Coordinate(number: UInt32(random.next(2))))
        let tables: [CellTable] = [
          .measure(0), .measure(2), CellTable(.processEdges), CellTable(.frictionExamples),
        ]
        let table = tables[random.next(4)]
        let day = table == CellTable(.frictionExamples) ? CellKey.undated : Int32(random.next(3))
        turn.counts.append(
          (CellKey(table, day: day, place), Int64(random.next(5000)), UInt64(random.next(1 << 20))))
      }
      return turn
    }
  }

  private static func count(_ turn: Turn, in tallies: inout CellTallies) {
    tallies.begin(turn.customer)
    for (position, item) in turn.counts.enumerated() {
      if item.key.table == CellTable(.frictionExamples) {
        tallies.offer(item.key, StableHash128(high: item.example, low: turn.customer.hash.high)) {
          $0.write("example \(item.example)")
        }
      } else if item.key.table == CellTable(.processEdges) {
        tallies.add(item.key, once: UInt32(turn.customer.hash.high) + 1, value: item.value)
      } else if position % 2 == 0 {
        tallies.add(item.key, measured: item.value)
      } else {
        tallies.add(item.key, sum: 1, isProvisional: item.value % 2 == 0)
      }
    }
  }

  /// The merged cells of turns dealt to workers, each sealing after some turns; `isStored` sends
  /// every run through the form it has in scratch space.
  private static func merged(
    _ turns: [Turn], workers: Int, seed: UInt64, isStored: Bool
  ) throws -> [String] {
    var random = SeededNumbers(seed: seed)
    var runs: [CellRun] = []
    var dealt = Array(repeating: [Turn](), count: workers)
    for turn in turns { dealt[random.next(workers)].append(turn) }
    for share in dealt {
      var tallies = CellTallies(measures: [0, 1, 2])
      for turn in share {
        count(turn, in: &tallies)
        if random.next(40) == 0 { runs.append(CellRun(tallies.seal(), isStored: isStored)) }
      }
      runs.append(CellRun(tallies.seal(), isStored: isStored))
    }
    var merge = CellMerge(runs: runs.count)
    var lines: [(key: CellKey, line: String)] = []
    var last: CellKey?
    while true {
      switch merge.next() {
      case .cell(let cell):
        #expect(last.map { $0 < cell.key } ?? true, "each key once, in order")
        last = cell.key
        if cell.key.table.kind == .measures {
          cell.forEachMeasure { lines.append(($0.key, line($0))) }
        } else {
          lines.append((cell.key, line(cell)))
        }
      case .needsPiece(let run):
        if try runs[run].next() { merge.give(&runs[run].block, to: run) } else { merge.finish(run) }
      case .end: return lines.sorted { $0.key < $1.key }.map(\.line)
      }
    }
  }

  private static func line(_ cell: MeasureCell) -> String {
    let place = (0..<2).map { "\(cell.key.coordinates[$0].number)" }.joined(separator: ",")
    var histogram = RowList<UInt8>()
    cell.buckets.writeHistogram(into: &histogram)
    var customers: [UInt64] = []
    cell.forEachCustomer { customers.append($0.hash.high) }
    return "\(cell.key.day) \(cell.key.table.number) \(place): \(cell.row.sum) of \(cell.row.count)"
      + (cell.row.isProvisional ? " provisional" : "")
      + " [\(String(decoding: histogram.all, as: UTF8.self))] by \(customers) such as []"
  }

  private static func line(_ cell: Cell) -> String {
    let place = (0..<2).map { "\(cell.key.coordinates[$0].number)" }.joined(separator: ",")
    var histogram = RowList<UInt8>()
    cell.writeHistogram(into: &histogram)
    let examples = cell.examples.map { example in
      let text = Array(cell.text(of: example)).withUnsafeBytes { bytes in
        var reader = ByteReader(bytes)
        return reader.readText()
      }
      return "\(example.id.high)=\(text)"
    }
    return "\(cell.key.day) \(cell.key.table.number) \(place): \(cell.row.sum) of \(cell.row.count)"
      + (cell.row.isProvisional ? " provisional" : "")
      + " [\(String(decoding: histogram.all, as: UTF8.self))]"
      + " by \(cell.customers.map { $0.hash.high }) such as \(examples)"
  }

  /// The same by dictionaries and sets.
  private static func expected(_ turns: [Turn]) -> [String] {
    struct Sum {
      var sum: Int64 = 0
      var count = 0
      var histogram = Histogram()
      var customers = Set<UInt64>()
      var examples: [UInt64] = []
      var isProvisional = false
    }
    var sums: [CellKey: Sum] = [:]
    for turn in turns {
      for (position, item) in turn.counts.enumerated() {
        let kind = item.key.table.kind
        let isNew = sums[item.key]?.customers.contains(turn.customer.hash.high) != true
        sums[item.key, default: Sum()].count += 1
        sums[item.key]?.customers.insert(turn.customer.hash.high)
        if kind == .frictionExamples {
          sums[item.key]?.examples.append(item.example)
        } else if kind == .processEdges {
          if isNew { sums[item.key]?.sum += 1 }
          sums[item.key]?.histogram.record(item.value)
        } else if position % 2 == 0 {
          sums[item.key]?.sum += item.value
          sums[item.key]?.histogram.record(item.value)
        } else {
          sums[item.key]?.sum += 1
          if item.value % 2 == 0 { sums[item.key]?.isProvisional = true }
        }
      }
    }
    return sums.sorted { $0.key < $1.key }.map { key, sum in
      let place = (0..<2).map { "\(key.coordinates[$0].number)" }.joined(separator: ",")
      let examples = sum.examples.sorted().prefix(3).map { "\($0)=example \($0)" }
      return "\(key.day) \(key.table.number) \(place): \(sum.sum) of \(sum.count)"
        + (sum.isProvisional ? " provisional" : "") + " [\(sum.histogram.encoded)]"
        + " by \(Array(sum.customers.sorted().prefix(10))) such as \(Array(examples))"
    }
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 5), (4, 3)] as [(UInt64, Int)])
  func `any split over workers and runs merges to the same cells`(seed: UInt64, workers: Int) throws
  {
    let turns = CellTests.turns(700, seed: seed)
    let expected = CellTests.expected(turns)
    for isStored in [false, true] {
      let found = try CellTests.merged(turns, workers: workers, seed: seed, isStored: isStored)
      #expect(found == expected)
    }
  }

  @Test func `a customer who comes twelve times is one customer`() {
    var tallies = CellTallies(measures: [0])
    tallies.begin(CustomerID(StableHash128(high: 1, low: 1)))
    for _ in 0..<12 { tallies.add(CellKey(.switches, day: 5)) }
    let block = tallies.seal()
    #expect(block[0].row.count == 12)
    #expect(block[0].customers.count == 1)
  }

  @Test func `a changed byte of scratch space is noticed`() throws {
    var tallies = CellTallies(measures: [0, 1, 2])
    CellTests.count(CellTests.turns(1, seed: 9)[0], in: &tallies)
    let block = tallies.seal()
    var writer = CellCoding.Writer()
    #expect(writer.write(block, from: 0) == block.cells.count)
    var bytes = RowList<UInt8>()
    bytes.append(contentsOf: writer.bytes.all)
    for place in 0..<bytes.count where place % 7 == 0 || place < 8 {
      bytes[place] ^= 4
      #expect(!CellRun.reads(bytes.all.bytes), "byte \(place)")
      bytes[place] ^= 4
    }
    #expect(CellRun.reads(bytes.all.bytes))
  }

  @Test func `every coordinate of every table has a dimension and its words`() {
    let words = CellWords(sources: ["calls"], detectors: ["wait"]) { "text \($0.number)" }
    for kind in CellTable.Kind.allCases {
      #expect(kind.dimensions.count <= 5)
      #expect(Set(kind.dimensions).count == kind.dimensions.count)
      for dimension in kind.dimensions {
        #expect(words.text(.unknown, of: dimension) == nil)
        #expect(words.text(Coordinate(position: 0), of: dimension)?.isEmpty == false)
      }
    }
    #expect(words.text(Coordinate(besideWords: Symbol(4)), of: .activity) == "text 4")
    #expect(words.text(Coordinate(Activity.answered), of: .activity) == "answered")
  }

  @Test func `keys are ordered by day, table, then each coordinate, unknown first`() {
    let keys = [
      CellKey(.gaps, day: CellKey.undated),
      CellKey(.checks, day: -1), CellKey(.measures, day: -1), CellKey(.measure(0), day: -1),
      CellKey(.checks, day: 3), CellKey(.measures, day: 3), CellKey(.measure(0), day: 3),
      CellKey(.measure(0), day: 3, Coordinates(Coordinate(Channel.voice))),
      CellKey(.measure(0), day: 3, Coordinates(Coordinate(Channel.voice), Coordinate(Symbol(1)))),
      CellKey(.measure(0), day: 3, Coordinates(Coordinate(Channel.ivr))),
      CellKey(.measure(1), day: 3),
    ]
    #expect(keys.shuffled().sorted() == keys)
  }
}

/// Cells of one worker, given in memory or piece by piece from scratch space.
private final class CellRun {
  var block: CellBlock
  private var stored = RowList<UInt8>()
  private var offset = 0
  private let isStored: Bool
  private var isGiven = false

  init(_ sealed: consuming CellBlock, isStored: Bool) {
    self.isStored = isStored
    block = sealed
    guard isStored else { return }
    var writer = CellCoding.Writer()
    var position = 0
    while position < block.cells.count {
      position = writer.write(block, from: position)
      stored.append(contentsOf: writer.bytes.all)
    }
  }

  /// Puts the next piece into `block`.
  func next() throws -> Bool {
    if !isStored {
      defer { isGiven = true }
      return !isGiven && !block.cells.isEmpty
    }
    guard offset < stored.count else { return false }
    let head = try #require(CellCoding.head(stored.all[offset..<stored.count].bytes))
    let start = offset + CellCoding.headBytes
    offset = start + head.byteCount
    #expect(CellCoding.read(head, stored.all[start..<offset].bytes, into: &block))
    return true
  }

  /// Whether bytes are a whole piece as it was written.
  static func reads(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let head = CellCoding.head(bytes) else { return false }
    var block = CellBlock()
    let arrays = UnsafeRawBufferPointer(rebasing: bytes[CellCoding.headBytes...])
    return CellCoding.read(head, arrays, into: &block)
  }
}

/// A linear congruential generator (Knuth's MMIX constants).
private struct SeededNumbers {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
