/// One worker's cells while it counts.
///
/// ```
/// slots ─▶ tallies   an open hash table of row numbers over rows: one look-up per count
/// buckets            (tally, bucket) → count: the histograms
/// visits             (tally, customer) the first ten times a tally sees a new customer
/// waiting            the latest contributions
/// lookups            the places they count at, which are looked up together
/// ```
///
/// Measures are counted by `MeasureTallies`. Nothing is allocated per count; memory grows by
/// doubling. A worker is given its customers in the order of their ids, so the first ten a tally
/// sees are its smallest ten; `seal` sorts everything into a `CellBlock` and begins anew. Blocks of
/// any workers, sealed whenever memory asks for it, merge to the same cells (`CellMerge`). What an
/// earlier block has better examples of is not written again: texts are most of a block's bytes.
package struct CellTallies: ~Copyable {
  private var waiting = RowList<Contribution>()
  private var lookups = RowList<Lookup>()
  private var tallies = RowList<Tally>()
  private var slots = SlotTable()
  private var buckets = BucketLog()
  private var visits = RowList<Visit>()
  private var customers = RowList<CustomerID>()
  private var examples = RowList<Example>()
  private var texts = RowList<UInt8>()
  private var scratch = ByteWriter()
  /// The greatest example of each cell of a block sealed before that had all it keeps: only smaller
  /// ones can be among those of all blocks.
  private var bounds: [CellKey: StableHash128] = [:]

  /// How many contributions are looked up together.
  private static let together = 256

  private var measures: MeasureTallies

  /// No cells yet, of measures in an order in which neighbours often count together, and of
  /// everything else.
  package init(measures: [Int]) { self.measures = MeasureTallies(order: measures) }

  /// A key to be looked up.
  struct Lookup: BitwiseCopyable {
    var key: CellKey
    var hash: UInt64
    /// The tally found; `.max` before and where it is not the first one looked at.
    var tally = UInt32.max
  }

  /// What is added to one cell at once.
  struct Contribution: BitwiseCopyable {
    /// The number of its key among the look-ups.
    var lookup: UInt32 = 0
    var customer: UInt32
    var sum: Int64
    var count: Int64
    /// What is counted once in the sum; 0 if nothing is.
    var mark: UInt32 = 0
    /// The bucket of a measured value; negative without one.
    var bucket: Int32 = -1
    var isProvisional = false
  }

  /// Counts of one key.
  struct Tally: BitwiseCopyable {
    var key: CellKey
    /// The last customer counted, from 1.
    var customer: UInt32 = 0
    var sum: Int64 = 0
    var count: Int64 = 0
    /// The last thing counted once, or the first example.
    var mark: UInt32 = 0
    /// How many customers or examples it has seen, up to the limit.
    var customers: UInt8 = 0
    var examples: UInt8 = 0
    var isProvisional = false
  }

  /// The first time a tally sees a customer.
  struct Visit: BitwiseCopyable {
    var tally: UInt32
    var customer: UInt32
  }

  /// An example of a tally, or room for one.
  struct Example: BitwiseCopyable {
    var id = StableHash128.zero
    var text: RowRange<UInt8> = .empty
  }

  /// Whether nothing was counted.
  package var isEmpty: Bool { tallies.isEmpty && waiting.isEmpty && measures.isEmpty }

  /// The bytes in use.
  package var byteCount: Int {
    tallies.byteCount + slots.byteCount + buckets.byteCount + visits.byteCount
      + customers.byteCount + examples.byteCount + texts.byteCount + measures.byteCount
  }

  /// Says whose contributions come next: a customer of a greater id than the one before.
  package mutating func begin(_ customer: CustomerID) {
    precondition(
      customers.isEmpty || customers[customers.count - 1] < customer,
      "a worker counts its customers in the order of their ids")
    customers.append(customer)
  }

  /// Adds to a cell's sum and count.
  package mutating func add(
    _ key: CellKey, sum: Int64 = 0, count: Int64 = 1, isProvisional: Bool = false
  ) {
    var contribution = Contribution(customer: customer, sum: sum, count: count)
    contribution.isProvisional = isProvisional
    wait(contribution, for: key)
  }

  /// Adds a measured value: to the sum, the count and the histogram.
  package mutating func add(_ key: CellKey, measured value: Int64, isProvisional: Bool = false) {
    var contribution = Contribution(customer: customer, sum: value, count: 1)
    contribution.bucket = Histogram.bucket(of: value)
    contribution.isProvisional = isProvisional
    wait(contribution, for: key)
  }

  /// Counts one, with a value for the histogram, and one in the sum unless the cell's last count
  /// had the same mark.
  ///
  /// Marks are numbers from 1 of what is counted once, a journey for example, one after the other.
  package mutating func add(_ key: CellKey, once mark: UInt32, value: Int64?) {
    var contribution = Contribution(customer: customer, sum: 0, count: 1)
    contribution.mark = mark
    if let value { contribution.bucket = Histogram.bucket(of: value) }
    wait(contribution, for: key)
  }

  private var customer: UInt32 { UInt32(customers.count) }

  private mutating func wait(_ contribution: Contribution, for key: CellKey) {
    if let measure = key.table.measure {
      var addition = MeasureTallies.Addition(
        measure: measure, customer: contribution.customer, sum: contribution.sum,
        count: contribution.count)
      addition.bucket = contribution.bucket
      addition.isProvisional = contribution.isProvisional
      return measures.add(addition, at: key.ofCell)
    }
    var contribution = contribution
    contribution.lookup = lookup(key)
    waiting.append(contribution)
    if waiting.count == CellTallies.together { count() }
  }

  /// The look-up of a key; that of the last contribution if it counts there, too.
  private mutating func lookup(_ key: CellKey) -> UInt32 {
    if lookups.isEmpty || lookups[lookups.count - 1].key != key {
      lookups.append(Lookup(key: key, hash: key.hash))
    }
    return UInt32(lookups.count - 1)
  }

  /// Adds what waits to its cells.
  ///
  /// Tables are larger than caches, and a look-up waits for memory twice. So the first step of
  /// many look-ups is made one after the other, none waiting for another, before the second.
  private mutating func count() {
    for number in 0..<lookups.count {
      let tally = slots.guess(lookups[number].hash)
      lookups.update(number) { $0.tally = tally }
    }
    for number in 0..<lookups.count {
      let lookup = lookups[number]
      if lookup.tally == .max || tallies[Int(lookup.tally)].key == lookup.key { continue }
      lookups.update(number) { $0.tally = .max }
    }
    for number in 0..<waiting.count {
      let contribution = waiting[number]
      let lookup = Int(contribution.lookup)
      if lookups[lookup].tally == .max {
        let tally = index(of: lookups[lookup].key)
        lookups.update(lookup) { $0.tally = tally }
      }
      add(contribution, to: lookups[lookup].tally)
    }
    waiting.removeAll()
    lookups.removeAll()
  }

  private mutating func add(_ contribution: Contribution, to index: UInt32) {
    let isVisit = tallies.update(Int(index)) { tally in
      tally.sum += contribution.sum
      tally.count += contribution.count
      if contribution.mark != 0 {
        if tally.mark != contribution.mark { tally.sum += 1 }
        tally.mark = contribution.mark
      }
      if contribution.isProvisional { tally.isProvisional = true }
      if tally.customer == contribution.customer { return false }
      tally.customer = contribution.customer
      if tally.customers == CellRow.customerLimit { return false }
      tally.customers += 1
      return true
    }
    if isVisit { visits.append(Visit(tally: index, customer: contribution.customer)) }
    if contribution.bucket >= 0 { buckets.add(UInt32(contribution.bucket), of: index) }
  }

  /// Offers an example of a table that keeps some; `write` is asked for its text if it is kept.
  package mutating func offer(
    _ key: CellKey, _ id: StableHash128, _ write: (inout ByteWriter) -> Void
  ) {
    let limit = key.table.exampleLimit
    precondition(limit > 0, "only tables that keep examples are offered some")
    // Nothing else counts at this key, so what waits may go on waiting.
    let number = Int(index(of: key))
    add(Contribution(customer: customer, sum: 0, count: 1), to: UInt32(number))
    var tally = tallies[number]
    if !bounds.isEmpty, let bound = bounds[key], id >= bound { return }
    if tally.examples == 0 {
      tally.mark = UInt32(examples.count)
      for _ in 0..<limit { examples.append(Example()) }
    }
    let first = Int(tally.mark)
    var place = first + Int(tally.examples)
    while place > first, id < examples[place - 1].id { place -= 1 }
    guard place < first + limit else { return }
    if Int(tally.examples) < limit { tally.examples += 1 }
    tallies[number] = tally
    var move = first + Int(tally.examples) - 1
    while move > place {
      examples[move] = examples[move - 1]
      move -= 1
    }
    examples[place] = Example(id: id, text: text(write))
  }

  private mutating func text(_ write: (inout ByteWriter) -> Void) -> RowRange<UInt8> {
    scratch.removeAll()
    write(&scratch)
    let first = texts.count
    scratch.withBytes { texts.append(bytes: $0) }
    return RowRange(first: first, count: texts.count - first)
  }

  /// The number of a key's tally; made if there is none.
  private mutating func index(of key: CellKey) -> UInt32 {
    let hash = key.hash
    let found = slots.search(hash) { tallies[$0].key == key }
    if let number = found.number { return UInt32(number) }
    let index = UInt32(tallies.count)
    tallies.append(Tally(key: key))
    slots.insert(index, hash, at: found.free)
    return index
  }
}

