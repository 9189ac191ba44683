import JourneyModel

/// The directly-follows graph: boxes are activities, arrows say what follows what, how often and
/// after how long (median).
struct ProcessMapChart {
  private let selection: ProcessMapSelection
  private let names: [String]
  private let layout: LayeredLayout

  /// A drawing of what is selected.
  init(selection: ProcessMapSelection) {
    self.selection = selection
    names = [ProcessMap.start] + selection.nodes.map(\.name) + [ProcessMap.end]
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    layout = LayeredLayout(
      vertexCount: names.count,
      edges: selection.edges.compactMap { edge in
        guard let from = index[edge.from], let to = index[edge.to] else { return nil }
        return LayeredLayout.Edge(from: from, to: to, weight: edge.count)
      })
  }

  /// The width of the drawing in CSS pixels; it does not shrink with the page.
  var width: Int { layout.size.x }

  /// Writes the map, or a sentence if the selection has no edges.
  func render(into page: inout Markup) {
    guard !selection.edges.isEmpty else {
      return page.element("p", ["class": "none"], text: "Too few journeys to draw a map.")
    }
    page.element("div", ["class": "scroll map", "tabindex": "0", "role": "region"]) { page in
      page.element(
        "svg",
        [
          "class": "chart process", "role": "img", "aria-labelledby": "process-t process-d",
          "width": String(layout.size.x), "height": String(layout.size.y),
          "viewBox": "0 0 \(layout.size.x) \(layout.size.y)",
        ]
      ) { page in
        page.element("title", ["id": "process-t"], text: "Process map")
        page.element("desc", ["id": "process-d"], text: summary)
        renderEdges(into: &page)
        renderNodes(into: &page)
        renderLabels(into: &page)
      }
    }
  }

  private var summary: String {
    let strongest = selection.edges.prefix(5).map {
      "\(ProcessMapChart.shown($0.from)) to \(ProcessMapChart.shown($0.to)) "
        + NumberText.grouped($0.count)
    }
    return
      "\(selection.nodes.count) activities and \(selection.edges.count) arrows. Most frequent: "
      + strongest.joined(separator: ", ") + "."
  }

  /// The name of an activity, with words for the artificial ones.
  static func shown(_ name: String) -> String {
    switch name {
    case ProcessMap.start: "start"
    case ProcessMap.end: "end"
    default: name
    }
  }

  private func renderEdges(into page: inout Markup) {
    let most = selection.edges.first?.count ?? 1
    let ports = Ports(layout, count: names.count, selection: selection, names: names)
    for (index, edge) in selection.edges.enumerated() {
      let width = 14 + NumberText.permille(edge.count * 66, of: most * 1000)
      let points = [ports.start[index]] + layout.routes[index] + [ports.end[index]]
      let median = edge.median.map { ", median " + NumberText.duration($0) } ?? ""
      page.element("g", ["class": layout.isBackward[index] ? "edge back" : "edge"]) { page in
        page.element(
          "title",
          text: "\(ProcessMapChart.shown(edge.from)) → \(ProcessMapChart.shown(edge.to)): "
            + NumberText.grouped(edge.count) + median)
        page.empty(
          "path",
          ["d": path(points), "stroke-width": NumberText.plainHundredths(width * 10)])
        page.empty("path", ["class": "head", "d": head(points, isUp: layout.isBackward[index])])
      }
    }
  }

  private func path(_ points: [LayeredLayout.Point]) -> String {
    guard let first = points.first else { return "" }
    var path = "M\(first.x) \(first.y)"
    for index in points.indices.dropFirst() {
      let (last, point) = (points[index - 1], points[index])
      let out = slope(points, at: index - 1)
      let into = slope(points, at: index)
      path +=
        "C\(last.x + out.x) \(last.y + out.y) \(point.x - into.x) \(point.y - into.y) "
        + "\(point.x) \(point.y)"
    }
    return path
  }

  /// A third of the tangent: upright at the boxes, along the neighbours (Catmull and Rom) between.
  private func slope(_ points: [LayeredLayout.Point], at index: Int) -> LayeredLayout.Point {
    let before = points[max(index - 1, 0)]
    let after = points[min(index + 1, points.count - 1)]
    let isEnd = index == 0 || index == points.count - 1
    return LayeredLayout.Point(
      x: isEnd ? 0 : (after.x - before.x) / 6, y: (after.y - before.y) / (isEnd ? 2 : 6))
  }

  private func head(_ points: [LayeredLayout.Point], isUp: Bool) -> String {
    guard let tip = points.last else { return "" }
    let back = isUp ? 9 : -9
    return "M\(tip.x - 6) \(tip.y + back)L\(tip.x) \(tip.y)L\(tip.x + 6) \(tip.y + back)Z"
  }

