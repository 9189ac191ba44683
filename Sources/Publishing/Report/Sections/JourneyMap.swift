import JourneyModel

/// A journey map: stages side by side, lanes from touchpoint to owner.
struct JourneyMap {
  /// The stages, and the touchpoints of each.
  let tables: [ReportTable]
  private let columns: [Column]
  /// What tells its table and its chart from those of other maps; empty for everybody's.
  private let suffix: String

  /// A stage with what happens in it.
  private struct Column {
    var stage: Stage
    var channels: [(channel: Channel, interactions: ReportValue)]
    var total: JourneyMapCell
  }

  /// The map of everybody.
  init(_ input: ReportInput) {
    self.init(input, suffix: "") { _ in true }
  }

  /// The map of one persona, the `number`-th that is shown.
  init(_ input: ReportInput, persona: String, number: Int) {
    self.init(input, suffix: "-persona-\(number)") { $0 == persona }
  }

  private init(_ input: ReportInput, suffix: String, of isMeant: (String?) -> Bool) {
    let cells = input.content.journeyMap.filter { isMeant($0.key.persona) }
    columns = Stage.allCases.map { JourneyMap.column($0, cells, input) }
    self.suffix = suffix
    tables = [
      JourneyMap.stages(columns, input, suffix), JourneyMap.touchpoints(columns, input, suffix),
    ]
  }

  private static func column(
    _ stage: Stage, _ cells: [JourneyMapKey: JourneyMapCell], _ input: ReportInput
  ) -> Column {
    var total = JourneyMapCell()
    var channels: [(Channel, Int64)] = []
    for channel in Channel.allCases {
      let own = cells.filter { $0.key.stage == stage && $0.key.channel == channel }.values
      let cell = own.reduce(into: JourneyMapCell()) { $0.merge($1) }
      guard cell.interactions > 0 else { continue }
      total.merge(cell)
      channels.append((channel, cell.interactions))
    }
    let sorted = channels.sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
    return Column(
      stage: stage,
      channels: sorted.map { ($0.0, input.count($0.1, customers: $0.1)) }, total: total)
  }

  private static func stages(
    _ columns: [Column], _ input: ReportInput, _ suffix: String
  ) -> ReportTable {
    var table = ReportTable(
      id: "journey-map" + suffix, title: "Journey map by stage",
      columns: [
        ReportColumn("stage", "Stage"),
        ReportColumn("interactions", "Interactions"),
        ReportColumn("satisfaction_permille", "Satisfaction", "Mean of the scores given"),
        ReportColumn("scores", "Scores"),
        ReportColumn("findings", "Friction findings"),
        ReportColumn("findings_per_1000", "Findings per 1,000 interactions"),
        ReportColumn("wait_p50_ms", "Wait, median"),
        ReportColumn("wait_p90_ms", "Wait, p90"),
        ReportColumn("top_friction", "Most frequent friction"),
        ReportColumn("top_queue", "Owner", "The queue that handles most"),
      ])
    for column in columns { table.append(row(column, input)) }
    guard input.hidesGroups else { return table }
    table.notes = ["Places with fewer than \(input.minimumGroup) interactions are withheld."]
    return table
  }

  private static func row(_ column: Column, _ input: ReportInput) -> [ReportValue] {
    let cell = column.total
    let name = ReportValue.text(StageText.title(column.stage))
    guard cell.interactions > 0 else {
      return [name] + Array(repeating: ReportValue.absent, count: 9)
    }
    guard cell.interactions >= Int64(input.minimumGroup) else {
      let held = ReportValue.withheld(below: input.minimumGroup)
      return [name, held] + Array(repeating: ReportValue.absent, count: 8)
    }
    let isScored = cell.scores >= Int64(input.minimumGroup) && cell.scores > 0
    func wait(_ permille: Int64) -> ReportValue {
      guard cell.waitMilliseconds.total >= Int64(input.minimumGroup) else { return .absent }
      return cell.waitMilliseconds.percentile(permille: permille).map(ReportValue.milliseconds)
        ?? .absent
    }
    let owners = TopList(cell.queues).shown
    let friction = TopList(cell.detectors).shown.map { (input.detectorTitle($0.name), $0.count) }
    return [
      name, .count(cell.interactions),
      isScored ? .permille(cell.scorePermilleSum / cell.scores) : .absent, .count(cell.scores),
      .count(cell.findings),
      .count(NumberText.permille(cell.findings, of: cell.interactions)),
      wait(500), wait(900),
      friction.first.map { .text($0.0) } ?? .absent, owners.first.map { .text($0.name) } ?? .absent,
    ]
  }

  private static func touchpoints(
    _ columns: [Column], _ input: ReportInput, _ suffix: String
  ) -> ReportTable {
    var table = ReportTable(
      id: "touchpoints" + suffix, title: "Touchpoints by stage",
      columns: [
        ReportColumn("stage", "Stage"), ReportColumn("channel", "Channel"),
        ReportColumn("interactions", "Interactions"),
      ])
    for column in columns {
      for (channel, count) in column.channels {
        table.append([.text(StageText.title(column.stage)), .text(channel.name), count])
      }
    }
    return table
  }

