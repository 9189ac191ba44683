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
  package func held(among inputs: StoredInputs) -> Set<UInt32> {
    var held: Set<UInt32> = []
    var left: [Delivery: Ledger] = [:]
    for input in inputs where input.decision != .accepted {
      if input.decision == .oversized || isExceeded(by: input.ledger) {
        held.insert(input.number)
      } else {
        left[Delivery(input), default: Ledger()].add(input.ledger)
      }
    }
    for (delivery, total) in left where isExceeded(by: total) {
      held.formUnion(
        beyond(inputs.filter { Delivery($0) == delivery && !held.contains($0.number) }))
    }
    return held
  }

  /// The files of a delivery without which the others are within tolerance: those of which most is
  /// rejected; and if need be those that exceed the share.
  private func beyond(_ files: StoredInputs) -> [UInt32] {
    var left = files.filter { $0.decision == nil }
    var held: [UInt32] = []
    for isBad in [{ $0.isMostlyRejected }, isShareExceeded(by:)] as [(Ledger) -> Bool] {
      held += left.lazy.filter { isBad($0.ledger) }.map(\.number)
      left = left.filter { !isBad($0.ledger) }
      if !isExceeded(by: left.reduce(into: Ledger()) { $0.add($1.ledger) }) { break }
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
