import Foundation
import Testing

/// The inputs the fuzzer found interesting, through the same targets.
///
/// `scripts/fuzz` packs a target's inputs into one file, each behind its length in two bytes, the
/// low one first.
@Suite struct FuzzCorpusTests {
  @Test(arguments: FuzzTarget.allCases)
  func everyInputPasses(target: FuzzTarget) throws {
    let inputs = try FuzzCorpusTests.inputs(of: target)
    #expect(inputs.count > 100)
    var targets = FuzzTargets()
    for input in inputs {
      let finding = input.withUnsafeBytes { targets.finding(target, $0) }
      #expect(finding == nil, "\(target.rawValue): \(Data(input).base64EncodedString())")
    }
  }

  private static func inputs(of target: FuzzTarget) throws -> [[UInt8]] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let packed = try [UInt8](
      Data(contentsOf: tests.appending(path: "Fuzz/corpus/\(target.rawValue).pack")))
    var inputs: [[UInt8]] = []
    var offset = 0
    while offset < packed.count {
      let start = offset + 2
      offset = start + Int(packed[start - 2]) + Int(packed[start - 1]) << 8
      inputs.append(Array(packed[start..<offset]))
    }
    return inputs
  }
}
