internal import JourneyAnalysis
internal import JourneyModel
package import Publishing
internal import Settings

/// The keys of a configuration as JSON Schema and as a page, both made of what its reader asks.
package enum ConfigurationSchema {
  /// The schema (JSON Schema 2020-12) for editors: it takes whatever the reader takes.
  package static var json: JSONValue {
    guard case .object(let members) = schema(of: ConfigurationReader.shape, at: "") else {
      preconditionFailure("a configuration is a mapping")
    }
    return .object(
      [
        ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        ("title", .text("Throughline configuration")),
      ] + members)
  }

  private static func schema(of shape: SettingsShape, at path: String) -> JSONValue {
    var choices = shape.forms.flatMap(schemas)
    if let keys = shape.keys {
      let properties = keys.map { key in
        (key.name, schema(of: key.shape, at: path.isEmpty ? key.name : "\(path).\(key.name)"))
      }
      choices.append(
        .object([
          ("type", .text("object")), ("properties", .object(properties)),
          ("required", .array(shape.required.sorted().map { .text($0) })),
          ("additionalProperties", .bool(false)),
        ]))
    }
    if let item = shape.item {
      let element = schema(of: item, at: path + "[]")
      choices += [.object([("type", .text("array")), ("items", element)]), element]
    }
    if path.isEmpty { return choices[0] }
    let description = ConfigurationKeys.description(of: path).map { [("description", $0)] } ?? []
    let described = description.map { ($0.0, JSONValue.text($0.1)) }
    guard !choices.isEmpty else { return .object(described) }
    // A key without a value is a key that is not there.
    return .object(described + [("anyOf", .array(choices + [type("null")]))])
  }

  private static func type(_ name: String) -> JSONValue { .object([("type", .text(name))]) }

  private static func pattern(_ pattern: String) -> JSONValue {
    .object([("type", .text("string")), ("pattern", .text(pattern))])
  }

  /// Where a variable of the environment stands nobody knows the value.
  private static let variable = pattern("\\$\\{")

  private static func schemas(_ form: SettingsShape.Form) -> [JSONValue] {
    switch form {
    case .text: [.object([("type", .array(["string", "number", "boolean"].map { .text($0) }))])]
    case .words(let words): [.object([("enum", .array(words.map { .text($0) }))]), variable]
    case .integer(let range):
      [.object([("type", .text("integer"))] + bounds(range)), pattern("^[+-]?[0-9]+$"), variable]
    case .duration: [pattern("^ *[0-9.]+ *[a-z]+ *$"), variable]
    case .size: [type("integer"), pattern("^ *[0-9.]+ *[A-Za-z]* *$"), variable]
    case .share: [type("number"), pattern("^ *[0-9.]+ *%? *$"), variable]
    case .decimal: [type("number"), pattern("^ *[0-9.]+ *$"), variable]
    case .rate: [pattern("^ *[0-9.]+ */ *[a-z]+ *$"), variable]
    case .boolean:
      [
        type("boolean"), pattern("^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|[Nn]o|[Oo]n|[Oo]ff)$"),
        variable,
      ]
    case .freeMapping: [type("object")]
    }
  }

  private static func bounds(_ range: ClosedRange<Int64>) -> [(String, JSONValue)] {
    (range.lowerBound == .min ? [] : [("minimum", .integer(range.lowerBound))])
      + (range.upperBound == .max ? [] : [("maximum", .integer(range.upperBound))])
  }

  // MARK: The page

  /// `docs/configuration.md`: every key with its form and what it does.
  package static var page: String {
    var text = """
      # Configuration

      <!-- Written by scripts/reference-pages from what the reader asks for. -->

      `throughline init DIR` writes a first one, `throughline validate` checks it, `throughline
      schema config` prints a JSON Schema for editors. Every key has a default; a key that is not
      known is an error with the nearest name. Paths begin at the folder of the configuration.
      `${THROUGHLINE_NAME}` and `${THROUGHLINE_NAME:-default}` stand for environment variables.

      | key | value | what it does |
      |---|---|---|

      """
    for row in rows(of: ConfigurationReader.shape, at: "") {
      text += "| `\(row.path)` | \(row.form) | \(row.description) |\n"
    }
    return text
  }

  /// The paths of all keys that have a value of their own, and whether each is described.
  package static var paths: [String] { rows(of: ConfigurationReader.shape, at: "").map(\.path) }

  private typealias Row = (path: String, form: String, description: String)

  private static func rows(of shape: SettingsShape, at path: String) -> [Row] {
    var rows: [Row] = []
    let words =
      shape.forms.map(name(of:)) + (shape.item?.forms ?? []).map { "list of " + name(of: $0) }
    let isGroup = words.isEmpty && (shape.keys != nil || shape.item?.keys != nil)
    if !path.isEmpty, !isGroup {
      let form = words.isEmpty ? "any" : words.joined(separator: ", or ")
      rows.append((path, form, ConfigurationKeys.description(of: path) ?? ""))
    }
    for key in shape.keys ?? [] {
      rows += self.rows(of: key.shape, at: path.isEmpty ? key.name : "\(path).\(key.name)")
    }
    if let item = shape.item, item.keys != nil { rows += self.rows(of: item, at: path + "[]") }
    return rows
  }

  private static func name(of form: SettingsShape.Form) -> String {
    switch form {
    case .text: "text"
    case .words(let words) where words.count > 12: "word"
    case .words(let words): words.map { "`\($0)`" }.joined(separator: " ")
    case .integer(let range) where range.upperBound == .max: "whole number"
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .duration: "duration"
    case .size: "size"
    case .share: "share"
    case .decimal: "number"
    case .rate: "amount/time"
    case .boolean: "`true` `false`"
    case .freeMapping: "mapping"
    }
  }
}
