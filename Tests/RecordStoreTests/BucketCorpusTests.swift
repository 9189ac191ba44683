import TestSupport
import Testing

/// The inputs the fuzzer found interesting, through the same target.
@Suite struct BucketCorpusTests {
  @Test func everyInputPasses() throws {
    let target = BucketFuzz()
    let findings = try FuzzCorpus.findings(
      of: "bucket", choices: BucketFuzz.choiceCount
    ) { target.finding($0, $1) }
    #expect(try FuzzCorpus.inputs(of: "bucket").count > 100)
    #expect(findings.isEmpty)
  }
}
