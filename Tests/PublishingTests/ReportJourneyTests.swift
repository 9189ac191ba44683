import JourneyModel
import Publishing
import Testing

/// The journeys that lie in the report, and the ways to them.
@Suite struct ReportJourneyTests {
  private static func report(_ center: SampleCenter, minimumGroup: Int) -> (ReportInput, Report) {
    let input = ReportInput(
      settings: SampleCenter.settings(center, minimumGroup: minimumGroup),
      sources: center.sources, cells: center.cells.index())
    return (input, Report(input))
  }

  private func entries(_ minimumGroup: Int) -> [ReportJourneys.Entry] {
    Self.report(SampleCenter(customers: 300), minimumGroup: minimumGroup).0.journeys.entries
  }

  @Test func `the worst of all come first, worst first`() {
    let center = SampleCenter(customers: 300)
    let shown = entries(1).filter { $0.grounds.contains("most effort") }.map(\.example)
    let all = center.customers.flatMap(\.journeys).sorted { $0.effortScore > $1.effortScore }
    #expect(shown.map(\.effort) == all.prefix(8).map { Int64($0.effortScore) })
  }

  @Test func `the newest and those drawn by chance are what the rows say`() {
    let center = SampleCenter(customers: 300)
    let all = center.customers.flatMap(\.journeys)
    func ids(_ ground: String) -> Set<JourneyID> {
      Set(entries(1).filter { $0.grounds.contains(ground) }.map(\.example.id))
    }
    #expect(ids("newest") == Set(all.sorted { $0.startedAt > $1.startedAt }.prefix(8).map(\.id)))
    #expect(ids("drawn by chance") == Set(all.map(\.id).sorted().prefix(8)))
  }

  @Test func `no journey is shown whose path or names too few customers share`() throws {
    let center = SampleCenter(customers: 300)
    var customers: [String: Set<CustomerID>] = [:]
    for journey in center.customers.flatMap(\.journeys) {
      customers[journey.path, default: []].insert(journey.customer)
    }
    let (input, report) = Self.report(center, minimumGroup: 10)
    #expect(!input.journeys.entries.isEmpty && input.journeys.withheld > 0)
    let table = try #require(report.tables.first { $0.id == "journeys" })
    for row in table.rows {
      guard case .text(let path) = row[table.column("path")] else { continue }
      #expect(customers[path]?.count ?? 0 >= 10, "\(path)")
    }
    // Whoever hides nothing shows rare ones too.
    let open = entries(1).map(\.example.interactions).max()
    #expect(open == 4)
  }

  @Test func `a name that a breakdown withholds keeps its journeys out`() {
    var center = SampleCenter(customers: 400)
    let rare = "Rare disease"
    center.addRareJourney(reason: rare)
    let (input, report) = Self.report(center, minimumGroup: 10)
    #expect(input.journeys.entries.allSatisfy { $0.example.effort < 100 })
    #expect(!report.html.contains("rare-1"))
    let (_, open) = Self.report(center, minimumGroup: 1)
    #expect(open.html.contains("rare-1"))
  }

  @Test func `rows of friction, variants and breakdowns link to journeys that are there`() throws {
    let (input, report) = Self.report(SampleCenter(customers: 900), minimumGroup: 10)
    for (id, least) in [("friction", 8), ("variants", 5), ("by-channel", 3), ("by-queue", 5)] {
      let table = try #require(report.tables.first { $0.id == id })
      let examples = table.rows.compactMap { row -> StableHash128? in
        guard case .id(let example) = row[table.column("example")] else { return nil }
        return example
      }
      let linked = examples.filter(input.journeys.contains)
      #expect(linked.count >= least, "\(id)")
      for example in linked {
        #expect(report.html.contains("href=\"#journey-\(example.description.prefix(16))\""))
        #expect(report.html.contains("id=\"journey-\(example.description.prefix(16))\""))
      }
    }
  }

  @Test func `an example has what it is an example of`() throws {
    let (_, report) = Self.report(SampleCenter(customers: 900), minimumGroup: 10)
    func table(_ id: String) throws -> ReportTable {
      try #require(report.tables.first { $0.id == id })
    }
    let (steps, findings) = (try table("journey-steps"), try table("journey-findings"))
    let queues = try table("by-queue")
    for row in queues.rows where row[queues.column("example")] != .absent {
      let own = steps.rows.filter {
        $0[0] == row[queues.column("example")] && $0[steps.column("queue")] == row[0]
      }
      #expect(!own.isEmpty, "\(row[0].shown)")
    }
    let friction = try table("friction")
    for row in friction.rows where row[friction.column("example")] != .absent {
      let own = findings.rows.filter {
        $0[0] == row[friction.column("example")] && $0[2] == row[friction.column("detector")]
      }
      #expect(!own.isEmpty)
    }
  }

  @Test func `lengths are those of the times, and written contacts have a scale of their own`() {
    let start = Instant(microseconds: 0)
    var example = JourneyExample(
      id: JourneyID(.zero), variant: Coordinates(), startedAt: start, status: .open)
    func step(_ number: Int64, _ kind: InteractionKind, lasting: Int64) -> JourneyExample.Step {
      let channel: Channel = kind == .call ? .voice : .ticket
      return JourneyExample.Step(
        number, kind, channel, start...start.adding(milliseconds: lasting))
    }
    var long = step(1, .call, lasting: 700_000)
    (long.waitMilliseconds, long.talkMilliseconds) = (100_000, 300_000)
    var short = step(2, .call, lasting: 100_000)
    short.talkMilliseconds = 100_000
    let ticket = step(3, .ticket, lasting: 864_000_000)
    example.steps = [long, short, ticket]
    let chart = TimelineChart(id: "t", example: example) { _ in "" }
    #expect(chart.bars.map(\.width) == [170, 42, 170])
    #expect(chart.bars.map(\.lane) == [0, 0, 1])
    #expect(chart.lanes == [.voice, .ticket])
    #expect(TimelineChart.stretches(of: long).map(\.style) == ["wait", "talk"])
    #expect(TimelineChart.stretches(of: long).map(\.milliseconds) == [100_000, 300_000])
  }

  @Test func `the page with its journeys stays below two megabytes`() {
    let center = SampleCenter(
      customers: 1500, days: 730, prefix: String(repeating: "long & <wide> ", count: 30))
    let (input, report) = Self.report(center, minimumGroup: 1)
    #expect(input.journeys.entries.count > 40)
    #expect(report.html.utf8.count < 2_000_000)
  }
}
