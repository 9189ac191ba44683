/// How a component (detector, measure, table) describes itself.
///
/// Help, configuration schema, `explain`, data dictionary and reference pages come from this. A
/// class, because components are asked for their id millions of times, and copying a struct of this
/// many texts takes longer than what is done with the id.
package final class ComponentDescription: Sendable {
  /// The id used in configuration and datasets, in kebab-case.
  package let id: String
  /// The catalogue number (F01), where there is one.
  package let number: String?
  /// The name shown to people.
  package let title: String
  /// One sentence, for lists of components and the report's definitions.
  package let summary: String
  /// The exact rule: what is counted, of what, when it is final.
  package let formula: String
  /// Parameters with units and defaults.
  package let parameters: [ParameterDescription]
  /// The fields it needs.
  package let requires: [String]
  /// The activities of which it needs at least one; empty if it needs none in particular.
  ///
  /// Where none of them is known nothing can be found, which is not the same as that there is none.
  package let activities: [Activity]
  /// Where the definition comes from.
  package let source: String
  /// The unit, for measures.
  package let unit: MeasureUnit?
  /// Whether more is better (true), worse (false) or neither.
  package let isHighGood: Bool?
  /// What a measure is about; nil for everything else.
  package let group: MeasureGroup?
  /// Whether a measure is one of the few that are shown first.
  package let isHeadline: Bool

  /// A description of known parts.
  package init(
    id: String, number: String? = nil, title: String, summary: String, formula: String,
    parameters: [ParameterDescription] = [], requires: [String] = [],
    activities: [Activity] = [], source: String, unit: MeasureUnit? = nil,
    isHighGood: Bool? = nil, group: MeasureGroup? = nil, isHeadline: Bool = false
  ) {
    self.id = id
    self.number = number
    self.title = title
    self.summary = summary
    self.formula = formula
    self.parameters = parameters
    self.requires = requires
    self.activities = activities
    self.source = source
    self.unit = unit
    self.isHighGood = isHighGood
    self.group = group
    self.isHeadline = isHeadline
  }
}

/// One parameter of a component.
package struct ParameterDescription: Equatable, Sendable {
  /// The key in the component's configuration.
  package var name: String
  /// One sentence that says what the value decides, for help and report.
  package var summary: String
  /// Decides how configuration writes the value and how help shows it.
  package var unit: ParameterUnit
  /// The value used when nothing is configured, in the unit.
  package var defaultValue: Int64
  /// The values configuration accepts, in the unit.
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
@usableFromInline
package enum ParameterUnit: UInt8, Vocabulary {
  case milliseconds, count, permille

  package static let names = kebabNames()
}
