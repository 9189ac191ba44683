package import JourneyModel
import ParquetFiles

/// One row per customer's matter.
package enum JourneysTable: DatasetTable {
  /// The table's self-description.
  package static let description = TableDescription(
    name: "journeys",
    summary: "One row per journey: one customer's matter through all its interactions.",
    dateRule: "started_at",
    keys: TableKeys(
      primary: ["journey_id"],
      foreign: [ForeignKey("customer_id", "customers", "customer_id")]),
    columns: identity + counts + effort)

  private static let identity = [
    TableColumn("journey_id", .string, "The journey.").formula("hash of its first interaction"),
    TableColumn("customer_id", .string, "The resolved customer."),
    TableColumn("started_at", .timestampMicros, "Start of the first interaction."),
    TableColumn("ended_at", .timestampMicros, "End of the last interaction; null while open.")
      .nullable,
    TableColumn("status", .string, "How far it came.").words(JourneyStatus.names),
    TableColumn("resolution_basis", .string, "What the status rests on.")
      .words(ResolutionBasis.names),
    TableColumn("reason", .string, "The first known reason.").nullable,
    TableColumn("persona", .string, "The customer's persona; null if no rule holds.").nullable,
    TableColumn("stage", .string, "The stage of its last interaction.").nullable
      .words(Stage.names),
    TableColumn("first_channel", .string, "Channel of the first interaction.")
      .words(Channel.names),
    TableColumn("last_channel", .string, "Channel of the last interaction.").words(Channel.names),
    TableColumn("path", .string, "The interactions' kinds in order, joined by >."),
    TableColumn("variant_id", .string, "Equal paths have equal ids.").formula("hash of path"),
  ]

  private static let counts = [
    TableColumn("interactions", .int32, "Interactions.").unit("count"),
    TableColumn("channels", .int32, "Distinct channels.").unit("count"),
    TableColumn("channel_switches", .int32, "Changes of channel between consecutive interactions.")
      .unit("count"),
    TableColumn("transfers", .int32, "Transfers of all interactions.").unit("count"),
    TableColumn("repeat_contacts", .int32, "Contacts that repeat a matter thought settled.")
      .unit("count"),
    TableColumn("prior_steps", .int32, "Steps taken before first reaching a human.").unit("count"),
    TableColumn("wait_ms", .int64, "Time in queues.").unit("ms").formula("sum over interactions"),
    TableColumn("customer_active_ms", .int64, "Time the customer was actively occupied.")
      .unit("ms"),
    TableColumn("elapsed_ms", .int64, "From first start to last end, or to as-of while open.")
      .unit("ms"),
    TableColumn("agent_ms", .int64, "Time of agents.").unit("ms").formula("talk + hold + wrap"),
    TableColumn("cost", .int64, "Cost in minor units of the currency; null without rates.")
      .nullable.unit("minor units"),
  ]

  private static let effort = [
    TableColumn("effort_score", .int32, "Effort from 0 to 100.").unit("points"),
    TableColumn("effort_band", .string, "The score's band.").words(EffortBand.names)
      .formula("low below 20, medium below 50, high from 50"),
    TableColumn("findings", .int32, "Friction findings that are not suppressed.").unit("count"),
    TableColumn("csat", .int32, "Mean satisfaction, high is good.").nullable.unit("permille"),
    TableColumn("nps", .int32, "Mean likelihood to recommend, rounded.").nullable.unit("points"),
    TableColumn("converted", .boolean, "Whether the customer bought.").nullable,
    TableColumn("revenue", .int64, "Revenue in minor units of the currency.").nullable
      .unit("minor units"),
    TableColumn("provisional", .boolean, "Whether the status can still change by time alone."),
    TableColumn("capped", .boolean, "Whether the matter was cut by a limit."),
  ]

  /// Appends the row's cells in column order.
  package static func append(_ row: Journey, to cells: inout RowEncoder) {
    cells.append(id: row.id.hash)
    cells.append(id: row.customer.hash)
    cells.append(row.startedAt)
    cells.append(row.endedAt)
    cells.append(text: row.status.name)
    cells.append(text: row.resolutionBasis.name)
    cells.append(text: row.reason)
    cells.append(text: row.persona)
    cells.append(text: row.stage?.name)
    cells.append(text: row.firstChannel.name)
    cells.append(text: row.lastChannel.name)
    cells.append(text: row.path)
    cells.append(id: row.variant)
    appendCounts(row, to: &cells)
    cells.append(row.effortScore)
    cells.append(text: row.effortBand.name)
    cells.append(row.findings)
    cells.append(row.csatPermille)
    cells.append(row.nps)
    cells.append(row.converted)
    cells.append(row.revenueMinor)
    cells.append(row.isProvisional)
    cells.append(row.isCapped)
  }

  private static func appendCounts(_ row: Journey, to cells: inout RowEncoder) {
    cells.append(row.interactions)
    cells.append(row.channels)
    cells.append(row.channelSwitches)
    cells.append(row.transfers)
    cells.append(row.repeatContacts)
    cells.append(row.priorSteps)
    cells.append(row.waitMilliseconds)
    cells.append(row.customerActiveMilliseconds)
    cells.append(row.elapsedMilliseconds)
    cells.append(row.agentMilliseconds)
    cells.append(row.costMinor)
  }
}
