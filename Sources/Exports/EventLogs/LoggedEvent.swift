internal import GRDB

/// An event of a journey as process mining tools take it.
struct LoggedEvent {
  let journey: String
  let customer: String
  let interaction: String
  let sequence: Int64
  /// The kind of its interaction.
  let kind: String
  /// The kind of its interaction and what happened: `call answered`, `ticket solved`.
  let label: String
  let microseconds: Int64
  let channel: String?
  let queue: String?
  let agent: String?
  let actor: String?
  let value: String?
  let milliseconds: Int64?

  /// The columns that `init` reads, of `events` e and `interactions` i.
  static let columns = """
    e.journey_id, e.customer_id, e.interaction_id, e.sequence, i.kind, e.activity, e.value,
    e.occurred_at, e.channel, e.queue, e.agent, e.actor, e.duration_ms
    """

  /// The event of a row of `columns`.
  init(_ row: Row) {
    journey = row[0]
    customer = row[1]
    interaction = row[2]
    sequence = row[3]
    kind = row[4]
    let activity: String = row[5]
    let value: String? = row[6]
    label = kind + " " + (activity == "status" ? value ?? activity : activity)
    self.value = value
    microseconds = row[7]
    channel = row[8]
    queue = row[9]
    agent = row[10]
    actor = row[11]
    milliseconds = row[12]
    observation = activity == "status" ? value : "\(queue ?? "\0")\u{1}\(agent ?? "\0")"
    isObservation = activity == "status" || activity == "assigned"
    self.activity = activity
  }

  /// What happened, as the dataset says it.
  let activity: String
  /// Whether it may tell what was so before.
  let isObservation: Bool
  /// What it tells to be so.
  let observation: String?

  /// The name of the event, unique in a release.
  var id: String { "\(interaction)-\(sequence)" }

  /// The objects it concerns, and how.
  var objects: [(id: String, qualifier: String)] {
    [(journey, "step of"), (interaction, "part of"), (customer, "of")]
      + [("agent", agent), ("queue", queue)].compactMap { type, name in
        name.map { (type + ":" + $0, type) }
      }
  }
}
