package import JourneyModel
import ParquetFiles

/// An event together with the interaction it happened in.
package struct EventRow: Sendable {
  /// The event.
  package var event: JourneyEvent
  /// Its interaction, which knows customer and journey.
  package var interaction: Interaction

  /// An event in its interaction.
  package init(event: JourneyEvent, interaction: Interaction) {
    self.event = event
    self.interaction = interaction
  }
}

/// One row per thing that happened in an interaction.
package enum EventsTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "events",
    summary: "One row per event of an interaction, in order.",
    dateRule: "at",
    keys: TableKeys(
      primary: ["interaction_id", "sequence"],
      foreign: [
        ForeignKey("customer_id", "customers", "customer_id"),
        ForeignKey("journey_id", "journeys", "journey_id"),
        ForeignKey("interaction_id", "interactions", "interaction_id"),
      ]),
    columns: [
      TableColumn("customer_id", .string, "The resolved customer."),
      TableColumn("journey_id", .string, "The journey.").nullable,
      TableColumn("interaction_id", .string, "The interaction it happened in."),
      TableColumn("sequence", .int32, "Position in the interaction, from 1.").unit("position"),
      TableColumn("activity", .string, "What happened.").words(Activity.names),
      TableColumn("at", .timestampMicros, "When it happened."),
      TableColumn("channel", .string, "On which channel.").words(Channel.names),
      TableColumn("queue", .string, "The queue or group concerned.").nullable,
      TableColumn("agent", .string, "The agent concerned.").nullable,
      TableColumn("by", .string, "Who did it.").nullable.words(Party.names),
      TableColumn("value", .string, "The observed value, such as a status.").nullable,
      TableColumn("duration_ms", .int64, "How long it lasted.").nullable.unit("ms"),
      TableColumn("record_id", .string, "The smallest id of the statements that state it."),
    ])

  /// Appends the row's cells in column order.
  package static func append(_ row: EventRow, to cells: inout RowEncoder) {
    cells.append(id: row.interaction.customer.hash)
    cells.append(id: row.interaction.journey?.hash)
    cells.append(id: row.event.interaction.hash)
    cells.append(row.event.sequence)
    cells.append(text: row.event.activity.name)
    cells.append(row.event.at)
    cells.append(text: row.event.channel.name)
    cells.append(text: row.event.queue)
    cells.append(text: row.event.agent)
    cells.append(text: row.event.by?.name)
    cells.append(text: row.event.value)
    cells.append(row.event.durationMilliseconds)
    cells.append(id: row.event.record.hash)
  }
}
