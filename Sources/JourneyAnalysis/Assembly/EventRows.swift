import JourneyModel

/// Makes the published events of an interaction.
enum EventRows {
  /// The rows by sequence, from 1; all carry the interaction's channel.
  static func rows(of item: AssembledInteraction) -> [JourneyEvent] {
    item.events.enumerated().map { index, event in
      var row = JourneyEvent(
        interaction: item.interaction.id, sequence: Int32(clamping: index + 1),
        activity: event.activity, at: event.at, channel: item.interaction.channel,
        record: event.record)
      row.queue = event.queue
      row.agent = event.agent
      row.by = event.statement.by
      row.value = event.statement.value
      row.durationMilliseconds = event.statement.durationMilliseconds
      row.count = event.statement.count
      return row
    }
  }
}
