import ArgumentParser
import Intake
import Pipeline

/// `throughline adapters list|show ID|new FILE`.
struct AdaptersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapters",
    abstract: "List the adapters, show one's file, or draft a new one from a sample.",
    discussion: """
      EXAMPLES
        throughline adapters list                  bundled ones and those beside the configuration
        throughline adapters show zendesk-tickets > adapters/mine.yaml
        throughline adapters new export.csv --id mine > adapters/mine.yaml
      """)

  @Argument(help: "list, show or new.")
  var verb = "list"

  @Argument(help: "The id to show, or the sample file to draft from.")
  var name: String?

  @Option(help: "The id of the new adapter (default: made of the file's name).")
  var id: String?

  @OptionGroup var place: PlaceOptions

  func validate() throws {
    let needsName = ["list": false, "show": true, "new": true][verb]
    guard needsName == (name != nil), id == nil || verb == "new" else {
      throw ValidationError("use 'list', 'show ID' or 'new FILE [--id ID]'")
    }
  }

  func run() throws {
    let library = try IntakeContext.library(for: try place.configuration(orHere: verb != "new"))
    guard let name else {
      for adapter in library.adapters {
        let file = adapter.isReplacement ? " (\(adapter.file), for the bundled one)" : ""
        try StandardOutput.line("\(adapter.id.padding(to: 28)) \(adapter.title)\(file)")
      }
      return
    }
    if verb == "new" {
      return try StandardOutput.write(
        Drafting.draft(path: name, id: id, beside: library.adapters.map(\.id)))
    }
    guard let adapter = library.adapter(id: name) else { throw CatalogueOptions.unknown(name) }
    try StandardOutput.write(file: adapter.text)
  }
}
