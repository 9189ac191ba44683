import CivilTime
import JourneyModel
import Publishing

extension SampleCenter {
  static func settings(_ center: SampleCenter, minimumGroup: Int = 10) -> ReleaseSettings {
    var settings = ReleaseSettings(
      asOf: center.asOf, zone: zone,
      identity: ReleaseIdentity(configurationFingerprint: "9f2c4e71", keyID: "5b1d0c33"))
    settings.minimumGroup = minimumGroup
    settings.title = center.prefix + "Customer journeys, spring 2024"
    settings.versions = [
      ("throughline", "0.1.0"), ("encoding", "1"), ("tz database", "2025b"),
    ]
    settings.measures = measures
    settings.detectors = detectors.enumerated().map { index, id in
      ComponentDescription(
        id: id, number: ["F01", "F02", "F03", "F18", "F19"][index],
        title: ["Long wait", "Abandoned in queue", "Transfer", "Repeat contact", "Reopened"][index],
        summary: "Something that cost the customer effort.",
        formula: "The rule of \(id), with its threshold and its exceptions, in one sentence.",
        parameters: [
          ParameterDescription(
            name: "threshold", summary: "From when on it counts.", unit: .milliseconds,
            defaultValue: 120_000, allowed: 0...86_400_000)
        ], source: "domain.md F")
    }
    return settings
  }

  static let measures: [ComponentDescription] = [
    ("contacts", "Contacts", MeasureUnit.count, nil as Bool?),
    ("journeys", "Journeys", .count, nil),
    ("wait", "Wait", .milliseconds, false), ("handle-time", "Handle time", .milliseconds, false),
    ("abandonment", "Abandonment", .ratio, false),
    ("transfer-rate", "Transfer rate", .ratio, false),
    ("fcr-7d", "First contact resolution, 7 days", .ratio, true),
    ("reopen-rate", "Reopen rate", .ratio, false),
    ("time-to-resolve", "Time to resolve", .milliseconds, false),
    ("csat", "Satisfaction", .permille, true),
  ].map { id, title, unit, isHighGood in
    ComponentDescription(
      id: id, title: title, summary: "What \(title.lowercased()) means, in one sentence.",
      formula: "Numerator ÷ denominator, filed at the day of the interaction's start.",
      source: "domain.md C", unit: unit, isHighGood: isHighGood, isHeadline: true)
  }
}
