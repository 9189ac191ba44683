import JourneyModel
import Publishing
import Testing

/// Sections that measures do not fill.
@Suite struct ReportSectionTests {
  private static let last = SampleCenter.firstDay + 82

  private static func customer(_ number: Int) -> CustomerID {
    CustomerID(StableHash128(domain: "sample", "customer", "\(number)"))
  }

  private func tables(
    minimumGroup: Int = 10, _ fill: (inout SampleCells) -> Void
  ) -> [String: ReportTable] {
    var cells = SampleCells(
      measures: ["contacts"], sources: [], detectors: SampleCenter.detectors)
    cells.periods = ReportPeriods(lastCompleteDay: Self.last)
    fill(&cells)
    let center = SampleCenter(customers: 0)
    var source = SourceContribution(system: "test", adapter: "test")
    source.firstEvent = Instant(microseconds: Int64(Self.last - 60) * 86_400_000_000)
    source.lastEvent = Instant(microseconds: Int64(Self.last) * 86_400_000_000)
    let report = Report(
      ReportInput(
        settings: SampleCenter.settings(center, minimumGroup: minimumGroup),
        sources: ["s": source], cells: cells.index()))
    return Dictionary(uniqueKeysWithValues: report.tables.map { ($0.id, $0) })
  }

  @Test func `the week has an hour for each in which anybody came`() throws {
    let tables = tables { cells in
      for number in 0..<30 {
        // Twenty on Mondays at nine, ten on Sundays at 23.
        let hour: [SampleCells.Word] = [
          .number(Coordinate(position: number < 20 ? 0 : 6)),
          .number(Coordinate(position: number < 20 ? 9 : 23)),
        ]
        cells.add(CellKey(.hourContacts, day: Self.last), of: Self.customer(number), hour)
        cells.add(
          CellKey(.hourAbandons, day: Self.last), of: Self.customer(number), hour,
          .sum(number % 4 == 0 ? 1 : 0))
        if number < 5 {
          cells.add(
            CellKey(.hourWaits, day: Self.last), of: Self.customer(number), hour, .measured(60_000))
        }
      }
    }
    let contacts = try #require(tables["hours-contacts"])
    #expect(contacts.columns.map(\.title) == ["Weekday", "09", "23"])
    #expect(contacts.rows.map { $0[0].shown } == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    #expect(contacts.rows[0] == [.text("Mon"), .count(20), .absent])
    #expect(contacts.rows[6] == [.text("Sun"), .absent, .count(10)])
    #expect(tables["hours-abandonment"]?.rows[0][1] == .permille(250))
    #expect(tables["hours-wait"]?.rows[0] == [.text("Mon"), .withheld(below: 10)])
  }

  @Test func `agents are told of by name from thirty contacts on, drawn to all`() throws {
    let tables = tables { cells in
      for (name, count, transfers) in [("zoe", 30, 15), ("ann", 90, 9), ("few", 29, 0)] {
        for number in 0..<count {
          cells.add(
            CellKey(.agentContacts, day: Self.last), of: Self.customer(number),
            [.text(name), .text("Team")], .sum(number < transfers ? 1 : 0))
        }
      }
    }
    let table = try #require(tables["by-agent"])
    #expect(table.rows.map { $0[0].shown } == ["ann", "zoe"])
    let own = table.column("transfer_permille")
    let shrunk = table.column("transfer_shrunk_permille")
    #expect(table.rows[1][own] == .permille(500))
    // All pass on 24 of 149, 161 ‰: (15,000 + 30 × 161) ÷ 60.
    #expect(table.rows[1][shrunk] == .permille(331))
    #expect(tables["by-team"]?.rows.map { $0[1] } == [.count(149)])
  }

  @Test func `a response says of how many and how sure, and a balance its sign`() throws {
    let tables = tables { cells in
      for number in 0..<100 {
        cells.add(
          CellKey(.surveys, day: Self.last), of: Self.customer(number),
          [.number(Coordinate(Channel.voice))], .sum(number < 20 ? 1 : 0))
        guard number < 20 else { continue }
        cells.add(
          CellKey(.surveyScores, day: Self.last), of: Self.customer(number),
          [.number(Coordinate(Channel.voice)), .number(Coordinate(SurveyScore.nps))],
          .sum(number < 5 ? 1 : number < 15 ? -1 : 0))
      }
    }
    let table = try #require(tables["surveys"])
    let row = try #require(table.rows.first)
    #expect(row[table.column("response_permille")] == .permille(200))
    // Wilson, 20 of 100: 13.3 % to 28.9 %.
    #expect(row[table.column("response_low")] == .permille(133))
    #expect(row[table.column("response_high")] == .permille(289))
    // Five for, ten against, of twenty.
    #expect(row[table.column("nps")] == .count(-25))
    #expect(row[table.column("csat_permille")] == .absent)
  }

  @Test func `reasons that grow come first, and what chance explains is said`() throws {
    let tables = tables { cells in
      // Of two that have to be hidden the rare one is one; else the total would tell it.
      for (reason, before, after) in [
        ("Grows", 40, 100), ("Shrinks", 200, 100), ("Small", 15, 15), ("Rare", 3, 3),
      ] {
        for (day, count) in [(Self.last - 40, before), (Self.last - 5, after)] {
          for number in 0..<count {
            cells.add(
              CellKey(.reasonContacts, day: day), of: Self.customer(number), [.text(reason)])
            cells.add(
              CellKey(cells.measure("contacts"), day: day), of: Self.customer(number),
              [.number(Coordinate(Channel.voice)), .text(reason)], .sum(1))
          }
        }
      }
    }
    let table = try #require(tables["reason-trend"])
    #expect(
      table.rows == [
        [
          .text("Grows"), .count(100), .count(40), .change(permille: 1500), .count(60), .flag(true),
        ],
        [
          .text("Shrinks"), .count(100), .count(200), .change(permille: -500), .count(-100),
          .flag(true),
        ],
      ])
  }

  @Test func `paths are new or vanished only if enough customers took them`() throws {
    let tables = tables { cells in
      for (path, day, count) in [
        ("call>chat", Self.last - 3, 12), ("chat", Self.last - 40, 15),
        ("call", Self.last - 40, 15), ("call", Self.last - 3, 15), ("email", Self.last - 3, 9),
      ] {
        let number = UInt32(path.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFFFF)
        let place: [SampleCells.Word] = [
          .number(Coordinate(number: number)), .number(Coordinate(number: 1)),
        ]
        for customer in 0..<count {
          let id = Self.customer(customer)
          cells.add(CellKey(.variantTimes, day: day), of: id, place, .measured(1000))
          cells.add(
            CellKey(.variantExamples, day: CellKey.undated), of: id, place,
            .example(id.hash) { $0.write(path) })
        }
      }
    }
    let table = try #require(tables["path-changes"])
    #expect(table.rows.map { $0[0].shown } == ["call>chat", "chat"])
    #expect(table.rows.map { $0[1].shown } == ["new", "vanished"])
    #expect(table.rows.map { $0[2] } == [.count(12), .count(0)])
  }
}
