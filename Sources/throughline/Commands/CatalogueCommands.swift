import ArgumentParser
import JourneyAnalysis
import JourneyModel
import Pipeline
import Publishing

/// What a catalogue command is asked to do.
struct CatalogueOptions: ParsableArguments {
  @Argument(help: "list, or show.")
  var verb = "list"

  @Argument(help: "What to show.")
  var name: String?

  /// The name to show; nil to list.
  func shown() throws -> String? {
    switch (verb, name) {
    case ("list", nil): return nil
    case ("show", let name?): return name
    default: throw ValidationError("use 'list' or 'show NAME'")
    }
  }

  /// Lists components, or shows one.
  func run(_ components: [ComponentDescription]) throws {
    guard let name = try shown() else {
      for component in components {
        let number = component.number.map { $0.padding(to: 5) } ?? ""
        try StandardOutput.line("\(number)\(component.id.padding(to: 20)) \(component.summary)")
      }
      return
    }
    guard let component = components.first(where: { $0.id == name || $0.number == name }) else {
      throw CatalogueOptions.unknown(name)
    }
    try StandardOutput.write(ComponentText.text(of: component))
  }

  static func unknown(_ name: String) -> RunFailure {
    RunFailure(.usage, .r505, "there is nothing called '\(name)'", help: "Use 'list'.")
  }
}

/// `throughline detectors list|show ID`.
struct DetectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detectors", abstract: "List the friction detectors, or show one's rule.")

  @OptionGroup var catalogue: CatalogueOptions

  func run() throws { try catalogue.run(Detectors.descriptions) }
}

/// `throughline measures list|show ID`.
struct MeasuresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measures", abstract: "List the measures, or show one's formula.")

  @OptionGroup var catalogue: CatalogueOptions

  func run() throws { try catalogue.run(Measures.descriptions) }
}

/// `throughline tables list|show NAME`.
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables", abstract: "List the datasets, or show one's columns.")

  @OptionGroup var catalogue: CatalogueOptions

  func run() throws {
    guard let name = try catalogue.shown() else {
      for table in Tables.all {
        try StandardOutput.line("\(table.name.padding(to: 14)) \(table.summary)")
      }
      return
    }
    guard let table = Tables.all.first(where: { $0.name == name }) else {
      throw CatalogueOptions.unknown(name)
    }
    try StandardOutput.line("\(table.name): \(table.summary)")
    for column in table.columns {
      try StandardOutput.line(
        "  \(column.name.padding(to: 22)) \("\(column.type)".padding(to: 16)) \(column.meaning)")
    }
  }
}

/// `throughline diagnostics list|show CODE`.
struct DiagnosticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnostics", abstract: "List the diagnostic codes, or show one.")

  @OptionGroup var catalogue: CatalogueOptions

  func run() throws {
    guard let name = try catalogue.shown() else {
      for code in DiagnosticCode.all {
        try StandardOutput.line("\(code.code)  \(code.meaning)")
      }
      return
    }
    guard let text = Definitions.text(of: name) else { throw CatalogueOptions.unknown(name) }
    try StandardOutput.write(text)
  }
}
