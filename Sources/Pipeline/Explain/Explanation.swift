internal import CivilTime
internal import DurableFiles
internal import Foundation
internal import Intake
internal import JourneyAnalysis
internal import JourneyModel

/// Says where something published comes from, down to the source file and byte.
package struct Explanation {
  private let reader: ReleaseReader
  private let joins: JoinText

  /// Explains what a release has; the configuration says what joins interactions.
  package init(release directory: String, configuration: Configuration) {
    reader = ReleaseReader(directory: directory)
    let plan = AnalysisPlan(configuration: configuration)
    joins = JoinText(gaps: plan.settings(asOf: Instant(microseconds: 0)).gaps)
  }

  /// The instant the release is as of, as its manifest writes it; nil if it has none.
  package var asOf: String? {
    struct Manifest: Decodable { var as_of: String }
    // Without a readable manifest nothing is said of it.
    guard let bytes = try? WholeFile.read(reader.directory + "/manifest.json", limit: 1 << 30)
    else { return nil }
    return try? JSONDecoder().decode(Manifest.self, from: Data(bytes)).as_of
  }

  /// A journey, interaction, finding, customer or record of the release by its id, or an
  /// interaction by its native id; nil if the release has no such thing.
  package func of(_ name: String) throws(RunFailure) -> Explained? {
    if let found = try find(name) { return found }
    // A native id may be asked for as the export wrote it.
    guard let plain = WrittenIdentifier.plain(name), plain != name else { return nil }
    return try find(plain)
  }

  private func find(_ name: String) throws(RunFailure) -> Explained? {
    if let journey = try first("journeys", "journey_id", name) {
      return try explain(journey: journey)
    }
    if let finding = try first("findings", "finding_id", name) {
      return try explain(finding: finding)
    }
    if let interaction = try interaction(name) { return try explain(interaction: interaction) }
    if let customer = try first("customers", "customer_id", name) {
      return try explain(customer: customer)
    }
    let places = try reader.rows(of: "lineage", where: ["record_id"], in: [name])
    if places.isEmpty { return nil }
    var record = Explained("record \(name)")
    record.parts = [sources(places)]
    return record
  }

  private func first(
    _ table: String, _ column: String, _ value: String
  ) throws(RunFailure) -> ReleaseReader.Row? {
    try reader.rows(of: table, where: [column], in: [value]).first
  }

  private func interaction(_ name: String) throws(RunFailure) -> ReleaseReader.Row? {
    try reader.rows(of: "interactions", where: ["interaction_id", "native_id"], in: [name]).first
  }

  // MARK: Journeys, interactions, findings, customers

  private func explain(journey: ReleaseReader.Row) throws(RunFailure) -> Explained {
    let id = journey["journey_id"] ?? ""
    var root = Explained("journey \(id)", fields: fields(journey, leaving: ["journey_id"]))
    root.sentences = [sentence(on: journey)]
    let rows = try reader.rows(of: "interactions", where: ["journey_id"], in: [id])
      .sorted { number("step", $0) < number("step", $1) }
    let events = try reader.rows(of: "events", where: ["journey_id"], in: [id])
    let findings = try reader.rows(of: "findings", where: ["journey_id"], in: [id])
    root.parts = [steps(rows, events)] + section(findings: findings)
    root.parts.append(try sources(of: records(in: rows + findings)))
    return root
  }

  /// The steps of a journey, each with why it is there.
  private func steps(
    _ rows: [ReleaseReader.Row], _ events: [ReleaseReader.Row]
  ) -> Explained {
    var last: [String: Int64] = [:]
    for event in events {
      let id = event["interaction_id"] ?? ""
      last[id] = max(last[id] ?? .min, Int64(event["occurred_at"] ?? "") ?? .min)
    }
    let contacts = Dictionary(
      rows.compactMap { row in
        let id = row["interaction_id"] ?? ""
        return PublishedContact(row, lastEvent: last[id]).map { (id, $0) }
      }, uniquingKeysWith: { one, _ in one })
    var section = Explained("steps")
    section.parts = rows.map { row in
      var step = Explained(describe(step: row), fields: fields(row, leaving: []))
      if let contact = contacts[row["interaction_id"] ?? ""],
        let earlier = contacts[row["linked_to"] ?? ""]
      {
        step.sentences = [joins.sentence(contact, to: earlier)]
      }
      return step
    }
    return section
  }

  private func explain(interaction: ReleaseReader.Row) throws(RunFailure) -> Explained {
    let id = interaction["interaction_id"] ?? ""
    var root = Explained(
      "interaction \(id)", fields: fields(interaction, leaving: ["interaction_id"]))
    root.sentences = [sentence(onInteraction: interaction)]
    let events = try reader.rows(of: "events", where: ["interaction_id"], in: [id])
      .sorted { number("sequence", $0) < number("sequence", $1) }
    var section = Explained("events")
    section.parts = events.map { Explained(describe(event: $0), fields: fields($0, leaving: [])) }
    let findings = try reader.rows(of: "findings", where: ["interaction_id"], in: [id])
    root.parts = [section] + self.section(findings: findings)
    root.parts.append(try sources(of: records(in: [interaction] + events + findings)))
    return root
  }

  private func explain(finding: ReleaseReader.Row) throws(RunFailure) -> Explained {
    var root = Explained(
      "finding \(finding["finding_id"] ?? "")",
      fields: fields(finding, leaving: ["finding_id", "evidence"]))
    root.sentences = ["\(finding["detector"] ?? ""): \(finding["message"] ?? "")."]
    if let other = finding["suppressed_by"] {
      root.sentences.append("It is counted as '\(other)' instead, so it costs nothing here.")
    }
    var evidence = Explained("evidence")
    evidence.parts = facts(of: finding)
    root.parts = [evidence, try sources(of: records(in: [finding]))]
    return root
  }

  private func explain(customer: ReleaseReader.Row) throws(RunFailure) -> Explained {
    let id = customer["customer_id"] ?? ""
    var root = Explained("customer \(id)", fields: fields(customer, leaving: ["customer_id"]))
    root.sentences = [IdentifierText.sentence(customer["identifiers"])]
    var section = Explained("journeys")
    section.parts = try reader.rows(of: "journeys", where: ["customer_id"], in: [id]).map {
      Explained(
        "\($0["journey_id"] ?? "")  \(instant($0["started_at"]))  \($0["status"] ?? "")  "
          + "\($0["path"] ?? "")", fields: fields($0, leaving: []))
    }
    root.parts = [section]
    return root
  }

  // MARK: Why two are not one

  /// Why two interactions, by id or native id, are not one journey or not one customer's.
  ///
  /// Nil if the release lacks one of them.
  package func whyNot(_ one: String, _ other: String) throws(RunFailure) -> Explained? {
    guard let left = try contact(one), let right = try contact(other) else { return nil }
    let (earlier, later) =
      left.analysed.startedAt <= right.analysed.startedAt ? (left, right) : (right, left)
    var root = Explained("\(earlier.title) and \(later.title)")
    if earlier.row["journey_id"] == later.row["journey_id"] {
      root.sentences = ["They are in one journey, \(later.row["journey_id"] ?? "")."]
      if later.row["linked_to"] == earlier.row["interaction_id"] {
        root.sentences.append("The later is " + joins.sentence(later, to: earlier) + ".")
      }
    } else if earlier.row["customer_id"] == later.row["customer_id"] {
      root.sentences =
        ["They are one customer's, in two journeys."]
        + joins.sentences(later, notJoinedTo: earlier)
    } else {
      root.sentences = ["They are of two customers, and a journey is one customer's."]
      root.parts = try [earlier, later].map { contact throws(RunFailure) in
        let id = contact.row["customer_id"] ?? ""
        let customer = try first("customers", "customer_id", id)
        var part = Explained("\(contact.title), customer \(id)")
        part.parts = [Explained(IdentifierText.sentence(customer?["identifiers"]))]
        return part
      }
      root.sentences.append(
        "No identifier joins them: they show none in common, or one that several customers use "
          + "or that would have joined two ids of one system; docs/identity.md has the rules.")
    }
    return root
  }

  private func contact(_ name: String) throws(RunFailure) -> PublishedContact? {
    var row = try interaction(name)
    if row == nil, let plain = WrittenIdentifier.plain(name) { row = try interaction(plain) }
    guard let row else { return nil }
    let events = try reader.rows(
      of: "events", where: ["interaction_id"], in: [row["interaction_id"] ?? ""])
    return PublishedContact(
      row, lastEvent: events.compactMap { Int64($0["occurred_at"] ?? "") }.max())
  }

  // MARK: Sentences

  private func sentence(on journey: ReleaseReader.Row) -> String {
    func value(_ name: String) -> String { journey[name] ?? "?" }
    let about = journey["reason"].map { "about '\($0)'" } ?? "of an unknown reason"
    var text = "A matter \(about), \(value("status")) by \(value("resolution_basis")), in "
    text += "\(value("interactions")) interactions on \(value("channels")) channels over "
    text += "\(duration("elapsed_ms", journey)); the customer was occupied for "
    text += "\(duration("customer_active_ms", journey)), of it waiting "
    text += "\(duration("wait_ms", journey)), agents for \(duration("agent_ms", journey)). "
    return text + "Effort \(value("effort_score")) of 100 (\(value("effort_band")))."
  }

  private func sentence(onInteraction row: ReleaseReader.Row) -> String {
    var text = "A \(row["kind"] ?? "contact") of \(row["source"] ?? "?")"
    text += row["outcome"].map { ", \($0)" } ?? ", without a known outcome"
    let times = [
      ("wait_ms", "waited"), ("ivr_ms", "in the menu"), ("talk_ms", "talked"),
      ("hold_ms", "on hold"), ("wrap_ms", "after-contact work"),
      ("first_response_ms", "first response after"),
    ].filter { row[$0.0] != nil }.map { "\($0.1) \(duration($0.0, row))" }
    if !times.isEmpty { text += ": " + times.joined(separator: ", ") }
    return text + "."
  }

  private func duration(_ column: String, _ row: ReleaseReader.Row) -> String {
    guard let value = row[column].flatMap({ Int64($0) }) else { return "an unknown time" }
    return DurationText.describe(milliseconds: value)
  }

  private func number(_ column: String, _ row: ReleaseReader.Row) -> Int {
    Int(row[column] ?? "") ?? 0
  }

  private func fields(
    _ row: ReleaseReader.Row, leaving: Set<String>
  ) -> [(name: String, value: String)] {
    row.sorted { $0.key < $1.key }.filter { !leaving.contains($0.key) }
      .map { ($0.key, text($0.value, of: $0.key)) }
  }

  private func describe(step: ReleaseReader.Row) -> String {
    var line = "\(step["step"] ?? "?"). \(instant(step["started_at"]))  \(step["kind"] ?? "")"
    line += "  \(step["native_id"] ?? "")  \(step["outcome"] ?? "")"
    if let basis = step["link_basis"] {
      line += "  (joined by \(basis) to \(step["linked_to"] ?? "?"),"
      line += " confidence \(step["link_confidence"] ?? "?") ‰)"
    }
    return line
  }

  private func describe(event: ReleaseReader.Row) -> String {
    let details = ["queue", "agent", "actor", "value", "duration_ms"].compactMap { name in
      event[name].map { "\(name)=\($0)" }
    }
    return
      "\(event["sequence"] ?? "?"). \(instant(event["occurred_at"]))  \(event["activity"] ?? "")"
      + "  \(details.joined(separator: " "))  record \(event["record_id"] ?? "")"
  }

  // MARK: Evidence

  private func section(findings: [ReleaseReader.Row]) -> [Explained] {
    if findings.isEmpty { return [] }
    var section = Explained("findings")
    section.parts = findings.map { finding in
      var part = Explained(
        "\(finding["detector"] ?? ""), \(finding["points"] ?? "0") points: "
          + "\(finding["message"] ?? "")  \(finding["finding_id"] ?? "")",
        fields: fields(finding, leaving: ["evidence"]))
      part.parts = facts(of: finding)
      return part
    }
    return [section]
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

  private func facts(of finding: ReleaseReader.Row) -> [Explained] {
    Explanation.facts(of: finding).map { fact in
      Explained(
        "\(fact.field) = \(fact.value)  (\(fact.rule))  record \(fact.record_id)",
        fields: [
          ("record_id", fact.record_id), ("field", fact.field), ("value", fact.value),
          ("rule", fact.rule),
        ])
    }
  }

  private func records(in rows: [ReleaseReader.Row]) -> Set<String> {
    var records = Set(rows.compactMap { $0["record_id"] })
    for row in rows { records.formUnion(Explanation.facts(of: row).map(\.record_id)) }
    return records
  }

  private func sources(of records: Set<String>) throws(RunFailure) -> Explained {
    sources(try reader.rows(of: "lineage", where: ["record_id"], in: records))
  }

  private func sources(_ places: [ReleaseReader.Row]) -> Explained {
    var section = Explained("sources")
    section.parts = places.map { place in
      var part = Explained(
        "record \(place["record_id"] ?? ""): \(place["input"] ?? "") "
          + "bytes \(place["byte_offset"] ?? "?")+\(place["byte_length"] ?? "?")",
        fields: fields(place, leaving: []))
      if let command = Explanation.command(showing: place) { part.sentences = [command] }
      return part
    }
    return section
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
    if column.hasSuffix("_ms"), let time = Int64(value) {
      return "\(value) (\(DurationText.describe(milliseconds: time)))"
    }
    let isInstant = column.hasSuffix("_at") || column.hasSuffix("_seen")
    return isInstant ? instant(value) : value
  }

  private func instant(_ value: String?) -> String {
    guard let value, let microseconds = Int64(value) else { return value ?? "" }
    return InstantText.iso8601(microseconds: microseconds)
  }
}

/// Says by which kinds of identifiers a customer is known.
private enum IdentifierText {
  /// A sentence about the column `identifiers` of a customer.
  static func sentence(_ column: String?) -> String {
    let data = Data((column ?? "{}").utf8)
    // Without readable counts nothing is known.
    let counts = (try? JSONDecoder().decode([String: Int].self, from: data)) ?? [:]
    let known = TokenKind.allCases.compactMap { kind in
      counts[kind.name].map { "\($0) \(kind.name) (\(meaning(of: kind)))" }
    }
    return known.isEmpty
      ? "No identifier of a person is known." : "Known by " + known.joined(separator: ", ") + "."
  }

  private static func meaning(of kind: TokenKind) -> String {
    switch kind.strength {
    case .uniqueStrong: "two of one system are two customers"
    case .strong: "joins"
    case .sharedProne, .weak: "joins unless several customers use it"
    }
  }
}
