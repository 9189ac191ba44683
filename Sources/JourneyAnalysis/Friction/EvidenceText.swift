import CivilTime
import JourneyModel

extension Evidence {
  /// What an event states about its instant.
  static func event(_ event: LegEvent, rule: String) -> Evidence {
    Evidence(
      record: event.record, field: event.activity.name,
      value: InstantText.iso8601(microseconds: event.at.microseconds), rule: rule)
  }

  /// A number that was compared with a threshold.
  static func number(
    _ value: Int64, field: String, record: RecordID, rule: String
  ) -> Evidence {
    Evidence(record: record, field: field, value: String(value), rule: rule)
  }

  /// An instant of an interaction.
  static func instant(
    _ instant: Instant, field: String, record: RecordID, rule: String
  ) -> Evidence {
    Evidence(
      record: record, field: field,
      value: InstantText.iso8601(microseconds: instant.microseconds), rule: rule)
  }
}
