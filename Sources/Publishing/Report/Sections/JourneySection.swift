import JourneyModel

/// Journeys one by one: what happened, step by step, where it hurt, and how to see the bytes.
struct JourneySection: ReportSection {
  static let id = "journeys"
  static let title = "Journeys"

  let tables: [ReportTable]
  private let journeys: ReportJourneys
  private let stories: [Story]

  /// A journey with the rows of its own.
  private struct Story {
    var entry: ReportJourneys.Entry
    var reason: String?
    var steps: ReportTable
    var marks: [Mark]
  }

  /// A finding in words.
  private struct Mark {
    var title: String
    var mark: JourneyExample.Mark
  }

  init(_ input: ReportInput) {
    journeys = input.journeys
    var list = JourneySection.emptyList(input)
    var steps = JourneySection.emptySteps
    var findings = JourneySection.emptyFindings
    stories = input.journeys.entries.map { entry in
      let example = entry.example
      let reason = input.cells.words.text(example.reason, of: .reason)
      list.append(JourneySection.row(entry, reason))
      var own = JourneySection.emptySteps
      for step in example.steps {
        let row = JourneySection.row(step, of: example, input)
        own.append(row)
        steps.append(row)
      }
      let marks = example.marks.map { mark in
        Mark(title: JourneySection.title(of: mark, input), mark: mark)
      }
      for mark in marks { findings.append(JourneySection.row(mark, of: example)) }
      return Story(entry: entry, reason: reason, steps: own, marks: marks)
    }
    tables = [list, steps, findings]
  }

  private static func title(of mark: JourneyExample.Mark, _ input: ReportInput) -> String {
    input.cells.words.text(mark.detector, of: .detector).map { input.detectorTitle($0) } ?? ""
  }

  // MARK: Tables

