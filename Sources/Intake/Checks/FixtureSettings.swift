internal import CivilTime
package import JourneyModel
internal import Settings

/// How the samples of a fixture folder are read: its `settings.yaml`.
///
/// ```yaml
/// timezone: Europe/Berlin
/// region: DE
/// instance: eu
/// with: {csat: Q1}
/// tables: {queues: queues.csv}       # beside the settings
/// ```
package enum FixtureSettings {
  /// The settings of a text; `table` gives the text of a file beside it, nil if there is none.
  ///
  /// Throws everything wrong with them.
  package static func read(
    text: String, file: String, table: (String) -> String?
  ) throws(DiagnosticError) -> InputSettings {
    var keys = MappingReader(try YAMLDocument.parse(text: text, file: file))
    var settings = InputSettings(name: "fixture")
    var problems: [Diagnostic] = []
    if let node = keys.node("timezone") {
      settings.timeZone = ZoneRules.named(node.text ?? "")
      if settings.timeZone == nil { keys.report(node.problem(.c106, "there is no such zone")) }
    }
    settings.region = keys.word("region", among: NumberingPlan.regions)
    settings.instance = keys.text("instance") ?? ""
    settings.take(&keys)
    for entry in keys.node("tables")?.entries ?? [] {
      guard let name = entry.value.text, let content = table(name) else {
        keys.report(entry.value.problem(.c106, "there is no such file"))
        continue
      }
      do throws(DiagnosticError) {
        settings.tables[entry.key] = try LookupTable.read(text: content, file: name)
      } catch {
        problems += error.diagnostics
      }
    }
    keys.finish(into: &problems)
    guard problems.isEmpty else { throw DiagnosticError(problems) }
    // The number all fixtures call the center's own.
    settings.ownNumbers = ["+18005550100"]
    return settings
  }
}
