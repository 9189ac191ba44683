import JourneyModel

/// The parameters of detectors and measures: their defaults, overlaid with what is configured.
package struct ParameterValues: Equatable, Sendable {
  private var values: [String: [String: Int64]] = [:]

  /// The defaults of every detector and measure.
  package init() {
    for component in Detectors.descriptions + Measures.descriptions {
      for parameter in component.parameters {
        values[component.id, default: [:]][parameter.name] = parameter.defaultValue
      }
    }
  }

  /// The value of a component's parameter in its declared unit; nil if it declares none such.
  package subscript(component: String, parameter: String) -> Int64? {
    values[component]?[parameter]
  }

  /// The value of a parameter that a component declares.
  func declared(_ name: String, of component: ComponentDescription) -> Int64 {
    guard let value = self[component.id, name] else {
      preconditionFailure("\(component.id) declares no parameter \(name)")
    }
    return value
  }

  /// Sets a declared parameter, named `component.parameter`; false, and no change, if no component
  /// declares it.
  @discardableResult
  package mutating func set(_ name: String, to value: Int64) -> Bool {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, values[parts[0]]?[parts[1]] != nil else { return false }
    values[parts[0]]?[parts[1]] = value
    return true
  }
}
