/// How a component (detector, measure, table) describes itself.
///
/// Help, configuration schema, `explain`, data dictionary and reference pages come from this.
package struct ComponentDescription: Equatable, Sendable {
  /// The id used in configuration and datasets, in kebab-case.
  package var id: String
  /// The catalogue number (F01), where there is one.
  package var number: String?
  /// The name shown to people.
  package var title: String
  /// One sentence.
  package var summary: String
  /// The exact rule: what is counted, of what, when it is final.
  package var formula: String
  /// Parameters with units and defaults.
  package var parameters: [ParameterDescription]
  /// The fields it needs.
  package var requires: [String]
  /// Where the definition comes from.
  package var source: String
  /// The unit, for measures.
  package var unit: MeasureUnit?
  /// Whether more is better (true), worse (false) or neither.
  package var isHighGood: Bool?

  /// A description of known parts.
  package init(
    id: String, number: String? = nil, title: String, summary: String, formula: String,
    parameters: [ParameterDescription] = [], requires: [String] = [], source: String,
    unit: MeasureUnit? = nil, isHighGood: Bool? = nil
  ) {
    self.id = id
    self.number = number
    self.title = title
    self.summary = summary
    self.formula = formula
    self.parameters = parameters
    self.requires = requires
    self.source = source
    self.unit = unit
    self.isHighGood = isHighGood
  }
}

/// One parameter of a component.
package struct ParameterDescription: Equatable, Sendable {
  /// The key in the component's configuration.
  package var name: String
  /// One sentence.
  package var summary: String
  /// What values mean.
  package var unit: ParameterUnit
  /// The value used when nothing is configured, in the unit.
  package var defaultValue: Int64
  /// The values allowed.
  package var allowed: ClosedRange<Int64>

  /// A parameter of known parts.
  package init(
    name: String, summary: String, unit: ParameterUnit, defaultValue: Int64,
    allowed: ClosedRange<Int64>
  ) {
    self.name = name
    self.summary = summary
    self.unit = unit
    self.defaultValue = defaultValue
    self.allowed = allowed
  }
}

/// The unit of a parameter; configuration writes durations as `120s`, `72h`, `7d`.
package enum ParameterUnit: UInt8, Vocabulary {
  case milliseconds, count, permille

  package static let names = kebabNames()
}
