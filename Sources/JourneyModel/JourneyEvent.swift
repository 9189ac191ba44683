/// One thing that happened in an interaction: a row of `events`.
package struct JourneyEvent: Equatable, Sendable {
  /// The interaction it happened in.
  package var interaction: InteractionID
  /// Its position in the interaction, from 1.
  package var sequence: Int32
  /// What happened.
  package var activity: Activity
  /// When.
  package var at: Instant
  /// On which channel.
  package var channel: Channel
  /// The queue concerned.
  package var queue: String?
  /// The agent concerned.
  package var agent: String?
  /// Who did it.
  package var by: Party?
  /// The observed value.
  package var value: String?
  /// How long it lasted.
  package var durationMilliseconds: Int64?
  /// How often it happened within the duration; not published.
  package var count: Int32?
  /// The smallest id of the statements that state it.
  package var record: RecordID

  /// An event with what every one has.
  package init(
    interaction: InteractionID, sequence: Int32, activity: Activity, at: Instant,
    channel: Channel, record: RecordID
  ) {
    self.interaction = interaction
    self.sequence = sequence
    self.activity = activity
    self.at = at
    self.channel = channel
    self.record = record
  }
}
