package import Intake
package import JourneyModel

/// Everything that decides how records are read: adapters, configuration and key.
package struct IntakeContext: Sendable {
  /// The adapters, bundled and the user's own.
  package let library: AdapterLibrary
  package let configuration: Configuration
  /// The key of identifier hashes.
  package let key: IdentifierKey

  /// A context of known parts.
  package init(library: AdapterLibrary, configuration: Configuration, key: IdentifierKey) {
    self.library = library
    self.configuration = configuration
    self.key = key
  }

  /// Loads the bundled adapters and those beside the configuration; personas ask for nothing but
  /// what these state.
  package static func library(
    for configuration: Configuration
  ) throws(DiagnosticError) -> AdapterLibrary {
    var library = try AdapterLibrary.bundled()
    var files: [String: String] = [:]
    for file in configuration.adapterFiles {
      let id = try library.add(text: TextFile.read(file), file: file)
      guard let other = files.updateValue(file, forKey: id) else { continue }
      throw DiagnosticError([
        Diagnostic(
          code: .a105, file: file, message: "adapter '\(id)' is in \(other) too",
          help: "give one of them another name")
      ])
    }
    try configuration.personaFile?.require(attributes: library.attributes)
    return library
  }

  /// The configured input that says how files of this adapter are read: the one given, or the
  /// only one that names the adapter.
  package func configured(_ given: ConfiguredInput?, adapter: String) -> ConfiguredInput {
    if let given { return given }
    let matching = configuration.inputs.filter { $0.adapter == adapter }
    if matching.count == 1 { return matching[0] }
    return ConfiguredInput(name: adapter, path: "")
  }

  /// The settings a file of an input is read with.
  package func settings(for input: ConfiguredInput) -> InputSettings {
    var settings = InputSettings(name: input.name, assumedZone: configuration.zone)
    settings.instance = input.instance
    settings.timeZone = input.zone
    settings.clockChanges = input.clockChanges
    settings.region = input.region
    settings.delimiter = input.delimiter
    settings.encoding = input.encoding
    settings.parameters = input.parameters
    settings.words = input.words
    settings.decimal = input.decimal
    settings.locale = input.locale
    settings.tables = input.tables
    settings.ownNumbers = configuration.ownNumbers
    settings.textRules = configuration.textRules
    settings.keepsText = configuration.keepsText
    settings.limits = configuration.limits
    return settings
  }

  /// The fingerprint of everything that decides how a file of an input is read.
  package func fingerprint(of adapter: Adapter, _ input: ConfiguredInput) -> StableHash128 {
    intakeFingerprint(adapter: adapter, settings: settings(for: input), key: key)
  }
}
