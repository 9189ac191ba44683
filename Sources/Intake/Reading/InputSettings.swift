package import CivilTime
package import RecordFormats

/// How one input is read: what the configuration says about it beside its adapter.
package struct InputSettings: Sendable {
  /// The input's name, for messages.
  package var name: String
  /// Which of several accounts of one system it comes from; empty for the only one.
  package var instance = ""
  /// The zone of local times in the data; nil if nobody configured one.
  package var timeZone: ZoneRules?
  /// The zone used, and flagged, where `timeZone` is needed and nil.
  package var assumedZone: ZoneRules
  /// How local times are read that a clock showed twice or never.
  package var clockChanges = ClockChangeRule()
  /// The ISO code of the region national phone numbers belong to.
  package var region: String?
  /// The adapter's parameters; `null` unsets a default.
  package var parameters: [String: String] = [:]
  /// Words that extend the maps of a vocabulary's field, and what they mean, by `WordField`.
  package var words: [String: [String: String]] = [:]
  /// The tables that the adapter's look-ups use, in the place of those it brings along.
  package var tables: [String: LookupTable] = [:]
  /// The contact center's own phone numbers, which identify nobody.
  package var ownNumbers: [String] = []
  /// What is made of fields and texts.
  package var textRules = TextRules.bundled
  /// Whether texts are kept beside what is made of them.
  package var keepsText = false
  /// What one file may ask of the machine.
  package var limits = ByteLimits()
  /// The encoding, if it is not UTF-8.
  package var encoding: TextEncoding?
  /// The delimiter, if it is not to be detected.
  package var delimiter: UInt8?

  /// The language of the names of months and weekdays; nil for the adapter's.
  package var locale: String?
  /// How numbers are written; nil for the adapter's.
  package var decimal: DecimalMark?

  /// Settings of an input that only has a name.
  package init(name: String, assumedZone: ZoneRules = .utc) {
    self.name = name
    self.assumedZone = assumedZone
  }
}
