/// One thing that happened in an interaction.
///
/// Filled once, when the records of a leg are assembled; joining legs only appends rows.
@usableFromInline
package struct EventRow: BitwiseCopyable, Sendable {
  package var at: Instant
  /// The adapter's numeric rank at equal instants.
  package var order: Int64
  /// The key of the record that states it; the first one's if several do.
  package var key: StableHash128
  /// The smallest id of the records that state it.
  package var record: RecordID
  /// How long it lasted.
  @Sentinel @usableFromInline package var durationMilliseconds: Int64? = nil
  /// A hash of the words that were written; 0 without a text.
  package var textDigest: UInt64 = 0
  /// The queue or group concerned.
  package var queue = Symbol.none
  package var agent = Symbol.none
  /// The observed value: a status, a priority, a transfer's target.
  package var value = Symbol.none
  /// How often it happened within the duration.
  @Sentinel @usableFromInline package var count: Int32? = nil
  /// Where the token of the acting user stands among the actors; none where no user is named.
  package var actor = RowID<StableHash128>.none
  /// What the lexicon heard in the text.
  package var signals = TextSignals()
  /// The position of its leg in the interaction; 0 until legs are merged.
  package var leg: UInt16 = 0
  /// What happened; a message's direction may change when its sender is concluded.
  package var activity: Activity
  /// Who did it, where that is said or concluded.
  package var by: Party? = nil
  /// The state it observes, of a `status` whose value is one of a ticket.
  package var status: TicketStatus? = nil
  /// Whether an absent queue was observed to be empty rather than passed over.
  package var clearsQueue = false

  /// An event with what every one has.
  package init(
    activity: Activity, at: Instant, order: Int64, key: StableHash128, record: RecordID
  ) {
    self.activity = activity
    self.at = at
    self.order = order
    self.key = key
    self.record = record
  }
}
