import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct ProcessMapTests {
  private let edges = Scenario(
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
  ).analysis.cells.table(.processEdges)

  private func label(_ kind: String?, _ activity: String?) -> String {
    kind.map { "\($0) \(activity ?? "?")" } ?? "-"
  }

  private func name(_ edge: CountedCells.Counted) -> String {
    label(edge.place[0], edge.place[1]) + " > " + label(edge.place[2], edge.place[3])
  }

  @Test func edgesRunThroughTheJourneyInOrderOfTimeWithoutRepeatedObservations() {
    #expect(
      edges.map { "\(name($0)) \($0.count)" }.sorted()
        == [
          "- > ticket opened 1", "call answered > call ended 1",
          "call ended > ticket assigned 1", "ticket assigned > call answered 1",
          "ticket assigned > ticket solved 1", "ticket new > ticket assigned 1",
          "ticket opened > ticket new 1", "ticket solved > - 1",
        ])
  }

  @Test func timesLieBetweenEventsAndNoneAtTheEnds() throws {
    let talk = try #require(edges.first { name($0) == "call answered > call ended" })
    #expect(talk.histogram == "\(Histogram.bucket(of: 600_000)):1")
    #expect(edges.filter { name($0).contains("- >") }.allSatisfy { $0.histogram == nil })
    #expect(edges.filter { name($0).contains("> -") }.allSatisfy { $0.histogram == nil })
  }

  @Test func everyLabelIsEnteredAndLeftEquallyOften() {
    var balance: [String: Int64] = [:]
    for edge in edges {
      balance[label(edge.place[2], edge.place[3]), default: 0] += edge.count
      balance[label(edge.place[0], edge.place[1]), default: 0] -= edge.count
    }
    #expect(balance.count == 7 && balance.values.allSatisfy { $0 == 0 })
  }

  @Test func everythingIsFiledOnTheDayTheJourneyBegan() {
    let days = Set(
      Scenario("call c\n  1T23:59 queued\n  2T00:10 ended\n").analysis.cells.table(.processEdges)
        .map(\.key.day))
    #expect(days.count == 1)
  }
}
