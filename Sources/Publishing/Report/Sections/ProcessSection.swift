import JourneyModel

/// The process map with its thresholds, and the variants beside it.
struct ProcessSection: ReportSection {
  static let id = "process"
  static let title = "Process map"

  let tables: [ReportTable]
  private let selection: ProcessMapSelection
  private let journeys: ReportJourneys

  /// The widest map, in CSS pixels, that leaves room for the variants beside it.
  private static let widthBesideVariants = 660

  init(_ input: ReportInput) {
    journeys = input.journeys
    selection = ProcessMapSelection(ProcessMap(input.cells), minimumGroup: input.minimumGroup)
    tables = [
      ProcessSection.variants(input), ProcessSection.edges(input, selection),
      ProcessSection.activities(selection), PathChanges.table(input),
    ]
  }

  private static func variants(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "variants", title: "Variants",
      columns: [
        ReportColumn("path", "Path", "Kinds of interaction in order"),
        ReportColumn("journeys", "Journeys"),
        ReportColumn("share_permille", "Share"),
        ReportColumn("resolved_permille", "Resolved"),
        ReportColumn("findings_per_1000", "Findings per 1,000"),
        ReportColumn("elapsed_p50_ms", "Median time"),
        ReportColumn("example", "Example", "A journey that lies in this report, or one to explain"),
      ])
    let sorted = Variant.all(input.cells)
    let all = sorted.reduce(0) { $0 + $1.journeys }
    let large = sorted.filter { !input.isSmall($0.elapsed) }
    for variant in large.prefix(200) { table.append(row(variant, of: all, input)) }
    let rest = sorted.filter { input.isSmall($0.elapsed) } + large.dropFirst(200)
    if !rest.isEmpty { table.append(otherRow(rest, of: all, input)) }
    guard input.hidesGroups else { return table }
    table.notes = [
      "\(NumberText.grouped(Int64(sorted.count))) variants in all; those of fewer than "
        + "\(input.minimumGroup) customers are folded into one row, because rare paths can "
        + "identify people."
    ]
    return table
  }

  private static func row(
    _ variant: Variant, of all: Int64, _ input: ReportInput
  ) -> [ReportValue] {
    let example = input.journeys.example(ofVariant: variant.coordinates)
    return [
      .text(variant.path), .count(variant.journeys),
      .permille(NumberText.permille(variant.journeys, of: all)),
      .permille(NumberText.permille(variant.resolved, of: variant.journeys)),
      .count(NumberText.permille(variant.findings, of: variant.journeys)),
      variant.elapsed.percentile(500),
      example == .absent ? .id(variant.example.hash) : example,
    ]
  }

  private static func otherRow(
    _ rest: [Variant], of all: Int64, _ input: ReportInput
  ) -> [ReportValue] {
    let sum = rest.dropFirst().reduce(into: rest[0]) { $0.add($1) }
    let name = ReportValue.text("\(NumberText.grouped(Int64(rest.count))) other variants")
    if input.isSmall(sum.elapsed) {
      let held = ReportValue.withheld(below: input.minimumGroup)
      return [name, held] + Array(repeating: ReportValue.absent, count: 5)
    }
    return [name] + row(sum, of: all, input).dropFirst().dropLast() + [.absent]
  }

  private static func edges(_ input: ReportInput, _ selection: ProcessMapSelection) -> ReportTable {
    var table = ReportTable(
      id: "process-edges", title: "What follows what",
      columns: [
        ReportColumn("from", "From"), ReportColumn("to", "To"), ReportColumn("count", "Times"),
        ReportColumn("median_ms", "Median time between"),
      ])
    for edge in selection.edges {
      table.append([
        .text(ProcessMapChart.shown(edge.from)), .text(ProcessMapChart.shown(edge.to)),
        .count(edge.count), edge.median.map(ReportValue.milliseconds) ?? .absent,
      ])
    }
    let share = NumberText.percent(permille: selection.thresholdPermille)
    let coverage = NumberText.percent(permille: selection.coveragePermille)
    table.notes = [
      "Arrows that at least \(share) of the journeys take"
        + (input.hidesGroups ? ", and at least \(input.minimumGroup) customers" : "")
        + ", with the strongest way into and out of each activity; they cover \(coverage) of all "
        + "steps from one activity to the next."
    ]
    return table
  }

  private static func activities(_ selection: ProcessMapSelection) -> ReportTable {
    var table = ReportTable(
      id: "process-activities", title: "Activities",
      columns: [
        ReportColumn("activity", "Activity"), ReportColumn("count", "Times"),
        ReportColumn("repeats", "Directly repeated", "Times it directly follows itself"),
      ])
    for node in selection.nodes {
      table.append([
        .text(node.name), .count(node.count), .count(selection.loops[node.name] ?? 0),
      ])
    }
    return table
  }

  func render(into page: inout Markup) {
    page.element(
      "p", ["class": "hint"],
      text: "What happens in journeys, event by event. Labels say how often and the median time "
        + "between; dashed arrows run back; ↻ counts direct repeats.")
    let chart = ProcessMapChart(selection: selection)
    let isNarrow = chart.width <= ProcessSection.widthBesideVariants
    page.element("div", ["class": isNarrow ? "beside" : ""]) { page in
      page.element("figure") { page in
        chart.render(into: &page)
        for note in tables[1].notes { page.element("p", ["class": "note"], text: note) }
      }
      page.element("div") { page in
        page.element("h3", text: "Variants")
        TableMarkup(
          bars: ["share_permille"], paths: ["path"],
          hidden: isNarrow ? ["findings_per_1000", "elapsed_p50_ms"] : [],
          rowLimit: 20, journeys: journeys
        ).render(tables[0], into: &page)
      }
    }
    if !tables[3].rows.isEmpty {
      page.element("h3", text: tables[3].title)
      TableMarkup(paths: ["path"], journeys: journeys).render(tables[3], into: &page)
    }
    page.element("details") { page in
      page.element("summary", text: "Tables: arrows, activities, all variants")
      for table in [tables[1], tables[2], tables[0]] {
        TableMarkup(paths: ["path"], journeys: journeys).render(table, into: &page)
      }
    }
  }
}
