package import CivilTime
package import JourneyModel

/// Everything analysis depends on beside the records.
///
/// Equal settings and records give equal content.
package struct AnalysisSettings: Sendable {
  /// The instant every open, expired or provisional state is as of.
  package var asOf: Instant
  /// The reporting zone: the days of measures are days of it.
  package var zone: ZoneRules
  /// When interactions are one journey.
  package var gaps = JourneyGaps()
  /// When identifiers stop bridging.
  package var identity = IdentityLimits()
  /// Parameters of detectors and measures.
  package var parameters = ParameterValues()
  /// When the center is open; without calendars every hour counts.
  package var calendars = CalendarSettings()
  /// What is promised to customers; nothing unless it is configured.
  package var targets = TargetSettings()
  /// What contacts cost; nil if nothing is configured.
  package var costs: CostSettings?
  /// Rules for personas; without any nobody has one.
  package var personas = PersonaRules()
  /// Profile attributes that may be published, by name.
  package var publishAttributes: [String] = []

  /// The default settings as of an instant in a reporting zone.
  package init(asOf: Instant, zone: ZoneRules) {
    self.asOf = asOf
    self.zone = zone
  }
}

/// Spans of time in milliseconds, for thresholds and defaults.
enum Milliseconds {
  static let second: Int64 = 1000
  static let minute = 60 * second
  static let hour = 60 * minute
  /// Always 24 hours, also where clocks change.
  static let day = 24 * hour
}
