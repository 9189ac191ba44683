package import JourneyModel
package import RecordStore

/// How much of an input may be rejected before it holds up publishing.
///
/// It is measured in records and in bytes, over every file and over all files of the input that one
/// run has read: thirty small files that lose most of theirs are no better than a large one.
package struct Tolerance: Sendable {
  /// The share of an input's records and of its bytes, in permille.
  package var permille: Int64

  /// So many rejections of average size are always tolerated, unless nothing at all was accepted:
  /// one bad line must not hold a small file.
  package static let floor: Int64 = 10

  /// The files of an input that one run has read.
  private struct Delivery: Hashable {
    var source: String
    var run: UInt32

    init(_ input: StoredInput) { (source, run) = (input.source.name, input.run) }
  }

  /// A tolerance of a share.
  package init(permille: Int64) { self.permille = permille }

  /// The numbers of those inputs of a state that are held back.
  package func held(among inputs: [StoredInput]) -> Set<UInt32> {
    let judged = inputs.lazy.filter { $0.decision == nil }
    var deliveries: [Delivery: [StoredInput]] = [:]
    for input in judged where input.ledger.rejected > 0 { deliveries[Delivery(input)] = [] }
    if !deliveries.isEmpty {
      for input in judged { deliveries[Delivery(input)]?.append(input) }
    }
    let oversized = inputs.lazy.filter { $0.decision == .oversized }
    return Set(deliveries.values.flatMap(beyond).map(\.number)).union(oversized.map(\.number))
  }

  /// The files of a delivery without which the others are within tolerance: those beyond it alone;
  /// if need be those of which most is rejected; and if need be those that exceed the share.
  private func beyond(_ files: [StoredInput]) -> [StoredInput] {
    var (held, left): ([StoredInput], [StoredInput]) = ([], files)
    let rules: [(Ledger) -> Bool] = [
      isExceeded(by:), { $0.isMostlyRejected }, isShareExceeded(by:),
    ]
    for isBad in rules {
      held += left.filter { isBad($0.ledger) }
      left.removeAll { isBad($0.ledger) }
      let total = left.reduce(into: Ledger()) { $0.add($1.ledger) }
      if !isExceeded(by: total) { break }
    }
    return held
  }

  /// Whether too much was rejected.
  package func isExceeded(by ledger: Ledger) -> Bool {
    guard ledger.rejected > 0 else { return false }
    if ledger.accepted == 0 && ledger.skippedTotal == 0 { return true }
    let kept = max(ledger.recordsRead - ledger.rejected, 1)
    let floorBytes = (ledger.recordBytes - ledger.rejectedBytes) / kept * Tolerance.floor
    return ledger.rejected > max(share(of: ledger.recordsRead), Tolerance.floor)
      || ledger.rejectedBytes > max(share(of: ledger.bytes), floorBytes)
  }

  private func isShareExceeded(by ledger: Ledger) -> Bool {
    ledger.rejected > share(of: ledger.recordsRead)
      || ledger.rejectedBytes > share(of: ledger.bytes)
  }

  private func share(of count: Int64) -> Int64 { count * permille / 1000 }
}
