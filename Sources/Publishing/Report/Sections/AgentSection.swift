import JourneyModel

/// Teams and agents: what they handled and how, never ranked, and never of few customers.
struct AgentSection: ReportSection {
  static let id = "agents"
  static let title = "Teams and agents"

  let tables: [ReportTable]

  init(_ input: ReportInput) {
    tables = [
      HandlerTable(id: "by-team", title: "Teams", name: "Team", dimension: .team).table(input),
      HandlerTable(id: "by-agent", title: "Agents", name: "Agent", dimension: .agent).table(input),
    ]
  }

  func render(into page: inout Markup) {
    guard tables.contains(where: { !$0.rows.isEmpty }) else {
      return page.element(
        "p", ["class": "none"],
        text: "No team or agent handled enough contacts to be told of.")
    }
    page.element(
      "p", ["class": "hint"],
      text: "In the order of their names, which is no ranking: who gets the hard matters passes on "
        + "more and takes longer. Shares and scores of few contacts are drawn towards those of "
        + "all.")
    for table in tables where !table.rows.isEmpty {
      page.element("h3", text: table.title)
      TableMarkup(bars: ["contacts"], rowLimit: 60).render(table, into: &page)
    }
  }
}

/// What agents, or their teams, handled.
private struct HandlerTable {
  let id: String
  let title: String
  let name: String
  let dimension: Dimension

  /// Nothing is told of fewer contacts.
  static let leastContacts: Int64 = 30
  /// Rates are drawn towards that of all as if by so many contacts more (empirical Bayes with a
  /// prior of fixed weight: Efron & Morris, 1977).
  static let prior: Int64 = 30

  /// What is known of one of them.
  private struct Handler {
    var contacts = Tally()
    var times = Tally()
    var scores = Tally()
  }

  private var columns: [ReportColumn] {
    [
      ReportColumn("name", name), ReportColumn("contacts", "Handled contacts"),
      ReportColumn("handle_time_p50_ms", "Handle time, median"),
      ReportColumn("transfer_permille", "Passed on"),
      ReportColumn("transfer_shrunk_permille", "drawn to all"),
      ReportColumn("csat_permille", "Satisfaction"),
      ReportColumn("csat_shrunk_permille", "drawn to all"),
      ReportColumn("rated", "Rated contacts"),
    ]
  }

  func table(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(id: id, title: title, columns: columns)
    var all = Handler()
    var handlers: [String: Handler] = [:]
    let parts: [(CellTable.Kind, WritableKeyPath<Handler, Tally>)] = [
      (.agentContacts, \.contacts), (.agentTimes, \.times), (.agentScores, \.scores),
    ]
    for (kind, part) in parts {
      for (place, tally) in input.cells.rows(kind) {
        all[keyPath: part].add(tally)
        if let name = self.name(at: place, input) {
          handlers[name, default: Handler()][keyPath: part].add(tally)
        }
      }
    }
    let told = handlers.filter { _, handler in
      handler.contacts.denominator >= HandlerTable.leastContacts
        && !input.isSmall(handler.contacts)
    }
    for (name, handler) in told.sorted(by: { $0.key < $1.key }) {
      table.append([.text(name)] + values(handler, all, input))
    }
    let left = handlers.count - told.count
    if left > 0, !told.isEmpty {
      table.notes.append(
        "\(NumberText.grouped(Int64(left))) of fewer than \(HandlerTable.leastContacts) handled "
          + "contacts or too few customers are left out.")
    }
    return table
  }

  private func name(at coordinates: Coordinates, _ input: ReportInput) -> String? {
    let coordinate = dimension == .agent ? coordinates.a : coordinates.b
    return input.cells.words.text(coordinate, of: dimension)
  }

  private func values(_ handler: Handler, _ all: Handler, _ input: ReportInput) -> [ReportValue] {
    let held = ReportValue.withheld(below: input.minimumGroup)
    let isRated = handler.scores.denominator > 0
    let isTold = !input.isSmall(handler.scores)
    return [
      .count(handler.contacts.denominator),
      input.isSmall(handler.times) && handler.times.denominator > 0
        ? held : handler.times.percentile(500),
      handler.contacts.value(in: .ratio),
      .permille(ShrunkRate(handler.contacts, towards: all.contacts).permille),
      isRated ? (isTold ? .permille(handler.scores.mean) : held) : .absent,
      isRated && isTold
        ? .permille(ShrunkRate(scores: handler.scores, towards: all.scores).permille) : .absent,
      isTold ? .count(handler.scores.denominator) : isRated ? held : .count(0),
    ]
  }
}

/// A rate drawn towards that of all, the more the less it rests on.
package struct ShrunkRate: Equatable, Sendable {
  /// The rate in permille, rounded half up.
  package let permille: Int64

  /// The share of a tally: (part + prior × share of all) ÷ (whole + prior).
  package init(_ own: Tally, towards all: Tally, prior: Int64 = 30) {
    self.init(
      (own.numerator * 1000, own.denominator), towards: (all.numerator * 1000, all.denominator),
      prior)
  }

  /// The mean score of a tally whose sum is in permille.
  package init(scores own: Tally, towards all: Tally, prior: Int64 = 30) {
    self.init(
      (own.numerator, own.denominator), towards: (all.numerator, all.denominator), prior)
  }

  private init(
    _ own: (sum: Int64, count: Int64), towards all: (sum: Int64, count: Int64), _ prior: Int64
  ) {
    let mean = NumberText.share(all.sum, of: all.count, in: 1)
    permille = NumberText.share(own.sum + prior * mean, of: max(own.count + prior, 1), in: 1)
  }
}