  private func renderNodes(into page: inout Markup) {
    let most = selection.nodes.first?.count ?? 1
    let half = (LayeredLayout.vertexWidth / 2, LayeredLayout.vertexHeight / 2)
    for (index, name) in names.enumerated() {
      let place = layout.places[index]
      guard index > 0, index < names.count - 1 else {
        renderEnd(name, at: place, into: &page)
        continue
      }
      let count = selection.nodes[index - 1].count
      page.element("g", ["class": "node q\(min(count * 5 / max(most, 1), 4))"]) { page in
        let loop = selection.loops[name].map { " · ↻ " + NumberText.short($0) } ?? ""
        page.element("title", text: "\(name): \(NumberText.grouped(count))")
        page.empty(
          "rect",
          [
            "x": String(place.x - half.0), "y": String(place.y - half.1), "rx": "9",
            "width": String(half.0 * 2), "height": String(half.1 * 2),
          ])
        page.element(
          "text", ["class": "name", "x": String(place.x), "y": String(place.y - 3)],
          text: name.count > 20 ? name.prefix(19) + "…" : name)
        page.element(
          "text", ["x": String(place.x), "y": String(place.y + 14)],
          text: NumberText.short(count) + loop)
      }
    }
  }

  private func renderEnd(
    _ name: String, at place: LayeredLayout.Point, into page: inout Markup
  ) {
    page.element("g", ["class": "node end"]) { page in
      page.empty(
        "rect",
        [
          "x": String(place.x - 34), "y": String(place.y - 14), "rx": "14", "width": "68",
          "height": "28",
        ])
      page.element(
        "text", ["class": "name", "x": String(place.x), "y": String(place.y + 4)],
        text: ProcessMapChart.shown(name))
    }
  }

  private func renderLabels(into page: inout Markup) {
    for (index, edge) in selection.edges.enumerated() {
      let place = layout.labels[index]
      page.element("text", ["class": "label", "x": String(place.x), "y": String(place.y + 4)]) {
        page in
        page.element("tspan", ["class": "name"], text: NumberText.short(edge.count))
        if let median = edge.median, edge.from != ProcessMap.start, edge.to != ProcessMap.end {
          page.add(" ")
          page.element("tspan", text: NumberText.shortDuration(median))
        }
      }
    }
  }

  /// Where edges leave and enter the boxes: side by side in the order of where they go.
  private struct Ports {
    var start: [LayeredLayout.Point] = []
    var end: [LayeredLayout.Point] = []

    init(
      _ layout: LayeredLayout, count: Int, selection: ProcessMapSelection, names: [String]
    ) {
      let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
      let zero = LayeredLayout.Point(x: 0, y: 0)
      start = Array(repeating: zero, count: selection.edges.count)
      end = start
      // Of every box: (place of the next stop, edge, whether the edge starts here) per side.
      var upper = [[(x: Int, edge: Int, isStart: Bool)]](repeating: [], count: count)
      var lower = upper
      for (number, edge) in selection.edges.enumerated() {
        guard let from = index[edge.from], let to = index[edge.to] else { continue }
        let route = layout.routes[number]
        let first = (route.first ?? layout.places[to]).x
        let last = (route.last ?? layout.places[from]).x
        if layout.isBackward[number] {
          upper[from].append((first, number, true))
          lower[to].append((last, number, false))
        } else {
          lower[from].append((first, number, true))
          upper[to].append((last, number, false))
        }
      }
      for vertex in 0..<count {
        let isEnd = vertex == 0 || vertex == count - 1
        let half = isEnd ? 14 : LayeredLayout.vertexHeight / 2
        let width = isEnd ? 40 : LayeredLayout.vertexWidth - 36
        spread(upper[vertex], at: layout.places[vertex], dy: -half, width: width)
        spread(lower[vertex], at: layout.places[vertex], dy: half, width: width)
      }
    }

    private mutating func spread(
      _ ports: [(x: Int, edge: Int, isStart: Bool)], at place: LayeredLayout.Point, dy: Int,
      width: Int
    ) {
      let step = min(18, width / max(ports.count, 1))
      let sorted = ports.sorted { ($0.x, $0.edge) < ($1.x, $1.edge) }
      for (number, port) in sorted.enumerated() {
        let x = place.x + number * step - (ports.count - 1) * step / 2
        let point = LayeredLayout.Point(x: x, y: place.y + dy)
        if port.isStart { start[port.edge] = point } else { end[port.edge] = point }
      }
    }
  }
}
