internal import CivilTime
package import JourneyModel
internal import RecordFormats

/// The fingerprint of everything that decides what an input's bytes become.
///
/// When it changes, the input must be read again: adapter text, parameters, tables, zone and its
/// rule, region, own numbers, rules for reasons, lexicon, whether texts are kept, key, time zone
/// and phone data, and `intakeVersion` for the code itself.
package func intakeFingerprint(
  adapter: Adapter, settings: InputSettings, key: IdentifierKey
) -> StableHash128 {
  var hasher = StableHasher(domain: "intake-fingerprint")
  hasher.combine(intakeVersion)
  hasher.combine(adapter.id)
  hasher.combine(adapter.text)
  hasher.combine(settings.instance)
  let zone = settings.timeZone ?? settings.assumedZone
  hasher.combine(adapter.mayHaveTimeZone ? zone.identifier : "")
  hasher.combine(settings.clockChanges.repeated.rawValue)
  hasher.combine(settings.clockChanges.skipped.rawValue)
  hasher.combine(settings.region ?? "")
  for (name, value) in settings.parameters.sorted(by: { $0.key < $1.key }) {
    hasher.combine(name)
    hasher.combine(value)
  }
  for (name, table) in settings.tables.sorted(by: { $0.key < $1.key }) {
    hasher.combine(name)
    hasher.combine(UInt64(table.lines.count))
    for line in table.lines {
      hasher.combine(line.key)
      hasher.combine(line.meaning)
    }
  }
  for number in settings.ownNumbers.sorted() { hasher.combine(number) }
  if adapter.readsReasons {
    hasher.combine(settings.textRules.fingerprint)
    hasher.combine(UInt64(settings.keepsText ? 1 : 0))
  }
  hasher.combine(settings.encoding?.name ?? "")
  hasher.combine(UInt64(settings.delimiter ?? 0))
  hasher.combine(key.id)
  hasher.combine(ZoneRules.databaseVersion)
  hasher.combine(NumberingPlan.metadataVersion)
  return hasher.finalize()
}

/// Counts changes of the code that change what records become.
private let intakeVersion: UInt64 = 4
