/// Places a directed graph in layers, top to bottom, after Sugiyama, Tagawa and Toda (1981), by
/// whole numbers only, so that equal graphs are always drawn alike.
///
/// 1. Cycles are broken: vertices are ordered so that little weight runs backwards (Eades, Lin and
///    Smyth 1993); backward edges are laid out reversed.
/// 2. A vertex's layer is the longest way to it.
/// 3. Every edge gets a stop at each rank between its ends; the middle one carries its label and
///    has room for it, so labels never collide.
/// 4. Stops are ordered by the mean place of their neighbours, down and up, and the order with the
///    fewest crossings is kept.
/// 5. Horizontal places are means of the neighbours' places, kept apart by pooling adjacent
///    violators.
package struct LayeredLayout: Sendable {
  /// An edge to lay out, by vertex number.
  package struct Edge: Sendable {
    /// The vertex it leaves.
    package var from: Int
    /// The vertex it enters.
    package var to: Int
    /// How much it matters that it runs downwards.
    package var weight: Int64

    /// An edge between two vertices.
    package init(from: Int, to: Int, weight: Int64) {
      self.from = from
      self.to = to
      self.weight = weight
    }
  }

  /// A place in the drawing, in pixels.
  package struct Point: Sendable {
    /// From the left edge.
    package var x: Int
    /// From the upper edge.
    package var y: Int
  }

  /// The middle of every vertex.
  package private(set) var places: [Point] = []
  /// The stops of every edge from its start to its end, without the vertices.
  package private(set) var routes: [[Point]] = []
  /// The middle of every edge's label.
  package private(set) var labels: [Point] = []
  /// Whether an edge runs upwards.
  package private(set) var isBackward: [Bool] = []
  /// The width and height of the whole drawing, margins included.
  package private(set) var size = Point(x: 0, y: 0)

  /// The width of a vertex in pixels.
  package static let vertexWidth = 150
  /// The height of a vertex in pixels.
  package static let vertexHeight = 44
  /// The width kept free for a label in pixels.
  package static let labelWidth = 78
  private static let stopWidth = 16
  private static let gap = 14
  private static let rankHeight = 47
  private static let margin = 8

  private let edges: [Edge]
  private let vertexCount: Int
  private var stops: [Stop] = []
  private var ranks: [[Int]] = []
  private var edgeStops: [[Int]] = []

  /// A vertex or a bend of an edge on one rank.
  private struct Stop {
    var rank: Int
    var width: Int
    var x = 0
    var above: [Int] = []
    var below: [Int] = []
  }

  /// Lays out a graph; the first vertex comes first and the last one last.
  package init(vertexCount: Int, edges: [Edge]) {
    self.vertexCount = vertexCount
    self.edges = edges
    guard vertexCount > 0 else { return }
    let position = LayeredLayout.acyclicPositions(vertexCount, edges)
    isBackward = edges.map { position[$0.from] > position[$0.to] }
    buildStops(layers: layers(position))
    orderRanks()
    placeStops()
    finish()
  }

  // MARK: 1, 2. Cycles and layers

  /// The positions of vertices in an order with little backward weight.
  private static func acyclicPositions(_ count: Int, _ edges: [Edge]) -> [Int] {
    var left = Set(1..<max(count - 1, 1))
    var front = [0]
    var back = count > 1 ? [count - 1] : []
    while !left.isEmpty {
      func balance(_ vertex: Int) -> (out: Int64, into: Int64) {
        edges.reduce((0, 0)) { sum, edge in
          let out = edge.from == vertex && left.contains(edge.to) ? edge.weight : 0
          let into = edge.to == vertex && left.contains(edge.from) ? edge.weight : 0
          return (sum.0 + out, sum.1 + into)
        }
      }
      let balances = left.sorted().map { (vertex: $0, balance: balance($0)) }
      let chosen: Int
      if let sink = balances.first(where: { $0.balance.out == 0 && $0.balance.into > 0 }) {
        chosen = sink.vertex
        back.insert(chosen, at: 0)
      } else {
        let best = balances.max { first, second in
          let one = first.balance.out - first.balance.into
          let other = second.balance.out - second.balance.into
          return (one, second.vertex) < (other, first.vertex)
        }
        chosen = best?.vertex ?? 0
        front.append(chosen)
      }
      left.remove(chosen)
    }
    var positions = [Int](repeating: 0, count: count)
    for (position, vertex) in (front + back).enumerated() where vertex < count {
      positions[vertex] = position
    }
    return positions
  }

  /// The longest way to every vertex along forward edges.
  private func layers(_ position: [Int]) -> [Int] {
    var layers = [Int](repeating: 0, count: vertexCount)
    for vertex in (0..<vertexCount).sorted(by: { position[$0] < position[$1] }) {
      for edge in edges {
        let (from, to) =
          position[edge.from] < position[edge.to] ? (edge.from, edge.to) : (edge.to, edge.from)
        if to == vertex { layers[vertex] = max(layers[vertex], layers[from] + 1) }
      }
    }
    if vertexCount > 1 { layers[vertexCount - 1] = max(layers.max() ?? 0, 1) }
    return layers
  }

  // MARK: 3. Stops

  private mutating func buildStops(layers: [Int]) {
    for vertex in 0..<vertexCount {
      stops.append(Stop(rank: 2 * layers[vertex], width: LayeredLayout.vertexWidth))
    }
    for (index, edge) in edges.enumerated() {
      let (upper, lower) = isBackward[index] ? (edge.to, edge.from) : (edge.from, edge.to)
      let (top, bottom) = (stops[upper].rank, stops[lower].rank)
      let labelRank = (top + bottom) / 2 | 1
      var chain: [Int] = []
      var previous = upper
      for rank in (top + 1)..<max(bottom, top + 1) {
        let width = rank == labelRank ? LayeredLayout.labelWidth : LayeredLayout.stopWidth
        stops.append(Stop(rank: rank, width: width))
        connect(previous, stops.count - 1)
        previous = stops.count - 1
        chain.append(previous)
      }
      connect(previous, lower)
      edgeStops.append(chain)
    }
    ranks = Array(repeating: [], count: (stops.map(\.rank).max() ?? 0) + 1)
    for (index, stop) in stops.enumerated() { ranks[stop.rank].append(index) }
  }

  private mutating func connect(_ upper: Int, _ lower: Int) {
    stops[upper].below.append(lower)
    stops[lower].above.append(upper)
  }

  // MARK: 4. Order

  private mutating func orderRanks() {
    var best = ranks
    var fewest = crossings
    for sweep in 0..<16 {
      let isDown = sweep % 2 == 0
      let indices = isDown ? Array(ranks.indices.dropFirst()) : ranks.indices.dropLast().reversed()
      for rank in indices { sort(rank, by: isDown ? \.above : \.below) }
      let count = crossings
      if count < fewest {
        fewest = count
        best = ranks
      }
    }
    ranks = best
  }

  private mutating func sort(_ rank: Int, by neighbours: KeyPath<Stop, [Int]>) {
    let places = orderPlaces
    let keys = ranks[rank].enumerated().map { place, stop in
      let around = stops[stop][keyPath: neighbours]
      let sum = around.reduce(0) { $0 + places[$1] * 1000 }
      return (around.isEmpty ? place * 1000 : sum / around.count, place, stop)
    }
    ranks[rank] = keys.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  private var orderPlaces: [Int] {
    var places = [Int](repeating: 0, count: stops.count)
    for rank in ranks { for (place, stop) in rank.enumerated() { places[stop] = place } }
    return places
  }

  private var crossings: Int {
    let places = orderPlaces
    var count = 0
    for rank in ranks {
      let links = rank.flatMap { stop in stops[stop].below.map { (places[stop], places[$0]) } }
      for (index, link) in links.enumerated() {
        for other in links[(index + 1)...]
        where (link.0 < other.0 && link.1 > other.1) || (link.0 > other.0 && link.1 < other.1) {
          count += 1
        }
      }
    }
    return count
  }

  // MARK: 5. Places

  private mutating func placeStops() {
    for rank in ranks {
      var x = 0
      for stop in rank {
        stops[stop].x = x + stops[stop].width / 2
        x += stops[stop].width + LayeredLayout.gap
      }
    }
    for round in 0..<400 {
      let indices = round % 2 == 0 ? Array(ranks.indices) : ranks.indices.reversed()
      for rank in indices { align(ranks[rank]) }
    }
  }

  /// Moves a rank's stops to the mean of their neighbours, as far as their widths allow.
  private mutating func align(_ rank: [Int]) {
    // Places relative to the leftmost arrangement turn "keep apart" into "do not decrease".
    var offset = 0
    var blocks: [(sum: Int, weight: Int, count: Int)] = []
    var offsets: [Int] = []
    for (index, stop) in rank.enumerated() {
      if index > 0 {
        offset += (stops[rank[index - 1]].width + stops[stop].width) / 2 + LayeredLayout.gap
      }
      offsets.append(offset)
      let (wanted, weight) = pull(on: stop)
      blocks.append(((wanted - offset) * weight, weight, 1))
      while blocks.count > 1 {
        let last = blocks[blocks.count - 1]
        let previous = blocks[blocks.count - 2]
        guard previous.sum * last.weight > last.sum * previous.weight else { break }
        blocks.removeLast(2)
        blocks.append(
          (previous.sum + last.sum, previous.weight + last.weight, previous.count + last.count))
      }
    }
    var index = 0
    for block in blocks {
      for _ in 0..<block.count {
        stops[rank[index]].x = block.sum / block.weight + offsets[index]
        index += 1
      }
    }
  }

  /// Where a stop's neighbours want it, and how strongly: bends of one edge want to be straight.
  private func pull(on stop: Int) -> (x: Int, weight: Int) {
    var sum = 0
    var weight = 0
    for neighbour in stops[stop].above + stops[stop].below {
      let bends = (stop >= vertexCount ? 1 : 0) + (neighbour >= vertexCount ? 1 : 0)
      let strength = [1, 2, 8][bends]
      sum += stops[neighbour].x * strength
      weight += strength
    }
    return weight > 0 ? (sum / weight, weight) : (stops[stop].x, 1)
  }

  private mutating func finish() {
    let left = stops.map { $0.x - $0.width / 2 }.min() ?? 0
    let right = stops.map { $0.x + $0.width / 2 }.max() ?? 0
    let half = LayeredLayout.vertexHeight / 2
    let margin = LayeredLayout.margin
    func point(_ stop: Int) -> Point {
      Point(
        x: stops[stop].x - left + margin,
        y: stops[stop].rank * LayeredLayout.rankHeight + half + margin)
    }
    places = (0..<vertexCount).map(point)
    for (index, chain) in edgeStops.enumerated() {
      let points = chain.map(point)
      let label = chain.firstIndex { stops[$0].width == LayeredLayout.labelWidth }
      labels.append(label.map { points[$0] } ?? Point(x: 0, y: 0))
      routes.append(isBackward[index] ? points.reversed() : points)
    }
    size = Point(
      x: right - left + 2 * margin,
      y: (ranks.count - 1) * LayeredLayout.rankHeight + 2 * half + 2 * margin)
  }
}
