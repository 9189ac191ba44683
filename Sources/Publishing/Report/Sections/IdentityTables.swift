import JourneyModel

/// How it was told who is who, and which exports leave contacts that nobody can join.
enum IdentityTables {
  /// What a reader must know of a table, by id.
  static let hints = [
    "identifiers":
      "Of each kind, how many different identifiers joined what carries them, and how many did not "
      + "because several customers show them, because two customers would have become one, or "
      + "because one would have more ids and addresses than a person has.",
    "missing-joins":
      "Contacts of customers whom nothing joins to another system, although others know an "
      + "identifier that these contacts lack. If their export had it, so many would be joined at "
      + "most.",
  ]

  /// All tables about who is who.
  static func all(_ input: ReportInput) -> [ReportTable] {
    [sizes(input), identifiers(input), missingJoins(input)]
  }

  private static func sizes(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "customer-sizes", title: "Customers by interactions",
      columns: [
        ReportColumn("interactions", "Interactions", "How many a customer has"),
        ReportColumn("known", "Known customers"),
        ReportColumn("known_interactions", "Their interactions"),
        ReportColumn("anonymous", "Anonymous customers"),
        ReportColumn("anonymous_interactions", "Their interactions"),
      ])
    for size in CustomerSize.allCases {
      let tallies = [false, true].map { tally(input, size, isAnonymous: $0) }
      if tallies.allSatisfy({ $0.denominator == 0 }) { continue }
      let counts = tallies.flatMap { tally -> [ReportValue] in
        let isSmall = tally.denominator > 0 && input.isSmall(tally)
        let interactions: ReportValue =
          isSmall ? .withheld(below: input.minimumGroup) : .count(tally.numerator)
        return [input.count(tally), interactions]
      }
      table.append([.text(size.title)] + counts)
    }
    return table
  }

  private static func tally(
    _ input: ReportInput, _ size: CustomerSize, isAnonymous: Bool
  ) -> Tally {
    input.cells.tally(
      .customerSizes, at: Coordinates(Coordinate(isAnonymous), Coordinate(size)))
  }

  private static func identifiers(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "identifiers", title: "What identifiers joined",
      columns: [
        ReportColumn("kind", "Kind"),
        ReportColumn(
          "bridges", "Join", "Several interactions or profiles carry it, all of one customer"),
        ReportColumn("single", "Alone", "One interaction or profile carries it"),
        ReportColumn("shared", "Shared", "Met several customers or too many identifiers"),
        ReportColumn("vetoed", "Vetoed", "Would have made one customer of two"),
        ReportColumn(
          "oversized", "Too much", "Would have made a customer of more than 50 ids and addresses"),
      ])
    let kinds = TokenKind.allCases.map { ($0.name, Coordinate($0)) } + [("link", .unknown)]
    for (name, kind) in kinds {
      let counts = [IdentifierRole.bridge, .single, .shared, .vetoed, .oversized].map { role in
        input.cells.tally(.identifiers, at: Coordinates(kind, Coordinate(role))).denominator
      }
      if counts.contains(where: { $0 > 0 }) {
        table.append([.text(name)] + counts.map(ReportValue.count))
      }
    }
    return table
  }

  /// What sources of one name do together.
  private struct Source {
    var carriers: Int64 = 0
    /// For each kind how many know it, and how many know one that another system may have.
    var carriersOf: [TokenKind: (all: Int64, joining: Int64)] = [:]
    var unjoined: [TokenKind: Tally] = [:]
  }

  private static func missingJoins(_ input: ReportInput) -> ReportTable {
    var table = ReportTable(
      id: "missing-joins", title: "What would join if it were exported",
      columns: [
        ReportColumn("source", "Source"),
        ReportColumn(
          "identifier", "Identifier", "What its contacts lack; of ids those of another system"),
        ReportColumn("contacts", "Contacts", "Contacts that it would join at most"),
        ReportColumn("carried_permille", "Has it today", "Share of the source’s legs and profiles"),
        ReportColumn("known_to", "Known to", "Sources of other systems that have it"),
      ])
    let sources = sources(input)
    var rows: [(contacts: Int64, row: [ReportValue])] = []
    for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
      for kind in TokenKind.allCases {
        guard let unjoined = source.unjoined[kind] else { continue }
        let others = sources.keys.sorted().filter { other in
          sources[other]?.carriersOf[kind] != nil
            && input.sources[other]?.system != input.sources[name]?.system
        }
        if others.isEmpty { continue }
        let carried = source.carriersOf[kind]?.joining ?? 0
        rows.append(
          (
            unjoined.denominator,
            [
              .text(name), .text(kind.name), input.count(unjoined),
              .permille(NumberText.cautiousPermille(carried, of: source.carriers)),
              .text(others.joined(separator: ", ")),
            ]
          ))
      }
    }
    // Equal counts stay in the order of sources and kinds.
    for (_, number) in rows.enumerated().map({ (-$1.contacts, $0) }).sorted(by: <) {
      table.append(rows[number].row)
    }
    return table
  }

  private static func sources(_ input: ReportInput) -> [String: Source] {
    var sources: [String: Source] = [:]
    for (place, tally) in input.cells.rows(.carriers) {
      guard let name = input.cells.words.text(place.a, of: .source) else { continue }
      if let kind = kind(place.b, input) {
        let known = sources[name]?.carriersOf[kind] ?? (0, 0)
        sources[name, default: Source()].carriersOf[kind] = (
          known.all + tally.denominator, known.joining + tally.numerator
        )
      } else {
        sources[name, default: Source()].carriers += tally.denominator
      }
    }
    for (place, tally) in input.cells.rows(.unjoined) {
      guard let name = input.cells.words.text(place.a, of: .source),
        let kind = kind(place.b, input)
      else { continue }
      sources[name, default: Source()].unjoined[kind, default: Tally()].add(tally)
    }
    return sources
  }

  private static func kind(_ coordinate: Coordinate, _ input: ReportInput) -> TokenKind? {
    input.cells.words.text(coordinate, of: .identifier).flatMap(TokenKind.init(name:))
  }
}

extension CustomerSize {
  /// The size as the report writes it.
  fileprivate var title: String {
    switch self {
    case .none: "0"
    case .one: "1"
    case .two: "2"
    case .upTo5: "3–5"
    case .upTo10: "6–10"
    case .upTo20: "11–20"
    case .upTo50: "21–50"
    case .over50: "over 50"
    }
  }
}
