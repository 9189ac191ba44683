import Foundation
import Testing

/// What the README tells people to type works as it stands there.
@Suite struct DocumentationTests {
  private static let readme = try? page("README.md")

  private static func page(_ name: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: name), encoding: .utf8)
  }

  /// The lines of every fenced block of a language, of the README if of no other page.
  private func blocks(of language: String, in page: String? = nil) throws -> [[String]] {
    let lines = try #require(page ?? Self.readme)
      .split(separator: "\n", omittingEmptySubsequences: false)
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

  @Test func `the commands of docs/operations.md run as they stand there`() throws {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      atPath: Repository.center + "/exports", toPath: scratch.path("exports"))
    let commands = try blocks(of: "console", in: Self.page("docs/operations.md")).joined()
    #expect(commands.count == 4)
    for command in commands {
      let words = command.dropFirst(2).split(separator: " ").map(String.init)
      let run = try Program.throughline(Array(words.dropFirst()), in: scratch.folder.path())
      #expect(run.exitCode == 0, "\(command): \(run.errors)")
    }
  }

  @Test func `manual pages have every command, its options and the exit codes`() throws {
    let scratch = try Scratch()
    let script = Repository.root.appending(path: "scripts/man-pages").path()
    let made = try Program.run(Program.python, [script, Program.tool, scratch.path("man")])
    #expect(made.exitCode == 0, "\(made.errors)")
    let help = try Program.throughline(["--help"]).output
    let verbs = try #require(help.split(separator: "SUBCOMMANDS:").last).split(separator: "\n")
      .compactMap { $0.firstMatch(of: /^  ([a-z]+) +[A-Z]/).map { String($0.1) } }
    #expect(verbs.count > 15 && verbs.contains("plan"), "\(verbs)")
    let overview = try String(contentsOfFile: scratch.path("man/throughline.1"), encoding: .utf8)
    for verb in verbs {
      let page = try String(
        contentsOfFile: scratch.path("man/throughline-\(verb).1"), encoding: .utf8)
      #expect(page.hasPrefix(".TH \"THROUGHLINE\\-\(verb.uppercased())\" 1"), "\(page.prefix(80))")
      #expect(overview.contains("\\fB\(verb)\\fR"))
      let options = try Program.throughline([verb, "--help"]).output.matches(of: /--[a-z-]+/)
      for option in Set(options.map { String($0.0) }) where option != "--help" {
        let typed = option.replacing("-", with: "\\-")
        #expect(page.contains(typed), "\(verb): \(option)")
      }
    }
    #expect(overview.contains("\\fB66\\fR\nan input is missing or stale"))
  }

  @Test(arguments: ["calendars", "costs"])
  func `the configuration of a page is read`(_ page: String) throws {
    let text = try String(
      contentsOf: Repository.root.appending(path: "docs/\(page).md"), encoding: .utf8)
    let parts = text.components(separatedBy: "```")
    let example = try #require(parts.first { $0.hasPrefix("yaml\n") }).dropFirst(5)
    let scratch = try Scratch()
    _ = try scratch.write("holidays.csv", "2026-12-25,Christmas\n")
    let file = try scratch.write("throughline.yaml", String(example))
    let checked = try Program.throughline(["validate", "--config", file])
    #expect(checked.exitCode == 0, "\(checked.errors)")
  }

  @Test func `a queue that no export has is told, since its contacts have other prices`() throws {
    let scratch = try Scratch()
    let file = try scratch.write(
      "orders.csv",
      """
      order_id,customer_id,email,order_date,product
      O-1,C-1,a@x.org,2024-03-04T16:00:00Z,Router

      """)
    let config = try scratch.write(
      "throughline.yaml",
      """
      inputs: [{name: orders, adapter: orders, path: "\(file)"}]
      costs: {currency: EUR, web: 1/min, queues: {Biling: 2/min}}

      """)
    let run = try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("costs.queues: 'Biling' is in no export"), "\(run.errors)")
  }

  @Test func `a binary that needs Swift's libraries is not installed`() throws {
    let scratch = try Scratch()
    // Any program that is linked with them; the tool itself may be without.
    let source = try scratch.write("linked.c", "int main(void) { return 0; }\n")
    let library = try scratch.write("library.c", "int nothing;\n")
    let compiler = "clang"
    for words in [
      ["-shared", "-o", scratch.path("libswiftCore.so"), library],
      [
        "-o", scratch.path("linked"), source, "-Wl,--no-as-needed", "-L" + scratch.folder.path(),
        "-lswiftCore",
      ],
    ] {
      let built = try Program.run("/usr/bin/env", [compiler] + words)
      #expect(built.exitCode == 0, "\(built.errors)")
    }
    let script = Repository.root.appending(path: "scripts/install-files").path()
    let refused = try Program.run(
      script, [scratch.path("linked"), scratch.path("root"), "/usr"])
    #expect(refused.exitCode == 1 && refused.errors.contains("needs Swift's libraries"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("root")))
  }

  @Test func `runs that are told of elsewhere have the options there are`() throws {
    let help = try Program.throughline(["run", "--help"]).output
    let folder = Repository.root.appending(path: "contrib")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(files.count == 5)
    let pages = files.map { "contrib/" + $0 } + ["docs/operations.md", "README.md"]
    var commands = 0
    for page in pages {
      for line in try Self.page(page).split(separator: "\n") {
        guard let command = line.firstMatch(of: /bin\/throughline run (.*)/) else { continue }
        commands += 1
        for word in command.1.split(separator: " ") where word.hasPrefix("--") {
          #expect(help.contains(word), "\(page): \(word)")
        }
      }
    }
    #expect(commands >= 4)
  }

  @Test func `every configuration of the README and of operations is valid`() throws {
    let configurations =
      try blocks(of: "yaml") + blocks(of: "yaml", in: Self.page("docs/operations.md"))
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
