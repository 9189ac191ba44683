import Foundation

/// The inputs the fuzzer found interesting.
///
/// `scripts/fuzz` packs a target's inputs into one file, each behind its length in two bytes, the
/// low one first. An input begins with a few bytes that choose.
package enum FuzzCorpus {
  /// The inputs of a target.
  package static func inputs(of target: String) throws -> [[UInt8]] {
    let file = Judge.root.appendingPathComponent("Tests/Fuzz/corpus/\(target).pack")
    let packed = [UInt8](try Data(contentsOf: file))
    var inputs: [[UInt8]] = []
    var offset = 0
    while offset < packed.count {
      let start = offset + 2
      offset = start + Int(packed[start - 2]) + Int(packed[start - 1]) << 8
      inputs.append(Array(packed[start..<offset]))
    }
    return inputs
  }

  /// What is wrong with which inputs of a target, whose first bytes choose.
  package static func findings(
    of target: String, choices count: Int,
    _ finding: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> String?
  ) throws -> [String] {
    try inputs(of: target).filter { $0.count >= count }.compactMap { input in
      let problem = input.withUnsafeBytes { bytes in
        finding(
          UnsafeRawBufferPointer(rebasing: bytes[..<count]),
          UnsafeRawBufferPointer(rebasing: bytes[count...]))
      }
      return problem.map { "\($0): \(Data(input).base64EncodedString())" }
    }
  }
}
