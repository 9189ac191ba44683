import JourneyModel

/// What is missing or uncertain in the data and in who is who.
struct QualitySection: ReportSection {
  static let id = "quality"
  static let title = "Data and identity quality"

  let tables: [ReportTable]

  init(_ input: ReportInput) {
    tables =
      [QualitySection.totals(input), QualitySection.disagreements(input)]
      + IdentityTables.all(input)
  }

  private static func totals(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "quality", title: "Totals and gaps",
      columns: [
        ReportColumn("what", "What"), ReportColumn("count", "Count"),
        ReportColumn("share_permille", "Share"), ReportColumn("meaning", "Meaning"),
      ])
    func add(_ what: String, _ count: Int64, of whole: Int64? = nil, _ meaning: String) {
      let share = whole.flatMap { $0 > 0 ? NumberText.permille(count, of: $0) : nil }
      table.append([
        .text(what), .count(count), share.map(ReportValue.permille) ?? .absent, .text(meaning),
      ])
    }
    let totals = input.totals
    let scores = totals.feedback.values.reduce(0, +)
    add("interactions", totals.interactions, "Calls, chats, tickets and the like, all legs joined")
    add("events", totals.events, "What happened in them")
    add("journeys", totals.journeys, "Matters of customers")
    add("journeys still open", totals.openJourneys, of: totals.journeys, "Not settled at as-of")
    add("customers", totals.customers, "Resolved from identifiers")
    add(
      "anonymous customers", totals.anonymousCustomers, of: totals.customers,
      "No identifier of a person is known of them")
    add(
      "shared identifiers", totals.gaps[.sharedToken] ?? 0,
      "Met several customers and therefore join nothing")
    add(
      "phones of several holders", totals.gaps[.recycledToken] ?? 0,
      "Passed on after a long silence and join each holder’s contacts apart")
    add(
      "vetoed identifiers and links", totals.gaps[.vetoedToken] ?? 0,
      "Would have made one customer of two and therefore join nothing")
    let idle = totals.gaps[.idleOverride] ?? 0
    if idle > 0 {
      add(
        "overrides without effect", idle,
        "Name identifiers that no record carries, or keep apart two that one record carries")
    }
    add(
      "large customers", totals.gaps[.largeCustomer] ?? 0, of: totals.customers,
      "More than 50 interactions: see whether they are one person's")
    add(
      "scores by name", totals.feedback[.named] ?? 0, of: scores,
      "Name the interaction they are about")
    add(
      "scores by time", totals.feedback[.nearest] ?? 0, of: scores,
      "Attached to the customer's latest interaction")
    add(
      "unattached scores", totals.feedback[.unattached] ?? 0, of: scores,
      "Only the customer is known, or nobody")
    add(
      "dangling links", totals.gaps[.danglingLink] ?? 0,
      "Refer to an interaction that no source contains")
    add(
      "files held back", totals.gaps[.heldInput] ?? 0,
      "Too many of their records were rejected: nothing of them is here")
    add("future events", totals.gaps[.futureEvent] ?? 0, "Later than as-of and left out")
    return table
  }

  private static func disagreements(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "check-disagreements", title: "Examples where a vendor's counter and ours differ",
      columns: [
        ReportColumn("source", "Source"), ReportColumn("check", "Counter"),
        ReportColumn("native_id", "Interaction", "Its id in the source"),
        ReportColumn("theirs", "Theirs"), ReportColumn("ours", "Ours"),
        ReportColumn("interaction_id", "To explain"),
      ])
    for agreement in input.checks {
      let check = agreement.check
      for example in agreement.disagreeing {
        table.append([
          .text(agreement.source), .text(check.name), .text(example.nativeID),
          value(example.theirs, of: check), value(example.ours, of: check),
          .id(example.interaction.hash),
        ])
      }
    }
    return table
  }

  private static func value(_ value: Int64, of check: Check) -> ReportValue {
    switch check {
    case .waitMs, .handleMs: .milliseconds(value)
    case .reopens, .reassignments, .transfers, .missing: .count(value)
    }
  }

  func render(into page: inout Markup) {
    TableMarkup().render(tables[0], into: &page)
    for table in tables.dropFirst(2) where !table.rows.isEmpty {
      page.element("h3", text: table.title)
      if let hint = IdentityTables.hints[table.id] {
        page.element("p", ["class": "hint"], text: hint)
      }
      TableMarkup().render(table, into: &page)
    }
    guard !tables[1].rows.isEmpty else { return }
    page.element("h3", text: "Where a vendor’s counter and ours differ")
    page.element(
      "p", ["class": "hint"],
      text: "The first of each source and counter by id; explain one with throughline explain ID.")
    TableMarkup().render(tables[1], into: &page)
  }
}
