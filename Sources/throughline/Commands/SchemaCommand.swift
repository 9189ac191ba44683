import ArgumentParser
import Pipeline
import Publishing

/// `throughline schema config`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a configuration, for editors.",
    discussion: """
      With an editor that knows YAML schemas, begin the configuration with
        # yaml-language-server: $schema=throughline.schema.json
      """)

  @Argument(help: "config.")
  var subject = "config"

  func validate() throws {
    guard subject == "config" else { throw ValidationError("use 'schema config'") }
  }

  func run() throws { try StandardOutput.write(ConfigurationSchema.json.indentedText) }
}
