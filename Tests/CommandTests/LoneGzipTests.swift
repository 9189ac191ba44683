import Foundation
import Testing

/// A large gzip file on its own is inflated beside being parsed where there is a worker for it,
/// which nothing but the time it takes may show.
@Suite struct LoneGzipTests {
  /// Some 4 MB: several parts of what is inflated ahead; every 997th row is rejected.
  private static let customers: String = {
    var text = "customer_id,email,phone,segment,updated_at\r\n"
    for number in 0..<60_000 {
      let day = number % 997 == 0 ? "yesterday" : "2026-01-02T03:04:05Z"
      text +=
        "C-\(number),person\(number &* 7919 % 100_003)@example.org,,\"a \(number % 13)\",\(day)\r\n"
    }
    return text
  }()

  @Test func `one thread and two publish the same and count the same`() throws {
    let scratch = try Scratch()
    let input = try Self.packed(scratch)
    let one = try publish(scratch, input, jobs: 1)
    let two = try publish(scratch, input, jobs: 2)
    try one.expectSameContent(as: two, "--jobs 1 and --jobs 2")
    let ledgers = try [one, two].map { try Self.ledger(of: $0) }
    #expect(ledgers[0] == ledgers[1])
    #expect(ledgers[0].contains("60000"), "\(ledgers[0])")
  }

  @Test(arguments: ["cut", "damaged", "trailing", "first byte of the trailer"])
  func `one thread and two name the same byte`(damage: String) throws {
    let scratch = try Scratch()
    let path = try Self.packed(scratch)
    var bytes = try Data(contentsOf: URL(filePath: path))
    switch damage {
    case "cut": bytes.removeLast(bytes.count / 3)
    case "damaged": bytes[bytes.count / 2] ^= 0x40
    case "trailing": bytes += Data("leftover".utf8)
    default: bytes[bytes.count - 8] ^= 1
    }
    try bytes.write(to: URL(filePath: path))
    let runs = try [1, 2].map { jobs in
      try Program.throughline([
        "run", path, "--out", scratch.path("out-\(jobs)"), "--jobs", "\(jobs)",
      ])
    }
    #expect(runs[0].exitCode == 65, "\(runs[0].errors)")
    #expect(runs[0].errors.contains("byte"), "\(runs[0].errors)")
    #expect(runs[0].errors == runs[1].errors)
    for jobs in [1, 2] { #expect(Release.leftovers(in: scratch.path("out-\(jobs)")).isEmpty) }
  }

  private func publish(_ scratch: Scratch, _ input: String, jobs: Int) throws -> Release {
    let out = scratch.path("out-\(jobs)")
    let run = try Program.throughline([
      "run", input, "--store", try scratch.store("store-\(jobs)"), "--out", out,
      "--jobs", "\(jobs)",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    return try #require(Release(in: out), "\(run.errors)")
  }

  private static func packed(_ scratch: Scratch) throws -> String {
    let plain = try scratch.write("customers.csv", customers)
    let gzip = try Program.run("/usr/bin/env", ["gzip", "-n", plain])
    #expect(gzip.exitCode == 0, "\(gzip.errors)")
    return plain + ".gz"
  }

  /// What a release says about the inputs it was made of.
  private static func ledger(of release: Release) throws -> String {
    try String(
      contentsOf: URL(filePath: release.folder + "/provenance/inputs.json"), encoding: .utf8)
  }
}
