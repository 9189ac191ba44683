internal import CivilTime
internal import Foundation
internal import Intake
internal import JourneyModel

/// Says where something published comes from, down to the source file and byte.
package struct Explanation {
  private let reader: ReleaseReader
  private var lines: [String] = []

  /// Explains a journey, interaction, finding, customer or record of a release by its id, or an
  /// interaction by its native id.
  ///
  /// Nil if the release has no such thing.
  package static func of(
    _ name: String, release directory: String
  ) throws(RunFailure) -> String? {
    var explanation = Explanation(reader: ReleaseReader(directory: directory))
    if try !explanation.explain(name) {
      // A native id may be asked for as the export wrote it.
      guard let plain = WrittenIdentifier.plain(name), plain != name,
        try explanation.explain(plain)
      else { return nil }
    }
    return explanation.lines.map { PrintableText.line($0) + "\n" }.joined()
  }

  private init(reader: ReleaseReader) { self.reader = reader }

  private mutating func explain(_ name: String) throws(RunFailure) -> Bool {
    if let journey = try first("journeys", "journey_id", name) {
      try explain(journey: journey)
    } else if let finding = try first("findings", "finding_id", name) {
      try explain(finding: finding)
    } else if let interaction = try reader.rows(
      of: "interactions", where: ["interaction_id", "native_id"], in: [name]
    ).first {
      try explain(interaction: interaction)
    } else if let customer = try first("customers", "customer_id", name) {
      try explain(customer: customer)
    } else {
      let places = try reader.rows(of: "lineage", where: ["record_id"], in: [name])
      if places.isEmpty { return false }
      lines.append("record \(name)")
      add(places: places)
    }
    return true
  }

  private func first(
    _ table: String, _ column: String, _ value: String
  ) throws(RunFailure) -> ReleaseReader.Row? {
    try reader.rows(of: table, where: [column], in: [value]).first
  }

  private mutating func explain(journey: ReleaseReader.Row) throws(RunFailure) {
    let id = journey["journey_id"] ?? ""
    lines.append("journey \(id)")
    add(fields: journey, leaving: ["journey_id"])
    let steps = try reader.rows(of: "interactions", where: ["journey_id"], in: [id])
      .sorted { (Int($0["step"] ?? "") ?? 0) < (Int($1["step"] ?? "") ?? 0) }
    lines += ["", "steps"]
    for step in steps { lines.append(describe(step: step)) }
    let findings = try reader.rows(of: "findings", where: ["journey_id"], in: [id])
    add(findings: findings)
    try addSources(of: records(in: steps + findings))
  }

  private mutating func explain(interaction: ReleaseReader.Row) throws(RunFailure) {
    let id = interaction["interaction_id"] ?? ""
    lines.append("interaction \(id)")
    add(fields: interaction, leaving: ["interaction_id"])
    let events = try reader.rows(of: "events", where: ["interaction_id"], in: [id])
      .sorted { (Int($0["sequence"] ?? "") ?? 0) < (Int($1["sequence"] ?? "") ?? 0) }
    lines += ["", "events"]
    for event in events { lines.append(describe(event: event)) }
    let findings = try reader.rows(of: "findings", where: ["interaction_id"], in: [id])
    add(findings: findings)
    try addSources(of: records(in: [interaction] + events + findings))
  }

  private mutating func explain(finding: ReleaseReader.Row) throws(RunFailure) {
    lines.append("finding \(finding["finding_id"] ?? "")")
    add(fields: finding, leaving: ["finding_id", "evidence"])
    add(evidence: finding)
    try addSources(of: records(in: [finding]))
  }

  private mutating func explain(customer: ReleaseReader.Row) throws(RunFailure) {
    let id = customer["customer_id"] ?? ""
    lines.append("customer \(id)")
    add(fields: customer, leaving: ["customer_id"])
    let journeys = try reader.rows(of: "journeys", where: ["customer_id"], in: [id])
    lines += ["", "journeys"]
    for journey in journeys {
      lines.append(
        "  \(journey["journey_id"] ?? "")  \(instant(journey["started_at"]))  "
          + "\(journey["status"] ?? "")  \(journey["path"] ?? "")")
    }
  }

  private mutating func add(fields row: ReleaseReader.Row, leaving: Set<String>) {
    for (name, value) in row.sorted(by: { $0.key < $1.key }) where !leaving.contains(name) {
      lines.append("  \(name): \(text(value, of: name))")
    }
  }

  private func describe(step: ReleaseReader.Row) -> String {
    var line = "  \(step["step"] ?? "?"). \(instant(step["started_at"]))  \(step["kind"] ?? "")"
    line += "  \(step["native_id"] ?? "")  \(step["outcome"] ?? "")"
    if let basis = step["link_basis"] {
      line += "  (joined by \(basis) to \(step["linked_to"] ?? "?"),"
      line += " confidence \(step["link_confidence"] ?? "?") ‰)"
    }
    return line
  }

  private func describe(event: ReleaseReader.Row) -> String {
    let details = ["queue", "agent", "by", "value", "duration_ms"].compactMap { name in
      event[name].map { "\(name)=\($0)" }
    }
    return "  \(event["sequence"] ?? "?"). \(instant(event["at"]))  \(event["activity"] ?? "")"
      + "  \(details.joined(separator: " "))  record \(event["record_id"] ?? "")"
  }

  private mutating func add(findings: [ReleaseReader.Row]) {
    guard !findings.isEmpty else { return }
    lines += ["", "findings"]
    for finding in findings {
      lines.append(
        "  \(finding["detector"] ?? ""), \(finding["points"] ?? "0") points: "
          + "\(finding["message"] ?? "")  \(finding["finding_id"] ?? "")")
      add(evidence: finding)
    }
  }

  private mutating func add(evidence finding: ReleaseReader.Row) {
    for fact in Explanation.facts(of: finding) {
      lines.append("    \(fact.field) = \(fact.value)  (\(fact.rule))  record \(fact.record_id)")
    }
  }

  private struct Fact: Decodable {
    var record_id: String
    var field: String
    var value: String
    var rule: String
  }

  private static func facts(of finding: ReleaseReader.Row) -> [Fact] {
    let data = Data((finding["evidence"] ?? "[]").utf8)
    // A finding without readable evidence is shown without.
    return (try? JSONDecoder().decode([Fact].self, from: data)) ?? []
  }

  private func records(in rows: [ReleaseReader.Row]) -> Set<String> {
    var records = Set(rows.compactMap { $0["record_id"] })
    for row in rows { records.formUnion(Explanation.facts(of: row).map(\.record_id)) }
    return records
  }

  private mutating func addSources(of records: Set<String>) throws(RunFailure) {
    lines += ["", "sources"]
    add(places: try reader.rows(of: "lineage", where: ["record_id"], in: records))
  }

  private mutating func add(places: [ReleaseReader.Row]) {
    for place in places {
      lines.append(
        "  record \(place["record_id"] ?? ""): \(place["input"] ?? "") "
          + "bytes \(place["byte_offset"] ?? "?")+\(place["byte_length"] ?? "?")")
      if let command = Explanation.command(showing: place) { lines.append("    " + command) }
    }
  }

  /// What a shell shows the bytes of a record with; nil if it is not known where they are.
  private static func command(showing record: ReleaseReader.Row) -> String? {
    guard let input = record["input"], let offset = record["byte_offset"].flatMap({ Int($0) }),
      let length = record["byte_length"]
    else { return nil }
    // Offsets are those behind gzip; what is none passes through.
    let file = "'" + input.replacing("'", with: "'\\''") + "'"
    return "zcat -f \(file) | tail -c +\(offset + 1) | head -c \(length)"
  }

  private func text(_ value: String, of column: String) -> String {
    column.hasSuffix("_at") || column == "at" || column.hasSuffix("_seen") ? instant(value) : value
  }

  private func instant(_ value: String?) -> String {
    guard let value, let microseconds = Int64(value) else { return value ?? "" }
    return InstantText.iso8601(microseconds: microseconds)
  }
}
