import Foundation
import TestSupport
import Testing

/// The inputs the fuzzer found interesting, through the same targets.
@Suite struct FuzzCorpusTests {
  @Test(arguments: FuzzTarget.allCases)
  func everyInputPasses(target: FuzzTarget) throws {
    let inputs = try FuzzCorpus.inputs(of: target.rawValue)
    #expect(inputs.count > 100)
    var targets = FuzzTargets()
    for input in inputs {
      let finding = input.withUnsafeBytes { targets.finding(target, $0) }
      #expect(finding == nil, "\(target.rawValue): \(Data(input).base64EncodedString())")
    }
  }
}
