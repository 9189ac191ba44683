import JourneyModel

/// Directly-follows counts over the events of journeys, in event order.
package struct ProcessMap: Equatable, Sendable {
  /// How often one activity directly follows another within a journey, with the time between in
  /// milliseconds.
  ///
  /// `ProcessMap.start` and `.end` bound every journey.
  package private(set) var edges: [ProcessEdge: EdgeCount] = [:]
  /// How often each activity occurs: as often as edges lead to it.
  package private(set) var nodes: [String: Int64] = [:]

  /// The artificial first activity.
  package static let start = "▶"
  /// The artificial last activity.
  package static let end = "■"

  /// The map of cells.
  package init(_ cells: CellIndex) {
    for (place, tally) in cells.rows(.processEdges) {
      let from = ProcessMap.label(place.a, place.b, cells.words)
      let to = ProcessMap.label(place.c, place.d, cells.words)
      edges[
        ProcessEdge(from: from ?? ProcessMap.start, to: to ?? ProcessMap.end), default: EdgeCount()
      ].add(tally)
      if let to { nodes[to, default: 0] += tally.denominator }
    }
  }

  /// The kind of interaction and what happens in it; nil before and after a journey.
  private static func label(
    _ kind: Coordinate, _ activity: Coordinate, _ words: CellWords
  ) -> String? {
    guard let kind = words.text(kind, of: .kind), let name = words.text(activity, of: .activity)
    else { return nil }
    return "\(kind) \(name)"
  }
}

/// One activity directly followed by another.
package struct ProcessEdge: Hashable, Sendable {
  /// The earlier activity; `ProcessMap.start` before the first.
  package var from: String
  /// The later activity; `ProcessMap.end` behind the last.
  package var to: String

  /// An edge between two activities.
  package init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}

/// How often an edge was taken and how long it took.
package struct EdgeCount: Equatable, Sendable {
  /// Times taken, journeys that took it, customers and milliseconds between.
  private var tally = Tally()

  /// How often it was taken, several times in one journey included.
  package var count: Int64 { tally.denominator }
  /// Journeys that took it at least once.
  package var journeys: Int64 { tally.numerator }
  /// Customers who took it, exact below `CellRow.customerLimit`.
  package var customers: Int { tally.customers.count }
  /// The median time between the two activities.
  package var medianMilliseconds: Int64? { tally.histogram.percentile(permille: 500) }

  mutating func add(_ other: Tally) { tally.add(other) }
}
