import Foundation
import Testing

/// A run that goes on where one that was killed while publishing ended.
@Suite struct ResumeTests {
  @Test(arguments: [SIGKILL, SIGTERM])
  func `a run after one that was stopped while it published does not analyse again`(
    signal: Int32
  ) throws {
    let world = try World(copying: nil)
    try world.run(stoppedBy: signal)
    #expect(try world.stages() == World.resumed)
    try world.expectPublished()
  }

  @Test func `a resumed run that is killed is resumed, too`() throws {
    let world = try World(copying: .killed)
    try world.run(stoppedBy: SIGKILL)
    let finished = try world.finishedCount()
    try world.run(stoppedBy: SIGKILL)
    #expect(try world.finishedCount() > finished)
    #expect(try world.stages() == World.resumed)
    try world.expectPublished()
  }

  @Test func `cells that were not merged when a run was killed are merged by the next`() throws {
    for _ in 0..<20 {
      let world = try World(copying: nil)
      try world.run(stoppedBy: SIGKILL) { world.hasIndex }
      // It may have been a moment too late.
      var isMerged = false
      try world.changeIndex { isMerged = $0["merged"] != nil }
      if isMerged { continue }
      #expect(try world.stages() == World.resumed)
      return try world.expectPublished()
    }
    Issue.record("no run was killed before its cells were merged")
  }

  @Test func `a wrong byte in any file of a checkpoint has all done again`() throws {
    let folder = World.killed.path("store/checkpoint")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(
      Set(names).isSuperset(of: ["index", "merged", "words", "rows-events", "rows-measures"]))
    for name in names where name != "finished" {
      let world = try World(copying: .killed)
      // So that all rows are needed.
      try world.change("store/checkpoint/finished") { $0 = Data() }
      try world.change("store/checkpoint/\(name)") { $0[$0.count / 2] ^= 1 }
      #expect(try world.stages() != World.resumed, "\(name)")
      try world.expectPublished()
    }
  }

  @Test func `files that are gone or cut short have all done again`() throws {
    for name in ["finished", "index", "merged", "words", "rows-events"] {
      let world = try World(copying: .killed)
      try world.change("store/checkpoint/finished") { $0 = Data() }
      try FileManager.default.removeItem(atPath: world.path("store/checkpoint/\(name)"))
      #expect(try world.stages() != World.resumed, "\(name)")
      try world.expectPublished()
    }
    let world = try World(copying: .killed)
    try world.change("store/checkpoint/finished") { $0 = Data() }
    try world.change("store/checkpoint/rows-interactions") { $0.removeLast() }
    #expect(try world.stages() != World.resumed)
    try world.expectPublished()
  }

  @Test func `a finished file or a line about it that is damaged is written again`() throws {
    for isFile in [true, false] {
      let world = try World(copying: .killed)
      let staging = try #require(world.staging().first)
      let name =
        isFile
        ? "out/releases/\(staging)/provenance/lineage/part-000.parquet"
        : "store/checkpoint/finished"
      try world.change(name) { $0[$0.count / 2] ^= 1 }
      #expect(try world.stages() == World.resumed)
      try world.expectPublished()
    }
  }

  @Test func `files that nobody finished do not reach the release`() throws {
    let world = try World(copying: .killed)
    let staging = try #require(world.staging().first)
    for name in ["manifest.json", "views.sql", "datasets/events/part-000.parquet", "more/x"] {
      try world.write("out/releases/\(staging)/\(name)", "of another run")
    }
    #expect(try world.stages() == World.resumed)
    try world.expectPublished()
    let latest = world.path("out/latest/")
    #expect(!FileManager.default.fileExists(atPath: latest + "more/x"))
    #expect(!FileManager.default.fileExists(atPath: latest + "datasets/events/part-000.parquet"))
  }

  @Test(arguments: ["publication", "inputs", "boot", "program"])
  func `a checkpoint of another origin is none`(member: String) throws {
    let world = try World(copying: .killed)
    try world.changeIndex { index in
      var origin = try #require(index["origin"] as? [String: Any])
      #expect(origin[member] != nil)
      origin[member] = member == "program" ? [1, 2] as Any : "another"
      index["origin"] = origin
    }
    #expect(try world.stages() != World.resumed)
    try world.expectPublished()
  }

  /// The control of the test above.
  @Test func `an index that is written anew is one`() throws {
    let world = try World(copying: .killed)
    try world.changeIndex { _ in }
    #expect(try world.stages() == World.resumed)
    try world.expectPublished()
  }

  @Test func `a run that fails leaves no checkpoint`() throws {
    let world = try World(copying: .killed)
    let run = try world.runWithSmallFiles()
    #expect(run.exitCode == 74 && run.errors.contains("P402"), "\(run.errors)")
    try world.expectNothingLeft()
    #expect(try world.stages() != World.resumed)
    try world.expectPublished()
  }

  @Test func `a run of something else publishes that`() throws {
    let options = ["--as-of", "2026-03-20T00:00:00Z"]
    let world = try World(copying: .killed)
    #expect(try world.stages(options) != World.resumed)
    let undisturbed = try World(copying: nil)
    #expect(try undisturbed.stages(options) != World.resumed)
    #expect(try world.manifest() == undisturbed.manifest())
    #expect(try world.manifest() != World.expected)
    try world.expectNothingLeft()
  }

