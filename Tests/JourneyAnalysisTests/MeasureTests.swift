import CivilTime
import JourneyAnalysis
import JourneyModel
import Testing

/// Every measure against its golden folder.
@Suite struct MeasureTests {
  @Test(arguments: Measures.descriptions.map(\.id))
  func goldenCases(measure: String) throws {
    try GoldenFolder("measures/\(measure)").check { scenario in
      scenario.analysis.cells.measure(measure).map(line)
    }
  }

  private func line(_ cell: CountedCells.Counted) -> String {
    let place = cell.place.prefix(3).map { $0 ?? "-" }
    var line =
      "\(InstantText.date(dayNumber: cell.key.day)) \(place.joined(separator: ", ")): "
      + "\(cell.sum) of \(cell.count)"
    if let histogram = cell.histogram { line += " [\(histogram)]" }
    return cell.isProvisional ? line + " provisional" : line
  }

  @Test func anonymousCustomersHaveNoFirstContactResolution() {
    let scenario = Scenario("call c\n  1T10:00 answered\n  1T10:05 ended\n")
    #expect(!scenario.analysis.cells.measure("fcr-7d").isEmpty)
    let cells = scenario.analysis(isAnonymous: true).cells
    #expect(!cells.measure("contacts").isEmpty)
    #expect(cells.measure("fcr-7d").isEmpty)
  }

  @Test func daysAreThoseOfTheReportingZone() throws {
    var scenario = Scenario("call c\n  1T23:30 answered\n  1T23:40 ended\n")
    scenario.settings.zone = try #require(ZoneRules.named("Europe/Berlin"))
    let cells = scenario.analysis.cells.all.filter { $0.key.table.measure != nil }
    #expect(Set(cells.map { InstantText.date(dayNumber: $0.key.day) }) == ["2024-01-02"])
  }

  /// The worked example of domain.md C2: 1,000 answered, 860 of them within 20 seconds; 60 gave up,
  /// 20 within 20 seconds and 10 within 5.
  @Test func fiveFormulasOfServiceLevel() {
    var lines = ""
    func call(_ wait: Int, isAnswered: Bool, times: Int) {
      for _ in 0..<times {
        let number = lines.count
        lines += "call c\(number) channel=voice queue=A\n  1T10:00:00 queued queue=A\n"
        lines += "  1T10:00:\(wait < 10 ? "0" : "")\(wait) "
        lines += isAnswered ? "answered\n  1T10:09:00 ended\n" : "ended by=customer\n"
      }
    }
    call(20, isAnswered: true, times: 860)
    call(21, isAnswered: true, times: 140)
    call(5, isAnswered: false, times: 10)
    call(20, isAnswered: false, times: 10)
    call(30, isAnswered: false, times: 40)
    let cells = Scenario(lines).analysis.cells
    let expected: [(String, Int64, Int64)] = [
      ("service-level-removed", 880, 1060), ("service-level-answered", 860, 1000),
      ("service-level-offered", 860, 1060), ("service-level", 860, 1040),
      ("service-level-short-abandons", 870, 1060),
    ]
    for (measure, count, whole) in expected {
      #expect(cells.measure(measure).map(\.sum) == [count], "\(measure)")
      #expect(cells.measure(measure).map(\.count) == [whole], "\(measure)")
    }
  }

  @Test func cellsAreSortedAndUnique() {
    let keys = Scenario(
      """
      call c channel=voice reason=b queue=B
        1T10:00 queued
        1T10:05 answered
        1T10:09 ended
      ticket t reason=a queue=A
        2T10:00 opened
        3T10:00 status value=solved
        4T10:00 status value=open
      """
    ).analysis.cells.all.map(\.key)
    #expect(keys.count > 20)
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
  }
}
