package import JourneyModel

/// An input as the catalog knows it: what it was, how it was read, what became of it.
package struct StoredInput: Equatable, Sendable {
  /// The catalog number; records carry it as their origin.
  package var number: UInt32
  /// The number of the first input of the run that read it.
  package var run: UInt32
  /// What all its records share.
  package var source: SourceDescription
  /// The path it was read from, as given.
  package var path: String
  /// The file's bytes as they are stored.
  package var file: FileContent
  /// Its bytes decompressed; the same where it is not compressed.
  package var content: FileContent
  /// A hash of the first bytes of the content: exports that grow have it in common.
  package var head = StableHash128.zero
  /// The fingerprint of everything that decided how it was read.
  package var fingerprint: StableHash128
  /// What became of its records and bytes.
  package var ledger: Ledger
  /// The newest events that its records state.
  package var newestEvents = NewestEvents()
  /// Whether its local times were read in the reporting zone for want of a configured one.
  package var isZoneAssumed: Bool
  /// Whether nothing proves that its last record is whole.
  package var isOpenEnded = false
  /// What somebody or a run decided about it, beside its ledger.
  package var decision: InputDecision?
  /// The files, as they were stored, whose content was its beginning and which it replaced.
  package var beginnings: [FileContent] = []
  /// What values did not fit, although their records were accepted.
  package var notes = ReadingNotes()

  /// What the adapter names and no record had; known of inputs that this run read, the catalog does
  /// not keep it.
  package var absentNames: [AbsentName] = []

  /// Why records were rejected, and for what reasons that parameters would mend they were skipped;
  /// known of inputs that this run read, too.
  package var tally = RejectionTally()
  package var mendableSkips: [String: [String]] = [:]

  /// An input of known parts.
  package init(
    number: UInt32, source: SourceDescription, path: String, file: FileContent,
    fingerprint: StableHash128
  ) {
    self.number = number
    run = number
    self.source = source
    self.path = path
    self.file = file
    content = file
    self.fingerprint = fingerprint
    ledger = Ledger()
    isZoneAssumed = false
  }

  /// Whether its last record was left out because the file might still be written.
  package var isUnsettled: Bool { ledger.skipped[Ledger.unsettled] != nil }
}

/// Bytes by which a file is known again.
package struct FileContent: Hashable, Sendable {
  /// The SHA-256 of the bytes, lower-case hexadecimal.
  package var sha256: String
  /// How many they are.
  package var byteCount: Int64

  /// Known bytes.
  package init(sha256: String, byteCount: Int64) {
    self.sha256 = sha256
    self.byteCount = byteCount
  }
}

/// What was decided about an input, whatever its ledger says.
package enum InputDecision: String, Sendable {
  /// It is used, however many of its records were rejected: somebody said so.
  case accepted
  /// It is held back: with it an interaction does not fit into the memory allowed.
  case oversized
}
