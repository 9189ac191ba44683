import CivilTime
import JourneyModel
import Publishing

/// A component's description in words.
enum ComponentText {
  /// What `measures show` and `detectors show` print.
  static func text(of component: ComponentDescription) -> String {
    let number = component.number.map { " (\($0))" } ?? ""
    var text = """
      \(component.id)\(number): \(component.title)
      \(component.summary)

      rule:    \(component.formula)
      needs:   \(component.requires.joined(separator: ", "))
      source:  \(component.source)

      """
    for parameter in component.parameters {
      text += "  \(parameter.name): \(parameter.summary) Default \(value(of: parameter)).\n"
    }
    return text
  }

  /// The same in members; defaults are in the unit of the parameter.
  static func json(of component: ComponentDescription) -> JSONValue {
    .object([
      ("id", .text(component.id)), ("number", .optional(component.number)),
      ("title", .text(component.title)), ("summary", .text(component.summary)),
      ("rule", .text(component.formula)),
      ("needs", .array(component.requires.map { .text($0) })),
      ("source", .text(component.source)), ("unit", .optional(component.unit?.name)),
      ("isHighGood", component.isHighGood.map { .bool($0) } ?? .null),
      (
        "parameters",
        .array(
          component.parameters.map { parameter in
            .object([
              ("name", .text(parameter.name)), ("summary", .text(parameter.summary)),
              ("unit", .text(parameter.unit.name)), ("default", .integer(parameter.defaultValue)),
            ])
          })
      ),
    ])
  }

  /// How many there are of something: `1 file`, `2 files`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The default of a parameter with its unit.
  private static func value(of parameter: ParameterDescription) -> String {
    switch parameter.unit {
    case .milliseconds: DurationText.describe(milliseconds: parameter.defaultValue)
    case .count: "\(parameter.defaultValue)"
    case .permille: "\(parameter.defaultValue) ‰"
    }
  }
}
