/// All measures of one worker while it counts: numbers side by side for each spot.
///
/// ```
/// slots ─▶ spots     an open hash table over days and coordinates
/// lanes              for each spot, where its numbers of four neighbouring measures lie
/// values             sum, count and how many customers of a measure
/// visits             (spot, customer) → the measures that see the customer among their first ten
/// ```
///
/// An interaction counts in twenty measures at one or two spots, so a spot is looked up once.
/// Measures that count together are neighbours in their order, so few lanes are made.
struct MeasureTallies: ~Copyable {
  private var slots = SlotTable()
  private var spots = RowList<Spot>()
  private var lanes = RowList<UInt32>()
  private var values = RowList<Value>()
  private var buckets = BucketLog()
  private var visits = RowList<Visit>()
  /// For each measure its position in the order of neighbours.
  private let positions: [UInt16]
  /// The spots counted at last.
  private var latest: (Int, Int) = (-1, -1)

  private static let laneWidth = 4

  /// A day and coordinates.
  struct Spot: BitwiseCopyable {
    var key: CellKey
    /// The last customer counted, from 1, and the visit; `.max` while no measure needs it.
    var customer: UInt32 = 0
    var visit = UInt32.max
  }

  /// What is counted of a measure.
  struct Value: BitwiseCopyable {
    var sum: Int64 = 0
    var count: UInt32 = 0
    /// How many customers it has seen, up to the limit.
    var customers: UInt8 = 0
    var isProvisional = false
  }

  /// The first time some measures of a spot see a customer.
  struct Visit: BitwiseCopyable {
    var spot: UInt32
    var customer: UInt32
    var measures = MeasureSet()
  }

  /// No cells yet of measures in an order in which neighbours count together.
  init(order: [Int]) {
    precondition(order.count <= MeasureSet.limit, "there are too many measures")
    var positions = [UInt16](repeating: 0, count: order.count)
    for (position, measure) in order.enumerated() { positions[measure] = UInt16(position) }
    self.positions = positions
  }

  var isEmpty: Bool { spots.isEmpty }

  var byteCount: Int {
    slots.byteCount + spots.byteCount + lanes.byteCount + values.byteCount + buckets.byteCount
      + visits.byteCount
  }

  private var lanesPerSpot: Int {
    (positions.count + MeasureTallies.laneWidth - 1) / MeasureTallies.laneWidth
  }

  /// What is added to a measure at once.
  struct Addition {
    var measure: Int
    var customer: UInt32
    var sum: Int64
    var count: Int64
    /// The bucket of a measured value; negative without one.
    var bucket: Int32 = -1
    var isProvisional = false
  }

  /// Adds to a measure at a spot, whose key is that of the cell of all measures.
  mutating func add(_ addition: Addition, at key: CellKey) {
    let spot = number(of: key)
    let measure = addition.measure
    precondition(measure < positions.count, "every measure that counts was announced")
    let isRoomy = values.update(value(of: measure, at: spot)) { value in
      value.sum += addition.sum
      value.count += UInt32(addition.count)
      if addition.isProvisional { value.isProvisional = true }
      return value.customers < CellRow.customerLimit && (addition.count > 0 || addition.sum != 0)
    }
    if addition.bucket >= 0 {
      buckets.add(BucketRow.label(addition.bucket, of: measure), of: UInt32(spot))
    }
    if isRoomy { visit(spot, addition.customer, measure) }
  }

  private mutating func visit(_ spot: Int, _ customer: UInt32, _ measure: Int) {
    if spots[spot].customer != customer {
      spots.update(spot) { spot in
        spot.customer = customer
        spot.visit = UInt32(visits.count)
      }
      visits.append(Visit(spot: UInt32(spot), customer: customer))
    }
    let isNew = visits.update(Int(spots[spot].visit)) { visit in
      if visit.measures.contains(measure) { return false }
      visit.measures.insert(measure)
      return true
    }
    if isNew { values.update(value(of: measure, at: spot)) { $0.customers += 1 } }
  }

  /// Where the value of a measure at a spot lies; its lane is made if there is none.
  private mutating func value(of measure: Int, at spot: Int) -> Int {
    let position = Int(positions[measure])
    let lane = spot * lanesPerSpot + position / MeasureTallies.laneWidth
    if lanes[lane] == .max {
      lanes[lane] = UInt32(values.count)
      for _ in 0..<MeasureTallies.laneWidth { values.append(Value()) }
    }
    return Int(lanes[lane]) + position % MeasureTallies.laneWidth
  }

