import JourneyModel
package import ParquetFiles

/// A row of the dataset of measures, read back.
struct PublishedMeasure {
  var numerator: Int64
  var denominator: Int64
  var histogram: String?
  /// A JSON array of ids.
  var customers: String
  var isProvisional: Bool
}

/// Reads the cells of measures back from a file of their dataset.
package struct PublishedMeasures {
  /// For each measure's id its number in cells.
  private let measures: [String: Int]
  /// For each text its number in cells.
  private let symbols: [String: UInt32]

  /// A reader of files whose texts have known numbers.
  package init(measures: [String], symbols: [String: UInt32]) {
    self.measures = Dictionary(
      zip(measures, measures.indices), uniquingKeysWith: { first, _ in first })
    self.symbols = symbols
  }

  private static let columns = [
    "date", "measure", "channel", "reason", "queue", "persona", "numerator", "denominator",
    "histogram", "customers", "provisional",
  ]

  /// Adds all cells of a file to an index; false if a row cannot be what was published.
  package func add(_ file: ParquetReader, to index: inout CellIndex) throws(ParquetError) -> Bool {
    for group in 0..<file.rowGroupCount {
      var columns: [[ParquetValue]] = []
      for name in PublishedMeasures.columns {
        columns.append(try file.values(of: name, rowGroup: group))
      }
      for row in 0..<file.rowCount(ofRowGroup: group) {
        guard add(columns.map { $0[row] }, to: &index) else { return false }
      }
    }
    return true
  }

  /// Adds a row of the values of `columns`.
  private func add(_ row: [ParquetValue], to index: inout CellIndex) -> Bool {
    guard case .int(let day) = row[0], let measure = row[1].string.flatMap({ measures[$0] }),
      case .int(let numerator) = row[6], case .int(let denominator) = row[7],
      let customers = row[9].string, case .bool(let isProvisional) = row[10],
      let coordinates = coordinates(row)
    else { return false }
    var tally = Tally()
    let isWhole = tally.add(
      PublishedMeasure(
        numerator: numerator, denominator: denominator, histogram: row[8].string,
        customers: customers, isProvisional: isProvisional))
    let key = CellKey(.measure(measure), day: Int32(truncatingIfNeeded: day), coordinates)
    index.add(tally, of: measure, at: key)
    return isWhole
  }

  /// Channel, reason, queue and persona; nil if one of them has no number.
  private func coordinates(_ row: [ParquetValue]) -> Coordinates? {
    var numbers: [Coordinate] = []
    if let name = row[2].string {
      guard let channel = Channel(name: name) else { return nil }
      numbers.append(Coordinate(channel))
    } else {
      numbers.append(.unknown)
    }
    for value in row[3...5] {
      guard let text = value.string else {
        numbers.append(.unknown)
        continue
      }
      guard let number = symbols[text] else { return nil }
      numbers.append(Coordinate(number: number))
    }
    return Coordinates(numbers[0], numbers[1], numbers[2], numbers[3])
  }
}

extension ParquetValue {
  /// The text; nil if it is none.
  fileprivate var string: String? {
    if case .text(let text) = self { text } else { nil }
  }
}
