internal import CivilTime
internal import JourneyModel
package import Settings

/// What an input gives its adapter under `with`: values of parameters, and words that extend maps.
///
/// ```yaml
/// with: {csat: Q1, nps: null, status: {Gelöst: solved, Fertig: closed}}
/// ```
package struct GivenValues {
  /// Values by parameter name; one that is set to null has the text `null`.
  package private(set) var parameters: [String: String] = [:]
  /// What words mean, by the field whose map they extend.
  package private(set) var words: [String: [String: String]] = [:]

  /// The values of a mapping's key `with`.
  package init(_ keys: inout MappingReader) {
    for entry in keys.node("with")?.entries ?? [] {
      guard let lines = entry.value.entries else {
        parameters[entry.key] = entry.value.text ?? "null"
        continue
      }
      for line in lines {
        guard let meaning = line.value.text else {
          keys.report(line.value.problem(.c103, "a meaning must be a text"))
          continue
        }
        words[entry.key, default: [:]][line.key] = meaning
      }
    }
  }
}

extension InputSettings {
  /// Sets what a mapping gives the adapter, and how numbers and months are written.
  mutating func take(_ keys: inout MappingReader) {
    let given = GivenValues(&keys)
    (parameters, words) = (given.parameters, given.words)
    decimal = DecimalMark(&keys)
    locale = keys.word("locale", among: CalendarNames.languages)
  }
}
