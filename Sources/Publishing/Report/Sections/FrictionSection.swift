import JourneyModel

/// What costs customers effort, where, how much, and the findings that prove it.
struct FrictionSection: ReportSection {
  static let id = "friction"
  static let title = "Friction"

  let tables: [ReportTable]
  private let places: [Place]
  private let totals: ReleaseTotals

  /// A friction point that is shown.
  private struct Place {
    var title: String
    var examples: [Finding]
  }

  private static let exampleLimit = 15

  init(_ input: ReportInput) {
    let sorted = input.content.friction.sorted(by: FrictionSection.isBefore)
    let isShown = { (point: FrictionPoint) in point.customers >= Int64(input.minimumGroup) }
    tables = [
      FrictionSection.ranking(sorted.filter { isShown($0.value) }, sorted, input),
      FrictionSection.detectors(sorted, input),
    ]
    places = sorted.filter { isShown($0.value) }.map { key, point in
      Place(title: FrictionSection.title(of: key, input), examples: point.examples)
    }
    totals = input.content.totals
  }

  /// Most effort points first; ties by findings, then by name.
  private static func isBefore(
    _ first: (key: FrictionKey, value: FrictionPoint),
    _ second: (key: FrictionKey, value: FrictionPoint)
  ) -> Bool {
    if first.value.points != second.value.points { return first.value.points > second.value.points }
    if first.value.findings != second.value.findings {
      return first.value.findings > second.value.findings
    }
    let names = [first.key, second.key].map { ($0.detector, $0.place ?? "", $0.reason ?? "") }
    return names[0] < names[1]
  }

  private static func title(of key: FrictionKey, _ input: ReportInput) -> String {
    [input.detectorTitle(key.detector), key.place, key.reason].compactMap { $0 }
      .joined(separator: " · ")
  }

  private static func ranking(
    _ shown: [(key: FrictionKey, value: FrictionPoint)],
    _ all: [(key: FrictionKey, value: FrictionPoint)], _ input: ReportInput
  ) -> ReportTable {
    var table = ReportTable(
      id: "friction", title: "Friction ranked by effort points",
      columns: [
        ReportColumn("rank", "Rank"), ReportColumn("detector", "What"),
        ReportColumn("place", "Where"), ReportColumn("reason", "Reason"),
        ReportColumn("points", "Effort points"), ReportColumn("findings", "Findings"),
        ReportColumn("journeys", "Journeys"), ReportColumn("customers", "Customers"),
        ReportColumn("avoidable", "Avoidable contacts"),
        ReportColumn("customer_active_ms", "Customer time"),
        ReportColumn("customer_elapsed_ms", "Delay", "Time customers waited for the matter"),
        ReportColumn("agent_ms", "Agent time"),
      ])
    for (rank, (key, point)) in shown.prefix(500).enumerated() {
      table.append([
        .count(Int64(rank + 1)), .text(input.detectorTitle(key.detector)),
        key.place.map(ReportValue.text) ?? .absent, key.reason.map(ReportValue.text) ?? .absent,
        .count(point.points), .count(point.findings), .count(point.journeys),
        .count(point.customers), .count(point.avoidable),
        .milliseconds(point.customerActiveMilliseconds),
        .milliseconds(point.customerElapsedMilliseconds), .milliseconds(point.agentMilliseconds),
      ])
    }
    let held = all.count - shown.count
    if held > 0 {
      table.notes.append(
        "\(NumberText.grouped(Int64(held))) places where fewer than \(input.minimumGroup) "
          + "customers were affected are not listed; they are part of the totals by detector.")
    }
    return table
  }

