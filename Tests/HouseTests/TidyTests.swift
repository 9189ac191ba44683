import Foundation
import Testing

/// One file of a small tree and what `scripts/tidy` must say about it.
struct Untidiness: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let file: String
  let text: String
  let complaint: String
}

/// The house rules hold here, and each is one that can fail.
@Suite struct TidyTests {
  private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `this tree is tidy`() throws {
    #expect(try tidy(Self.root) == "")
  }

  /// `make mutants` takes too long for every test run; that its changes still apply does not.
  @Test func `every mutant of the readers applies`() throws {
    let (output, status) = try script("mutants", ["--list"])
    #expect(status == 0, "\(output)")
  }

  static let cases = [
    Untidiness(
      testDescription: "a long line", file: "Sources/Codecs/Gzip.swift",
      text: "let text = \"" + String(repeating: "x", count: 100) + "\"\n",
      complaint: "Sources/Codecs/Gzip.swift:1: 113 columns, at most 100"),
    Untidiness(
      testDescription: "a long file", file: "Sources/Codecs/Gzip.swift",
      text: String(repeating: "/// Doc.\nlet a = 1\n", count: 401),
      complaint: "Sources/Codecs/Gzip.swift:1: 401 lines without doc comments, at most 400"),
    Untidiness(
      testDescription: "a long function", file: "Sources/Codecs/Gzip.swift",
      text: "func f(a: [Int]) -> Int\nwhere A: B {\n"
        + String(repeating: "  _ = \"}\"\n", count: 59)
        + "}\n", complaint: "Sources/Codecs/Gzip.swift:1: f has 62 lines, at most 60"),
    Untidiness(
      testDescription: "an exception larger than needed", file: "scripts/tidy-exceptions.txt",
      text:
        "word Sources/Codecs/Old.swift place 1\nfunction Sources/Codecs/Checksum.swift crc32 70\n",
      complaint: "scripts/tidy-exceptions.txt:2: function Sources/Codecs/Checksum.swift crc32 "
        + "now has 1 lines: lower or remove its exception"),
    Untidiness(
      testDescription: "an exception for nothing", file: "scripts/tidy-exceptions.txt",
      text: "word Sources/Codecs/Old.swift place 1\nfile Sources/Codecs/Gone.swift 500\n",
      complaint: "scripts/tidy-exceptions.txt:2: nothing is called file Sources/Codecs/Gone.swift"),
    Untidiness(
      testDescription: "a banned name", file: "Sources/Codecs/Gzip.swift",
      text: "struct StreamManager {}\n",
      complaint: "Sources/Codecs/Gzip.swift:1: 'StreamManager': say what it does instead of "
        + "'Manager'"),
    Untidiness(
      testDescription: "a banned file name", file: "Sources/Codecs/GzipHelpers.swift", text: "",
      complaint: "Sources/Codecs/GzipHelpers.swift:1: 'GzipHelpers': say what it does instead of "
        + "'Helpers'"),
    Untidiness(
      testDescription: "an import against the arrows", file: "Sources/Codecs/Gzip.swift",
      text: "package import struct JourneyModel.Instant\n",
      complaint: "Sources/Codecs/Gzip.swift:1: Codecs may not import JourneyModel"),
    Untidiness(
      testDescription: "Foundation where it may not be", file: "Sources/Codecs/Gzip.swift",
      text: "import Foundation\n",
      complaint: "Sources/Codecs/Gzip.swift:1: Codecs may not import Foundation"),
    Untidiness(
      testDescription: "a dependency against the arrows", file: "Package.swift",
      text: "module(\"CZlib\"),\nmodule(\"Codecs\", [\"CZlib\", .product(name: \"Yams\", package: "
        + "\"Yams\")])\n",
      complaint: "Package.swift:2: Codecs imports no Yams\n"
        + "Package.swift:2: Codecs may not depend on Yams"),
    Untidiness(
      testDescription: "a dependency on a condition against the arrows", file: "Package.swift",
      text: "module(\"CZlib\"),\nmodule(\"Codecs\", [\"CZlib\", .target(name: \"Magic\", "
        + "condition: .when(traits: [\"Fast\"]))])\n",
      complaint: "Package.swift:2: Codecs imports no Magic\n"
        + "Package.swift:2: Codecs may not depend on Magic"),
    Untidiness(
      testDescription: "a module without arrows", file: "Package.swift",
      text: "module(\"CZlib\"), module(\"Codecs\"), module(\"Magic\")\n",
      complaint: "Package.swift:1: Magic is not in scripts/allowed-imports.txt"),
    Untidiness(
      testDescription: "a test that needs a debug build", file: "Tests/CodecsTests/T.swift",
      text: "@testable import Codecs\n",
      complaint: "Tests/CodecsTests/T.swift:1: tests use package access, they also run in release"),
    Untidiness(
      testDescription: "a leftover marker", file: "Sources/Codecs/Gzip.swift",
      text: "// " + "TO" + "DO: later\n",
      complaint: "Sources/Codecs/Gzip.swift:1: leftover " + "TO" + "DO: do it or write an issue"),
    Untidiness(
      testDescription: "commented-out code", file: "Sources/Codecs/Gzip.swift",
      text: "// let crc = checksum(bytes)\n",
      complaint: "Sources/Codecs/Gzip.swift:1: commented-out code: remove it"),
    Untidiness(
      testDescription: "a path of one machine", file: "docs/notes.md",
      text: "See " + "/wo" + "rk/main.\n",
      complaint: "docs/notes.md:1: '" + "/wo" + "rk/' belongs to one machine"),
    Untidiness(
      testDescription: "too many parameters", file: "Sources/Codecs/Gzip.swift",
      text:
        "func f(a: Int, _ b: [A: Int], c d: (Int, Int) -> Void, e: Map<Int, Int>, g: Int) {}\n",
      complaint: "Sources/Codecs/Gzip.swift:1: f has 5 parameters, at most 4"),
    Untidiness(
      testDescription: "deep nesting", file: "Sources/Codecs/Gzip.swift",
      text: """
        func f() {
          for a in list where a > 1 {
            if let b = a,
              b > 2
            {
              switch b {
              case 1: run { while true {} }
              default: break
              }
            }
          }
        }

        """, complaint: "Sources/Codecs/Gzip.swift:1: f nests 4 deep, at most 3"),
    Untidiness(
      testDescription: "a word that is not the glossary's", file: "Sources/Codecs/Gzip.swift",
      text: "func take(at handOver: Int) {}\n",
      complaint: "Sources/Codecs/Gzip.swift:1: 'handOver': the word is transfer, not hand-over"),
    Untidiness(
      testDescription: "an exception for fewer than there are", file: "Sources/Codecs/Old.swift",
      text: "struct Placed {}\nfunc f(place: Int) {}\nfunc g(place: Int) {}\n",
      complaint: "Sources/Codecs/Old.swift:2: 'place': the word is index, not place\n"
        + "Sources/Codecs/Old.swift:3: 'place': the word is index, not place"),
    Untidiness(
      testDescription: "a declaration nobody names", file: "Sources/Codecs/Gzip.swift",
      text: "package static func lonely() {}\n",
      complaint: "Sources/Codecs/Gzip.swift:1: nothing names 'lonely': use it or remove it"),
    Untidiness(
      testDescription: "a dead script", file: "scripts/forgotten", text: "#!/bin/sh\n",
      complaint: "scripts/forgotten:1: no other file names this one: use it or remove it"),
  ]

