import Foundation
import Testing

/// What happens when files cannot be opened or written: the right exit code, no half release.
@Suite struct OutputFailureTests {
  private static let isRoot = geteuid() == 0

  private static let tickets = Repository.center + "/exports/zendesk/tickets-2026-03.json"

  private static func arguments(out: String, store: String) -> [String] {
    ["run", tickets, "--out", out, "--store", store]
  }

  @Test func `an output below a file cannot be created`() throws {
    let scratch = try Scratch()
    let blocker = try scratch.write("blocker", "a file, not a folder")
    let run = try Program.throughline(
      Self.arguments(out: blocker + "/out", store: scratch.path("store")))
    #expect(run.exitCode == 73, "\(run.errors)")
    #expect(run.errors.contains("P401"), "\(run.errors)")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "needs /proc"))
  func `a read-only output cannot be created`() throws {
    let scratch = try Scratch()
    let run = try Program.throughline(
      Self.arguments(out: "/proc/throughline-out", store: scratch.path("store")))
    #expect(run.exitCode == 73, "\(run.errors)")
    #expect(run.errors.contains("P401"), "\(run.errors)")
  }

  @Test func `a file without permission ends with 77`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("locked.json", try Data(contentsOf: URL(filePath: Self.tickets)))
    try setMode(0, file)
    try setMode(0o777, scratch.folder.path())
    let run = try runUnprivileged(["run", file, "--out", scratch.path("out")], in: scratch)
    #expect(run.exitCode == 77, "\(run.errors)")
    #expect(run.errors.contains("I306") && run.errors.contains("locked.json"), "\(run.errors)")
    #expect(Release.leftovers(in: scratch.path("out")).isEmpty)
  }

  @Test(.enabled(if: isRoot, "only root can mount the small disk"))
  func `a full disk leaves no half release`() throws {
    let scratch = try Scratch()
    let out = scratch.path("out")
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    let mounted = try Program.run(
      "/usr/bin/env", ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", out])
    try #require(mounted.exitCode == 0, "this system lets nobody mount: \(mounted.errors)")
    defer { _ = try? Program.run("/usr/bin/env", ["umount", out]) }
    let run = try Program.throughline(
      Self.arguments(out: out, store: scratch.path("store")))
    #expect(run.exitCode == 74, "\(run.errors)")
    #expect(run.errors.contains("P402"), "\(run.errors)")
    #expect(Release(in: out) == nil)
  }

  /// Found by killing the tool at every system call: scratch files are unnamed only after creation.
  @Test func `what a crash left beside the store does not stop the next run`() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    for name in ["vertices", "cells", "customers"] {
      try scratch.write("store/.spill-\(name)", "x")
    }
    try scratch.write("out/releases/.staging-1/manifest.json", "{}")
    let run = try Program.throughline(Self.arguments(out: scratch.path("out"), store: store))
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(Release(in: scratch.path("out")) != nil)
    let left = try FileManager.default.contentsOfDirectory(atPath: store)
    #expect(!left.contains { $0.hasPrefix(".spill") }, "\(left)")
  }

  @Test func `a run after a failed one publishes`() throws {
    let scratch = try Scratch()
    let blocker = try scratch.write("blocker", "a file, not a folder")
    let store = scratch.path("store")
    let failed = try Program.throughline(Self.arguments(out: blocker + "/out", store: store))
    #expect(failed.exitCode != 0)
    let run = try Program.throughline(Self.arguments(out: scratch.path("out"), store: store))
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(Release(in: scratch.path("out")) != nil)
  }

  private func setMode(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// Runs the tool as somebody without rights; root reads any file, so root steps down first.
  private func runUnprivileged(_ arguments: [String], in scratch: Scratch) throws -> Program {
    guard Self.isRoot else { return try Program.throughline(arguments) }
    let copy = scratch.path("throughline")
    try FileManager.default.copyItem(atPath: Program.tool, toPath: copy)
    try setMode(0o755, copy)
    return try Program.run(
      "/usr/bin/env",
      ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", copy] + arguments)
  }
}
