internal import JourneyModel

/// The reference page of an adapter, made from its file.
package enum AdapterPage {
  /// The page as Markdown.
  package static func markdown(of adapter: Adapter) -> String {
    let sections = [
      "# \(adapter.title)", "<!-- Made from the adapter's file by scripts/reference-pages. -->",
      "`\(adapter.id)` reads \(adapter.form) of the system `\(adapter.system)`:\n"
        + "[the file](../../Sources/Intake/Adapters/\(adapter.id).yaml),\n"
        + "[its samples](../../Fixtures/adapters/\(adapter.id)).",
      adapter.about, facts(of: adapter), parameters(of: adapter), tables(of: adapter),
      statements(of: adapter.definition),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// The page that lists all adapters.
  package static func index(of adapters: [Adapter]) -> String {
    let rows = adapters.map { adapter in
      "| [`\(adapter.id)`](\(adapter.id).md) | \(cell(adapter.title)) | `\(adapter.system)` | "
        + "\(adapter.entity) | \(adapter.form) |"
    }
    return """
      # Adapters

      <!-- Made from the adapters' files by scripts/reference-pages. -->

      What the binary reads without more ado. [The language](language.md) is the page for those who
      add a system; an adapter of your own lies in `adapters/` beside your configuration.

      | adapter | export | system | record | form |
      |---|---|---|---|---|

      """ + rows.joined(separator: "\n") + "\n"
  }

  // MARK: Facts

  private static func facts(of adapter: Adapter) -> String {
    let definition = adapter.definition
    var rows: [(String, String)] = [("known by", recognition(of: adapter))]
    rows.append(("record", "`\(definition.record.entity)`"))
    let zone =
      switch definition.times.zone {
      case .data: "every stamp has its offset"
      case .input: "stamps without an offset are in the input's `timezone`"
      case .inputElse(let name):
        "stamps without an offset are in the input's `timezone`, else in \(name)"
      case .fixed(let name): "stamps without an offset are in \(name)"
      }
    let formats = definition.times.formats.map { "`\($0)`" }.joined(separator: ", ")
    rows.append(("times", "\(formats); \(zone)"))
    if !definition.skip.isEmpty {
      rows.append(("skipped", definition.skip.map(\.reason).joined(separator: ", ")))
    }
    return table(["", ""], rows.map { [$0.0, $0.1] })
  }

  private static func recognition(of adapter: Adapter) -> String {
    let names = adapter.recognisedBy.map { "`\($0)`" }.joined(separator: ", ")
    let noun = if case .csv = adapter.definition.reads { "columns" } else { "keys" }
    let condition = adapter.definition.recogniseWhere == nil ? nil : "what its first records hold"
    if names.isEmpty { return condition ?? "its name on the input only" }
    return "\(noun) \(names)" + (condition.map { " and \($0)" } ?? "")
  }

  private static func parameters(of adapter: Adapter) -> String {
    guard !adapter.parameters.isEmpty else { return "" }
    let rows = adapter.parameters.map { parameter in
      ["`\(parameter.name)`", parameter.defaultValue.map { "`\($0)`" } ?? "", parameter.about]
    }
    return "## Parameters\n\nSet on the input: `with: {name: value}`.\n\n"
      + table(["parameter", "default", "meaning"], rows)
  }

  private static func tables(of adapter: Adapter) -> String {
    guard !adapter.definition.tables.isEmpty else { return "" }
    let rows = adapter.definition.tables.map { table in
      [
        "`\(table.name)`", table.about,
        table.lines.map { "\($0.lines.count) lines of its own" } ?? "given by the input",
      ]
    }
    return "## Tables\n\nGiven by the input: `tables: {name: file.csv}`.\n\n"
      + table(["table", "holds", "lines"], rows)
  }

  // MARK: Statements

  private static func statements(of definition: AdapterDefinition) -> String {
    var rows: [[String]] = []
    func add(_ name: String, _ words: [String]) {
      var seen: Set<String> = []
      let unique = words.filter { seen.insert($0).inserted }
      if !unique.isEmpty { rows.append([name, unique.joined(separator: ", ")]) }
    }
    add("interaction", definition.interaction.map { words(of: $0.kind) } ?? [])
    add("identifiers", definition.identifiers.map { name(of: $0) })
    add("links", definition.links.map(\.kind.name))
    add("events", definition.events.map(\.activity.name))
    add("feedback", definition.feedback.map { "\($0.instrument.name) \(text(of: $0.scale))" })
    add("attributes", definition.attributes.map(\.name))
    add("checks", definition.checks.map(\.check.name))
    return rows.isEmpty ? "" : "## What it states\n\n" + table(["", ""], rows)
  }

  private static func words(of value: ValueDefinition) -> [String] {
    switch value.form {
    case .constant(let word): [word]
    case .map(let table): table.entries.map(\.value) + [table.otherwise].compactMap(\.self)
    case .expression: []
    }
  }

  private static func name(of identifier: IdentifierDefinition) -> String {
    switch identifier.namespace {
    case .constant(let name): "\(identifier.kind.name) in `\(name)`"
    case .parameter(let name): "\(identifier.kind.name) in `$\(name)`"
    case nil: identifier.kind.name
    }
  }

  private static func text(of scale: ScaleDefinition) -> String {
    switch scale {
    case .fixed(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .parameter(let name): "on `$\(name)`"
    }
  }

  // MARK: Markdown

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = rows.map { row in "| " + row.map(cell).joined(separator: " | ") + " |" }
    let rule = "|" + String(repeating: "---|", count: header.count)
    return (["| " + header.joined(separator: " | ") + " |", rule] + lines)
      .joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
