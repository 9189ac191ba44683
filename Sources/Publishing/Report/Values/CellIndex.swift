package import JourneyModel

/// Daily cells rolled up as they arrive, so that a report over any number of cells needs memory
/// only for its own rows.
///
/// Measures in total, by day and by each dimension; every other table by its coordinates, over all
/// days.
package struct CellIndex: Sendable {
  /// One measure in total, by day, and by the coordinates of each dimension.
  package struct MeasureRollup: Sendable {
    /// Over all days and coordinates.
    package fileprivate(set) var total = Tally()
    /// By day in the reporting zone.
    package fileprivate(set) var days: [Int32: Tally] = [:]
    /// By the coordinates of each dimension of `CellIndex.dimensions`.
    fileprivate var groups = dimensions.map { _ in [Coordinate: Tally]() }
    /// Over the days that a range is compared with; only of published measures.
    package fileprivate(set) var compared = Tally()
  }

  /// An example a cell keeps.
  fileprivate struct Example {
    var id: StableHash128
    var text: [UInt8]
  }

  /// What measures are broken down by.
  package static let dimensions = CellTable.measure(0).dimensions

  /// What the numbers of coordinates stand for.
  package let words: CellWords
  private var measures: [MeasureRollup]
  /// Which measures are rolled up by each dimension and by every day.
  private let isTrended: [Bool]
  /// From which day on all others are rolled up by day.
  private let recentSince: Int32
  private var tables: [[Coordinates: Tally]]
  private var examples: [[Coordinates: [Example]]]
  private var periods: PeriodRollups
  /// The days that are counted; nil for all.
  private let shown: ClosedRange<Int32>?

  /// How much is kept of the measures: of those that are `trended` all days and dimensions, of all
  /// others totals and the days from `recentSince` on.
  package struct MeasureDetail: Sendable {
    package var trended: Set<String>
    package var recentSince: Int32
  }

  /// An index without cells, with room for each measure of `words`; of some tables it tells how
  /// they changed from one period to another.
  package init(
    words: CellWords, periods: ReportPeriods? = nil, shown: ClosedRange<Int32>? = nil,
    detail: MeasureDetail? = nil
  ) {
    self.words = words
    self.shown = shown
    self.periods = PeriodRollups(periods)
    isTrended = words.measures.map { detail?.trended.contains($0) ?? true }
    recentSince = detail?.recentSince ?? CellKey.undated
    measures = words.measures.map { _ in MeasureRollup() }
    tables = CellTable.Kind.allCases.map { _ in [:] }
    examples = CellTable.Kind.allCases.map { _ in [:] }
  }

  /// Counts a cell into every rollup it belongs to, and keeps its examples.
  package mutating func add(_ cell: Cell) {
    let key = cell.key
    if key.table.kind == .measures {
      cell.forEachMeasure { cell in rollUp(cell.measure, at: key) { $0.add(cell) } }
    } else {
      periods.add(cell)
      guard isShown(key.day) else { return }
      let table = Int(key.table.number)
      tables[table][key.coordinates, default: Tally()].add(cell)
      for example in cell.examples {
        examples[table][key.coordinates, default: []].append(
          Example(id: example.id, text: Array(cell.text(of: example))))
      }
    }
  }

  private func isShown(_ day: Int32) -> Bool {
    day == CellKey.undated || shown?.contains(day) ?? true
  }

  /// Counts what a measure counted on a day, as its dataset has it.
  package mutating func add(_ tally: Tally, of measure: Int, at key: CellKey) {
    if let before = periods.periods?.before, before.contains(key.day) {
      measures[measure].compared.add(tally)
    }
    guard isShown(key.day) else { return }
    rollUp(measure, at: key) { $0.add(tally) }
  }

  /// Adds something to every rollup of a measure that it belongs to.
  private mutating func rollUp(_ measure: Int, at key: CellKey, _ add: (inout Tally) -> Void) {
    add(&measures[measure].total)
    if isTrended[measure] || key.day >= recentSince {
      add(&measures[measure].days[key.day, default: Tally()])
    }
    guard isTrended[measure] else { return }
    for index in CellIndex.dimensions.indices {
      add(&measures[measure].groups[index][key.coordinates[index], default: Tally()])
    }
  }

  /// The rollups of a measure; empty if it has no cells.
  package subscript(measure: String) -> MeasureRollup {
    words.measures.firstIndex(of: measure).map { measures[$0] } ?? MeasureRollup()
  }

  /// The tallies of a measure by the groups of a dimension; nil is "unknown".
  package func groups(_ dimension: Dimension, of measure: String) -> [String?: Tally] {
    guard let place = CellIndex.dimensions.firstIndex(of: dimension) else { return [:] }
    return self[measure].groups[place].reduce(into: [:]) { groups, group in
      groups[words.text(group.key, of: dimension), default: Tally()].add(group.value)
    }
  }

  /// The tallies of a table by coordinates, in their order.
  package func rows(_ table: CellTable.Kind) -> [(place: Coordinates, tally: Tally)] {
    tables[Int(table.rawValue)].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The tally of a table at a place; empty if there is none.
  package func tally(_ table: CellTable.Kind, at place: Coordinates) -> Tally {
    tables[Int(table.rawValue)][place] ?? Tally()
  }

  /// What a table counted at a place in each of the two periods that are compared.
  package func change(
    _ table: CellTable.Kind, at coordinates: Coordinates
  ) -> (recent: Tally, before: Tally) {
    periods.tallies(table, at: coordinates)
  }

  /// The two periods that are compared; nil if nothing is.
  package var comparedPeriods: ReportPeriods? { periods.periods }

  /// Everything a table counts together.
  package func total(_ table: CellTable.Kind, where isMeant: (Coordinates) -> Bool = { _ in true })
    -> Tally
  {
    var total = Tally()
    for (place, tally) in tables[Int(table.rawValue)] where isMeant(place) { total.add(tally) }
    return total
  }

  /// The examples of a place, by id, each made of its id and what was written of it.
  package func examples<Value>(
    _ table: CellTable.Kind, at place: Coordinates,
    _ make: (StableHash128, inout ByteReader) -> Value
  ) -> [Value] {
    (examples[Int(table.rawValue)][place] ?? []).map { example in
      example.text.withUnsafeBytes { bytes in
        var reader = ByteReader(bytes)
        return make(example.id, &reader)
      }
    }
  }
}

// MARK: Kept

extension CellIndex {
  /// Adds all numbers of it to a list, for another process.
  func add(to list: inout NumberList) {
    for measure in measures {
      measure.total.add(to: &list)
      list.add(measure.days) { $0.add(Int64($1)) }
      for group in measure.groups { list.add(group) { $0.add($1) } }
    }
    for table in tables {
      list.add(table) { $0.add($1) }
    }
    for table in examples {
      list.add(Int64(table.count))
      for (key, examples) in table {
        list.add(key)
        list.add(Int64(examples.count))
        for example in examples { list.add(example) }
      }
    }
    periods.add(to: &list)
  }

  /// Takes the numbers of an index with the same words instead of its own.
  mutating func take(_ numbers: inout NumberReader) {
    for measure in measures.indices {
      measures[measure].total = Tally(&numbers)
      measures[measure].days = numbers.tallies { Int32(truncatingIfNeeded: $0.next()) }
      for index in CellIndex.dimensions.indices {
        measures[measure].groups[index] = numbers.tallies { $0.coordinate() }
      }
    }
    for table in tables.indices { tables[table] = numbers.tallies { $0.coordinates() } }
    for table in examples.indices {
      for _ in 0..<numbers.next() {
        let key = numbers.coordinates()
        let count = numbers.next()
        examples[table][key] = (0..<count).map { _ in numbers.example() }
      }
    }
    periods = PeriodRollups(periods.periods, &numbers)
  }
}

extension NumberList {
  mutating func add<Key>(
    _ tallies: [Key: Tally], _ addKey: (inout NumberList, Key) -> Void
  ) {
    add(Int64(tallies.count))
    for (key, tally) in tallies {
      addKey(&self, key)
      tally.add(to: &self)
    }
  }

  fileprivate mutating func add(_ coordinate: Coordinate) { add(Int64(coordinate.number)) }

  mutating func add(_ coordinates: Coordinates) {
    for index in 0..<5 { add(coordinates[index]) }
  }

  fileprivate mutating func add(_ example: CellIndex.Example) {
    add(example.id)
    add(Int64(example.text.count))
    var word: UInt64 = 0
    for (index, byte) in example.text.enumerated() {
      word = word << 8 | UInt64(byte)
      if index % 8 == 7 { add(Int64(bitPattern: word)) }
    }
    if example.text.count % 8 != 0 { add(Int64(bitPattern: word)) }
  }
}

extension NumberReader {
  mutating func tallies<Key: Hashable>(
    _ readKey: (inout NumberReader) -> Key
  ) -> [Key: Tally] {
    var tallies: [Key: Tally] = [:]
    for _ in 0..<next() {
      let key = readKey(&self)
      tallies[key] = Tally(&self)
    }
    return tallies
  }

  fileprivate mutating func coordinate() -> Coordinate {
    Coordinate(number: UInt32(truncatingIfNeeded: next()))
  }

  mutating func coordinates() -> Coordinates {
    Coordinates(coordinate(), coordinate(), coordinate(), coordinate(), coordinate())
  }

  fileprivate mutating func example() -> CellIndex.Example {
    let (id, count) = (hash(), Int(next()))
    var text: [UInt8] = []
    text.reserveCapacity(count)
    while text.count < count {
      let (word, bytes) = (UInt64(bitPattern: next()), min(8, count - text.count))
      for index in (0..<bytes).reversed() {
        text.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index)))
      }
    }
    return CellIndex.Example(id: id, text: text)
  }
}
