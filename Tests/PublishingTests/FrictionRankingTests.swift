import JourneyModel
import Publishing
import Testing

/// Friction ranked, with whom it reaches, what it does to satisfaction, and whether it grows.
@Suite struct FrictionRankingTests {
  private static let last = SampleCenter.firstDay + 82

  private static func customer(_ number: Int) -> CustomerID {
    CustomerID(StableHash128(domain: "sample", "customer", "\(number)"))
  }

  /// 200 journeys of one reason, 50 of them with a repeat contact in Billing.
  ///
  /// Those are rated 25 %, the others 75 %; 10 of the repeat contacts are in the earlier period, 40
  /// in the later one.
  private static let report: Report = {
    var cells = SampleCells(
      measures: ["journeys"], sources: [], detectors: SampleCenter.detectors)
    cells.periods = ReportPeriods(lastCompleteDay: last)
    let detector = SampleCells.Word.number(Coordinate(position: 3))
    for number in 0..<200 {
      let customer = customer(number)
      let day = number < 10 || number >= 100 ? last - 40 : last - 3
      cells.add(
        CellKey(cells.measure("journeys"), day: day), of: customer,
        [.number(Coordinate(Channel.voice)), .text("Invoice")], .sum(1))
      cells.add(
        CellKey(.journeyScores, day: day), of: customer, [.text("Invoice")],
        .sum(number < 50 ? 250 : 750))
      guard number < 50 else { continue }
      let place: [SampleCells.Word] = [detector, .text("Billing"), .text("Invoice")]
      for (table, sum) in [
        (CellTable.Kind.frictionPoints, Int64(8)), (.frictionJourneys, 0), (.frictionScores, 250),
        (.frictionActive, 60_000), (.frictionAvoidable, 1),
      ] { cells.add(CellKey(table, day: day), of: customer, place, .sum(sum)) }
    }
    // A long wait of the same customers: no contact too many, but far more of their time.
    for number in 0..<20 {
      let place: [SampleCells.Word] = [
        .number(Coordinate(position: 0)), .text("Billing"), .text("Invoice"),
      ]
      for (table, sum) in [
        (CellTable.Kind.frictionPoints, Int64(3)), (.frictionJourneys, 0),
        (.frictionActive, 600_000),
      ] { cells.add(CellKey(table, day: last - 3), of: customer(number), place, .sum(sum)) }
    }
    let center = SampleCenter(customers: 0)
    var source = SourceContribution(system: "test", adapter: "test")
    source.firstEvent = Instant(microseconds: Int64(last - 60) * 86_400_000_000)
    source.lastEvent = Instant(microseconds: Int64(last) * 86_400_000_000)
    return Report(
      ReportInput(
        settings: SampleCenter.settings(center), sources: ["s": source], cells: cells.index()))
  }()

  private func table(_ id: String) throws -> ReportTable {
    try #require(Self.report.tables.first { $0.id == id })
  }

  @Test func `avoidable contacts rank first, and customer time in the other ranking`() throws {
    let (contacts, time) = (try table("friction"), try table("friction-by-time"))
    #expect(contacts.rows.map { $0[1].shown } == ["Repeat contact", "Long wait"])
    #expect(time.rows.map { $0[1].shown } == ["Long wait", "Repeat contact"])
    #expect(contacts.rows[0][contacts.column("avoidable")] == .count(50))
    #expect(time.rows[0][time.column("customer_active_ms")] == .milliseconds(12_000_000))
  }

  @Test func `the share is of the reason's journeys and has its interval`() throws {
    let table = try table("friction")
    let row = table.rows[0]
    #expect(row[table.column("affected_permille")] == .permille(250))
    // Wilson, 50 of 200: 19.5 % to 31.4 %.
    #expect(row[table.column("affected_low")] == .permille(195))
    #expect(row[table.column("affected_high")] == .permille(314))
  }

  @Test func `satisfaction is told with it and without it`() throws {
    let table = try table("friction")
    #expect(table.rows[0][table.column("csat_with")] == .permille(250))
    #expect(table.rows[0][table.column("csat_without")] == .permille(750))
    // Nobody was rated with the other.
    #expect(table.rows[1][table.column("csat_with")] == .absent)
  }

  @Test func `the trend compares the two periods`() throws {
    let table = try table("friction")
    let row = table.rows[0]
    #expect(row[table.column("recent")] == .count(40))
    #expect(row[table.column("before")] == .count(10))
    #expect(row[table.column("change")] == .change(permille: 3000))
    #expect(
      table.notes.contains(
        "Trend: findings of 2024-04-25 to 2024-05-22, against 2024-03-28 to 2024-04-24."))
  }
}
