import ArgumentParser
import Glibc
import JourneyModel
import Pipeline
import Settings
import SyntheticCenter

/// `throughline generate DIR`: a simulated contact center.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write a simulated contact center: vendor-shaped exports and the truth behind them.",
    discussion: """
      DIR gets exports/, a throughline.yaml that reads them, manifest.json (every file with its
      records, duplicates and damaged records) and truth/ (who is who, which interactions are one
      matter, every duration, friction and daily measure). Equal options give equal bytes.

      SETTINGS for --with
      \(CenterShape.options.map { "  \($0.name)=… (\($0.allowed)): \($0.summary)" }
        .joined(separator: "\n"))
      """)

  @Argument(help: "The directory, which must not exist or be empty.")
  var directory: String

  @Option(help: "How many interactions the exports tell of.")
  var interactions = CenterSettings().interactions

  @Option(help: "The seed of chance.")
  var seed: UInt64 = CenterSettings().seed

  @Option(help: "How many days are simulated, up to 5 April 2026.")
  var days = CenterSettings().days

  @Option(help: "Lay the same records out as so many nightly drops.")
  var nights = CenterSettings().nights

  @Option(help: "How untidy the exports are: none, usual or hard.")
  var dirt = CenterSettings().dirt

  @Option(name: .customLong("with"), help: "A setting of the center, such as mix=digital.")
  var settings: [String] = []

  @Option(name: [.customShort("j"), .long], help: "Worker threads (default: all processors).")
  var jobs: Int?

  func validate() throws {
    guard (1...CenterSettings.largestCenter).contains(interactions) else {
      throw ValidationError("--interactions must be from 1 to \(CenterSettings.largestCenter)")
    }
    guard (1...CenterSettings.longestTime).contains(days) else {
      throw ValidationError("--days must be from 1 to \(CenterSettings.longestTime)")
    }
    guard (1...days).contains(nights) else {
      throw ValidationError("--nights must be from 1 to the number of days")
    }
    guard jobs.map({ (1...256).contains($0) }) ?? true else {
      throw ValidationError("--jobs must be from 1 to 256")
    }
    _ = try shape()
  }

  func run() throws {
    var center = CenterSettings()
    center.interactions = interactions
    center.seed = seed
    center.days = days
    center.nights = nights
    center.dirt = dirt
    center.shape = try shape()
    try CenterGeneration.run(
      center, directory: directory, jobs: jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    try StandardOutput.write(
      """
      exports:  \(directory)/exports
      truth:    \(directory)/truth
      run them: throughline run --config \(directory)/throughline.yaml --out out

      """)
  }

  private func shape() throws -> CenterShape {
    var shape = CenterShape()
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard let option = CenterShape.options.first(where: { $0.name == parts.first }) else {
        let nearest = Suggestion.nearest(
          to: parts.first ?? setting, among: CenterShape.options.map(\.name))
        throw ValidationError(
          "there is no setting '\(parts.first ?? setting)'"
            + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
      }
      guard parts.count == 2, shape.set(option.name, to: parts[1]) else {
        throw ValidationError("'\(option.name)' must be \(option.allowed), as in \(option.name)=…")
      }
    }
    return shape
  }
}

extension Dirt: ExpressibleByArgument {}
