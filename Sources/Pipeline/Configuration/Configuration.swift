package import CivilTime
package import Intake
package import JourneyAnalysis
package import RecordFormats

/// What the user wrote, with every default filled in.
///
/// Reading it does nothing yet.
package struct Configuration: Sendable {
  /// The reporting zone: days of measures and dataset folders.
  package var zone: ZoneRules = .utc
  /// The configured inputs, in file order.
  package var inputs: [ConfiguredInput] = []
  /// The center's own numbers, which never identify a customer.
  package var ownNumbers: [String] = []
  /// Journey gaps in milliseconds by channel name, for channels that differ from the default.
  package var gaps: [String: Int64] = [:]
  /// Other journey gaps that differ from the default, in milliseconds, by their names.
  package var journeyGaps: [String: Int64] = [:]
  /// Detector parameters that differ from the default, as `detector.parameter`.
  package var friction: [String: Int64] = [:]
  /// What is made of fields and texts: rules for reasons and the lexicon.
  package var textRules = TextRules.bundled
  /// When the center is open; without calendars every hour counts.
  package var calendars = CalendarSettings()
  /// What is promised to customers.
  package var targets = TargetSettings()
  /// What contacts cost; nil if nothing is configured.
  package var costs: CostSettings?
  /// The rules of `personaFile`; without one nobody has a persona.
  package var personas = PersonaRules()
  /// Whether texts are kept in the state.
  package var keepsText = false
  /// The files of reasons and personas, with their tests.
  package var reasonFile: ReasonFile?
  package var personaFile: PersonaFile?
  /// What somebody knows about who is who; nil for nothing.
  package var overrideFile: OverrideFile?
  /// The key file; nil for the one in the store.
  package var keyFile: String?
  /// Breakdowns of fewer distinct customers are withheld in reports.
  package var minimumGroup: Int = 10
  /// Profile attributes that may be published.
  package var publishedAttributes: [String] = []
  /// Inputs with a larger share of rejected records are held.
  package var toleratedRejectsPermille: Int64 = 10
  /// So long must a file be at rest before an open end is taken as whole, in milliseconds.
  package var settleMilliseconds: Int64 = 60_000
  /// How many releases are kept.
  package var keptReleases: Int = 14
  /// Limits on what is read.
  package var limits = ByteLimits()
  /// What is run when a run failed or changed what was published; nil for nothing.
  package var notification: Notification?
  /// The store's folder; nil for the one inside the output.
  package var store: String?
  /// The folder releases are published in; nil if only the command line says so.
  package var outputFolder: String?
  /// The configuration file; nil for defaults.
  package var file: String?
  /// The directory of the configuration file; relative paths start there.
  package var directory = "."
  /// The adapter files found beside the configuration.
  package var adapterFiles: [String] = []

  /// A configuration of defaults.
  package init() {}
}

/// One entry under `inputs`.
package struct ConfiguredInput: Sendable {
  /// The input's name, published as `source`.
  package var name: String
  /// The adapter to use; nil to recognise each file.
  package var adapter: String?
  /// The pattern of its files; `{date}` stands for a date.
  package var path: String
  /// Whether it may have no file: a night without ratings is none without calls.
  package var isOptional = false
  /// Its newest file or event may be so old, in milliseconds; nil if nothing is expected.
  package var expectWithin: Int64?
  /// The weekdays of which files are expected, 1 for Monday.
  package var expectOn = Set(1...7)
  /// The dates of which none is expected.
  package var withoutDates: Set<CivilDate> = []
  /// The vendor's account; empty if none is named.
  package var instance: String
  /// The zone of its local times.
  package var zone: ZoneRules?
  /// How its local times are read that a clock showed twice or never.
  package var clockChanges = ClockChangeRule()
  /// The region of its national phone numbers.
  package var region: String?
  /// The delimiter of its rows; nil to take it from the content.
  package var delimiter: UInt8?
  /// The encoding of files without a byte order mark; nil for the adapter's.
  package var encoding: TextEncoding?
  /// Values by parameter name; parameters that are not here have their defaults.
  package var parameters: [String: String]
  /// Words that extend maps, and what they mean, by field.
  package var words: [String: [String: String]] = [:]
  /// The language of its names of months and weekdays; nil for the adapter's.
  package var locale: String?
  /// How the numbers of its rows are written; nil for the adapter's.
  package var decimal: DecimalMark?
  /// The tables its look-ups use, by name.
  package var tables: [String: LookupTable] = [:]

  /// An input with a name and nothing configured.
  package init(name: String, path: String) {
    self.name = name
    self.path = path
    instance = ""
    parameters = [:]
  }
}
