package import JourneyModel

/// An input as the catalog knows it: what it was, how it was read, what became of it.
package struct StoredInput: Equatable, Sendable {
  /// The catalog number; records carry it as their origin.
  package var number: UInt32
  /// What all its records share.
  package var source: SourceDescription
  /// The path it was read from, as given.
  package var path: String
  /// The SHA-256 of the file's bytes, lower-case hexadecimal.
  package var sha256: String
  /// The size of the file.
  package var fileBytes: Int64
  /// The fingerprint of everything that decided how it was read.
  package var fingerprint: StableHash128
  /// What became of its records and bytes.
  package var ledger: Ledger
  /// The newest events that its records state.
  package var newestEvents = NewestEvents()
  /// Whether its local times were read in the reporting zone for want of a configured one.
  package var isZoneAssumed: Bool
  /// How many keys had no line in a table of its look-ups, by table; known of inputs that this run
  /// read, the catalog does not keep it.
  package var missingLines: [String: Int64] = [:]

  /// An input of known parts.
  package init(
    number: UInt32, source: SourceDescription, path: String, sha256: String, fileBytes: Int64,
    fingerprint: StableHash128
  ) {
    self.number = number
    self.source = source
    self.path = path
    self.sha256 = sha256
    self.fileBytes = fileBytes
    self.fingerprint = fingerprint
    ledger = Ledger()
    isZoneAssumed = false
  }
}
