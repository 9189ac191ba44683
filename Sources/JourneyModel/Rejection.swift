/// A record that could not be accepted: a value, never an error that stops a run.
package struct Rejection: Equatable, Sendable {
  package var code: DiagnosticCode
  /// The first byte of the record in the decompressed file.
  package var byteOffset: UInt64
  /// The record's length in bytes.
  package var byteLength: UInt32
  /// The line it begins on, from 1; 0 where lines are not counted.
  package var line: UInt64
  /// The column or path concerned.
  package var column: String?
  /// What happened, without any value of the record.
  package var message: String

  /// A rejection of known parts.
  package init(
    code: DiagnosticCode, byteOffset: UInt64, byteLength: UInt32, line: UInt64 = 0,
    column: String? = nil, message: String
  ) {
    self.code = code
    self.byteOffset = byteOffset
    self.byteLength = byteLength
    self.line = line
    self.column = column
    self.message = message
  }
}

/// Why records of one input were rejected: how many for each reason, with the words of the first.
package struct RejectionTally: Equatable, Sendable {
  /// The rejections of a code and column.
  package struct Group: Equatable, Sendable {
    package var code: DiagnosticCode
    /// The column or path concerned.
    package var column: String?
    /// What happened to the first one.
    package var message: String
    package var count: Int64
  }

  /// The groups in the order of their first rejections.
  private var found: [Group] = []
  /// So many groups are told apart by their columns; further ones only by their codes.
  private static let groupLimit = 64

  /// Nothing rejected.
  package init() {}

  /// The groups, the largest first.
  package var groups: [Group] {
    found.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map(\.element)
  }

  /// Counts a rejection.
  package mutating func add(_ rejection: Rejection) {
    add(rejection.code, rejection.column, rejection.message, count: 1)
  }

  /// Counts another input's rejections.
  package mutating func add(_ other: RejectionTally) {
    for group in other.found { add(group.code, group.column, group.message, count: group.count) }
  }

  private mutating func add(
    _ code: DiagnosticCode, _ column: String?, _ message: String, count: Int64
  ) {
    var group = found.firstIndex { $0.code == code && $0.column == column }
    if group == nil, found.count >= Self.groupLimit {
      group = found.firstIndex { $0.code == code }
    }
    if let group {
      found[group].count += count
    } else {
      found.append(Group(code: code, column: column, message: message, count: count))
    }
  }
}

/// A rejected record as published: a row of `rejects`.
package struct RejectedRecord: Equatable, Sendable {
  /// The vendor, as the adapter calls it.
  package var system: String
  /// The input's name in the configuration.
  package var source: String
  /// Hash of the rejected bytes: equal bytes are one rejection, whichever file held them.
  package var record: RecordID
  package var code: DiagnosticCode
  /// The column or path concerned.
  package var column: String?
  /// What happened, without any value of the record.
  package var message: String
  /// The first bytes with every letter and digit masked.
  package var excerptRedacted: String

  /// A rejected record of known parts.
  package init(
    system: String, source: String, record: RecordID, code: DiagnosticCode, column: String?,
    message: String, excerptRedacted: String
  ) {
    self.system = system
    self.source = source
    self.record = record
    self.code = code
    self.column = column
    self.message = message
    self.excerptRedacted = excerptRedacted
  }
}

/// What became of every record and byte of one input, from that file alone.
///
/// `recordsRead = accepted + rejected + duplicates + skipped`, and the records with the framing
/// between them tile the decompressed file: `recordBytes + framingBytes = bytes`.
package struct Ledger: Equatable, Sendable {
  /// Records found in the file, whatever became of them.
  package var recordsRead: Int64 = 0
  /// Records normalized and kept.
  package var accepted: Int64 = 0
  /// Records refused, kept among the rejects.
  package var rejected: Int64 = 0
  /// Bytes of the records refused.
  package var rejectedBytes: Int64 = 0
  /// Records equal to an earlier one of the same file.
  package var duplicates: Int64 = 0
  /// Records the adapter declares not to be about a customer, by reason, and under `unsettled` one
  /// that may not be written to its end.
  package var skipped: [String: Int64] = [:]
  /// The reason why the open end of a file is skipped that may still be written.
  package static let unsettled = "not settled"
  /// Records, whatever became of them, with a local time that a clock put back showed twice.
  package var repeatedTimes: Int64 = 0
  /// Records, whatever became of them, with a local time that a clock put forward never showed.
  package var skippedTimes: Int64 = 0
  /// Bytes of the decompressed file.
  package var bytes: Int64 = 0
  /// Bytes inside records, whatever became of them.
  package var recordBytes: Int64 = 0
  /// Bytes between records: header, line ends, envelope, white space, byte order mark.
  package var framingBytes: Int64 = 0

  package init() {}

  /// Skipped records, whatever the reason.
  package var skippedTotal: Int64 { skipped.values.reduce(0, +) }

  /// Whether more of the records or of their bytes was rejected than not.
  package var isMostlyRejected: Bool {
    2 * rejected > recordsRead || 2 * rejectedBytes > recordBytes
  }

  /// Adds what became of another input's records and bytes.
  package mutating func add(_ other: Ledger) {
    recordsRead += other.recordsRead
    accepted += other.accepted
    rejected += other.rejected
    rejectedBytes += other.rejectedBytes
    duplicates += other.duplicates
    skipped.merge(other.skipped, uniquingKeysWith: +)
    repeatedTimes += other.repeatedTimes
    skippedTimes += other.skippedTimes
    bytes += other.bytes
    recordBytes += other.recordBytes
    framingBytes += other.framingBytes
  }

  /// Whether both sums hold.
  package var isBalanced: Bool {
    recordsRead == accepted + rejected + duplicates + skippedTotal
      && bytes == recordBytes + framingBytes
  }
}