  @Test(arguments: cases)
  func `a violation is found`(_ untidiness: Untidiness) throws {
    let tree = FileManager.default.temporaryDirectory.appending(path: "tidy-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: tree) }
    for (file, text) in Self.tidyTree { try write(text, to: tree.appending(path: file)) }
    #expect(try tidy(tree) == "")
    try write(untidiness.text, to: tree.appending(path: untidiness.file))
    #expect(try tidy(tree) == untidiness.complaint + "\n")
  }

  @Test func `exceptions shrink to what they excuse and never grow`() throws {
    let tree = FileManager.default.temporaryDirectory.appending(path: "tidy-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: tree) }
    for (file, text) in Self.tidyTree { try write(text, to: tree.appending(path: file)) }
    let exceptions = tree.appending(path: "scripts/tidy-exceptions.txt")
    try write(
      """
      # few
      word Sources/Codecs/Old.swift place 7 # as it was
      function Sources/Codecs/Checksum.swift crc32 70
      file Sources/Codecs/Gone.swift 500

      """, to: exceptions)
    #expect(try script("tidy", [tree.path(), "--shrink"]) == ("", 0))
    #expect(
      try String(contentsOf: exceptions, encoding: .utf8)
        == "# few\nword Sources/Codecs/Old.swift place 1 # as it was\n")
    #expect(try tidy(tree) == "")
    try write(
      "func f(place: Int, and other: (place: Int)) {}\n",
      to: tree.appending(path: "Sources/Codecs/New.swift"))
    #expect(try script("tidy", [tree.path(), "--shrink"]) == ("", 0))
    #expect(try tidy(tree).hasPrefix("Sources/Codecs/New.swift:1: 'place'"))
  }

  /// The smallest tree without a violation.
  private static let tidyTree = [
    "Package.swift": "module(\"CZlib\"), module(\"Codecs\", [\"CZlib\"])\n",
    "docs/glossary.md":
      "| word | is | not |\n| transfer | moves | `hand-over` |\n| index | counts | `place` |\n",
    "Sources/Codecs/Old.swift": "func f(place: Int) {}\n",
    "Makefile": "scripts/allowed-imports.txt scripts/tidy-exceptions.txt\n",
    "Sources/Codecs/Checksum.swift": "import CZlib\nfunc crc32() { run { \"\\(\"{\")\" } }\n",
    "scripts/allowed-imports.txt": "CZlib: |\nCodecs: CZlib | [Glibc]\n",
    "scripts/tidy-exceptions.txt": "# few\nword Sources/Codecs/Old.swift place 1\n",
  ]

  private func write(_ text: String, to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// What `scripts/tidy` prints about a tree.
  private func tidy(_ tree: URL) throws -> String {
    let (text, status) = try script("tidy", [tree.path()])
    #expect((status == 0) == text.isEmpty)
    return text
  }

  /// What a Python script of the house prints, and its exit code.
  private func script(_ name: String, _ arguments: [String]) throws -> (String, Int32) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", Self.root.appending(path: "scripts/\(name)").path()] + arguments
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }
}
