internal import JourneyModel

/// Keeps the books of a file while it is read: what became of its records and bytes, and why.
///
/// Steps of a scanner tile the file, so what is entered next begins where the ledger ends.
struct InputAccount {
  /// What became of the records and bytes so far, but for what plans skip.
  private(set) var ledger = Ledger()
  /// Why records were rejected.
  private(set) var tally = RejectionTally()
  /// Skipped records by the number of the plan's skip.
  private var skipped: [Int64]
  private var pending: PendingRejection?

  /// An account of a plan with so many skips.
  init(skips: Int) { skipped = Array(repeating: 0, count: skips) }

  /// The place in the inflated file of what is entered next.
  var offset: UInt64 { UInt64(ledger.bytes) }

  /// Enters bytes between records.
  mutating func addFraming(_ byteCount: Int) {
    ledger.bytes += Int64(byteCount)
    ledger.framingBytes += Int64(byteCount)
  }

  /// Enters the bytes of a record.
  mutating func addRecord(_ byteCount: Int) {
    ledger.recordsRead += 1
    addToRecord(byteCount)
  }

  private mutating func addToRecord(_ byteCount: Int) {
    ledger.bytes += Int64(byteCount)
    ledger.recordBytes += Int64(byteCount)
  }

  /// The record entered last is accepted.
  mutating func accept() { ledger.accepted += 1 }

  /// The record entered last is skipped by the plan's skip of that number.
  mutating func skip(_ number: Int) { skipped[number] += 1 }

  /// The record entered last is left for later.
  mutating func leaveOut() { ledger.skipped[Ledger.unsettled, default: 0] += 1 }

  /// The record entered last is rejected.
  mutating func reject(_ rejection: Rejection, _ byteCount: Int) {
    ledger.rejected += 1
    ledger.rejectedBytes += Int64(byteCount)
    tally.add(rejection)
  }

  /// Keeps the rejection entered last until it is known how long its record is.
  mutating func keep(_ rejection: PendingRejection) { pending = rejection }

  /// Enters more bytes of the record rejected last.
  mutating func lengthenRejection(by byteCount: Int) {
    addToRecord(byteCount)
    ledger.rejectedBytes += Int64(byteCount)
    pending?.lengthen(by: byteCount)
  }

  /// Hands on the rejection that is kept, if any.
  mutating func deliverRejection<Sink: RecordSink>(into sink: inout Sink) {
    let last = pending
    pending = nil
    last?.deliver(into: &sink)
  }

  /// Closes the account of a normalizer's records.
  mutating func close(_ plan: FieldPlan, _ times: borrowing TimeReader) {
    ledger.repeatedTimes = times.recordsWithRepeated
    ledger.skippedTimes = times.recordsWithSkipped
    for (number, count) in skipped.enumerated() where count > 0 {
      ledger.skipped[plan.skips[number].reason, default: 0] += count
      skipped[number] = 0
    }
  }
}
