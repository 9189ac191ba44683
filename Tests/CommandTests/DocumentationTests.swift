import Foundation
import Testing

/// What the README tells people to type works as it stands there.
@Suite struct DocumentationTests {
  private static let readme = try? String(
    contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8)

  /// The lines of every fenced block of a language.
  private func blocks(of language: String) throws -> [[String]] {
    let lines = try #require(Self.readme).split(separator: "\n", omittingEmptySubsequences: false)
    var blocks: [[String]] = []
    var open: [String]?
    for line in lines.map(String.init) {
      if line.hasPrefix("```"), let block = open {
        blocks.append(block)
        open = nil
      } else if line == "```\(language)" {
        open = []
      } else {
        open?.append(line)
      }
    }
    return blocks
  }

  @Test func `every command of the README runs on the shipped exports`() throws {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      atPath: Repository.center + "/exports", toPath: scratch.path("exports"))
    let commands = try blocks(of: "console").joined().filter { $0.hasPrefix("$ ") }
      .map { $0.dropFirst(2).split(separator: " ").map(String.init) }
    let ours = commands.filter { $0.first == "throughline" }
    #expect(ours.count >= 3)
    for command in ours {
      let run = try Program.throughline(Array(command.dropFirst()), in: scratch.folder.path())
      #expect(run.exitCode == 0, "\(command): \(run.errors)")
      #expect(!run.output.isEmpty, "\(command)")
    }
    let makefile = try String(
      contentsOf: Repository.root.appending(path: "Makefile"), encoding: .utf8)
    for command in commands where command.first == "make" {
      #expect(makefile.contains("\n\(command[1]):"), "\(command)")
    }
  }

  @Test func `the commands of docs/SIMULATION.md run as they stand there`() throws {
    let scratch = try Scratch()
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/SIMULATION.md"), encoding: .utf8)
    let commands = page.split(separator: "\n").filter { $0.hasPrefix("$ throughline ") }
    #expect(commands.count == 2)
    for command in commands {
      let words = command.dropFirst(2).split(separator: " ").map(String.init)
      let run = try Program.throughline(Array(words.dropFirst()), in: scratch.folder.path())
      #expect(run.exitCode == 0, "\(command): \(run.errors)")
    }
  }

  @Test func `every configuration of the README is valid`() throws {
    let configurations = try blocks(of: "yaml")
    #expect(!configurations.isEmpty)
    for configuration in configurations {
      let scratch = try Scratch()
      let file = try scratch.write(
        "throughline.yaml", configuration.joined(separator: "\n") + "\n")
      let run = try Program.throughline(["validate", "--config", file])
      #expect(run.exitCode == 0, "\(run.errors)")
    }
  }

  @Test func `the README is short`() throws {
    #expect(try #require(Self.readme).split(separator: "\n").count <= 150)
  }
}
