import Foundation
import JourneyModel
import Publishing
import Testing

@Suite struct ChartTests {
  @Test func `the drawn part of the process map says what it leaves out`() {
    var map = ProcessMap()
    func add(_ from: String, _ to: String, _ count: Int64) {
      var edge = EdgeCount()
      edge.count = count
      edge.journeys = count
      edge.milliseconds.record(60_000, count: count)
      map.edges[ProcessEdge(from: from, to: to)] = edge
      map.nodes[to, default: 0] += count
    }
    add(ProcessMap.start, "queued", 100)
    add("queued", "answered", 90)
    add("queued", "ended", 8)
    add("answered", "answered", 5)
    add("answered", "ended", 90)
    add("ended", ProcessMap.end, 98)
    let all = ProcessMapSelection(map, minimumGroup: 1)
    #expect(all.coveragePermille == 1000)
    #expect(all.thresholdPermille == 0)
    #expect(all.edges.count == 5)
    #expect(all.loops == ["answered": 5])
    let large = ProcessMapSelection(map, minimumGroup: 10)
    #expect(large.edges.map(\.count) == [100, 98, 90, 90])
    #expect(large.coveragePermille == 967)
    #expect(large.loops.isEmpty)
  }

  @Test(arguments: ["process", "friction", "journey-map", "queues"])
  func `sections are drawn as the snapshot shows`(_ section: String) throws {
    let center = SampleCenter(customers: 60, days: 30, seed: 11)
    var rollup = CellRollup()
    for cell in center.cells { rollup.add(cell) }
    let settings = SampleCenter.settings(center, minimumGroup: 3)
    let input = ReportInput(settings: settings, content: center.content, rollup: rollup)
    let html = Report(input).html
    let start = try #require(html.range(of: "<section id=\"\(section)\""))
    let end = try #require(html[start.lowerBound...].range(of: "</section>"))
    // One element a line, so that a difference can be read.
    let text = html[start.lowerBound..<end.upperBound].split(separator: "><")
      .joined(separator: ">\n<")
    try Repository.expectGolden(text + "\n", at: "report/\(section).html")
  }
}
