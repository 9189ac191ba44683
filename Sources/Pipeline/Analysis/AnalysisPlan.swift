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
    settings.calendars = configuration.calendars
    settings.targets = configuration.targets
    settings.costs = configuration.costs
    settings.personas = configuration.personas
    settings.publishAttributes = configuration.publishedAttributes.sorted()
    for (name, value) in configuration.friction.sorted(by: { $0.key < $1.key }) {
      settings.parameters.set(name, to: value)
    }
    for (name, value) in configuration.gaps.sorted(by: { $0.key < $1.key }) {
      if let channel = Channel(name: name) { settings.gaps.set(channel, milliseconds: value) }
    }
    for (name, gap) in configuration.journeyGaps { settings.gaps.set(name, milliseconds: gap) }
    return settings
  }
}

extension Configuration {
  /// What costs, calendars and targets say something about that none of these words is: such a name
  /// is misspelt or of the past, and what is meant has the price or the hours of everything else.
  func unknownNames(in words: Words) -> [String] {
    var names: [String] = []
    func look(_ key: String, _ given: some Sequence<String>) {
      for name in given.sorted() where words.symbol(of: name).isNone {
        names.append("\(key): '\(name)'")
      }
    }
    look("costs.queues", (costs?.queues ?? [:]).keys)
    look("costs.teams", (costs?.teams ?? [:]).keys)
    look("calendars", calendars.queues.keys)
    for (key, promise) in [
      ("first-response", targets.firstResponse), ("next-reply", targets.nextReply),
      ("resolution", targets.resolution),
    ] {
      look("targets.\(key).priorities", promise.priorities.keys)
    }
    return names
  }

  /// The fingerprint of everything that decides how the state is analysed and published.
  ///
  /// It is that of the settings analysis gets, each of them, and of the smallest group shown.
  package var analysisFingerprint: StableHash128 {
    var mark = SettingsMark(domain: "analysis")
    // As-of is no setting; a release is marked with it beside this.
    mark.add(AnalysisPlan(configuration: self).settings(asOf: Instant(microseconds: 0)))
    mark.add(minimumGroup)
    mark.add(overrideFile as Any)
    return mark.finalize()
  }
}
