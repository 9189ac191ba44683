import ArgumentParser
import Intake
import JourneyModel
import Pipeline

/// `throughline validate`: the configuration with its reasons and personas, and its adapters.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the configuration, its rules and its adapters.")

  @OptionGroup var place: PlaceOptions

  func run() throws {
    let configuration = try place.configuration(orHere: true)
    let library = try IntakeContext.library(for: configuration)
    let check = InputCheck(configuration: configuration, library: library)
    try check.run()
    for adapter in library.replacements {
      Log.write([.note(.a112, NotesText.replacement(adapter.id, file: adapter.file))])
    }
    for (input, names) in (try? check.absentNames()) ?? [] {
      StandardError.write("note[A109]: \(input): no record has \(NotesText.list(names))\n")
    }
    var counts = ["\(configuration.inputs.count) inputs", "\(library.adapters.count) adapters"]
    if let file = configuration.reasonFile { counts.append("\(file.ruleCount) rules for reasons") }
    if let file = configuration.personaFile { counts.append("\(file.personaCount) personas") }
    if let file = configuration.overrideFile { counts.append("\(file.ruleCount) overrides") }
    try StandardOutput.line("ok: " + counts.joined(separator: ", "))
  }
}
