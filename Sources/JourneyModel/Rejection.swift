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

  /// Whether both sums hold.
  package var isBalanced: Bool {
    recordsRead == accepted + rejected + duplicates + skippedTotal
      && bytes == recordBytes + framingBytes
  }
}
