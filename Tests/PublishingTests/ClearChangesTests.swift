import JourneyModel
import Publishing
import Testing

/// What is said to have changed, against scipy's tests.
@Suite struct ClearChangesTests {
  private func tally(_ count: (inout CellTallies, CellKey) -> Void) -> Tally {
    var tallies = CellTallies(measures: [0])
    tallies.begin(CustomerID(StableHash128(high: 1, low: 1)))
    count(&tallies, CellKey(.measure(0), day: 1))
    let block = tallies.seal()
    var tally = Tally()
    for position in 0..<block.cells.count {
      block[position].forEachMeasure { tally.add($0) }
    }
    return tally
  }

  private func share(_ count: Int64, of all: Int64) -> Tally {
    tally { $0.add($1, sum: count, count: all) }
  }

  /// So many of each of the values 1, 2, 3, 4 and 10.
  private func distribution(_ counts: [Int]) -> Tally {
    tally { tallies, key in
      for (value, count) in zip([1, 2, 3, 4, 10] as [Int64], counts) {
        for _ in 0..<count { tallies.add(key, measured: value) }
      }
    }
  }

  private func comparison(_ before: Tally, _ recent: Tally) -> Comparison {
    Comparison(recent: recent, before: before, lastDay: 1)
  }

  private func isNear(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) < 1e-9 } ?? false
  }

  @Test func `chance is what scipy computes`() {
    // stats.chi2_contingency([[137, 863], [190, 910]], correction=False)
    let shares = comparison(share(137, of: 1000), share(190, of: 1100))
    #expect(isNear(shares.chance(in: .ratio), 0.024123205798976373))
    // stats.mannwhitneyu(…, use_continuity=False, method="asymptotic")
    let times = comparison(distribution([5, 8, 9, 6, 4]), distribution([9, 9, 6, 3, 1]))
    #expect(isNear(times.chance(in: .milliseconds), 0.040378124102479))
    #expect(times.chance(in: .money) == nil)
    let few = comparison(share(1, of: 19), share(10, of: 19))
    #expect(few.chance(in: .ratio) == nil)
  }

  @Test func `of many changes those are clear that are not chance together`() {
    // p = 0.024: clear alone, and not as the least of three.
    let change = comparison(share(137, of: 1000), share(190, of: 1100))
    let none = comparison(share(100, of: 1000), share(101, of: 1000))
    #expect(ClearChanges([("a", .ratio, change)]).measures == ["a"])
    let three: [(String, MeasureUnit, Comparison)] = [
      ("a", .ratio, change), ("b", .ratio, none), ("c", .ratio, none),
    ]
    #expect(ClearChanges(three).measures.isEmpty)
  }

  @Test func `a change that is certain and small is not told`() {
    let small = comparison(share(500_000, of: 1_000_000), share(510_000, of: 1_000_000))
    #expect(small.chance(in: .ratio).map { $0 < 1e-9 } == true)
    #expect(ClearChanges([("a", .ratio, small)]).measures.isEmpty)
    // From 98 to 98.5 %: a quarter of what was missing.
    let nearlyAll = comparison(share(980_000, of: 1_000_000), share(985_000, of: 1_000_000))
    #expect(ClearChanges([("a", .ratio, nearlyAll)]).measures == ["a"])
  }
}
