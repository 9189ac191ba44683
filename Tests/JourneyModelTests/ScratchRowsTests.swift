import JourneyModel
import TestSupport
import Testing

@Suite struct ScratchRowsTests {
  private func contents(_ rows: inout ScratchRows<UInt32>) throws -> [UInt32] {
    rows.rewind()
    var found: [UInt32] = []
    while let row = try rows.next() { found.append(row) }
    return found
  }

  @Test(arguments: [0, 1, 15, 16, 17, 32, 33, 1000])
  func rowsAreReadInOrderAsOftenAsWanted(count: Int) throws {
    let scratch = MemoryScratch()
    var rows = ScratchRows<UInt32>(scratch, name: "test", blockBytes: 64)
    for row in 0..<UInt32(count) { try rows.append(row * 3) }
    #expect(rows.count == count)
    let expected = (0..<UInt32(count)).map { $0 * 3 }
    #expect(try contents(&rows) == expected)
    #expect(try contents(&rows) == expected)
    #expect(scratch.fileCount == (count > 16 ? 1 : 0))
  }

  @Test func readingMayStopAndAppendingGoOn() throws {
    var rows = ScratchRows<UInt32>(MemoryScratch(), name: "test", blockBytes: 64)
    for row in 0..<40 as Range<UInt32> { try rows.append(row) }
    rows.rewind()
    #expect(try rows.next() == 0)
    for row in 40..<100 as Range<UInt32> { try rows.append(row) }
    #expect(try contents(&rows) == Array(0..<100))
  }

  @Test func damageAndFailuresAreErrors() throws {
    var damaged = ScratchRows<UInt32>(
      MemoryScratch(fault: .damage(1)), name: "test", blockBytes: 64)
    for row in 0..<100 as Range<UInt32> { try damaged.append(row) }
    let error = #expect(throws: ScratchError.self) { try contents(&damaged) }
    guard case .damaged = error else { throw ScratchError.damaged }
    var full = ScratchRows<UInt32>(MemoryScratch(fault: .write(0)), name: "test", blockBytes: 64)
    for row in 0..<16 as Range<UInt32> { try full.append(row) }
    #expect(throws: ScratchError.self) { try full.append(16) }
  }
}
