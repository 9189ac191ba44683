package import JourneyModel
import ParquetFiles

/// An event together with the interaction it happened in.
package struct OldEventRow: Sendable {
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
  package static var description: TableDescription { Tables.events.description }

  /// Appends the row's cells in column order.
  package static func append(_ row: OldEventRow, to cells: inout RowEncoder) {
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