  private static func detectors(
    _ points: [(key: FrictionKey, value: FrictionPoint)], _ input: ReportInput
  ) -> ReportTable {
    var table = ReportTable(
      id: "friction-detectors", title: "Friction by detector",
      columns: [
        ReportColumn("detector", "What"), ReportColumn("findings", "Findings"),
        ReportColumn("points", "Effort points"), ReportColumn("avoidable", "Avoidable contacts"),
        ReportColumn("customer_active_ms", "Customer time"),
        ReportColumn("customer_elapsed_ms", "Delay"), ReportColumn("agent_ms", "Agent time"),
      ])
    var sums: [String: FrictionPoint] = [:]
    for (key, point) in points { sums.add(point, to: key.detector) { $0.merge($1) } }
    let described = input.settings.detectors.map(\.id)
    let others = Set(sums.keys).subtracting(described).sorted()
    for id in described + others {
      let sum = sums[id] ?? FrictionPoint()
      table.append([
        .text(input.detectorTitle(id)), .count(sum.findings), .count(sum.points),
        .count(sum.avoidable), .milliseconds(sum.customerActiveMilliseconds),
        .milliseconds(sum.customerElapsedMilliseconds), .milliseconds(sum.agentMilliseconds),
      ])
    }
    return table
  }

  // MARK: Page

  func render(into page: inout Markup) {
    let share = NumberText.permille(totals.journeysWithFindings, of: totals.journeys)
    page.element("p", ["class": "hint"]) { page in
      page.element("b", text: NumberText.grouped(totals.findings))
      page.add(" findings; ")
      page.element("b", text: NumberText.percent(permille: share))
      page.add(" of the journeys have at least one. Findings that another detector already ")
      page.add("counts are left out.")
    }
    TableMarkup(bars: ["points"]).render(tables[1], into: &page)
    page.element("h3", text: "Where it hurts most")
    let links = places.indices.map { index in
      index < FrictionSection.exampleLimit && !places[index].examples.isEmpty
        ? "#friction-\(index + 1)" : ""
    }
    TableMarkup(bars: ["points"], hidden: ["journeys", "agent_ms"], rowLimit: 20, links: links)
      .render(tables[0], into: &page)
    renderEvidence(into: &page)
  }

  private func renderEvidence(into page: inout Markup) {
    let proven = places.prefix(FrictionSection.exampleLimit).enumerated()
      .filter { !$0.element.examples.isEmpty }
    guard !proven.isEmpty else { return }
    page.element("h3", text: "Evidence")
    page.element(
      "p", ["class": "hint"],
      text: "Example findings of each place, chosen by smallest id, with the facts that prove them."
    )
    for (index, place) in proven {
      page.newLine()
      page.element("details", ["class": "evidence", "id": "friction-\(index + 1)"]) { page in
        page.element("summary") { page in
          page.element("b", text: "\(index + 1)")
          page.add(" " + TableMarkup.clipped(place.title))
        }
        for finding in place.examples { render(finding, into: &page) }
      }
    }
  }

  private func render(_ finding: Finding, into page: inout Markup) {
    page.element("article", ["class": "finding"]) { page in
      page.element("p") { page in
        page.element(
          "span", ["class": "severity v\(finding.severity)"], text: "severity \(finding.severity)")
        page.add(" ")
        page.element("b", text: TableMarkup.clipped(finding.message))
        page.element(
          "span", ["class": "dim"],
          text: " \(ReportValue.instant(finding.at).shown) · \(finding.system) "
            + TableMarkup.clipped(finding.nativeID))
      }
      if !finding.evidence.isEmpty { renderFacts(finding.evidence, into: &page) }
      page.element("p", ["class": "command"]) { page in
        page.element("code", text: "throughline explain \(finding.id)")
      }
    }
  }

  private func renderFacts(_ facts: [Evidence], into page: inout Markup) {
    page.element("div", ["class": "scroll"]) { page in
      page.element("table", ["class": "facts"]) { page in
        page.element("thead") { page in
          page.element("tr") { page in
            for title in ["Field", "Value", "Rule", "Record"] as [String] {
              page.element("th", ["scope": "col"], text: title)
            }
          }
        }
        page.element("tbody") { page in
          for fact in facts.prefix(8) {
            page.element("tr") { page in
              page.element("td", text: TableMarkup.clipped(fact.field))
              page.element("td", text: TableMarkup.clipped(fact.value))
              page.element("td", text: TableMarkup.clipped(fact.rule))
              page.element("td", ["class": "id"], text: fact.record.description)
            }
          }
        }
      }
    }
  }
}
