import JourneyModel

/// Where the numbers come from, and how far the vendors' own counters agree.
struct SourcesSection: ReportSection {
  static let id = "sources"
  static let title = "Sources"

  let tables: [ReportTable]
  private let versions: [(name: String, version: String)]

  init(_ input: ReportInput) {
    tables = [
      SourcesSection.sources(input), SourcesSection.checks(input), SourcesSection.notes(input),
    ]
    versions =
      input.settings.versions
      + [
        ("configuration", input.settings.configurationFingerprint),
        ("identifier key", input.settings.keyID),
      ]
  }

  private static func sources(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "sources", title: "What was read",
      columns: [
        ReportColumn("source", "Source", "The input's name"),
        ReportColumn("system", "System", "The vendor"),
        ReportColumn("adapter", "Adapter", "What read it"),
        ReportColumn("statements", "Statements", "Distinct records, all versions"),
        ReportColumn("live_records", "Live", "Records that are the newest of their key"),
        ReportColumn(
          "ties", "Ties", "Newest records chosen from several that differ in one version"),
        ReportColumn("rejected", "Rejected", "Records that could not be used"),
        ReportColumn("rejected_permille", "Rejected %", "Rejected of all records read"),
        ReportColumn("first_event", "First event"),
        ReportColumn("last_event", "Last event", "Not after as-of"),
      ])
    for (name, source) in input.sources.sorted(by: { $0.key < $1.key }) {
      let read = source.statements + source.rejected
      table.append([
        .text(name), .text(source.system), .text(source.adapter), .count(source.statements),
        .count(source.liveRecords), .count(source.ties), .count(source.rejected),
        read > 0 ? .permille(NumberText.cautiousPermille(source.rejected, of: read)) : .absent,
        source.firstEvent.map(ReportValue.instant) ?? .absent,
        source.lastEvent.map(ReportValue.instant) ?? .absent,
      ])
    }
    return table
  }

  private static func checks(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "checks", title: "Agreement with the vendors' own counters",
      columns: [
        ReportColumn("source", "Source"),
        ReportColumn("check", "Counter", "What the vendor counts too"),
        ReportColumn("compared", "Compared", "Interactions that carry the counter"),
        ReportColumn("agreed", "Agree", "Interactions where our count is the same"),
        ReportColumn("agreement_permille", "Agreement"),
      ])
    for agreement in input.checks {
      table.append([
        .text(agreement.source), .text(agreement.check.name), .count(agreement.compared),
        .count(agreement.agreed),
        agreement.compared > 0
          ? .permille(NumberText.cautiousPermille(agreement.agreed, of: agreement.compared))
          : .absent,
      ])
    }
    return table
  }

  private static func notes(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "notes", title: "What did not fit",
      columns: [
        ReportColumn("source", "Source"),
        ReportColumn("subject", "Field", "The field, table or column concerned"),
        ReportColumn("what", "What", "What did not fit, although the records were accepted"),
        ReportColumn("word", "Word", "As the export has it, or both numbers; none where not kept"),
        ReportColumn("count", "Count"),
        ReportColumn("remedy", "Remedy", "What to add to the input"),
      ])
    for (name, source) in input.sources.sorted(by: { $0.key < $1.key }) {
      for (note, count) in source.notes.sorted {
        table.append([
          .text(name), .text(note.subject), .text(note.kind.title),
          note.word.isEmpty ? .absent : .text(note.word), .count(count),
          note.remedy.map(ReportValue.text) ?? .absent,
        ])
      }
    }
    return table
  }

  func render(into page: inout Markup) {
    TableMarkup().render(tables[0], into: &page)
    if !tables[2].rows.isEmpty {
      page.element("h3", text: "What did not fit")
      page.element(
        "p", ["class": "hint"],
        text: "Values that were not understood, although their records were accepted. They count "
          + "as what the adapter says of all else, or as nothing. A page that has fewer records "
          + "than it says is incomplete.")
      TableMarkup().render(tables[2], into: &page)
    }
    if !tables[1].rows.isEmpty {
      page.element("h3", text: "Agreement with the vendors’ own counters")
      page.element(
        "p", ["class": "hint"],
        text: "Where an export carries a counter of its own, ours is compared with it, "
          + "interaction by interaction.")
      TableMarkup().render(tables[1], into: &page)
    }
    page.element("dl", ["class": "versions"]) { page in
      for (name, version) in versions {
        page.element("div") { page in
          page.element("dt", text: name)
          page.element("dd", text: version)
        }
      }
    }
  }
}
