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
