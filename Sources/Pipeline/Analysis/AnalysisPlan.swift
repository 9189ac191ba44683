internal import CivilTime
package import JourneyAnalysis
package import JourneyModel

/// What the configuration means for analysis.
package struct AnalysisPlan {
  private let configuration: Configuration

  /// The plan of a configuration.
  package init(configuration: Configuration) { self.configuration = configuration }

  /// The settings as of an instant.
  package func settings(asOf: Instant) -> AnalysisSettings {
    var settings = AnalysisSettings(asOf: asOf, zone: configuration.zone)
    settings.personas = configuration.personas
    settings.publishAttributes = configuration.publishedAttributes.sorted()
    for (name, value) in configuration.friction.sorted(by: { $0.key < $1.key }) {
      settings.parameters.set(name, to: value)
    }
    for (name, value) in configuration.gaps.sorted(by: { $0.key < $1.key }) {
      if let channel = Channel(name: name) { settings.gaps.set(channel, milliseconds: value) }
    }
    if let gap = configuration.resolvedGapMilliseconds { settings.gaps.resolved = gap }
    return settings
  }
}

extension Configuration {
  /// The fingerprint of everything that decides how the state is analysed and published.
  package var analysisFingerprint: StableHash128 {
    var hasher = StableHasher(domain: "analysis")
    hasher.combine(zone.identifier)
    for (name, value) in friction.sorted(by: { $0.key < $1.key }) {
      hasher.combine(name)
      hasher.combine(UInt64(bitPattern: value))
    }
    for (name, value) in gaps.sorted(by: { $0.key < $1.key }) {
      hasher.combine(name)
      hasher.combine(UInt64(bitPattern: value))
    }
    hasher.combine(UInt64(bitPattern: resolvedGapMilliseconds ?? -1))
    hasher.combine(UInt64(minimumGroup))
    personas.combine(into: &hasher)
    for name in publishedAttributes.sorted() { hasher.combine(name) }
    return hasher.finalize()
  }
}