  private mutating func number(of key: CellKey) -> Int {
    if latest.0 >= 0, spots[latest.0].key == key { return latest.0 }
    if latest.1 >= 0, spots[latest.1].key == key {
      latest = (latest.1, latest.0)
      return latest.0
    }
    latest = (find(key), latest.0)
    return latest.0
  }

  private mutating func find(_ key: CellKey) -> Int {
    let hash = key.hash
    let found = slots.search(hash) { spots[$0].key == key }
    if let number = found.number { return number }
    let number = spots.count
    spots.append(Spot(key: key))
    for _ in 0..<lanesPerSpot { lanes.append(.max) }
    slots.insert(UInt32(number), hash, at: found.free)
    return number
  }
}

// MARK: Sealing

extension MeasureTallies {
  /// The spots in the order of their keys.
  func sortedNumbers() -> [Int] {
    (0..<spots.count).sorted { spots[$0].key < spots[$1].key }
  }

  /// The key of a spot's cell.
  func key(of spot: Int) -> CellKey { spots[spot].key }

  /// Fills the cells of spots, which are at some positions of a block; nothing is counted
  /// afterwards.
  mutating func seal(
    _ numbers: [Int], into block: inout CellBlock, at cells: [Int],
    customers: borrowing RowList<CustomerID>
  ) {
    let firstVisit = starts(visits.all.lazy.map { Int($0.spot) })
    let visited = visitsBySpot(firstVisit)
    let entries = buckets.all()
    let firstBucket = starts(entries.lazy.map(\.tally))
    for (number, cell) in zip(numbers, cells) {
      var row = block.cells[cell]
      row.measures = appendMeasures(of: number, to: &block)
      let range = firstBucket[number]..<firstBucket[number + 1]
      row.buckets = RowRange(first: block.buckets.count, count: range.count)
      for entry in entries[range] { block.buckets.append(entry.row) }
      let visitors = firstVisit[number]..<firstVisit[number + 1]
      row.contributors = RowRange(first: block.contributors.count, count: visitors.count)
      for position in visitors {
        let visit = visits[Int(visited[position])]
        block.contributors.append(
          ContributorRow(
            customer: customers[Int(visit.customer) - 1], measures: visit.measures))
      }
      block.cells[cell] = row
    }
    removeAll()
  }

  private func appendMeasures(
    of spot: Int, to block: inout CellBlock
  ) -> RowRange<MeasureRow> {
    let first = block.measures.count
    for (measure, position) in positions.enumerated() {
      let lane = lanes[spot * lanesPerSpot + Int(position) / MeasureTallies.laneWidth]
      if lane == .max { continue }
      let value = values[Int(lane) + Int(position) % MeasureTallies.laneWidth]
      if value.count == 0 && value.sum == 0 && !value.isProvisional { continue }
      block.measures.append(
        MeasureRow(
          measure: measure, sum: value.sum, count: Int64(value.count),
          isProvisional: value.isProvisional))
    }
    return RowRange(first: first, count: block.measures.count - first)
  }

  /// Where the rows of each spot begin once they lie together, and behind them how many there are.
  private func starts(_ owners: some Sequence<Int>) -> [Int] {
    var starts = [Int](repeating: 0, count: spots.count + 1)
    for spot in owners { starts[spot + 1] += 1 }
    for spot in 0..<spots.count { starts[spot + 1] += starts[spot] }
    return starts
  }

  /// The visits of each spot together, in the order of the customers, which is the order they came
  /// in.
  private func visitsBySpot(_ starts: [Int]) -> [UInt32] {
    var next = starts
    var order = [UInt32](repeating: 0, count: visits.count)
    for (number, visit) in visits.all.enumerated() {
      order[next[Int(visit.spot)]] = UInt32(number)
      next[Int(visit.spot)] += 1
    }
    return order
  }

  private mutating func removeAll() {
    slots.removeAll()
    spots.removeAll()
    lanes.removeAll()
    values.removeAll()
    buckets.removeAll()
    visits.removeAll()
    latest = (-1, -1)
  }
}
