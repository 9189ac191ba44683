import Foundation
import Testing

/// Between the store and the spool rows are made in memory that is kept.
@Suite struct AllocationTests {
  /// What `bench-run` prints.
  private struct Counts: Decodable {
    let interactions: Int
    let assembling, identifying, shuffling, analysing: Int

    var total: Int { assembling + identifying + shuffling + analysing }
  }

  private static let binary = URL(filePath: Program.tool).deletingLastPathComponent()
    .appending(path: "bench-run").path()

  private func counts(of interactions: Int, in scratch: Scratch) throws -> Counts {
    let folder = scratch.path("center-\(interactions)")
    let made = try Program.throughline([
      "generate", folder, "--interactions", "\(interactions)", "--seed", "12", "--days", "90",
    ])
    #expect(made.exitCode == 0, "\(made.errors)")
    let run = try Program.run(
      Self.binary, [folder + "/throughline.yaml", folder + "/out", "1"])
    #expect(run.exitCode == 0, "\(run.errors)")
    return try JSONDecoder().decode(Counts.self, from: Data(run.output.utf8))
  }

  /// What a run needs once, such as the memory its workers keep, is in both counts, and one job
  /// counts the same every time.
  ///
  /// What is left is taken by part, partition, table of a day and cell of a finding's day and
  /// place, not by interaction: 0.39 here. The goal is one
  /// block for a hundred.
  @Test func `an interaction more takes no more allocations than today`() throws {
    let scratch = try Scratch()
    let (few, many) = (try counts(of: 10_000, in: scratch), try counts(of: 30_000, in: scratch))
    let more = many.interactions - few.interactions
    #expect(more > 15_000)
    #expect(many.total - few.total <= more * 2 / 5, "\(few) and \(many)")
  }
}
