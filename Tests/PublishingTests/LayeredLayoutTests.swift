import Publishing
import Testing

@Suite struct LayeredLayoutTests {
  /// Graphs with cycles, from sparse to nearly complete; the first vertex begins, the last ends.
  private static func graph(_ seed: UInt64) -> (vertices: Int, edges: [LayeredLayout.Edge]) {
    var random = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(limit))
    }
    let vertices = 3 + next(11)
    var edges: [LayeredLayout.Edge] = []
    for from in 0..<(vertices - 1) {
      for to in 1..<vertices where from != to && next(100) < 12 + Int(seed % 4) * 8 {
        edges.append(LayeredLayout.Edge(from: from, to: to, weight: Int64(1 + next(1000))))
      }
    }
    return (vertices, edges)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `vertices and labels never cover each other and stay inside`(_ seed: UInt64) {
    let (vertices, edges) = LayeredLayoutTests.graph(seed)
    let layout = LayeredLayout(vertexCount: vertices, edges: edges)
    #expect(layout.places.count == vertices)
    #expect(layout.labels.count == edges.count)
    let boxes =
      layout.places.map { ($0, LayeredLayout.vertexWidth) }
      + layout.labels.map { ($0, LayeredLayout.labelWidth) }
    for (index, (place, width)) in boxes.enumerated() {
      #expect(place.x - width / 2 >= 0 && place.x + width / 2 <= layout.size.x)
      #expect(place.y >= 0 && place.y <= layout.size.y)
      for (other, otherWidth) in boxes[(index + 1)...] where other.y == place.y {
        #expect(abs(other.x - place.x) >= (width + otherWidth) / 2)
      }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `forward edges run down, backward edges up, and the ends are at the ends`(_ seed: UInt64) {
    let (vertices, edges) = LayeredLayoutTests.graph(seed)
    let layout = LayeredLayout(vertexCount: vertices, edges: edges)
    for (index, edge) in edges.enumerated() {
      let heights =
        [layout.places[edge.from].y] + layout.routes[index].map(\.y) + [layout.places[edge.to].y]
      let sorted = heights.sorted()
      #expect(heights == (layout.isBackward[index] ? sorted.reversed() : sorted))
      #expect(Set(heights).count == heights.count)
    }
    #expect(layout.places.map(\.y).min() == layout.places[0].y)
    #expect(layout.places.map(\.y).max() == layout.places[vertices - 1].y)
  }

  @Test func `one vertex and none are drawn too`() {
    #expect(LayeredLayout(vertexCount: 0, edges: []).places.isEmpty)
    #expect(LayeredLayout(vertexCount: 1, edges: []).places.count == 1)
  }
}
