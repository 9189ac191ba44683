/// The part of a process map that is drawn: edges that enough journeys take.
package struct ProcessMapSelection: Sendable {
  /// One activity directly followed by another, never by itself.
  package struct Edge: Sendable {
    /// The earlier activity; `ProcessMap.start` before the first.
    package var from: String
    /// The later activity; `ProcessMap.end` behind the last.
    package var to: String
    /// How often it was taken, several times in one journey included.
    package var count: Int64
    /// Median milliseconds between the two.
    package var median: Int64?
  }

  /// Activities with their counts, most frequent first; start and end are not among them.
  package private(set) var nodes: [(name: String, count: Int64)] = []
  /// Edges between different activities, most frequent first.
  package private(set) var edges: [Edge] = []
  /// How often an activity directly follows itself.
  package private(set) var loops: [String: Int64] = [:]
  /// The share of journeys an edge needs.
  package private(set) var thresholdPermille: Int64 = 0
  /// The share of all steps from one activity to the next that is drawn.
  package private(set) var coveragePermille: Int64 = 0

  private static let thresholds: [Int64] = [0, 2, 5, 10, 20, 30, 50, 80, 120, 200, 350, 500]
  private static let nodeLimit = 20

  /// How many arrows a person can follow: a chain of many activities is easier than a knot of few.
  private var edgeLimit: Int { max(24, nodes.count * 8 / 5) }

  /// The lowest threshold that leaves a map a person can read.
  ///
  /// Edges of fewer customers than `minimumGroup` are never drawn.
  package init(_ map: ProcessMap, minimumGroup: Int) {
    let journeys = map.edges.filter { $0.key.from == ProcessMap.start }
      .reduce(0) { $0 + $1.value.journeys }
    for (edge, taken) in map.edges
    where edge.from == edge.to && taken.customers >= minimumGroup {
      loops[edge.from] = taken.count
    }
    for threshold in ProcessMapSelection.thresholds {
      let needed = (journeys * threshold + 999) / 1000
      let possible = map.edges.filter { $0.value.customers >= minimumGroup }
      let common = possible.filter { $0.value.journeys >= needed }
      select(map, ProcessMapSelection.connected(common, among: possible))
      thresholdPermille = threshold
      if edges.count <= edgeLimit, nodes.count <= ProcessMapSelection.nodeLimit { return }
    }
  }

  /// The edges and, for every activity they leave without a way in or out, its strongest one.
  private static func connected(
    _ edges: [ProcessEdge: EdgeCount], among possible: [ProcessEdge: EdgeCount]
  ) -> [ProcessEdge: EdgeCount] {
    var connected = edges
    let ends: Set<String> = [ProcessMap.start, ProcessMap.end]
    let drawn = Set(edges.keys.flatMap { [$0.from, $0.to] }).union(ends)
    let ranked = possible.filter { edge, _ in
      edge.from != edge.to && drawn.isSuperset(of: [edge.from, edge.to])
    }.sorted { ($1.value.count, $0.key.from, $0.key.to) < ($0.value.count, $1.key.from, $1.key.to) }
    for name in drawn.subtracting(ends) {
      for isWay in [{ $0.from == name }, { $0.to == name }] as [(ProcessEdge) -> Bool] {
        guard !edges.keys.contains(where: { $0.from != $0.to && isWay($0) }),
          let strongest = ranked.first(where: { isWay($0.key) })
        else { continue }
        connected[strongest.key] = strongest.value
      }
    }
    return connected
  }

  private mutating func select(_ map: ProcessMap, _ shown: [ProcessEdge: EdgeCount]) {
    let all = map.edges.values.reduce(0) { $0 + $1.count }
    coveragePermille = NumberText.permille(shown.values.reduce(0) { $0 + $1.count }, of: all)
    edges = shown.filter { $0.key.from != $0.key.to }.map { edge, taken in
      Edge(
        from: edge.from, to: edge.to, count: taken.count,
        median: taken.medianMilliseconds)
    }
    edges.sort { ($1.count, $0.from, $0.to) < ($0.count, $1.from, $1.to) }
    let ends: Set<String> = [ProcessMap.start, ProcessMap.end]
    nodes = Set(edges.flatMap { [$0.from, $0.to] }).subtracting(ends)
      .map { (name: $0, count: map.nodes[$0] ?? 0) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}
