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
    var channels: [(name: String, interactions: ReportValue)] = []
    var volume = Tally()
    var scores = Tally()
    var waits = Tally()
    var findings = Tally()
    var queues: [Coordinate: Tally] = [:]
    var detectors: [Coordinate: Tally] = [:]
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
    columns = Stage.allCases.map { JourneyMap.column($0, input, of: isMeant) }
    self.suffix = suffix
    tables = [
      JourneyMap.stages(columns, input, suffix), JourneyMap.touchpoints(columns, input, suffix),
    ]
  }

  private static func column(
    _ stage: Stage, _ input: ReportInput, of isMeant: (String?) -> Bool
  ) -> Column {
    let words = input.cells.words
    func rows(_ table: CellTable.Kind) -> [(place: Coordinates, tally: Tally)] {
      input.cells.rows(table).filter { place, _ in
        place.a == Coordinate(stage) && isMeant(words.text(place.c, of: .persona))
      }
    }
    var column = Column(stage: stage)
    var channels: [Coordinate: Tally] = [:]
    for (place, tally) in rows(.mapVolume) {
      column.volume.add(tally)
      channels[place.b, default: Tally()].add(tally)
      if place.d != .unknown { column.queues[place.d, default: Tally()].add(tally) }
    }
    for (_, tally) in rows(.mapScores) { column.scores.add(tally) }
    for (_, tally) in rows(.mapWaits) { column.waits.add(tally) }
    for (place, tally) in rows(.mapFindings) {
      column.findings.add(tally)
      column.detectors[place.d, default: Tally()].add(tally)
    }
    column.channels = channels.sorted {
      ($1.value.denominator, $0.key.number) < ($0.value.denominator, $1.key.number)
    }.map { (words.text($0.key, of: .channel) ?? "unknown", input.count($0.value)) }
    return column
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
    table.notes = ["What fewer than \(input.minimumGroup) customers are behind is withheld."]
    return table
  }

  private static func row(_ column: Column, _ input: ReportInput) -> [ReportValue] {
    let name = ReportValue.text(StageText.title(column.stage))
    guard column.volume.denominator > 0 else {
      return [name] + Array(repeating: ReportValue.absent, count: 9)
    }
    if input.isSmall(column.volume) {
      let held = ReportValue.withheld(below: input.minimumGroup)
      return [name, held] + Array(repeating: ReportValue.absent, count: 8)
    }
    let isScored = column.scores.denominator > 0 && !input.isSmall(column.scores)
    let findings = input.count(column.findings)
    let rate = findings.number.map { NumberText.permille($0, of: column.volume.denominator) }
    func wait(_ permille: Int64) -> ReportValue {
      input.isSmall(column.waits) ? .absent : column.waits.percentile(permille)
    }
    return [
      name, .count(column.volume.denominator),
      isScored ? .permille(column.scores.numerator / column.scores.denominator) : .absent,
      input.count(column.scores), findings, rate.map(ReportValue.count) ?? .absent,
      wait(500), wait(900),
      most(column.detectors, .detector, input).map { .text(input.detectorTitle($0)) } ?? .absent,
      most(column.queues, .queue, input).map(ReportValue.text) ?? .absent,
    ]
  }

  /// What there is most of, ties by name; nil if too few customers are behind it.
  private static func most(
    _ tallies: [Coordinate: Tally], _ dimension: Dimension, _ input: ReportInput
  ) -> String? {
    let named = tallies.map { (input.cells.words.text($0.key, of: dimension) ?? "", $0.value) }
    let first = named.min { ($1.1.denominator, $0.0) < ($0.1.denominator, $1.0) }
    return first.flatMap { input.isSmall($0.1) ? nil : $0.0 }
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
        table.append([.text(StageText.title(column.stage)), .text(channel), count])
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
          page.element("span", text: channel)
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
