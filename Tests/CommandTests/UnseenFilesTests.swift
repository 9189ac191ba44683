import Foundation
import Testing

/// Something in a folder that is no file to be read, and what a run says of it.
struct OddFile: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let exitCode: Int32
  let fragments: [String]
  /// Makes it in a folder.
  let make: @Sendable (_ folder: String) -> Bool
}

/// Nothing that was named or matched is passed over unsaid.
@Suite struct UnseenFilesTests {
  private static let oddFiles = [
    OddFile(
      testDescription: "a link to nothing", exitCode: 66,
      fragments: ["error[I307]", "gone.csv: No such file"]
    ) { symlink("nowhere", $0 + "/gone.csv") == 0 },
    OddFile(
      testDescription: "a link to itself", exitCode: 74,
      fragments: ["error[I306]", "loop.csv: Too many levels of symbolic links"]
    ) { symlink("loop.csv", $0 + "/loop.csv") == 0 },
    OddFile(
      testDescription: "a name that is not UTF-8", exitCode: 66,
      fragments: ["error[I306]", "caf\u{fffd}.csv: the name is not valid UTF-8"]
    ) { folder in
      let path = (folder + "/caf").utf8CString.dropLast() + [-23] + ".csv".utf8CString
      return fopen(Array(path), "w").map { fclose($0) == 0 } ?? false
    },
    OddFile(
      testDescription: "a pipe", exitCode: 66,
      fragments: ["error[I309]", "pipe.csv is a pipe, a device or a socket"]
    ) { mkfifo($0 + "/pipe.csv", 0o600) == 0 },
    OddFile(
      testDescription: "a path that is too long", exitCode: 74,
      fragments: ["error[I306]", "File name too long"]
    ) { deepFolder(in: $0) },
  ]

  /// Folders in folders, deeper than a path may be long.
  private static func deepFolder(in folder: String) -> Bool {
    let name = String(repeating: "d", count: 250)
    var descriptor = open(folder, O_RDONLY)
    for _ in 0..<17 {
      guard descriptor >= 0, mkdirat(descriptor, name, 0o700) == 0 else { return false }
      let next = openat(descriptor, name, O_RDONLY)
      close(descriptor)
      descriptor = next
    }
    return descriptor >= 0 && close(descriptor) == 0
  }

  /// A folder with one good export, and a configuration for it.
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    let customers = try String(
      contentsOfFile: Repository.center + "/exports/crm/customers.csv", encoding: .utf8)
    try scratch.write("exports/customers.csv", customers)
    return scratch
  }

  private func run(_ path: String, _ scratch: Scratch) throws -> Program {
    let config = try scratch.write(
      "throughline.yaml", "inputs: [{name: crm, adapter: customers, path: \"\(path)\"}]\n")
    return try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
  }

  @Test(arguments: oddFiles, ["exports", "exports/*"])
  func `what cannot be read is named and nothing is published`(
    _ odd: OddFile, _ path: String
  ) throws {
    let scratch = try scratch()
    try #require(odd.make(scratch.path("exports")))
    // A pattern matches names in one folder and passes over folders.
    if path.hasSuffix("*"), odd.testDescription.contains("too long") { return }
    let run = try run(path, scratch)
    #expect(run.exitCode == odd.exitCode, "\(run.errors)")
    for fragment in odd.fragments { #expect(run.errors.contains(fragment), "\(run.errors)") }
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out/latest")))
    // With a folder in which it never was the same run goes well.
    #expect(rename(scratch.path("exports"), scratch.path("odd")) == 0)
    #expect(mkdir(scratch.path("exports"), 0o700) == 0)
    #expect(rename(scratch.path("odd/customers.csv"), scratch.path("exports/customers.csv")) == 0)
    let again = try self.run(path, scratch)
    #expect(again.exitCode == 0, "\(again.errors)")
  }

  @Test func `folders that link to themselves are entered once`() throws {
    let scratch = try scratch()
    for name in ["a", "b"] { try #require(symlink(".", scratch.path("exports/\(name)")) == 0) }
    try #require(symlink("../exports", scratch.path("exports/c")) == 0)
    let run = try run("exports", scratch)
    #expect(run.exitCode == 0, "\(run.errors)")
    let manifest = try String(
      contentsOfFile: scratch.path("out/latest/provenance/inputs.json"), encoding: .utf8)
    #expect(manifest.components(separatedBy: "customers.csv").count == 2, "\(manifest)")
  }

  @Test(arguments: [
    ("exports/c*.csv", 1), ("exports/[a-c]ustomers.csv", 1), ("*/customers.csv", 1),
    ("exports/?ustomers.csv", 1), ("exports/\\\\customers.csv", 1), ("exports/C*.csv", 0),
    ("exports/*/customers.csv", 0), ("exports/customers.csv/*", 0), ("missing/*.csv", 0),
  ])
  func `patterns match as a shell's do`(_ pattern: String, _ count: Int) throws {
    let scratch = try scratch()
    try scratch.write("exports/.customers.csv", "")
    let run = try run(pattern, scratch)
    #expect(run.exitCode == (count == 0 ? 66 : 0), "\(run.errors)")
    #expect(run.errors.contains("matches no file") == (count == 0), "\(run.errors)")
  }
}