  // MARK: Page

  /// Draws the lanes and puts the tables below them.
  func render(into page: inout Markup) {
    page.element("div", ["class": "scroll", "tabindex": "0", "role": "region"]) { page in
      page.element("table", ["class": "journey"]) { page in
        renderHead(into: &page)
        page.element("tbody") { page in
          lane("Touchpoints", into: &page, renderTouchpoints)
          lane("Volume", into: &page, renderVolume)
          renderEmotion(into: &page)
          lane("Friction", into: &page, renderFriction)
          lane("Wait", into: &page) { column, page in
            let median = value("wait_p50_ms", of: column)
            guard median != .absent else { return page.element("p", ["class": "dim"], text: "–") }
            page.element("p", text: "median \(median.shown)")
            page.element(
              "p", ["class": "dim"], text: "p90 \(value("wait_p90_ms", of: column).shown)")
          }
          lane("Owner", into: &page, renderOwner)
        }
      }
    }
    for note in tables[0].notes { page.element("p", ["class": "note"], text: note) }
    page.element("details") { page in
      page.element("summary", text: "Tables")
      for table in tables { TableMarkup().render(table, into: &page) }
    }
  }

  private func value(_ name: String, of column: Column) -> ReportValue {
    guard let index = columns.firstIndex(where: { $0.stage == column.stage }) else {
      return .absent
    }
    return tables[0].rows[index][tables[0].column(name)]
  }

  private func renderHead(into page: inout Markup) {
    page.element("thead") { page in
      page.element("tr") { page in
        page.element("td") { _ in }
        for column in columns {
          page.element("th", ["scope": "col"]) { page in
            page.element("span", ["class": "stage"], text: StageText.title(column.stage))
            page.element("small", text: StageText.meaning(column.stage))
          }
        }
      }
    }
  }

  private func lane(
    _ title: String, into page: inout Markup, _ cell: (Column, inout Markup) -> Void
  ) {
    page.newLine()
    page.element("tr") { page in
      page.element("th", ["scope": "row"], text: title)
      for column in columns { page.element("td") { cell(column, &$0) } }
    }
  }

  private func renderTouchpoints(_ column: Column, into page: inout Markup) {
    guard !column.channels.isEmpty else {
      return page.element("p", ["class": "dim"], text: "no touchpoint")
    }
    let most = columns.flatMap(\.channels).compactMap { $0.interactions.number }.max() ?? 1
    page.element("ul", ["class": "touch"]) { page in
      for (channel, count) in column.channels.prefix(5) {
        page.element("li") { page in
          if let number = count.number { BarMark(part: number, of: most).render(into: &page) }
          page.element("span", text: channel.name)
          page.element("b", text: count.shown)
        }
      }
    }
  }

  private func renderVolume(_ column: Column, into page: inout Markup) {
    let count = value("interactions", of: column)
    page.element("p", ["class": count == .absent ? "dim" : "volume"], text: count.shown)
  }

  private func renderEmotion(into page: inout Markup) {
    let stops = columns.map {
      EmotionCurve.Stop(
        name: StageText.title($0.stage), permille: value("satisfaction_permille", of: $0).number)
    }
    page.newLine()
    page.element("tr", ["class": "emotion"]) { page in
      page.element("th", ["scope": "row"], text: "Emotion")
      page.element("td", ["colspan": String(columns.count)]) { page in
        EmotionCurve(id: "emotion" + suffix, stops: stops).render(into: &page)
      }
    }
  }

  private func renderFriction(_ column: Column, into page: inout Markup) {
    let rate = value("findings_per_1000", of: column)
    guard let number = rate.number else { return page.element("p", ["class": "dim"], text: "–") }
    page.element("p") { page in
      page.element("b", text: value("findings", of: column).shown)
      page.element("span", ["class": "dim"], text: " findings, \(NumberText.grouped(number))‰")
    }
    let friction = value("top_friction", of: column)
    if friction != .absent {
      page.element("p", ["class": "hurt"], text: "mostly \(friction.shown.lowercased())")
    }
  }

  private func renderOwner(_ column: Column, into page: inout Markup) {
    let owner = value("top_queue", of: column)
    guard owner != .absent else { return page.element("p", ["class": "dim"], text: "–") }
    page.element("p", text: TableMarkup.clipped(owner.shown))
  }
}

/// The stages as people call them.
enum StageText {
  /// The name of a stage.
  static func title(_ stage: Stage) -> String {
    switch stage {
    case .discover: "Discover"
    case .reachOut: "Reach out"
    case .interact: "Interact"
    case .followUp: "Follow up"
    }
  }

  /// What a customer does in it.
  static func meaning(_ stage: Stage) -> String {
    switch stage {
    case .discover: "looks for an answer alone"
    case .reachOut: "gets in touch and waits"
    case .interact: "talks with somebody"
    case .followUp: "waits for it to be settled"
    }
  }
}

/// Names by how often they occur.
struct TopList {
  /// Most frequent first, ties by name.
  let shown: [(name: String, count: Int64)]

  /// A list of counted names.
  init(_ counts: [String: Int64]) {
    shown = counts.map { (name: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}
