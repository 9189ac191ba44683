internal import CivilTime
internal import JourneyModel
internal import Settings

/// One entry of an adapter's `tests`: a sample and what becomes of it.
///
/// ```yaml
/// tests:
///   - name: a customer
///     with: {segment: tier}            # parameters; optional, as timezone, region, instance and
///     tables: {tiers: {gold: Gold}}    # tables
///     input: |
///       customer_id,tier
///       C1,gold
///     accepted: 1                      # counts that are left out are not compared,
///     rejected: [I209]                 # but records and rejections must be all there
///     records: ['{"id":…}']            # lines as `inspect` prints them
/// ```
struct AdapterTest: Sendable {
  var name: String
  /// Its place in the file.
  var node: YAMLNode
  /// How the sample is read.
  var settings: InputSettings
  /// The text of the file to read, from its first line on.
  var input: String
  /// How many records are accepted.
  var accepted: Int64?
  /// How many records are skipped.
  var skipped: Int64?
  /// The codes of the rejections, in order.
  var rejected: [String]
  /// The records as lines.
  var records: [String]?
}

/// Reads the `tests` of an adapter.
enum AdapterTestReader {
  /// The tests of a list of mappings.
  static func tests(
    _ nodes: [YAMLNode], into diagnostics: inout [Diagnostic]
  ) -> [AdapterTest] {
    var tests: [AdapterTest] = []
    for node in nodes {
      var keys = MappingReader(node, what: "a test")
      let name = keys.requiredText("name")
      let input = keys.requiredText("input")
      let settings = settings(&keys, name: name ?? "test")
      let test = AdapterTest(
        name: name ?? "", node: node, settings: settings, input: input ?? "",
        accepted: keys.integer("accepted", in: 0 ... .max),
        skipped: keys.integer("skipped", in: 0 ... .max),
        rejected: keys.texts("rejected") ?? [], records: keys.texts("records"))
      keys.finish(into: &diagnostics)
      tests.append(test)
    }
    return tests
  }

  private static func settings(_ keys: inout MappingReader, name: String) -> InputSettings {
    var settings = InputSettings(name: name)
    settings.instance = keys.text("instance") ?? ""
    settings.region = keys.word("region", among: NumberingPlan.regions)
    if let node = keys.node("timezone") {
      settings.timeZone = ZoneRules.named(node.text ?? "")
      if settings.timeZone == nil { keys.report(node.problem(.c106, "there is no such zone")) }
    }
    settings.take(&keys)
    var problems: [Diagnostic] = []
    for entry in keys.node("tables")?.entries ?? [] {
      settings.tables[entry.key] = LookupTable(entry.value, into: &problems)
    }
    for problem in problems { keys.report(problem) }
    return settings
  }
}
