internal import DurableFiles
internal import JourneyModel
package import SyntheticCenter

/// Writes a simulated contact center, on several threads; the bytes depend on the settings alone.
package enum CenterGeneration {
  /// Blocks simulated at a time per thread.
  private static let blocksPerJob = 4

  /// Writes a center into a directory that does not exist or is empty.
  package static func run(
    _ settings: CenterSettings, directory: String, jobs: Int
  ) throws(RunFailure) {
    try prepare(directory)
    let world = CenterWorld(settings)
    do throws(FileError) {
      var writer = try CenterWriter(world, in: directory)
      try simulate(world, jobs: jobs, into: &writer)
      try writer.endBlocks()
      var entries: [ManifestEntry] = []
      for piece in 0..<writer.pieces { entries += try writer.layOut(piece: piece) }
      try writer.finish(entries)
    } catch {
      throw .writing(error)
    }
  }

  private static func prepare(_ directory: String) throws(RunFailure) {
    let entries: [String]
    do throws(FileError) {
      try Directory.createAll(directory, mode: 0o755)
      entries = try Directory.entries(of: directory)
    } catch {
      throw .creating(error)
    }
    guard entries.isEmpty else {
      throw RunFailure(
        .cannotCreate, .p401, "\(directory) is not empty",
        help: "Name a directory that does not exist yet.")
    }
  }

  private static func simulate(
    _ world: CenterWorld, jobs: Int, into writer: inout CenterWriter
  ) throws(FileError) {
    var next = 0
    while writer.missing > 0 {
      let first = next
      let blocks = Workers.map(count: jobs * blocksPerJob, jobs: jobs) { number in
        SimulatedBlock(first + number, of: world)
      }
      for block in blocks where writer.missing > 0 {
        let missing = writer.missing
        // The last block is simulated again with what is left to happen.
        try writer.append(
          block.interactions <= missing
            ? block : SimulatedBlock(next, of: world, budget: missing))
        next += 1
      }
    }
  }
}
