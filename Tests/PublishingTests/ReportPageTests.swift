import Foundation
import JourneyModel
import Publishing
import Testing

@Suite struct ReportPageTests {
  /// Texts that have broken pages, spreadsheets and terminals.
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "</title></style></script><svg onload=alert(1)>", "&lt;b&gt; &amp; &#x3c;",
    "javascript:alert(1)//",
    "=HYPERLINK(\"x\")", "\u{1b}[31m\u{7}\u{0}", "\u{202e}evil", "]]><!--",
  ]

  @Test func `no text of the data changes the shape of the page`() throws {
    let plain = try shape(of: SampleCenter(customers: 30, days: 63, prefix: "plain "))
    #expect(plain.contains("<script"))
    for text in ReportPageTests.hostile {
      let broken = try shape(of: SampleCenter(customers: 30, days: 63, prefix: text))
      #expect(plain == broken, "\(text.debugDescription)")
    }
  }

  private func shape(of center: SampleCenter) throws -> String {
    let folder = try TemporaryFolder()
    let report = report(center, minimumGroup: 1)
    let path = folder.path + "/index.html"
    try report.html.write(toFile: path, atomically: true, encoding: .utf8)
    return try Repository.judge("release_judge.py", ["--shape", path])
  }

  @Test(arguments: ["=", "+1\t@", hostile.joined()])
  func `hostile texts are safe in every published file`(_ text: String) throws {
    let center = SampleCenter(customers: 20, days: 63, prefix: text)
    let (folder, _) = try center.publish(SampleCenter.settings(center, minimumGroup: 1))
    _ = try Repository.judge("release_judge.py", [folder.path])
  }

  @Test func `the report is a function of its content`() {
    let one = SampleCenter(customers: 40)
    let first = report(one)
    let second = Report(
      ReportInput(
        settings: SampleCenter.settings(one), sources: one.sources,
        cells: one.cells.index(isReversed: true)))
    #expect(first.html == second.html)
    #expect(first.json == second.json)
    #expect(first.text == second.text)
  }

  @Test func `an empty report says so and still has every section`() {
    let report = report(SampleCenter(customers: 0))
    #expect(report.html.contains("No measure counted anything."))
    for id in ["sources", "headline", "journey-map", "process", "friction", "channels", "reasons"] {
      #expect(report.html.contains("<section id=\"\(id)\""))
    }
    #expect(report.html.contains("no data"))
  }

  @Test func `nothing of a group below the minimum is told`() throws {
    var center = SampleCenter(customers: 900)
    center.addRareReason("Rare disease", customers: 9)
    let report = report(center)
    let table = try #require(report.tables.first { $0.id == "by-reason" })
    let row = try #require(table.rows.first { $0[0] == .text("Rare disease") })
    #expect(row.dropFirst().allSatisfy { $0 == .withheld(below: 10) || $0 == .absent })
    #expect(row.contains(.withheld(below: 10)))
    // The total stays, so a second group must be hidden for the first to stay hidden.
    #expect(table.rows.count { $0[1] == .withheld(below: 10) } == 2)
    #expect(
      table.rows.last?[1]
        == .count(Int64(center.customers.reduce(9) { $0 + $1.interactions.count })))

    center.addRareReason("Rare disease", customers: 1, from: 9)
    let open = try #require(self.report(center).tables.first { $0.id == "by-reason" })
    #expect(open.rows.contains { $0[0] == .text("Rare disease") && $0[1] == .count(10) })
  }

  @Test func `visits of one customer are no group, however many`() throws {
    var center = SampleCenter(customers: 200)
    center.addFrequentVisitor(visits: 12)
    let report = report(center)
    func row(_ table: String, _ name: String) throws -> [ReportValue] {
      let table = try #require(report.tables.first { $0.id == table })
      return try #require(table.rows.first { $0[0] == .text(name) })
    }
    #expect(try row("journey-map", "Discover")[1] == .withheld(below: 10))
    #expect(
      try row("touchpoints", "Discover") == [
        .text("Discover"), .text("web"), .withheld(below: 10),
      ])
    #expect(try row("channel-switches", "web").contains(.withheld(below: 10)))
    #expect(try !row("channel-switches", "web").contains(.count(12)))
  }

  @Test func `the text of a mail fits its width`() {
    let center = SampleCenter(customers: 50, prefix: String(repeating: "wide ", count: 40))
    for line in report(center).text.split(separator: "\n") { #expect(line.count <= 78) }
  }

  @Test func `a large report stays below two megabytes`() {
    let center = SampleCenter(
      customers: 1500, days: 730, prefix: String(repeating: "long & <wide> ", count: 30))
    #expect(report(center, minimumGroup: 1).html.utf8.count < 2_000_000)
  }

  private func report(_ center: SampleCenter, minimumGroup: Int = 10) -> Report {
    let settings = SampleCenter.settings(center, minimumGroup: minimumGroup)
    return Report(
      ReportInput(settings: settings, sources: center.sources, cells: center.cells.index()))
  }
}
