import ArgumentParser
import DurableFiles
import JourneyModel
import Pipeline

/// `throughline init DIR`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented configuration from the exports in a folder.",
    discussion: """
      DIR gets throughline.yaml with an input for every kind of file that lies there or below, and
      throughline.key, the key of its identifiers. Nothing that is there is written over. Lines with
      CONFIRM hold what no export says, such as the zone of local times.
      """)

  @Argument(help: "The folder the exports lie in.")
  var directory = "."

  func run() throws {
    let file = try Initialization.run(in: directory)
    try StandardOutput.write(
      """
      configuration: \(file.path), \(ComponentText.count(file.inputs, "input"))
      confirm:       \(ComponentText.count(file.questions, "line")) with CONFIRM
      check it:      throughline validate --config \(file.path)
      run it:        throughline run --config \(file.path)

      """)
  }
}
