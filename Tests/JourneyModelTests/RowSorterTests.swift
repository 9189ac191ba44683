import JourneyModel
import TestSupport
import Testing

/// A row whose key decides most of the order and whose `rest` the remainder.
private struct NumberedRow: SortableRow {
  var key: UInt64
  var rest: UInt32

  var sortKey: UInt64 { key }

  static func < (left: NumberedRow, right: NumberedRow) -> Bool {
    (left.key, left.rest) < (right.key, right.rest)
  }
}

@Suite struct RowSorterTests {
  /// How keys are spread.
  private enum Spread: CaseIterable {
    case hashes, fewKeys, oneKey, smallNumbers, ascending, descending, topBits, crowded

    func key(_ index: Int, of count: Int, _ random: inout SeededRandom) -> UInt64 {
      switch self {
      case .hashes: random.next()
      case .fewKeys: random.next() % 5 << 40
      case .oneKey: 7
      case .smallNumbers: random.next() % 3000
      case .ascending: UInt64(index) << 20
      case .descending: UInt64(count - index)
      case .topBits: random.next() & 0xf << 60
      // Half of all keys share their first seven bytes.
      case .crowded: random.chance(50) ? random.next() : 0x1234_5678_9abc_de00 | random.next() & 255
      }
    }
  }

  private func rows(_ spread: Spread, _ count: Int, seed: UInt64) -> [NumberedRow] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { index in
      NumberedRow(key: spread.key(index, of: count, &random), rest: UInt32(random.below(1000)))
    }
  }

  private func sorted(
    _ rows: [NumberedRow], memoryBytes: Int, _ scratch: MemoryScratch = MemoryScratch()
  ) throws -> [NumberedRow] {
    var sorter = RowSorter<NumberedRow>(scratch, name: "test", memoryBytes: memoryBytes)
    for row in rows { try sorter.append(row) }
    #expect(sorter.count == rows.count)
    var merged = try sorter.finish()
    var result: [NumberedRow] = []
    while let row = try merged.next() { result.append(row) }
    #expect(try merged.next() == nil)
    return result
  }

  @Test(arguments: [0, 1, 2, 24, 25, 300, 1023, 1024, 1025, 1026, 5000, 70_000])
  func rowsComeAsTheLibrarySortsThem(count: Int) throws {
    for (number, spread) in Spread.allCases.enumerated() {
      let rows = rows(spread, count, seed: UInt64(number))
      let expected = rows.sorted()
      for bytes in [16 << 10, 100 << 10, 64 << 20] {
        let found = try sorted(rows, memoryBytes: bytes)
        #expect(found == expected, "\(count) rows, \(spread), in \(bytes) bytes")
      }
    }
  }

  @Test func rowsThatFitNeverLeaveMemory() throws {
    let scratch = MemoryScratch()
    _ = try sorted(rows(.hashes, 1024, seed: 1), memoryBytes: 16 << 10, scratch)
    #expect(scratch.fileCount == 0)
    _ = try sorted(rows(.hashes, 1025, seed: 1), memoryBytes: 16 << 10, scratch)
    #expect(scratch.fileCount == 1)
  }

  @Test func moreRunsThanMemoryHasBlocksForAreMergedInPasses() throws {
    let scratch = MemoryScratch()
    let rows = rows(.hashes, 70_000, seed: 2)
    #expect(try sorted(rows, memoryBytes: 16 << 10, scratch) == rows.sorted())
    // 69 runs of 4 blocks, 4 side by side: passes of 69, 18 and 5 runs and one that is read.
    #expect(scratch.fileCount == 4)
    #expect(scratch.byteCount == 4 * 70_000 * MemoryLayout<NumberedRow>.stride)
  }

  @Test func aFailureOfScratchSpaceIsPassedOn() throws {
    let rows = rows(.hashes, 20_000, seed: 3)
    let whole = MemoryScratch()
    _ = try sorted(rows, memoryBytes: 16 << 10, whole)
    for number in [0, whole.writeCount / 2, whole.writeCount - 1] {
      let error = #expect(throws: ScratchError.self) {
        try sorted(rows, memoryBytes: 16 << 10, MemoryScratch(fault: .write(number)))
      }
      guard case .file(let cause) = error else { Issue.record("\(number): \(error)"); continue }
      #expect(cause is MemoryScratch.Refusal)
    }
    for number in [0, whole.readCount / 2, whole.readCount - 1] {
      #expect(throws: ScratchError.self) {
        try sorted(rows, memoryBytes: 16 << 10, MemoryScratch(fault: .read(number)))
      }
    }
  }

  @Test func everyDamagedBlockIsNoticed() throws {
    let rows = rows(.hashes, 6000, seed: 4)
    let whole = MemoryScratch()
    _ = try sorted(rows, memoryBytes: 16 << 10, whole)
    #expect(whole.writeCount > 20)
    for number in 0..<whole.writeCount {
      let error = #expect(throws: ScratchError.self) {
        try sorted(rows, memoryBytes: 16 << 10, MemoryScratch(fault: .damage(number)))
      }
      guard case .damaged = error else { Issue.record("\(number): \(error)"); continue }
    }
  }
}
