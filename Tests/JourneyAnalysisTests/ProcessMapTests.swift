import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct ProcessMapTests {
  private let map = Scenario(
    """
    ticket t reason=a
      1T10:00 opened
      1T10:00 status value=new
      1T11:00 status value=new
      1T11:00 assigned queue=A
      1T12:00 assigned queue=A
      1T13:00 assigned queue=B
      1T14:00 status value=solved
    call c reason=a
      1T11:30 answered
      1T11:40 ended
    """
  ).analysis.report.processMap

  @Test func repeatedObservationsAreNoNodes() {
    #expect(
      map.nodes == [
        "ticket opened": 1, "ticket new": 1, "ticket assigned": 2, "ticket solved": 1,
        "call answered": 1, "call ended": 1,
      ])
  }

  @Test func edgesRunThroughTheJourneyInOrderOfTime() {
    let edges = map.edges.map { "\($0.key.from) > \($0.key.to) \($0.value.count)" }.sorted()
    #expect(
      edges
        == [
          "call answered > call ended 1", "call ended > ticket assigned 1",
          "ticket assigned > call answered 1", "ticket assigned > ticket solved 1",
          "ticket new > ticket assigned 1", "ticket opened > ticket new 1",
          "ticket solved > ■ 1", "▶ > ticket opened 1",
        ])
    let talk = map.edges[ProcessEdge(from: "call answered", to: "call ended")]
    #expect(talk?.milliseconds.percentile(permille: 500).map { $0 / 10_000 } == 60)
    #expect(
      map.edges[ProcessEdge(from: ProcessMap.start, to: "ticket opened")]?.milliseconds.total == 0)
  }

  @Test func everyNodeIsEnteredAndLeftAsOftenAsItOccurs() {
    for (node, count) in map.nodes {
      #expect(map.edges.filter { $0.key.to == node }.reduce(0) { $0 + $1.value.count } == count)
      #expect(map.edges.filter { $0.key.from == node }.reduce(0) { $0 + $1.value.count } == count)
    }
  }
}
