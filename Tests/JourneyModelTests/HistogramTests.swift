import JourneyModel
import Testing

@Suite struct HistogramTests {
  @Test(arguments: [0, 1, 127, 128, 129, 255, 256, 1000, 123_456, 86_400_000, Int64.max])
  func aBucketHoldsItsValueWithinOneSixtyFourth(value: Int64) {
    let bucket = Histogram.bucket(of: value)
    let low = Histogram.lowest(in: bucket)
    #expect(low <= value)
    #expect(value - low <= value / 64)
    #expect(Histogram.bucket(of: low) == bucket)
    if low > 0 { #expect(Histogram.bucket(of: low - 1) == bucket - 1) }
  }

  @Test func mergingInAnyOrderCountsTheSame() {
    let values: [[Int64]] = [[5, 900, 900_000], [5, 5, 31], [], [7_000_000, 12]]
    let parts = values.map { part in part.reduce(into: Histogram()) { $0.record($1) } }
    let whole = values.joined().reduce(into: Histogram()) { $0.record($1) }
    #expect(parts.reduce(into: Histogram()) { $0.merge($1) } == whole)
    #expect(parts.reversed().reduce(into: Histogram()) { $0.merge($1) } == whole)
    #expect(whole.total == 8)
  }

  @Test func percentilesAreExactForSmallValues() {
    let histogram = (1...100).reduce(into: Histogram()) { $0.record(Int64($1)) }
    #expect(histogram.percentile(permille: 500) == 50)
    #expect(histogram.percentile(permille: 900) == 90)
    #expect(histogram.percentile(permille: 1000) == 100)
    #expect(Histogram().percentile(permille: 500) == nil)
  }

  /// Remission in weeks under 6-mercaptopurine (Freireich and others, 1963): median 23.
  @Test func theMedianOfTimesThatAreNotOverIsKaplanAndMeiers() {
    let over = [6, 6, 6, 7, 10, 13, 16, 22, 23].reduce(into: Histogram()) { $0.record($1) }
    let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
      .reduce(into: Histogram()) { $0.record($1) }
    #expect(over.survivalMedian(open: open) == 23)
    #expect(over.survivalMedian(open: Histogram()) == over.percentile(permille: 500))
    let few = [6].reduce(into: Histogram()) { $0.record($1) }
    #expect(few.survivalMedian(open: open) == nil)
  }

  @Test func theStoredFormReadsBack() throws {
    let histogram = [3, 3, 5000, 90_000_000].reduce(into: Histogram()) { $0.record(Int64($1)) }
    #expect(try #require(Histogram(encoded: histogram.encoded)) == histogram)
    #expect(Histogram(encoded: "12") == nil)
    #expect(Histogram(encoded: "")?.total == 0)
  }
}
