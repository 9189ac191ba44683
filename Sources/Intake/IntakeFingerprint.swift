internal import CivilTime
package import JourneyModel
internal import RecordFormats

/// The fingerprint of everything that decides what an input's bytes become.
///
/// When it changes, the input must be read again: adapter text, every setting of the input but
/// those that do not matter for the adapter, key, time zone and phone data, and `intakeVersion` for
/// the code itself.
package func intakeFingerprint(
  adapter: Adapter, settings: InputSettings, key: IdentifierKey
) -> StableHash128 {
  var mark = SettingsMark(domain: "intake-fingerprint")
  mark.add(intakeVersion)
  mark.add(adapter.id)
  mark.add(adapter.text)
  mark.add(adapter.baseText)
  mark.add(settings.deciding(for: adapter))
  mark.add(key.id)
  mark.add(ZoneRules.databaseVersion)
  mark.add(NumberingPlan.metadataVersion)
  return mark.finalize()
}

/// Counts changes of the code that change what records become.
private let intakeVersion: UInt64 = 12

extension InputSettings {
  /// The settings without what changes nothing for an adapter, each said here.
  func deciding(for adapter: Adapter) -> InputSettings {
    var settings = self
    settings.name = ""
    // One zone is used, whoever chose it; an adapter whose times have offsets uses none.
    settings.assumedZone = adapter.mayHaveTimeZone ? timeZone ?? assumedZone : .utc
    settings.timeZone = nil
    settings.ownNumbers.sort()
    if !adapter.readsReasons {
      settings.textRules = .bundled
      settings.keepsText = false
    }
    return settings
  }
}

/// A zone is what its name says in the pinned database.
extension ZoneRules: MarkedAs {
  package var markedAs: Any { identifier }
}

/// A table is what its keys mean, whatever file and line say so.
extension LookupTable: MarkedAs {
  package var markedAs: Any { lines.map { ($0.key, $0.meaning) } }
}

/// Rules are what they were compiled from.
extension TextRules: MarkedAs {
  package var markedAs: Any { fingerprint }
}
