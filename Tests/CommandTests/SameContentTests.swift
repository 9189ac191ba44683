import Foundation
import Testing

/// The content of a release is a function of its records: neither order nor surroundings count.
@Suite struct SameContentTests {
  /// Publishes the traced customer's exports and returns the release.
  private func publish(
    _ scratch: Scratch, _ name: String, paths: [String]? = nil, options: [String] = [],
    environment: [String: String]? = nil
  ) throws -> Release {
    let store = try scratch.store(name + "-store")
    let run = try Program.throughline(
      ["run"] + (paths ?? []) + ["--config", try configuration(scratch, paths), "--store", store]
        + ["--out", scratch.path(name)] + options, environment: environment)
    #expect(run.exitCode == 0, "\(run.errors)")
    return try #require(Release(in: scratch.path(name)), "\(run.errors)")
  }

  /// The fixtures' configuration, or with paths only what they need.
  private func configuration(_ scratch: Scratch, _ paths: [String]?) throws -> String {
    guard paths != nil else { return Repository.configuration }
    return try scratch.write("paths.yaml", "timezone: America/New_York\n")
  }

  @Test func `the number of workers does not matter`() throws {
    let scratch = try Scratch()
    let one = try publish(scratch, "one", options: ["--jobs", "1"])
    let two = try publish(scratch, "two", options: ["--jobs", "2"])
    try one.expectSameContent(as: two, "--jobs 1 and --jobs 2")
  }

  @Test func `the order of the files does not matter`() throws {
    let scratch = try Scratch()
    let exports = Repository.center + "/exports/"
    let files = [
      "connect/2026-03-04.ndjson.gz", "connect/2026-03-20-glued.json.gz",
      "zendesk/tickets-2026-03.json", "zendesk/audits-2026-03.json", "zendesk/users-2026-03.json",
    ].map { exports + $0 }
    let forward = try publish(scratch, "forward", paths: files)
    let backward = try publish(scratch, "backward", paths: files.reversed())
    try forward.expectSameContent(as: backward, "the same files in the opposite order")
  }

  @Test func `a second run over the same store changes nothing`() throws {
    let scratch = try Scratch()
    let first = try publish(scratch, "out")
    let before = try first.content()
    let again = try Program.throughline([
      "run", "--config", Repository.configuration, "--store", scratch.path("out-store"),
      "--out", scratch.path("out"),
    ])
    #expect(again.exitCode == 0, "\(again.errors)")
    let second = try #require(Release(in: scratch.path("out")))
    #expect(try second.content() == before)
  }

  @Test func `files that arrive on another night give the same release`() throws {
    let scratch = try Scratch()
    let connect = Repository.center + "/exports/connect/"
    let (early, late) = (connect + "2026-03-04.ndjson.gz", connect + "2026-03-20-glued.json.gz")
    let together = try publish(scratch, "together", paths: [early, late])
    let store = try scratch.store("nights-store")
    let config = try configuration(scratch, [])
    for path in [late, early] {
      let night = try Program.throughline(
        ["run", path, "--config", config, "--store", store, "--out", scratch.path("nights")])
      #expect(night.exitCode == 0, "\(night.errors)")
    }
    let nights = try #require(Release(in: scratch.path("nights")))
    try together.expectSameContent(as: nights, "two nights, the later file first")
  }

  @Test(arguments: [
    ["TZ": "Pacific/Kiritimati"], ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"], [:],
  ])
  func `the surroundings do not matter`(_ environment: [String: String]) throws {
    let scratch = try Scratch()
    let here = try publish(scratch, "here")
    let there = try publish(scratch, "there", environment: environment)
    try here.expectSameContent(as: there, "environment \(environment)")
  }
}
