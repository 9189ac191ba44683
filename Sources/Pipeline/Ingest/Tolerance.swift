package import JourneyModel
package import RecordStore

/// How many rejected records an input may have before it holds up publishing.
package struct Tolerance: Sendable {
  /// The share of an input's records, in permille.
  package var permille: Int64

  /// So many rejections are always tolerated, unless nothing at all was accepted: one bad line
  /// must not hold a small file.
  package static let floor: Int64 = 10

  /// A tolerance of a share.
  package init(permille: Int64) { self.permille = permille }

  /// Whether an input is held back.
  package func holds(_ input: StoredInput) -> Bool {
    switch input.decision {
    case .accepted: false
    case .oversized: true
    case nil: isExceeded(by: input.ledger)
    }
  }

  /// Whether an input has too many rejections.
  package func isExceeded(by ledger: Ledger) -> Bool {
    guard ledger.rejected > 0 else { return false }
    if ledger.accepted == 0 && ledger.skippedTotal == 0 { return true }
    return ledger.rejected > max(ledger.recordsRead * permille / 1000, Tolerance.floor)
  }
}
