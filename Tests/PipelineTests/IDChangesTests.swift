import JourneyModel
import Pipeline
import TestSupport
import Testing

/// The log of ids that changed is bounded, and the same in whatever order changes are found.
@Suite struct IDChangesTests {
  @Test(arguments: 0..<20)
  func theSmallestPairsAreListedWithAllTheirChanges(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let pairs = (0..<(1 + random.below(400))).map { _ in
      IDChanges.Pair(
        old: StableHash128(high: UInt64(random.below(12)), low: 0),
        new: StableHash128(high: 0, low: UInt64(random.below(12))))
    }
    var changes = IDChanges(limit: 10)
    for pair in pairs { changes.add(pair) }
    let smallest = Set(pairs).sorted().prefix(10)
    #expect(changes.listed.map(\.pair) == Array(smallest))
    for (pair, count) in changes.listed { #expect(Int(count) == pairs.count { $0 == pair }) }
    #expect(Int(changes.notListed) == pairs.count { !smallest.contains($0) })
  }
}
