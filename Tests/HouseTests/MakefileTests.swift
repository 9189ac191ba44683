import Foundation
import Testing

/// The Makefile's help is complete.
@Suite struct MakefileTests {
  private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `every target is listed by make help`() throws {
    let makefile = try String(
      contentsOf: Self.root.appending(path: "Makefile"), encoding: .utf8)
    let phony = try #require(makefile.split(separator: "\n").first { $0.hasPrefix(".PHONY:") })
    let targets = phony.split(separator: " ").dropFirst()
    #expect(targets.count > 5)
    for target in targets {
      #expect(
        makefile.contains(try Regex("(?m)^\(target):[^#\\n]*## \\S")), "\(target) has no help")
    }
  }
}
