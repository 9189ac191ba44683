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
  private static let customer =
    "customer_id,email,updated_at\nC1,ann@example.org,2025-06-01T00:00:00Z\n"

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

  @Test(arguments: ["exports", "exports/*/*"])
  func `names are bytes, whatever letters they make`(_ path: String) throws {
    let scratch = try Scratch()
    // The first two are one text to Swift; in the third a slash and an accent are one character.
    let names = ["d/\u{e9}.csv", "d/e\u{301}.csv", "\u{301}d/\u{301}.csv"]
    for folder in ["", "/d", "/\u{301}d"] {
      try #require(mkdir(scratch.path("exports") + folder, 0o700) == 0)
    }
    for (number, name) in names.enumerated() {
      let file = scratch.path("exports/") + name
      let text = Self.customer.replacing("1,ann", with: "\(number),ann\(number)")
      let stream = try #require(fopen(file, "w"))
      #expect(fputs(text, stream) >= 0 && fclose(stream) == 0)
    }
    let run = try run(path, scratch)
    #expect(run.exitCode == 0, "\(run.errors)")
    let read = run.output.split(separator: "\n").count { $0.contains(": customers, 1 records") }
    #expect(read == 3, "\(run.output)")
  }

  @Test(arguments: [
    ("night", 66, "error[I307]"), ("ni\u{fffd}ght", 66, "the name is not valid UTF-8"),
    ("loop", 74, "Too many levels of symbolic links"),
  ])
  func `a folder that cannot be entered is named`(
    _ name: String, _ exitCode: Int32, _ fragment: String
  ) throws {
    let scratch = try Scratch()
    try scratch.write("exports/ok/customers.csv", Self.customer)
    let folder = scratch.path("exports/")
    switch name {
    case "night": try #require(symlink("/nowhere/night", folder + name) == 0)
    case "loop": try #require(symlink("loop", folder + name) == 0)
    default:
      let path = (folder + "ni").utf8CString.dropLast() + [-1] + "ght".utf8CString
      try #require(mkdir(Array(path), 0o700) == 0)
    }
    for pattern in ["exports/*/*.csv", "exports/*/customers.csv", "exports/[!x]*/*"] {
      let run = try run(pattern, scratch)
      #expect(run.exitCode == exitCode, "\(pattern): \(run.errors)")
      #expect(run.errors.contains(fragment), "\(pattern): \(run.errors)")
    }
  }

  @Test func `a letter is one letter, and a folder of the program is no input`() throws {
    let scratch = try Scratch()
    try scratch.write("é.csv", Self.customer)
    for pattern in ["?.csv", "[é].csv", "."] {
      let run = try run(pattern, scratch)
      // The configuration beside the export is what '.' finds too, and no adapter knows it.
      #expect(run.exitCode == (pattern == "." ? 65 : 0), "\(pattern): \(run.errors)")
      #expect(!run.errors.contains("throughline.key"), "\(run.errors)")
    }
  }

  @Test func `a folder may be input and output at once`() throws {
    let scratch = try Scratch()
    try scratch.write("customers.csv", Self.customer)
    for turn in 0..<2 {
      let run = try Program.throughline([
        "run", scratch.path(""), "--out", scratch.path(""), "--store", scratch.path("store"),
      ])
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.errors.isEmpty, "turn \(turn): \(run.errors)")
    }
  }

  @Test func `two inputs that match one file are refused`() throws {
    let scratch = try scratch()
    let config = try scratch.write(
      "throughline.yaml",
      """
      inputs:
        - {name: crm, adapter: customers, path: "exports"}
        - {name: shop, adapter: customers, path: "exports/c*", timezone: Asia/Tokyo}

      """)
    let run = try Program.throughline(["run", "--config", config, "--out", scratch.path("out")])
    #expect(run.exitCode == 78, "\(run.errors)")
    #expect(run.errors.contains("error[C110]"), "\(run.errors)")
    #expect(run.errors.contains("customers.csv is matched by the inputs 'crm' and 'shop'"))
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
