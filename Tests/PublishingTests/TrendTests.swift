import JourneyModel
import Publishing
import Testing

@Suite struct TrendTests {
  /// So many contacts of as many customers on a day.
  private func tally(_ count: Int, day: Int32, isProvisional: Bool = false) -> Tally {
    var tallies = CellTallies(measures: [0])
    for number in 0..<count {
      tallies.begin(CustomerID(StableHash128(high: UInt64(number), low: UInt64(day))))
      tallies.add(CellKey(.measure(0), day: day), sum: 1, isProvisional: isProvisional)
    }
    let block = tallies.seal()
    var tally = Tally()
    for position in 0..<block.cells.count {
      block[position].forEachMeasure { tally.add($0) }
    }
    return tally
  }

  private func days(_ range: Range<Int32>, _ count: Int) -> [Int32: Tally] {
    Dictionary(uniqueKeysWithValues: range.map { ($0, tally(count, day: $0)) })
  }

  @Test func `slots are days, then weeks, then months, and have no gaps`() {
    let few = Trend(days(19_783..<19_800, 12), minimumGroup: 10, lastCompleteDay: 19_900)
    #expect(few.step == .day)
    #expect(few.slots.count == 17)
    let year = Trend(days(19_783..<20_148, 12), minimumGroup: 10, lastCompleteDay: 20_200)
    #expect(year.step == .week)
    #expect(year.slots.allSatisfy { ($0.day + 3) % 7 == 0 })
    let decade = Trend(days(16_000..<19_650, 1), minimumGroup: 1, lastCompleteDay: 20_200)
    #expect(decade.step == .month)
    #expect(year.slots.compactMap(\.tally).reduce(0) { $0 + $1.numerator } == 365 * 12)
    var gap = days(19_783..<19_785, 12)
    gap[19_790] = tally(12, day: 19_790)
    #expect(
      Trend(gap, minimumGroup: 10, lastCompleteDay: 19_900).slots.map { $0.tally != nil } == [
        true, true, false, false, false, false, false, true,
      ])
  }

  @Test func `days of too few customers make longer slots`() {
    let trend = Trend(days(19_783..<19_843, 4), minimumGroup: 10, lastCompleteDay: 19_900)
    #expect(trend.step == .week)
  }

  @Test func `slots that are not over are provisional`() {
    let trend = Trend(days(19_783..<19_790, 12), minimumGroup: 10, lastCompleteDay: 19_788)
    #expect(trend.slots.map(\.isProvisional) == [false, false, false, false, false, false, true])
  }

  @Test func `the comparison takes four whole weeks and leaves out provisional days`() throws {
    var counted = days(100..<156, 10)
    for day in 156..<160 as Range<Int32> { counted[day] = tally(99, day: day, isProvisional: true) }
    let comparison = try #require(Comparison(counted, lastCompleteDay: 159))
    #expect(comparison.lastDay == 155)
    #expect(comparison.recent.numerator == 280)
    #expect(comparison.before.numerator == 280)
    #expect(comparison.change(in: .count) == .change(permille: 0))
    #expect(Comparison(days(100..<120, 10), lastCompleteDay: 119) == nil)
  }

  @Test func `a sample of customers is exact below the limit and merges in any order`() {
    let ids = (0..<30).map { CustomerID(StableHash128(high: UInt64($0 * 7 % 30), low: 1)) }
    var whole = CustomerSample()
    whole.merge(ids.sorted())
    var parts = CustomerSample()
    for id in ids.reversed() { parts.merge([id]) }
    #expect(whole == parts)
    #expect(whole.count == 10)
    var few = CustomerSample()
    few.merge(Array(ids.prefix(4)).sorted())
    few.merge(Array(ids.prefix(4)).sorted())
    #expect(few.count == 4)
  }
}
