import Foundation
import JourneyModel
import Publishing
import Testing

/// What the report says first, and where its numbers stand.
@Suite struct ReportActionTests {
  private static func report(_ center: SampleCenter, minimumGroup: Int = 10) -> Report {
    Report(
      ReportInput(
        settings: SampleCenter.settings(center, minimumGroup: minimumGroup),
        sources: center.sources, cells: center.cells.index()))
  }

  private func sentences(_ report: Report) throws -> [String: String] {
    let table = try #require(report.tables.first { $0.id == "actions" })
    return Dictionary(uniqueKeysWithValues: table.rows.map { ($0[0].shown, $0[2].shown) })
  }

  @Test func `what costs most is what the rows add up to`() throws {
    let center = SampleCenter(customers: 600)
    var avoidable: [String: Int64] = [:]
    for finding in center.customers.flatMap(\.findings) {
      avoidable[finding.detector, default: 0] += Int64(finding.avoidable)
    }
    let most = try #require(avoidable.max { $0.value < $1.value })
    let sentence = try #require(try sentences(Self.report(center))["costliest"])
    #expect(most.key == "repeat-contact")
    #expect(sentence.hasPrefix("Repeat contact: \(NumberText.grouped(most.value)) avoidable"))
  }

  @Test func `three to five sentences, each with evidence that is in the page`() throws {
    let report = Self.report(SampleCenter(customers: 900))
    let table = try #require(report.tables.first { $0.id == "actions" })
    #expect((3...5).contains(table.rows.count))
    for row in table.rows {
      #expect(report.html.contains("id=\"\(row[3].shown)\""), "\(row[3].shown)")
      #expect(report.html.contains("href=\"#\(row[3].shown)\""))
    }
  }

  @Test func `it opens with what to do, and sources and definitions come last`() {
    let html = Self.report(SampleCenter(customers: 60)).html
    let ids = html.split(separator: "<section id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.prefix(3) == ["actions", "headline", "friction"])
    #expect(ids.suffix(2) == ["sources", "definitions"])
  }

  @Test func `numbers that do not carry a sentence make none`() throws {
    #expect(try sentences(Self.report(SampleCenter(customers: 0))).isEmpty)
    // Thirty days have no two periods of four weeks, and nothing is told of small groups.
    let few = try sentences(Self.report(SampleCenter(customers: 20, days: 30)))
    #expect(few["first-fix"] == nil && few["self-service"] == nil && few["offer-call"] == nil)
  }

  @Test func `a change is told only beyond chance, the worse before the better`() throws {
    #expect(try change(abandonedBefore: 10, after: 30) == "Abandonment: 10.0 % → 30.0 %")
    #expect(try change(abandonedBefore: 30, after: 10) == "Abandonment: 30.0 % → 10.0 %")
    // Of 1,000 contacts on one day of each period; of 28,000 it would be beyond chance.
    #expect(
      try change(abandonedBefore: 10, after: 11, days: 1) == "No measure changed beyond chance")
    #expect(try change(abandonedBefore: 10, after: 11) == "Abandonment: 10.0 % → 11.0 %")
  }

  /// The beginning of the sentence about changes where so many of 100 contacts a day were given up.
  private func change(
    abandonedBefore before: Int64, after: Int64, days: Int32 = 28
  ) throws -> String {
    var cells = SampleCells(measures: ["abandonment"], sources: [], detectors: [])
    let last = SampleCenter.firstDay + 82
    for day in (last - 55)...last where (last - day) % 28 < days {
      for customer in 0..<10 {
        cells.add(
          CellKey(cells.measure("abandonment"), day: day),
          of: CustomerID(StableHash128(domain: "sample", "\(customer)")),
          [.number(Coordinate(Channel.voice))],
          .sum(day > last - 28 ? after : before, count: 100))
      }
    }
    let center = SampleCenter(customers: 0)
    let report = Report(
      ReportInput(
        settings: SampleCenter.settings(center), sources: center.sources, cells: cells.index()))
    let sentence = try #require(try sentences(report)["change"])
    return sentence.components(separatedBy: " in the").first ?? ""
  }

  @Test func `the short text has the same sentences`() throws {
    let report = Self.report(SampleCenter(customers: 900))
    let words = report.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for sentence in try sentences(report).values {
      #expect(words.contains(sentence.split(separator: " ").joined(separator: " ")))
    }
  }

  @Test func `half of a count has the range of chance`() {
    let range = HalvedRange(100)
    // 100 ± 1.96·10, halved.
    #expect(range.low == 40 && range.middle == 50 && range.high == 60)
    #expect(HalvedRange(1).low == 0)
  }
}
