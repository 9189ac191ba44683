import Foundation
import Testing

/// A slice of `make faults`: nights of a small center, disturbed at a few points of each kind.
@Suite struct FaultTests {
  @Test(arguments: [
    "kill", "twice", "errors", "short", "lies", "cut", "inputs", "clock", "limits", "rot",
    "hostile",
  ])
  func `a disturbed night leaves the old or the new release, whole, and the next run the new`(
    kind: String
  ) throws {
    let judged = try Self.judge(kind, points: 6)
    #expect(judged.exitCode == 0, "\(judged.output)\(judged.errors)")
  }

  /// The control: where nothing is forced to the disk, a power cut must be seen to destroy.
  @Test func `the model of a power cut finds what was never forced to the disk`() throws {
    let judged = try Self.judge("cut", points: 24, options: ["--unforced"])
    #expect(judged.exitCode == 1, "\(judged.output)\(judged.errors)")
  }

  private static func judge(
    _ kind: String, points: Int, options: [String] = []
  ) throws -> Program {
    let script = Repository.root.appending(path: "scripts/faults").path()
    return try Program.run(
      Program.python, [script, Program.tool, "--kinds", kind, "--points", "\(points)"] + options)
  }
}
