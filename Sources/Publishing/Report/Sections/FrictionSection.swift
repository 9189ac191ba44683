import JourneyModel

/// What costs customers effort, where, how much, and the findings that prove it.
struct FrictionSection: ReportSection {
  static let id = "friction"
  static let title = "Friction"

  let tables: [ReportTable]
  private let places: [Place]
  private let totals: ReleaseTotals
  private let journeys: ReportJourneys
  /// Whether anything has a cost.
  private let isPriced: Bool

  /// A friction point that is shown.
  private struct Place {
    var title: String
    var examples: [FindingExample]
  }

  private static let exampleLimit = 15
  /// Columns of rankings that are in their CSV files and not in the page.
  private static let details = [
    "customer_elapsed_ms", "points", "customers", "journeys", "agent_ms", "recent", "before",
  ]

  init(_ input: ReportInput) {
    let all = input.friction
    let shown = input.toldFriction
    let ranking = FrictionRanking(input)
    var byContacts = ranking.table(
      shown, id: "friction",
      title: input.settings.currency == nil
        ? "Friction ranked by avoidable contacts" : "Friction ranked by cost")
    byContacts.notes = FrictionSection.notes(held: all.count - shown.count, input)
    let slowest = shown.enumerated().sorted { first, second in
      let times = (
        first.element.customerActiveMilliseconds, second.element.customerActiveMilliseconds
      )
      return times.0 != times.1 ? times.0 > times.1 : first.offset < second.offset
    }.map(\.element)
    tables = [
      byContacts, FrictionSection.detectors(all, input),
      ranking.table(slowest, id: "friction-by-time", title: "Friction ranked by customer time"),
    ]
    places = shown.map { point in
      Place(
        title: FrictionSection.title(of: point, input),
        examples: point.examples.filter { input.isShown($0.at) })
    }
    totals = input.totals
    journeys = input.journeys
    isPriced = input.settings.currency != nil
  }

  private static func title(of point: FrictionPoint, _ input: ReportInput) -> String {
    [input.detectorTitle(point.detector), point.place, point.reason].compactMap { $0 }
      .joined(separator: " · ")
  }

  private static func notes(held: Int, _ input: ReportInput) -> [String] {
    var notes = [
      "Affected: journeys with it, of all journeys of the reason, with the 95 % Wilson interval. "
        + "Satisfaction without it is that of the reason's other rated journeys; other causes may "
        + "differ, too."
    ]
    if let periods = input.periods {
      notes.append("Trend: findings of \(periods.text).")
    } else {
      notes.append("Trend: there are no two whole periods to compare yet.")
    }
    if held > 0 {
      notes.append(
        "\(NumberText.grouped(Int64(held))) places where fewer than \(input.minimumGroup) "
          + "customers were affected are not listed; they are part of the totals by detector.")
    }
    return notes
  }

  private static func detectors(
    _ points: [FrictionPoint], _ input: ReportInput
  ) -> ReportTable {
    var table = ReportTable(
      id: "friction-detectors", title: "Friction by detector",
      columns: [
        ReportColumn("detector", "What"), ReportColumn("findings", "Findings"),
        ReportColumn("points", "Effort points"), ReportColumn("cost_minor", "Cost"),
        ReportColumn("avoidable", "Avoidable contacts"),
        ReportColumn("customer_active_ms", "Customer time"),
        ReportColumn("customer_elapsed_ms", "Delay"), ReportColumn("agent_ms", "Agent time"),
      ])
    var sums: [String: FrictionPoint] = [:]
    for point in points { sums.add(point, to: point.detector) { $0.add($1) } }
    let described = input.settings.detectors.map(\.id)
    let others = Set(sums.keys).subtracting(described).sorted()
    let unknown = notAssessable(input).subtracting(sums.keys)
    for id in described + others {
      if unknown.contains(id) {
        table.append(
          [.text(input.detectorTitle(id))] + Array(repeating: .absent, count: 7))
        continue
      }
      let sum = sums[id]
      table.append([
        .text(input.detectorTitle(id)), .count(sum?.points.denominator ?? 0),
        .count(sum?.points.numerator ?? 0),
        input.settings.currency.map { .money(sum?.costMinor ?? 0, $0) } ?? .absent,
        .count(sum?.avoidable ?? 0),
        .milliseconds(sum?.customerActiveMilliseconds ?? 0),
        .milliseconds(sum?.customerElapsedMilliseconds ?? 0),
        .milliseconds(sum?.agentMilliseconds ?? 0),
      ])
    }
    if !unknown.isEmpty {
      table.notes.append(
        "– : cannot be assessed, since no export holds the events that show it. 'throughline "
          + "detectors show' says which.")
    }
    return table
  }

  /// The detectors of which no activity that they need is in any journey.
  private static func notAssessable(_ input: ReportInput) -> Set<String> {
    let known = Set(
      ProcessMap(input.cells).nodes.keys.compactMap {
        $0.split(separator: " ").last.map(String.init)
      })
    return Set(
      input.settings.detectors.filter { detector in
        !detector.activities.isEmpty && !detector.activities.contains { known.contains($0.name) }
      }.map(\.id))
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
    let links = places.indices.map { index in
      index < FrictionSection.exampleLimit && !places[index].examples.isEmpty
        ? "#friction-\(index + 1)" : ""
    }
    page.element("h3", text: isPriced ? "By cost" : "By avoidable contacts")
    ranking(isPriced ? "cost_minor" : "avoidable", links: links).render(tables[0], into: &page)
    page.element("details") { page in
      page.element("summary", text: "The same by customer time")
      ranking("customer_active_ms", links: []).render(tables[2], into: &page)
    }
    page.element("h3", text: "By kind")
    TableMarkup(bars: ["points"], hidden: isPriced ? [] : ["cost_minor"]).render(
      tables[1], into: &page)
    renderEvidence(into: &page)
  }

  private func ranking(_ column: String, links: [String]) -> TableMarkup {
    TableMarkup(
      bars: [column],
      hidden: Set(FrictionSection.details + [isPriced ? "findings" : "cost_minor"]), rowLimit: 20,
      links: links, journeys: journeys)
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

  private func render(_ finding: FindingExample, into page: inout Markup) {
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
      TraceCommand(name: finding.id.description).render(into: &page)
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
