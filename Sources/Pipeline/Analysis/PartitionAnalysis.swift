internal import JourneyAnalysis
internal import JourneyModel

/// What one partition contributes to a release: the rows of its customers in the order of their
/// ids, and already merged what merges.
struct AnalysedPartition: Sendable {
  /// The customers, their cells and reports taken out.
  var customers: [CustomerAnalysis] = []
  /// The measure cells of all of them, merged, in no order.
  var cells: [MeasureKey: MeasureCell] = [:]
  /// The report contents of all of them, merged.
  var report = ReportContent()

  /// Adds the next customer.
  mutating func append(_ analysis: CustomerAnalysis) {
    var rows = analysis
    for cell in analysis.cells { cells.add(cell, to: cell.key) { $0.merge($1) } }
    report.merge(analysis.report)
    rows.cells = []
    rows.report = ReportContent()
    customers.append(rows)
  }
}

/// Analyses the customers of one partition, in the order of their ids.
///
/// Pure.
struct PartitionAnalysis: Sendable {
  let analyzer: CustomerAnalyzer

  /// One vertex of the partition: the 16-byte sort key's parts and where its row lies.
  private struct Place {
    var customer: CustomerID
    var isAnonymous: Bool
    var offset: Int
  }

  /// The analyses of all customers of the partition.
  func analyse(_ bytes: [UInt8]) -> AnalysedPartition {
    bytes.withUnsafeBytes { bytes in
      let places = sortedPlaces(in: bytes)
      var partition = AnalysedPartition()
      var start = 0
      while start < places.count {
        let first = places[start]
        var end = start
        while end < places.count, places[end].customer == first.customer { end += 1 }
        let vertices = places[start..<end].map { place in
          var reader = ByteReader(bytes, at: place.offset)
          return AssembledVertex(reader: &reader)
        }
        partition.append(
          analyzer.analyze(first.customer, isAnonymous: first.isAnonymous, vertices))
        start = end
      }
      return partition
    }
  }

  private func sortedPlaces(in bytes: UnsafeRawBufferPointer) -> [Place] {
    var places: [Place] = []
    var reader = ByteReader(bytes)
    while !reader.isAtEnd {
      let customer = CustomerID(reader.readHash())
      let isAnonymous = reader.read(UInt8.self) != 0
      let count = Int(reader.read(UInt32.self))
      places.append(Place(customer: customer, isAnonymous: isAnonymous, offset: reader.offset))
      reader.skip(count)
    }
    return places.sorted {
      $0.customer != $1.customer ? $0.customer < $1.customer : $0.offset < $1.offset
    }
  }
}
