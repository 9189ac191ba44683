import Foundation
import Pipeline
import Testing

/// `docs/configuration.md` says what the reader asks for.
@Suite struct ConfigurationPageTests {
  @Test func thePageHoldsEveryKeyWithItsSentence() throws {
    let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "../../docs/configuration.md").standardized
    let page = ConfigurationSchema.page
    #expect(ConfigurationSchema.paths.contains("inputs[].expect-within"))
    #expect(ConfigurationSchema.paths.contains("friction.long-wait.voice"))
    for line in page.split(separator: "\n") where line.hasPrefix("| `") {
      #expect(
        !line.hasSuffix("|  |") && !line.contains("| any |"), "\(line) has no sentence or form")
    }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try page.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page, "run scripts/reference-pages")
  }
}
