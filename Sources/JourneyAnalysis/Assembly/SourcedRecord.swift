package import JourneyModel

/// A normalized record with the source it came from.
package struct SourcedRecord: Equatable, Sendable {
  /// The record.
  package var record: NormalizedRecord
  /// Position of its source in the list the assembler was given.
  package var source: Int

  /// A record of a source.
  package init(record: NormalizedRecord, source: Int) {
    self.record = record
    self.source = source
  }
}

/// What one source contributed to one vertex.
package struct SourceShare: Equatable, Sendable {
  /// The source.
  package var source: SourceDescription
  /// Records that are the newest of their key.
  package var liveRecords: Int64 = 0
  /// The earliest of its events.
  package var firstEvent: Instant?
  /// The latest of its events not after as-of.
  package var lastEvent: Instant?

  /// A source that contributed nothing yet.
  package init(source: SourceDescription) { self.source = source }

  /// Extends the window of events by one instant.
  mutating func include(_ instant: Instant) {
    firstEvent = min(firstEvent ?? instant, instant)
    lastEvent = max(lastEvent ?? instant, instant)
  }
}
