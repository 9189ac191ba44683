import TestSupport
import Testing

/// The inputs the fuzzer found interesting, through the same target.
@Suite struct ParquetCorpusTests {
  @Test func everyInputPasses() throws {
    let target = ParquetFuzz()
    let findings = try FuzzCorpus.findings(
      of: "parquet", choices: ParquetFuzz.choiceCount
    ) { target.finding($0, $1) }
    #expect(try FuzzCorpus.inputs(of: "parquet").count > 100)
    #expect(findings.isEmpty)
  }
}