  private static func emptyList(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "journeys", title: "Journeys in this report",
      columns: [
        ReportColumn("journey", "Journey", "Its id; 'throughline explain' takes it"),
        ReportColumn("grounds", "Why it is here"), ReportColumn("path", "Path"),
        ReportColumn("reason", "Reason"), ReportColumn("started_at", "Began"),
        ReportColumn("status", "Status"), ReportColumn("contacts", "Contacts"),
        ReportColumn("effort", "Effort", "0 to 100; above 60 is very hard"),
        ReportColumn("findings", "Findings"),
        ReportColumn("customer_active_ms", "Customer time"), ReportColumn("agent_ms", "Agent time"),
        ReportColumn("elapsed_ms", "From start to end"),
      ])
    table.notes = [
      "The \(ReportJourneys.sampleLimit) of most effort, as many drawn by chance, and the newest; "
        + "then one for each of the most frequent paths, of the friction that counts most, and of "
        + "the largest channels, reasons, queues and personas. Chance is the smallest id, so the "
        + "same journeys are drawn every time."
    ]
    if input.hidesGroups {
      table.notes.append(
        "Only journeys are shown whose path, reasons and queues at least \(input.minimumGroup) "
          + "customers share, because rare ones can identify people: "
          + "\(NumberText.grouped(Int64(input.journeys.withheld))) were passed over. "
          + "privacy.minimum-group sets it.")
    }
    return table
  }

  private static func row(_ entry: ReportJourneys.Entry, _ reason: String?) -> [ReportValue] {
    let example = entry.example
    return [
      .id(example.id.hash), .text(entry.grounds.joined(separator: ", ")), .text(example.path),
      reason.map(ReportValue.text) ?? .absent, .instant(example.startedAt),
      .text(example.status.name), .count(example.interactions), .count(example.effort),
      .count(example.findings), .milliseconds(example.customerActiveMilliseconds),
      .milliseconds(example.agentMilliseconds), .milliseconds(example.elapsedMilliseconds),
    ]
  }

  private static let emptySteps = ReportTable(
    id: "journey-steps", title: "Steps",
    columns: [
      ReportColumn("journey", "Journey"), ReportColumn("step", "Step"),
      ReportColumn("started_at", "Began"), ReportColumn("channel", "Channel"),
      ReportColumn("kind", "Kind"), ReportColumn("queue", "Queue"),
      ReportColumn("outcome", "Outcome"), ReportColumn("ivr_ms", "Menu"),
      ReportColumn("wait_ms", "Wait"), ReportColumn("talk_ms", "Talk"),
      ReportColumn("hold_ms", "Hold"), ReportColumn("wrap_ms", "After"),
      ReportColumn("first_response_ms", "First response", "Of what was written"),
      ReportColumn("csat_permille", "Satisfaction"),
      ReportColumn("joined_by", "Joined by", "Why it belongs to this journey"),
      ReportColumn("confidence_permille", "Confidence", "How sure that is"),
      ReportColumn("joined_to", "To step"),
      ReportColumn("joined", "Joined", "By what, to which step, and how sure that is"),
      ReportColumn("native_id", "Id in the source", "The vendor, and its own id"),
    ])

  private static func row(
    _ step: JourneyExample.Step, of example: JourneyExample, _ input: ReportInput
  ) -> [ReportValue] {
    func time(_ value: Int64?) -> ReportValue { value.map(ReportValue.milliseconds) ?? .absent }
    func text(_ value: String?) -> ReportValue { value.map(ReportValue.text) ?? .absent }
    return [
      .id(example.id.hash), .count(step.number), .instant(step.startedAt),
      .text(step.channel.name), .text(step.kind.name),
      text(input.cells.words.text(step.queue, of: .queue)), text(step.outcome?.name),
      time(step.ivrMilliseconds), time(step.waitMilliseconds), time(step.talkMilliseconds),
      time(step.holdMilliseconds), time(step.wrapMilliseconds),
      time(step.isWritten ? step.firstResponseMilliseconds : nil),
      step.csatPermille.map(ReportValue.permille) ?? .absent,
      text(step.basis?.name),
      step.basis == nil ? .absent : .permille(step.confidencePermille),
      step.linkedTo.map(ReportValue.count) ?? .absent, text(joined(step)),
      .text("\(step.system) \(step.nativeID)"),
    ]
  }

  private static func joined(_ step: JourneyExample.Step) -> String? {
    guard let basis = step.basis else { return nil }
    return "by \(basis.name)" + (step.linkedTo.map { " to step \($0)" } ?? "")
      + ", " + NumberText.percent(permille: step.confidencePermille)
  }

  private static let emptyFindings = ReportTable(
    id: "journey-findings", title: "Friction in these journeys",
    columns: [
      ReportColumn("journey", "Journey"), ReportColumn("step", "Step"),
      ReportColumn("detector", "What"), ReportColumn("at", "At"),
      ReportColumn("severity", "Severity"), ReportColumn("points", "Effort points"),
      ReportColumn("message", "Message"), ReportColumn("evidence", "Evidence"),
      ReportColumn("finding", "Finding"),
    ])

  private static func row(_ mark: Mark, of example: JourneyExample) -> [ReportValue] {
    [
      .id(example.id.hash), .count(mark.mark.step), .text(mark.title), .instant(mark.mark.at),
      .count(mark.mark.severity), .count(mark.mark.points), .text(mark.mark.message),
      .text(evidence(mark.mark)), .id(mark.mark.id.hash),
    ]
  }

  private static func evidence(_ mark: JourneyExample.Mark) -> String {
    mark.evidence.map { "\($0.field) = \($0.value) (\($0.rule))" }.joined(separator: "; ")
  }

  // MARK: Page

  func render(into page: inout Markup) {
    guard !stories.isEmpty else {
      return page.element("p", ["class": "none"], text: "No journey can be shown.")
    }
    page.element(
      "p", ["class": "hint"],
      text: "Each journey as it went: a lane per channel, a bar per contact, ▲ where it hurt. Bars "
        + "of calls and chats share a scale, those of what is written another; the time between "
        + "contacts is written below. A dashed way is joined by time alone.")
    renderLegend(into: &page)
    TableMarkup(
      paths: ["path"], hidden: ["agent_ms"], rowLimit: 200, journeys: journeys
    ).render(tables[0], into: &page)
    page.element("p", ["class": "note"]) { page in
      page.add("In commands, ")
      page.element("code", ["class": "out"], text: "OUT")
      page.add(" is the folder that holds the link ")
      page.element("code", text: "latest")
      page.add(" to this release.")
    }
    for story in stories { render(story, into: &page) }
  }

  private func renderLegend(into page: inout Markup) {
    page.element("ul", ["class": "legend"]) { page in
      for (style, name) in [
        ("menu", "menu"), ("wait", "wait"), ("talk", "talk"), ("hold", "hold"),
        ("wrap", "after the contact"), ("answer", "written: until the first answer"),
        ("open", "written: until settled"),
      ] {
        page.element("li") { page in
          page.element("i", ["class": "t-\(style)"]) { _ in }
          page.element("span", text: name)
        }
      }
    }
  }

  private func render(_ story: Story, into page: inout Markup) {
    let example = story.entry.example
    let anchor = ReportJourneys.anchor(example.id.hash)
    page.newLine()
    page.element("details", ["class": "evidence story", "id": anchor]) { page in
      page.element("summary") { page in
        page.element("b", text: String(example.id.description.prefix(8)))
        page.add(" " + TableMarkup.path(example.path))
        page.element("span", ["class": "dim"], text: about(story))
      }
      page.element("article", ["class": "finding"]) { page in
        page.element("div", ["class": "scroll", "tabindex": "0"]) { page in
          TimelineChart(id: "\(anchor)-chart", example: example) { mark in
            TableMarkup.clipped(mark.message)
          }.render(into: &page)
        }
        if !story.marks.isEmpty { render(story.marks, into: &page) }
        TableMarkup(hidden: JourneySection.empty(story.steps), rowLimit: JourneyExample.stepLimit)
          .render(story.steps, into: &page)
        TraceCommand(name: example.id.description).render(into: &page)
      }
    }
  }

  private func about(_ story: Story) -> String {
    let example = story.entry.example
    let contacts = example.interactions == 1 ? "contact" : "contacts"
    return " · " + (story.reason.map(TableMarkup.clipped) ?? "no reason")
      + " · \(example.interactions) \(contacts) in "
      + NumberText.duration(example.elapsedMilliseconds)
      + " · effort \(example.effort) · \(example.status.name)"
  }

  private func render(_ marks: [Mark], into page: inout Markup) {
    page.element("ul", ["class": "marks"]) { page in
      for mark in marks {
        page.element("li") { page in
          page.element(
            "span", ["class": "severity v\(mark.mark.severity)"], text: "▲ step \(mark.mark.step)")
          page.add(" ")
          page.element("b", text: mark.title)
          page.add(" " + TableMarkup.clipped(mark.mark.message))
          page.element(
            "span", ["class": "dim"],
            text: " " + TableMarkup.clipped(JourneySection.evidence(mark.mark)))
        }
      }
    }
  }

  /// The columns that no step of a journey fills, and that of the journey itself.
  private static func empty(_ table: ReportTable) -> Set<String> {
    let columns = table.columns.indices.filter { index in
      table.rows.allSatisfy { $0[index] == .absent }
    }
    return Set(
      columns.map { table.columns[$0].name }
        + ["journey", "kind", "joined_by", "confidence_permille", "joined_to"])
  }
}

extension JourneyExample {
  /// The kinds of its steps joined by `>`, with `…` for those left out.
  var path: String {
    var text = ""
    var number: Int64 = 0
    for step in steps {
      if !text.isEmpty { text += step.number > number + 1 ? ">…>" : ">" }
      text += step.kind.name
      number = step.number
    }
    return text
  }
}

/// The command that shows what something was made of, down to the bytes.
struct TraceCommand {
  /// The id it explains.
  var name: String

  /// Writes the command; the page's script fills in the folder of the releases.
  func render(into page: inout Markup) {
    page.element("p", ["class": "command"]) { page in
      page.element("code") { page in
        page.add("throughline explain \(name) --out ")
        page.element("span", ["class": "out"], text: "OUT")
      }
    }
  }
}
