import Foundation
import Testing

/// What docs/exports.md tells people to type works as it stands there.
@Suite struct ExportDocumentationTests {
  /// A fenced block: its language and its lines.
  private struct Block {
    let language: String
    var lines: [String] = []
  }

  private func blocks() throws -> [Block] {
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/exports.md"), encoding: .utf8)
    var blocks: [Block] = []
    var isOpen = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if !isOpen { blocks.append(Block(language: String(line.dropFirst(3)))) }
        isOpen.toggle()
      } else if isOpen {
        blocks[blocks.count - 1].lines.append(String(line))
      }
    }
    return blocks
  }

  /// What the block prints in a folder whose `out` is the output of a run.
  private func run(_ block: Block, in scratch: Scratch) throws -> String {
    let folder = scratch.folder.path()
    if block.language == "console" {
      for line in block.lines {
        let words = line.dropFirst(2).split(separator: " ").map(String.init)
        let run = try Program.throughline(Array(words.dropFirst()), in: folder)
        #expect(run.exitCode == 0 && run.errors.isEmpty, "\(line): \(run.errors)")
      }
      return ""
    }
    if block.language == "sql" {
      let release = try #require(Release(in: scratch.path("out")))
      return try release.rows(block.lines.joined(separator: "\n")).joined(separator: "\n")
    }
    try #require(block.language == "python", "\(block.language)")
    let script = try scratch.write("block.py", block.lines.joined(separator: "\n"))
    let run = try Program.run(Program.python, [script], in: folder)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    return run.output
  }

  @Test func `every command, script and query of docs/exports.md works`() throws {
    let scratch = try Scratch()
    let made = try Program.throughline([
      "generate", scratch.path("center"), "--interactions", "1500", "--seed", "9", "--days", "60",
    ])
    #expect(made.exitCode == 0, "\(made.errors)")
    let published = try Program.throughline([
      "run", "--config", scratch.path("center/throughline.yaml"), "--out", scratch.path("out"),
    ])
    #expect(published.exitCode == 0, "\(published.errors)")
    var printed = ""
    let blocks = try blocks()
    for block in blocks {
      let output = try run(block, in: scratch)
      #expect(block.language == "console" || !output.isEmpty, "\(block.lines)")
      printed += output + "\n"
    }
    #expect(Set(blocks.map(\.language)) == ["console", "python", "sql"])
    // What every textbook of Erlang C says: 10 erlangs need 14 agents for 80 % in 20 seconds.
    #expect(printed.contains("100 calls of 180 s in 30 minutes: 14\n"), "\(printed)")
    #expect(printed.contains(" → ") && printed.contains("'journey'"), "\(printed)")
  }
}