// MARK: Sealing

extension CellTallies {
  /// All cells in the order of their keys; the tallies are empty afterwards.
  package mutating func seal() -> CellBlock {
    count()
    let order = sortedNumbers()
    let spots = measures.sortedNumbers()
    var ranks = RowList<UInt32>(repeating: 0, count: tallies.count)
    var filled: [Int] = []
    filled.reserveCapacity(spots.count)
    var block = CellBlock()
    block.cells.reserve(order.count + spots.count)
    for item in order.all {
      let tally = tallies[Int(item.index)]
      while filled.count < spots.count, measures.key(of: spots[filled.count]) < tally.key {
        appendSpot(spots, to: &block, &filled)
      }
      ranks[Int(item.index)] = UInt32(block.cells.count)
      var row = CellRow(
        key: tally.key, isProvisional: tally.isProvisional, sum: tally.sum, count: tally.count)
      row.examples = RowRange(first: block.examples.count, count: Int(tally.examples))
      for place in 0..<Int(tally.examples) {
        let example = examples[Int(tally.mark) + place]
        block.append(example: example.id, text: texts[example.text])
      }
      if tally.examples > 0, Int(tally.examples) == tally.key.table.exampleLimit {
        let last = examples[Int(tally.mark) + Int(tally.examples) - 1].id
        bounds[tally.key] = min(bounds[tally.key] ?? last, last)
      }
      block.cells.append(row)
    }
    while filled.count < spots.count { appendSpot(spots, to: &block, &filled) }
    sealCustomers(into: &block, ranks)
    sealBuckets(into: &block, ranks)
    measures.seal(spots, into: &block, at: filled, customers: customers)
    removeAll()
    return block
  }

