import JourneyAnalysis
import JourneyModel

/// The cells that customers count in, in words.
struct CountedCells {
  /// One cell.
  struct Counted {
    var key: CellKey
    /// The coordinates as texts, in the order of the table's dimensions; nil where unknown.
    var place: [String?]
    var sum: Int64
    var count: Int64
    var histogram: String?
    var customers: [CustomerID]
    var isProvisional: Bool
    /// What was written of its examples, those of the smallest keys first.
    var examples: [[UInt8]]
  }

  /// The cells in the order of their keys.
  private(set) var all: [Counted] = []
  private let words: CellWords

  /// The cells of a sorted block.
  init(_ block: borrowing CellBlock, _ words: CellWords) {
    self.words = words
    for position in 0..<block.cells.count {
      let cell = block[position]
      if cell.key.table.kind == .measures {
        cell.forEachMeasure { measure in
          all.append(Counted(measure, words))
        }
        continue
      }
      var histogram = RowList<UInt8>()
      cell.writeHistogram(into: &histogram)
      all.append(
        Counted(
          key: cell.key,
          place: cell.key.table.dimensions.enumerated().map { number, dimension in
            words.text(cell.key.coordinates[number], of: dimension)
          }, sum: cell.row.sum, count: cell.row.count,
          histogram: histogram.isEmpty ? nil : String(decoding: histogram.all, as: UTF8.self),
          customers: Array(cell.customers), isProvisional: cell.row.isProvisional,
          examples: cell.examples.map { Array(cell.text(of: $0)) }))
    }
    all.sort { $0.key < $1.key }
  }

  /// The cells of a measure.
  func measure(_ id: String) -> [Counted] {
    all.filter { $0.key.table.measure.map { words.measures[$0] } == id }
  }

  /// The cells of a table.
  func table(_ kind: CellTable.Kind) -> [Counted] { all.filter { $0.key.table == CellTable(kind) } }

  /// The journeys that a table's cells keep, by the texts of their coordinates.
  func journeys(_ kind: CellTable.Kind) -> [(place: [String?], journeys: [JourneyExample])] {
    table(kind).map { cell in
      let journeys = cell.examples.map { text in
        text.withUnsafeBytes { bytes in
          var reader = ByteReader(bytes)
          return JourneyExample(.zero, &reader)
        }
      }
      return (cell.place, journeys)
    }
  }

  /// What a coordinate says.
  func text(_ coordinate: Coordinate, of dimension: Dimension) -> String? {
    words.text(coordinate, of: dimension)
  }

  /// How often a table counted.
  func total(_ kind: CellTable.Kind) -> Int64 { table(kind).reduce(0) { $0 + $1.count } }
}

extension CountedCells.Counted {
  /// What is counted of a measure at a place.
  fileprivate init(_ cell: MeasureCell, _ words: CellWords) {
    var histogram = RowList<UInt8>()
    cell.buckets.writeHistogram(into: &histogram)
    var customers: [CustomerID] = []
    cell.forEachCustomer { customers.append($0) }
    self.init(
      key: cell.key,
      place: cell.key.table.dimensions.enumerated().map { number, dimension in
        words.text(cell.key.coordinates[number], of: dimension)
      }, sum: cell.row.sum, count: cell.row.count,
      histogram: histogram.isEmpty ? nil : String(decoding: histogram.all, as: UTF8.self),
      customers: customers, isProvisional: cell.row.isProvisional, examples: [])
  }
}
