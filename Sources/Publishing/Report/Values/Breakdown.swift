package import JourneyModel

/// All measures by the groups of one dimension, with the minimum-group rule applied.
///
/// A group of fewer distinct customers than the minimum shows `<10` and nothing else; so does a
/// single measure of a larger group that fewer customers contribute to. If exactly one group is
/// hidden, the smallest shown group is hidden with it, since the total would give it away.
package struct Breakdown: Sendable {
  /// The table: group, one or two columns per measure, and the total as the last row.
  package let table: ReportTable
  /// Rows of the table that are totals.
  package let totalRows: Int
  /// The groups shown with their volume, largest first.
  package let volumes: [(name: String, count: Int64)]

  /// A measure in the table.
  private struct Field {
    var measure: ComponentDescription
    var unit: MeasureUnit
  }

  /// One group over all measures.
  private struct Group {
    var name: String?
    var tallies: [Tally]
    var customers: CustomerSample
    var volume: Int64
    var isHidden = false
  }

  /// What a breakdown is called.
  package struct Naming: Sendable {
    /// The id of the table, such as `by-channel`.
    package var id: String
    package var title: String
    /// The heading of the groups.
    package var group: String
    /// The name of the group of unknowns.
    package var unknown: String

    package init(id: String, title: String, group: String, unknown: String) {
      self.id = id
      self.title = title
      self.group = group
      self.unknown = unknown
    }
  }

  /// A breakdown by a dimension.
  package init(_ dimension: Dimension, naming: Naming, _ input: ReportInput) {
    let fields = Breakdown.fields(input)
    var groups = Breakdown.groups(dimension, fields, input)
    Breakdown.hideSmall(&groups, input.minimumGroup)
    groups.sort { first, second in
      if first.isHidden != second.isHidden { return second.isHidden }
      if !first.isHidden, first.volume != second.volume { return first.volume > second.volume }
      return (first.name ?? "") < (second.name ?? "")
    }
    var table = ReportTable(
      id: naming.id, title: naming.title,
      columns: Breakdown.columns(fields, naming.group) + [Breakdown.exampleColumn])
    for group in groups {
      let name = ReportValue.text(group.name ?? naming.unknown)
      let example =
        group.isHidden ? .absent : input.journeys.example(of: dimension, group.name)
      table.append(
        [name] + Breakdown.values(group, fields, input.minimumGroup, input.settings.currency) + [
          example
        ])
    }
    if !groups.isEmpty {
      let total = Group(
        name: nil, tallies: fields.map { input.cells[$0.measure.id].total },
        customers: CustomerSample(), volume: 0)
      table.append(
        [.text("All")] + Breakdown.values(total, fields, 0, input.settings.currency) + [.absent])
    }
    let hidden = groups.count { $0.isHidden }
    if hidden > 0 {
      table.notes.append(
        "\(hidden) of \(groups.count) groups are withheld: fewer than \(input.minimumGroup) "
          + "customers, or needed to hide such a group.")
    }
    self.table = table
    totalRows = groups.isEmpty ? 0 : 1
    volumes = groups.filter { !$0.isHidden }.map { ($0.name ?? naming.unknown, $0.volume) }
  }

  /// The names of a dimension's groups that a breakdown by it tells.
  static func told(_ dimension: Dimension, _ input: ReportInput) -> Set<String> {
    var groups = Breakdown.groups(dimension, fields(input), input)
    hideSmall(&groups, input.minimumGroup)
    return Set(groups.filter { !$0.isHidden }.compactMap(\.name))
  }

  private static let exampleColumn = ReportColumn(
    "example", "Example", "A journey of this group that lies in this report")

  private static func fields(_ input: ReportInput) -> [Field] {
    input.measures.filter(\.isHeadline).compactMap { measure in
      measure.unit.map { Field(measure: measure, unit: $0) }
    }
  }

  private static func groups(
    _ dimension: Dimension, _ fields: [Field], _ input: ReportInput
  ) -> [Group] {
    let rollups = fields.map { input.cells.groups(dimension, of: $0.measure.id) }
    let names = rollups.reduce(into: Set<String?>()) { $0.formUnion($1.keys) }
    let volumeIndex = fields.firstIndex { $0.measure.id == input.volume?.id }
    return names.map { name in
      let tallies = rollups.map { $0[name] ?? Tally() }
      var customers = CustomerSample()
      for tally in tallies { customers.merge(tally.customers) }
      return Group(
        name: name, tallies: tallies, customers: customers,
        volume: volumeIndex.map { tallies[$0].numerator }
          ?? tallies.map(\.denominator).max() ?? 0)
    }
  }

  private static func hideSmall(_ groups: inout [Group], _ minimum: Int) {
    for index in groups.indices where groups[index].customers.count < minimum {
      groups[index].isHidden = true
    }
    guard groups.count(where: \.isHidden) == 1 else { return }
    let smallest = groups.indices.filter { !groups[$0].isHidden }.min { first, second in
      (groups[first].volume, groups[first].name ?? "")
        < (groups[second].volume, groups[second].name ?? "")
    }
    if let smallest { groups[smallest].isHidden = true }
  }

  private static func columns(_ fields: [Field], _ group: String) -> [ReportColumn] {
    [ReportColumn("group", group)]
      + fields.flatMap { field -> [ReportColumn] in
        let name = field.measure.id.split(separator: "-").joined(separator: "_")
        let title = field.measure.title
        switch field.unit {
        case .count: return [ReportColumn(name, title, field.measure.summary)]
        case .ratio, .permille:
          return [ReportColumn(name + "_permille", title, field.measure.summary)]
        case .mean: return [ReportColumn(name + "_hundredths", title, field.measure.summary)]
        case .points: return [ReportColumn(name + "_tenths", title, field.measure.summary)]
        case .money: return [ReportColumn(name + "_minor", title, field.measure.summary)]
        case .milliseconds:
          return [
            ReportColumn(name + "_p50_ms", title + ", median", field.measure.summary),
            ReportColumn(name + "_p90_ms", "p90", "Nine of ten are below: \(title)"),
          ]
        }
      }
  }

  private static func values(
    _ group: Group, _ fields: [Field], _ minimum: Int, _ currency: ReleaseCurrency?
  ) -> [ReportValue] {
    zip(fields, group.tallies).flatMap { field, tally -> [ReportValue] in
      let width = field.unit == .milliseconds ? 2 : 1
      let isEmpty = tally.denominator == 0 && tally.numerator == 0
      if isEmpty { return Array(repeating: .absent, count: width) }
      if group.isHidden || tally.customers.count < minimum {
        return Array(repeating: .withheld(below: minimum), count: width)
      }
      let value = tally.value(in: field.unit, currency)
      return width == 1 ? [value] : [value, tally.percentile(900)]
    }
  }
}

extension Breakdown {
  /// Writes the table with a bar for the first count; names link to their example journeys.
  func render(into page: inout Markup) {
    let links = table.rows.map { row -> String in
      guard case .id(let journey) = row[table.column("example")] else { return "" }
      return "#" + ReportJourneys.anchor(journey)
    }
    TableMarkup(
      bars: Set(table.columns.dropFirst().prefix(1).map(\.name)), hidden: ["example"],
      totalRows: totalRows, links: links
    ).render(table, into: &page)
    if links.contains(where: { !$0.isEmpty }) {
      page.element("p", ["class": "note"], text: "Names that are links lead to an example journey.")
    }
  }
}
