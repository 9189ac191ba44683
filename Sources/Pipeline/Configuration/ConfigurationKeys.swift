internal import CivilTime
internal import JourneyAnalysis
internal import JourneyModel

/// What every key of a configuration does, in one sentence.
enum ConfigurationKeys {
  /// The sentence for a key's path, such as `inputs[].path`; nil if there is none.
  static func description(of path: String) -> String? {
    if let text = texts[path] { return text }
    let parts = path.split(separator: ".").map(String.init)
    if path.hasPrefix("journeys.gap.") {
      return "The longest pause between \(parts[2]) contacts of one matter."
    }
    if parts.count == 2, parts[0] == "journeys" {
      return "The gap '\(parts[1])' of docs/journeys.md."
    }
    if parts[0] == "targets", let last = parts.last, parts.count == 3 {
      return last == "priorities"
        ? "Targets by a word of priority; they go before those of channels."
        : "\(targets[parts[1]] ?? "") \(last)."
    }
    if parts[0] == "costs", let channel = parts.last, Channel(name: channel) != nil {
      return switch parts.count == 3 ? parts[1] : "" {
      case "per-contact": "What a contact costs beside the time it takes: \(channel)."
      case "concurrency": "How many contacts an agent handles at once: \(channel). Default 1."
      default: "What a time of agents costs: \(channel)."
      }
    }
    guard parts.count == 3, parts[0] == "friction",
      let detector = Detectors.descriptions.first(where: { $0.id == parts[1] }),
      let parameter = detector.parameters.first(where: { $0.name == parts[2] })
    else { return nil }
    let value =
      switch parameter.unit {
      case .milliseconds: DurationText.describe(milliseconds: parameter.defaultValue)
      case .count: "\(parameter.defaultValue)"
      case .permille: "\(parameter.defaultValue) ‰"
      }
    return "\(parameter.summary) Default \(value)."
  }

  private static let targets = [
    "first-response": "So soon, in open hours, customers are to have the first reply:",
    "next-reply": "So soon, in open hours, customers are to have every other reply:",
    "resolution": "So soon, in open hours, a ticket is to be resolved:",
  ]

  private static let texts: [String: String] = [
    "calendars":
      "When the center is open, by names of one's own, each with `hours`, `holidays`, `timezone`, "
      + "`queues`, `channels` (docs/calendars.md); `default` is for everything else.",
    "business-clock":
      "How the time of a matter counts that passed several calendars. Default segmented.",
    "timezone": "The zone of reporting days, such as America/New_York. Default UTC.",
    "store": "The folder of the state. Default `.throughline` inside the output.",
    "settle": "A file changed more recently may still be written. Default 60s.",
    "inputs[].name": "The input's name, published as `source`. Default the adapter's id.",
    "inputs[].adapter": "The adapter that reads its files. Default: recognised from the content.",
    "inputs[].path":
      "A file, a folder or a pattern with `*`, `?`, `[a-z]`; `{date}` stands for a YYYY-MM-DD.",
    "inputs[].optional": "Whether it may have no file. Default false.",
    "inputs[].expect-within":
      "Its newest date (with `{date}` in the path) or newest event may be so old, else the run "
      + "ends with 66. Default: nothing is expected.",
    "inputs[].expect-on": "The weekdays of which files are expected. Default all.",
    "inputs[].without-dates": "Dates of which none is expected, such as [2026-12-25].",
    "inputs[].instance": "The vendor's account, where there are several.",
    "inputs[].timezone":
      "The zone of its local times. Default: the reporting zone, which is noted.",
    "inputs[].clock-changes.repeated": "How local times are read that a clock showed twice.",
    "inputs[].clock-changes.skipped": "How local times are read that a clock never showed.",
    "inputs[].region": "The region of its national phone numbers, such as GB.",
    "inputs[].delimiter": "What stands between fields of its rows. Default: found in the content.",
    "inputs[].encoding": "The encoding of files without a byte order mark.",
    "inputs[].with": "Parameters of the adapter, and words that extend its maps.",
    "inputs[].decimal": "How fractions are written in its rows.",
    "inputs[].locale": "The language of its names of months and weekdays.",
    "inputs[].tables": "Files of the tables its look-ups use, by name.",
    "identity.overrides": "A file of what somebody knows about who is who (docs/identity.md).",
    "identity.own-numbers": "The center's own phone numbers, which identify no customer.",
    "costs.currency": "The currency of all amounts, by its ISO 4217 code.",
    "costs.teams": "What a time of agents costs, by team; it goes before the channel.",
    "costs.queues": "What a time of agents costs, by queue; it goes before the team.",
    "costs.customer-time": "What a time of customers is worth. Default: it is left out.",
    "reasons": "A file of rules for contact reasons (docs/reasons.md).",
    "personas": "A file of rules for personas (docs/personas.md).",
    "privacy.key-file": "The key of identifiers, 32 bytes. Default: one that the store keeps.",
    "privacy.keep-text": "Whether texts are kept in the state. Default false.",
    "privacy.minimum-group": "Breakdowns of fewer customers are withheld in reports. Default 10.",
    "privacy.publish-attributes": "Profile attributes that are published.",
    "tolerance.rejects":
      "Inputs with a larger share of rejected records are held back. Default 1%.",
    "output.folder": "Where releases are published; `--out` has priority. Default `out` in the "
      + "folder the command is started in.",
    "output.keep-releases": "How many releases are kept. Default 14.",
    "limits.record": "The largest record. Default 16MiB.",
    "limits.columns": "The most columns of a row. Default 10000.",
    "limits.depth": "The deepest nesting of JSON. Default 512.",
    "limits.ratio": "The largest ratio of decompressed to compressed bytes. Default 1000.",
    "limits.inflated": "The most bytes a file may have decompressed.",
    "notify":
      "A command that is run when a run failed or changed published numbers of earlier days, with "
      + "the summary on its standard input.",
    "notify.command": "The command: a text for the shell, or a list of program and arguments.",
    "notify.on": "When it is run. Default both.",
  ]
}
