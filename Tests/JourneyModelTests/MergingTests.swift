import JourneyModel
import Testing

@Suite struct MergingTests {
  @Test func keepsTheSmallestInOrder() {
    // Every list of six numbers below 3; their places tell equal ones apart, which stay in order.
    for list in 0..<729 {
      let added = (0..<6).map { place in
        (list / [1, 3, 9, 27, 81, 243][place] % 3, place)
      }
      for (limit, cut) in [(1, 0), (1, 3), (3, 2), (3, 6), (5, 1), (6, 4), (7, 3)] {
        var kept: [(Int, Int)] = []
        kept.keep(smallest: limit, with: Array(added[..<cut])) { $0.0 < $1.0 }
        kept.keep(smallest: limit, with: Array(added[cut...])) { $0.0 < $1.0 }
        let smallest = added.sorted { $0 < $1 }.prefix(limit)
        #expect(kept.elementsEqual(smallest, by: ==), "of \(added), cut at \(cut)")
      }
    }
  }

  @Test func addsInPlaceWhatBothHave() {
    var counts = ["a": 1, "b": 2]
    counts.add(["b": 3, "c": 4]) { $0 += $1 }
    counts.add(5, to: "c") { $0 += $1 }
    counts.add(6, to: "d") { $0 += $1 }
    #expect(counts == ["a": 1, "b": 5, "c": 9, "d": 6])
    var empty: [String: Int] = [:]
    empty.add(counts) { $0 += $1 }
    #expect(empty == counts)
  }
}