  @Test func `a run into another output publishes there`() throws {
    let world = try World(copying: .killed)
    let moved = world.path("elsewhere")
    try FileManager.default.moveItem(atPath: world.path("out"), toPath: moved)
    #expect(try world.stages() == World.resumed)
    try world.expectPublished()
  }
}

/// A store and an output of a simulated center, whose runs are alike.
private struct World {
  private let scratch: Scratch

  /// The stages of a run that goes on.
  static let resumed = ["reading", "publishing", "the rest"]

  /// The center of all.
  private static let center: Scratch = {
    guard let scratch = try? Scratch(),
      let made = try? Program.throughline([
        "generate", scratch.path("center"), "--interactions", "2000", "--days", "60",
      ]), made.exitCode == 0
    else { preconditionFailure("the center is generated") }
    return scratch
  }()

  /// A world whose run was killed while it published.
  static let killed: World = {
    guard let world = try? World(copying: nil), (try? world.run(stoppedBy: SIGKILL)) != nil else {
      preconditionFailure("the run is killed")
    }
    return world
  }()

  /// The manifest of a run that nobody disturbs.
  static let expected: Data = {
    guard let world = try? World(copying: nil), (try? world.stages()) != nil,
      let manifest = try? world.manifest()
    else { preconditionFailure("the run publishes") }
    return manifest
  }()

  /// A new world, or a copy of one.
  init(copying other: World?) throws {
    scratch = try Scratch()
    guard let other else { return }
    for name in ["store", "out"] {
      try FileManager.default.copyItem(atPath: other.path(name), toPath: path(name))
    }
  }

  func path(_ name: String) -> String { scratch.path(name) }

  func write(_ name: String, _ text: String) throws { try scratch.write(name, text) }

  private func arguments(_ options: [String]) -> [String] {
    [
      "run", "--config", World.center.path("center/throughline.yaml"), "--store", path("store"),
      "--out", path("out"), "--jobs", "1", "--quiet",
    ] + options
  }

  /// Runs to the end and gives the stages there were.
  func stages(_ options: [String] = []) throws -> [String] {
    struct Timings: Decodable {
      struct Stage: Decodable { var stage: String }
      var stages: [Stage]
    }
    let run = try Program.throughline(arguments(options + ["--timings", path("timings.json")]))
    #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.errors)")
    let data = try Data(contentsOf: URL(filePath: path("timings.json")))
    return try JSONDecoder().decode(Timings.self, from: data).stages.map(\.stage)
  }

  /// Runs until a few more dataset files are finished.
  func run(stoppedBy signal: Int32) throws {
    let before = (try? finishedCount()) ?? 0
    try run(stoppedBy: signal) { ((try? finishedCount()) ?? 0) >= before + 20 }
  }

  /// Whether all is analysed.
  var hasIndex: Bool { FileManager.default.fileExists(atPath: path("store/checkpoint/index")) }

  /// Runs until it is time.
  func run(stoppedBy signal: Int32, once isTime: () -> Bool) throws {
    let process = Process()
    process.executableURL = URL(filePath: Program.tool)
    process.arguments = arguments([])
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !isTime() { sched_yield() }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == (signal == SIGKILL ? SIGKILL : 128 + signal))
    #expect(try staging().count == 1)
  }

  /// Runs where no file may have more than a few dozen kilobytes.
  func runWithSmallFiles() throws -> Program {
    try Program.run(
      "/bin/sh", ["-c", "ulimit -f 64; exec \"$0\" \"$@\"", Program.tool] + arguments([]))
  }

  /// How many dataset files a checkpoint calls finished.
  func finishedCount() throws -> Int {
    let lines = try Data(contentsOf: URL(filePath: path("store/checkpoint/finished")))
    return lines.count { $0 == UInt8(ascii: "\n") }
  }

  /// The names of staging directories.
  func staging() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path("out/releases"))
      .filter { $0.hasPrefix(".staging") }
  }

  func manifest() throws -> Data {
    try Data(contentsOf: URL(filePath: path("out/latest/manifest.json")))
  }

  func expectPublished(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try manifest() == World.expected, sourceLocation: sourceLocation)
    let release = try #require(Release(in: path("out")))
    let verified = try Program.throughline(["verify", release.folder])
    #expect(verified.exitCode == 0, "\(verified.errors)", sourceLocation: sourceLocation)
    try expectNothingLeft(sourceLocation: sourceLocation)
  }

  func expectNothingLeft(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try staging().isEmpty, sourceLocation: sourceLocation)
    let left = FileManager.default.fileExists(atPath: path("store/checkpoint"))
    #expect(!left, sourceLocation: sourceLocation)
  }

  /// Changes the bytes of a file.
  func change(_ name: String, _ change: (inout Data) throws -> Void) throws {
    var data = try Data(contentsOf: URL(filePath: path(name)))
    try change(&data)
    try data.write(to: URL(filePath: path(name)))
  }

  /// Changes the index of the checkpoint and seals it.
  func changeIndex(_ change: (inout [String: Any]) throws -> Void) throws {
    try self.change("store/checkpoint/index") { data in
      let text = try JSONSerialization.jsonObject(with: data.dropFirst(9))
      var index = try #require(text as? [String: Any])
      try change(&index)
      let changed = try JSONSerialization.data(withJSONObject: index)
      let digits = String(World.crc32(changed), radix: 16)
      data = Data((String(repeating: "0", count: 8 - digits.count) + digits + " ").utf8) + changed
    }
  }

  private static func crc32(_ data: Data) -> UInt32 {
    ~data.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1) * 0xedb8_8320 }
    }
  }
}
