import JourneyModel

extension Tables {
  /// One row per thing that happened in an interaction.
  static let events = Table<EventEntry>(
    "events", "One row per event of an interaction, in order.", dateRule: "occurred_at",
    keys: TableKeys(
      primary: ["interaction_id", "sequence"],
      foreign: [
        ForeignKey("customer_id", "customers", "customer_id"),
        ForeignKey("journey_id", "journeys", "journey_id"),
        ForeignKey("interaction_id", "interactions", "interaction_id"),
      ]),
    columns: [
      Column("customer_id", "The resolved customer.") { $0.parents.customer },
      Column("journey_id", "The journey.") { $0.parents.journey },
      Column("interaction_id", "The interaction it happened in.") { $0.parents.interaction },
      Column("sequence", in: "position", "Position in the interaction, from 1.") { $0.sequence },
      Column("activity", "What happened.") { $0.activity },
      Column("occurred_at", "When it happened.") { $0.at },
      Column("channel", "On which channel.") { $0.channel },
      Column("queue", "The queue or group concerned.") { $0.queue },
      Column("agent", "The agent concerned.") { $0.agent },
      Column("actor", "Who did it.") { $0.by },
      Column("value", "The observed value, such as a status.") { $0.value },
      Column("duration_ms", in: "ms", "How long it lasted.") { $0.durationMilliseconds },
      Column("record_id", "The smallest id of the statements that state it.") { $0.record },
    ])
}
