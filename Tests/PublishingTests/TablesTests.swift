import Foundation
import JourneyModel
import ParquetFiles
import Publishing
import Testing

@Suite struct TablesTests {
  /// The columns as `design/interface.md` lists them.
  private static let published: [(table: String, columns: String)] = [
    (
      "interactions",
      """
      interaction_id journey_id customer_id step system instance source native_id kind channel \
      origin direction started_at answered_at ended_at queue agent team reason reason_basis \
      outcome resolved wait_ms ivr_ms hold_ms talk_ms wrap_ms first_response_ms transfers holds \
      messages_in messages_out reopens reassignments cost csat nps ces quality link_basis \
      link_confidence linked_to persona stage record_id
      """
    ),
    (
      "events",
      """
      customer_id journey_id interaction_id sequence activity occurred_at channel queue agent \
      actor value duration_ms record_id
      """
    ),
    (
      "journeys",
      """
      journey_id customer_id started_at ended_at status resolution_basis reason persona stage \
      first_channel last_channel path variant_id interactions channels channel_switches transfers \
      repeat_contacts prior_steps wait_ms customer_active_ms elapsed_ms agent_ms cost effort_score \
      effort_band findings csat nps converted revenue provisional capped
      """
    ),
    (
      "findings",
      """
      finding_id detector journey_id interaction_id system native_id customer_id \
      occurred_at place severity points customer_active_ms customer_elapsed_ms agent_ms cost \
      avoidable \
      confidence message evidence suppressed_by
      """
    ),
    (
      "measures",
      """
      date measure channel reason queue persona numerator denominator unit histogram customers \
      provisional
      """
    ),
    (
      "customers",
      """
      customer_id persona first_seen last_seen interactions journeys channels preferred_channel \
      identifiers attributes anonymous
      """
    ),
    ("rejects", "system source record_id code column message hint excerpt_redacted"),
  ]

  @Test func `tables and columns are those of the interface, in order`() {
    #expect(Tables.all.map(\.name) == TablesTests.published.map(\.table))
    for (table, published) in zip(Tables.all, TablesTests.published) {
      #expect(table.columns.map(\.name).joined(separator: " ") == published.columns)
    }
  }

  @Test func `units are in the type and in the name`() {
    for column in Tables.all.flatMap(\.columns) {
      if column.name.hasSuffix("_ms") {
        #expect(column.type == .int64 && column.unit == "ms", "\(column.name)")
      }
      if column.unit == "permille" || column.unit == "count" {
        #expect(column.type == .int32, "\(column.name)")
      }
      if column.name.hasSuffix("_at") || column.name.hasSuffix("_seen") {
        #expect(column.type == .timestampMicros, "\(column.name)")
      }
      if column.name.hasSuffix("_id") { #expect(column.type == .string, "\(column.name)") }
    }
  }

  @Test func `keys name columns that exist, and keys are never null`() throws {
    let tables = Dictionary(uniqueKeysWithValues: Tables.all.map { ($0.name, $0) })
    for table in Tables.all {
      for key in table.primaryKey {
        let column = try #require(table.columns.first { $0.name == key })
        #expect(!column.isNullable, "\(table.name).\(key)")
      }
      for key in table.foreignKeys {
        #expect(table.columns.contains { $0.name == key.column })
        #expect(tables[key.table]?.primaryKey == [key.target])
      }
      #expect(table.columns.allSatisfy { $0.meaning.hasSuffix(".") && $0.meaning.count > 5 })
    }
  }

  @Test(arguments: Tables.all.map(\.name))
  func `rows come out as the fixture says`(_ name: String) throws {
    let table = try #require(Tables.all.first { $0.name == name })
    let center = SampleCenter(customers: 5, days: 30, seed: 3)
    let (folder, summary) = try center.publish(SampleCenter.settings(center))
    var text = ""
    for file in summary.files where file.rows?.table == name {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + file.path))
      let reader = try ParquetReader(bytes: Array(bytes))
      #expect(reader.schema.columns == table.parquetSchema.columns)
      text += "== \(file.path)\n"
      var rows = try reader.rows()
      while let row = try rows.next() {
        for (column, value) in zip(table.columns, row) {
          text += "\(column.name): \(shown(value))\n"
        }
        text += "\n"
      }
    }
    try Repository.expectGolden(text, at: "tables/\(name)/rows.txt")
  }

  private func shown(_ value: ParquetValue) -> String {
    switch value {
    case .null: "null"
    case .int(let number): String(number)
    case .bool(let flag): String(flag)
    case .text(let text): "\"\(text)\""
    }
  }
}
