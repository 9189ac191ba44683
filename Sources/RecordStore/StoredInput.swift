package import DurableFiles
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
  /// What the file looked like when it was read; nil where it may change without looking otherwise.
  package var stamp: FileStamp?
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

  /// What else is known of it; the catalog does not keep it.
  package var details = ReadingDetails()

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

/// What is known of inputs that this run read.
package struct ReadingDetails: Equatable, Sendable {
  /// Why records were rejected.
  package var tally = RejectionTally()
  /// The parameters that are not set and without which records were skipped, by the reason.
  package var mendableSkips: [String: [String]] = [:]
  /// What the adapter names and no record had.
  package var absentNames: [AbsentName] = []
  /// How many records the vendor counts on all pages, where that is more than the file has.
  package var statedTotal: Int64?

  package init() {}

  /// Whether there is nothing to tell.
  package var isEmpty: Bool { self == ReadingDetails() }
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

/// What a file looks like from outside: while it looks so, its bytes are the same.
///
/// A program can put the time of the last change of the bytes back, but not that of the last change
/// of anything.
package struct FileStamp: Hashable, Sendable {
  /// Where it is.
  let device: UInt64
  let inode: UInt64
  /// When it was changed, in nanoseconds since the epoch.
  let modified: Int64
  let changed: Int64

  /// Stamps of some file systems are whole seconds, and every other one of those.
  private static let granularityMicroseconds: Int64 = 2_000_000

  /// The stamp of a file that was at rest from an instant on; nil where the next change might have
  /// the same times.
  package init?(_ status: FileStatus, atRestSince rest: Instant) {
    let newest = max(status.modifiedNanoseconds, status.changedNanoseconds)
    guard newest / 1000 <= rest.microseconds - FileStamp.granularityMicroseconds else { return nil }
    self.init(
      device: status.device, inode: status.inode, modified: status.modifiedNanoseconds,
      changed: status.changedNanoseconds)
  }

  /// A stamp of known parts.
  init(device: UInt64, inode: UInt64, modified: Int64, changed: Int64) {
    (self.device, self.inode, self.modified, self.changed) = (device, inode, modified, changed)
  }
}

extension FileStamp {
  /// The four numbers, eight bytes each.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.write(device)
    writer.write(inode)
    writer.write(modified)
    writer.write(changed)
    return writer.bytes
  }

  /// The stamp that `bytes` wrote; nil where they are none.
  init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self = bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return FileStamp(
        device: reader.read(UInt64.self), inode: reader.read(UInt64.self),
        modified: reader.read(Int64.self), changed: reader.read(Int64.self))
    }
  }
}

/// What was decided about an input, whatever its ledger says.
package enum InputDecision: String, Sendable {
  /// It is used, however many of its records were rejected: somebody said so.
  case accepted
  /// It is held back: with it an interaction does not fit into the memory allowed.
  case oversized
}
