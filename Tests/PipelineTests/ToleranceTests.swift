import JourneyModel
import Pipeline
import RecordStore
import Testing

/// How much of an input may be rejected: of a file, of all files of a run, in records and in bytes.
@Suite struct ToleranceTests {
  private let tolerance = Tolerance(permille: 10)

  @Test func `ten rejections of average size are tolerated unless nothing is left`() {
    #expect(!tolerance.isExceeded(by: ledger(read: 12, rejected: 10)))
    #expect(tolerance.isExceeded(by: ledger(read: 100, rejected: 11)))
    #expect(!tolerance.isExceeded(by: ledger(read: 10_000, rejected: 100)))
    #expect(tolerance.isExceeded(by: ledger(read: 3, rejected: 3)))
    #expect(!tolerance.isExceeded(by: ledger(read: 0, rejected: 0)))
  }

  @Test func `one rejection of half the bytes is too much`() {
    #expect(tolerance.isExceeded(by: ledger(read: 1_000, rejected: 1, rejectedBytes: 100_000)))
    #expect(!tolerance.isExceeded(by: ledger(read: 1_000, rejected: 1, rejectedBytes: 900)))
    #expect(!tolerance.isExceeded(by: ledger(read: 100_000, rejected: 1, rejectedBytes: 90_000)))
  }

  @Test func `small files of one run are judged together`() {
    let files = (0..<30).map { input($0, run: 0, ledger(read: 11, rejected: 10)) }
    #expect(held(files) == Set(0..<30))
    // Of one file a night each is below the floor.
    let nights = (0..<30).map { input($0, run: $0, ledger(read: 11, rejected: 10)) }
    #expect(held(nights).isEmpty)
    // Other inputs are no company.
    let others = (0..<30).map { input($0, run: 0, ledger(read: 11, rejected: 10), "s\($0)") }
    #expect(held(others).isEmpty)
  }

  @Test func `no more files are held than are needed`() {
    // One is beyond tolerance alone, and so the others are within it.
    let bad = input(0, run: 0, ledger(read: 31, rejected: 30))
    let small = (1..<9).map { input($0, run: 0, ledger(read: 5, rejected: 1)) }
    #expect(held([bad] + small) == [0])
    // One is mostly rejected, and without it ten rejections are left.
    let most = input(0, run: 0, ledger(read: 11, rejected: 10))
    let two = (1..<6).map { input($0, run: 0, ledger(read: 9, rejected: 2)) }
    #expect(held([most] + two) == [0])
    // None is, so all go that exceed the share.
    let within = input(9, run: 0, ledger(read: 1_000, rejected: 2))
    let beyond = (1..<9).map { input($0, run: 0, ledger(read: 20, rejected: 9)) }
    let whole = input(10, run: 0, ledger(read: 50, rejected: 0))
    #expect(held(beyond + [within, whole]) == Set(1..<9))
  }

  @Test func `what somebody accepted is not held and counts no more`() {
    let files = (0..<3).map { (number: UInt32) in
      var file = input(number, run: 0, ledger(read: 11, rejected: 5))
      if number > 0 { file.decision = .accepted }
      return file
    }
    #expect(held(files).isEmpty)
  }

  @Test func `what is mostly rejected is known`() {
    #expect(ledger(read: 3, rejected: 2).isMostlyRejected)
    #expect(!ledger(read: 4, rejected: 2).isMostlyRejected)
    #expect(ledger(read: 1_000, rejected: 1, rejectedBytes: 200_000).isMostlyRejected)
  }

  private func held(_ files: [StoredInput]) -> Set<UInt32> {
    tolerance.held(among: files.reduce(into: StoredInputs()) { $0.append($1) })
  }

  private func input(
    _ number: UInt32, run: UInt32, _ ledger: Ledger, _ name: String = "desk"
  ) -> StoredInput {
    let source = SourceDescription(
      name: name, system: "jira", instance: "", entity: "issue", adapter: "jira-issue-export")
    var input = StoredInput(
      number: number, source: source, path: "day-\(number).csv",
      file: FileContent(sha256: "", byteCount: 0), fingerprint: .zero)
    (input.run, input.ledger) = (run, ledger)
    return input
  }

  /// A ledger of records of 100 bytes, but for the rejected ones where their bytes are given.
  private func ledger(read: Int64, rejected: Int64, rejectedBytes: Int64? = nil) -> Ledger {
    var ledger = Ledger()
    ledger.recordsRead = read
    ledger.rejected = rejected
    ledger.accepted = read - rejected
    ledger.rejectedBytes = rejectedBytes ?? 100 * rejected
    ledger.recordBytes = 100 * ledger.accepted + ledger.rejectedBytes
    ledger.bytes = ledger.recordBytes
    return ledger
  }
}