  /// Appends the cell of the next spot of measures, to be filled once all cells are there.
  private func appendSpot(_ spots: [Int], to block: inout CellBlock, _ filled: inout [Int]) {
    let key = measures.key(of: spots[filled.count])
    filled.append(block.cells.count)
    block.cells.append(CellRow(key: key, isProvisional: false, sum: 0, count: 0))
  }

  /// A tally's key as far as it usually decides.
  struct SortItem: BitwiseCopyable {
    var dayAndTable: UInt64
    var first: UInt64
    var index: UInt32
  }

  private func sortedNumbers() -> RowList<SortItem> {
    var order = RowList<SortItem>()
    order.reserve(tallies.all.count { $0.count != 0 })
    for (index, tally) in tallies.all.enumerated() where tally.count != 0 {
      order.append(
        SortItem(
          dayAndTable: tally.key.dayAndTable, first: tally.key.coordinates.first,
          index: UInt32(index)))
    }
    let rows = tallies.all
    order.sort { left, right in
      if left.dayAndTable != right.dayAndTable { return left.dayAndTable < right.dayAndTable }
      if left.first != right.first { return left.first < right.first }
      return rows[Int(left.index)].key < rows[Int(right.index)].key
    }
    return order
  }

  /// Puts the customers of every cell together; visits are in the order of the customers already.
  private func sealCustomers(into block: inout CellBlock, _ ranks: borrowing RowList<UInt32>) {
    var places = RowList<UInt32>(repeating: 0, count: block.cells.count)
    for visit in visits.all { places[Int(ranks[Int(visit.tally)])] += 1 }
    let total = places.replaceCountsByStarts { block.cells[$0].customers = $1 }
    block.customers = RowList(repeating: CustomerID(.zero), count: total)
    for visit in visits.all {
      let rank = Int(ranks[Int(visit.tally)])
      block.customers[Int(places[rank])] = customers[Int(visit.customer) - 1]
      places[rank] += 1
    }
  }

  /// Puts the buckets of every cell together; they are in the order of tallies and buckets already.
  private mutating func sealBuckets(into block: inout CellBlock, _ ranks: borrowing RowList<UInt32>)
  {
    let entries = buckets.all()
    var places = RowList<UInt32>(repeating: 0, count: block.cells.count)
    for entry in entries { places[Int(ranks[entry.tally])] += 1 }
    let total = places.replaceCountsByStarts { block.cells[$0].buckets = $1 }
    block.buckets = RowList(repeating: BucketRow(bucket: 0, count: 0), count: total)
    for entry in entries {
      let rank = Int(ranks[entry.tally])
      block.buckets[Int(places[rank])] = entry.row
      places[rank] += 1
    }
  }

  private mutating func removeAll() {
    tallies.removeAll()
    slots.removeAll()
    buckets.removeAll()
    visits.removeAll()
    customers.removeAll()
    examples.removeAll()
    texts.removeAll()
  }
}

extension RowList where Row == UInt32 {
  /// Turns how many rows each group has into where its first row goes, tells the range of each
  /// group, and returns how many rows there are.
  fileprivate mutating func replaceCountsByStarts<Other>(
    _ body: (Int, RowRange<Other>) -> Void
  ) -> Int {
    var first = 0
    for group in 0..<count {
      let size = Int(self[group])
      body(group, RowRange(first: first, count: size))
      self[group] = UInt32(first)
      first += size
    }
    return first
  }
}
