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

  @Flag(help: "Print JSON.")
  var json = false

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
      if json {
        return try CatalogueOptions.write(components.map(ComponentText.json(of:)))
      }
      for component in components {
        let number = component.number.map { $0.padding(to: 5) } ?? ""
        try StandardOutput.line("\(number)\(component.id.padding(to: 20)) \(component.summary)")
      }
      return
    }
    guard let component = components.first(where: { $0.id == name || $0.number == name }) else {
      throw CatalogueOptions.unknown(name)
    }
    try StandardOutput.write(
      json ? ComponentText.json(of: component).indentedText : ComponentText.text(of: component))
  }

  /// Prints a list as JSON.
  static func write(_ list: [JSONValue]) throws {
    try StandardOutput.write(JSONValue.array(list).indentedText)
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
      if catalogue.json { return try CatalogueOptions.write(Tables.all.map(Self.json(of:))) }
      for table in Tables.all {
        try StandardOutput.line("\(table.name.padding(to: 14)) \(table.summary)")
      }
      return
    }
    guard let table = Tables.all.first(where: { $0.name == name }) else {
      throw CatalogueOptions.unknown(name)
    }
    if catalogue.json { return try StandardOutput.write(Self.json(of: table).indentedText) }
    try StandardOutput.line("\(table.name): \(table.summary)")
    for column in table.columns {
      try StandardOutput.line(
        "  \(column.name.padding(to: 22)) \("\(column.type)".padding(to: 16)) \(column.meaning)")
    }
  }

  private static func json(of table: TableDescription) -> JSONValue {
    let columns = table.columns.map { column in
      JSONValue.object([
        ("name", .text(column.name)), ("type", .text("\(column.type)")),
        ("meaning", .text(column.meaning)),
      ])
    }
    return .object([
      ("name", .text(table.name)), ("summary", .text(table.summary)), ("columns", .array(columns)),
    ])
  }
}

/// `throughline diagnostics list|show CODE`.
struct DiagnosticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnostics", abstract: "List the diagnostic codes, or show one.")

  @OptionGroup var catalogue: CatalogueOptions

  func run() throws {
    if catalogue.json {
      let name = try catalogue.shown()
      let codes = DiagnosticCode.all.filter { name == nil || $0.code == name }
      if codes.isEmpty { throw CatalogueOptions.unknown(name ?? "") }
      return try CatalogueOptions.write(codes.map(Self.json(of:)))
    }
    guard let name = try catalogue.shown() else {
      for code in DiagnosticCode.all {
        try StandardOutput.line("\(code.code)  \(code.meaning)")
      }
      return
    }
    guard let text = Definitions.text(of: name) else { throw CatalogueOptions.unknown(name) }
    try StandardOutput.write(text)
  }

  static func json(of code: DiagnosticCode) -> JSONValue {
    .object([
      ("code", .text(code.code)), ("meaning", .text(code.meaning)), ("advice", .text(code.advice)),
    ])
  }
}
