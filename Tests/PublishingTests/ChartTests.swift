import Foundation
import JourneyModel
import Publishing
import Testing

@Suite struct ChartTests {
  @Test func `the drawn part of the process map says what it leaves out`() {
    var cells = SampleCells(measures: [], sources: [], detectors: [])
    // As many journeys of as many customers each.
    func add(_ from: String?, _ to: String?, _ count: UInt32) {
      func label(_ name: String?) -> [SampleCells.Word] {
        name.map { [.number(Coordinate(InteractionKind.call)), .besideWords($0)] }
          ?? [.text(nil), .text(nil)]
      }
      for number in 1...count {
        cells.add(
          CellKey(CellTable(.processEdges), day: 1),
          of: CustomerID(StableHash128(high: UInt64(number), low: 0)), label(from) + label(to),
          .once(number, value: 60_000))
      }
    }
    add(nil, "queued", 100)
    add("queued", "answered", 90)
    add("queued", "ended", 8)
    add("answered", "answered", 5)
    add("answered", "ended", 90)
    add("ended", nil, 98)
    let map = ProcessMap(cells.index())
    let all = ProcessMapSelection(map, minimumGroup: 1)
    #expect(all.coveragePermille == 1000)
    #expect(all.thresholdPermille == 0)
    #expect(all.edges.count == 5)
    #expect(all.loops == ["call answered": 5])
    let large = ProcessMapSelection(map, minimumGroup: 10)
    #expect(large.edges.map(\.count) == [100, 98, 90, 90])
    #expect(large.coveragePermille == 967)
    #expect(large.loops.isEmpty)
  }

  @Test(arguments: ["process", "friction", "journey-map", "queues", "journeys"])
  func `sections are drawn as the snapshot shows`(_ section: String) throws {
    let center = SampleCenter(customers: 60, days: 30, seed: 11)
    let input = ReportInput(
      settings: SampleCenter.settings(center, minimumGroup: 3), sources: center.sources,
      cells: center.cells.index())
    let html = Report(input).html
    let start = try #require(html.range(of: "<section id=\"\(section)\""))
    let end = try #require(html[start.lowerBound...].range(of: "</section>"))
    // One element a line, so that a difference can be read.
    let text = html[start.lowerBound..<end.upperBound].split(separator: "><")
      .joined(separator: ">\n<")
    try Repository.expectGolden(text + "\n", at: "report/\(section).html")
  }
}
