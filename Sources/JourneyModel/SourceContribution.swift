/// What one source contributed to the content.
///
/// No cell: the first and the last event are no sums, and a release has few sources.
package struct SourceContribution: Codable, Equatable, Sendable {
  /// The vendor, as the adapter calls it.
  package var system: String
  /// The id of the adapter that reads it.
  package var adapter: String
  /// Distinct statements, all versions.
  package var statements: Int64 = 0
  /// Statements that are the newest of their key.
  package var liveRecords: Int64 = 0
  /// Newest statements that had to be chosen from several of one version.
  package var ties: Int64 = 0
  /// Rejected records; equal bytes count once, however many files hold them.
  package var rejected: Int64 = 0
  /// What values of its files did not fit, although their records were accepted.
  package var notes = ReadingNotes()
  /// The earliest event of its live records; nil if none has one up to as-of.
  package var firstEvent: Instant?
  /// The latest event not after as-of.
  package var lastEvent: Instant?

  /// A source that contributed nothing yet.
  package init(system: String, adapter: String) {
    self.system = system
    self.adapter = adapter
  }

  /// Adds another contribution of the source.
  package mutating func merge(_ other: SourceContribution) {
    statements += other.statements
    liveRecords += other.liveRecords
    ties += other.ties
    rejected += other.rejected
    notes.merge(other.notes)
    if let event = other.firstEvent { firstEvent = min(firstEvent ?? event, event) }
    if let event = other.lastEvent { lastEvent = max(lastEvent ?? event, event) }
  }
}
