import TestSupport
import Testing

/// The inputs the fuzzer found interesting, through the same target.
@Suite struct AdapterCorpusTests {
  @Test func everyInputPasses() throws {
    let target = AdapterFuzz()
    let findings = try FuzzCorpus.findings(
      of: "adapter", choices: AdapterFuzz.choiceCount
    ) { target.finding($0, $1) }
    #expect(try FuzzCorpus.inputs(of: "adapter").count > 100)
    #expect(findings.isEmpty)
  }
}
