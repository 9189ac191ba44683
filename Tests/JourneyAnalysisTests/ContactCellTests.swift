import CivilTime
import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct ContactCellTests {
  /// The texts of the coordinates of a table's cells with count and sum.
  private func cells(
    _ kind: CellTable.Kind, of text: String, zone: String = "UTC"
  ) throws -> [String] {
    var scenario = Scenario(text)
    scenario.settings.zone = try #require(ZoneRules.named(zone))
    return scenario.analysis.cells.table(kind).map { cell in
      cell.place.map { $0 ?? "-" }.joined(separator: " ") + ": \(cell.count), \(cell.sum)"
    }
  }

  private static let calls = """
    call c1 reason=a queue=Billing customer=7 csat=4 scale=1..5
      1T23:30:00 queued queue=Billing
      1T23:31:00 answered queue=Billing agent=ann
      1T23:35:00 ended
    call c2 reason=a customer=7
      2T00:10:00 queued queue=Billing
      2T00:12:00 ended by=customer
    """

  @Test func `hours are those of the reporting zone`() throws {
    // 1 January 2024 was a Monday.
    #expect(try cells(.hourContacts, of: Self.calls) == ["Mon 23: 1, 0", "Tue 00: 1, 0"])
    #expect(
      try cells(.hourContacts, of: Self.calls, zone: "America/New_York")
        == ["Mon 18: 1, 0", "Mon 19: 1, 0"])
    #expect(try cells(.hourAbandons, of: Self.calls) == ["Mon 23: 1, 0", "Tue 00: 1, 1"])
    #expect(try cells(.hourWaits, of: Self.calls).first == "Mon 23: 1, 60000")
  }

  @Test func `agents have what they handled`() throws {
    #expect(try cells(.agentContacts, of: Self.calls) == ["ann -: 1, 0"])
    #expect(try cells(.agentTimes, of: Self.calls) == ["ann -: 1, 240000"])
  }

  @Test func `contacts of a reason are counted by day`() throws {
    #expect(try cells(.reasonContacts, of: Self.calls) == ["a: 1, 0", "a: 1, 0"])
  }

  private static let rated = """
    call c1 reason=a queue=Billing customer=7
      1T10:00:00 queued queue=Billing
      1T10:05:00 answered queue=Billing agent=ann
      1T10:09:00 ended
    survey s1 csat=2 scale=1..5 at=1T11:00:00 about=c1
    call c2 reason=b customer=8
      1T10:00:00 answered
      1T10:09:00 ended
    """

  @Test func `surveys count handled contacts and those with a score`() throws {
    #expect(try cells(.surveys, of: Self.rated) == ["voice: 2, 1"])
    #expect(try cells(.surveyScores, of: Self.rated) == ["voice csat: 1, 250"])
  }

  @Test func `satisfaction of journeys is counted by reason and by friction`() throws {
    #expect(try cells(.journeyScores, of: Self.rated) == ["a: 1, 250"])
    #expect(try cells(.frictionScores, of: Self.rated) == ["long-wait Billing a: 1, 250"])
  }

  @Test func `a forced switch is counted from the channel that failed to the one that followed`()
    throws
  {
    let text = """
      call c1 reason=a queue=Billing customer=7
        1T10:00:00 queued queue=Billing
        1T10:05:00 ended by=customer
      chat h1 reason=a queue=Web customer=7
        1T10:20:00 queued queue=Web
        1T10:20:05 answered queue=Web
        1T10:30:00 ended
      """
    #expect(try cells(.forcedSwitches, of: text) == ["voice chat: 1, 0"])
  }
}
