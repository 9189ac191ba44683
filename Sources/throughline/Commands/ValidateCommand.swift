import ArgumentParser
import Intake
import Pipeline

/// `throughline validate`: the configuration and the adapters beside it.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the configuration and its adapters.")

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let configuration = try place.configuration(orHere: true)
    let library = try IntakeContext.library(for: configuration)
    try InputCheck(configuration: configuration, library: library).run()
    try StandardOutput.line(
      "ok: \(configuration.inputs.count) inputs, \(library.adapters.count) adapters")
  }
}
