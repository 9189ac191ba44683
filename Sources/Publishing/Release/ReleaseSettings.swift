package import CivilTime
package import JourneyModel

/// What a release says about itself beyond its rows.
package struct ReleaseSettings: Sendable {
  /// The instant every state is as of.
  package var asOf: Instant
  /// The reporting zone: days begin at its midnight.
  package var zone: ZoneRules
  /// The smallest number of distinct customers a published breakdown row may have.
  package var minimumGroup: Int = 10
  /// The currency of costs and revenue; nil if none is configured.
  package var currency: ReleaseCurrency?
  /// Heads the report, both summaries and `datapackage.json`.
  package var title: String = "Customer journeys"
  /// Fingerprint of the analysis configuration.
  package var configurationFingerprint: String
  /// Id of the identifier key.
  package var keyID: String
  /// Versions to print and to record, in order: tool, schema, encoding, reference data.
  package var versions: [(name: String, version: String)] = []
  /// The days of a report that does not show all; nil for all.
  package var range: ClosedRange<Int32>?
  /// The days that `range` is compared with; nil for the last 28 days and the 28 before.
  package var compared: ClosedRange<Int32>?
  /// The measures, in the order of the report.
  package var measures: [ComponentDescription] = []
  /// The detectors by the positions that findings name them by.
  package var detectors: [ComponentDescription] = []
  /// Bytes of encoded rows that may wait in memory.
  package var memoryLimit: Int = 64 << 20
  /// Who writes and reads back the files; one after the other unless set.
  package var workers: ContentWorkers = { count, work throws(ReleaseError) in
    var files: [ContentFile] = []
    for index in 0..<count { files.append(try work(index)) }
    return files
  }
  /// The release before, whose unchanged files are linked; nil without one.
  package var previous: PreviousRelease?
  /// Where finished dataset files are noted and those of a killed run found; nil for nowhere.
  package var finished: (any FinishedFiles)?

  /// Settings of what has no default.
  package init(asOf: Instant, zone: ZoneRules, identity: ReleaseIdentity) {
    self.asOf = asOf
    self.zone = zone
    self.configurationFingerprint = identity.configurationFingerprint
    self.keyID = identity.keyID
  }
}

extension ReleaseSettings {
  /// The last day of the report that was over at as-of.
  package var lastCompleteDay: Int32 {
    min(zone.localDay(at: asOf.microseconds) - 1, range?.upperBound ?? .max)
  }

  /// The periods that the report compares.
  package var periods: ReportPeriods {
    guard let range, let compared else {
      return ReportPeriods(lastCompleteDay: lastCompleteDay)
    }
    return ReportPeriods(recent: range, before: compared)
  }
}

extension ReleaseSettings {
  /// Measures that are first in the report are kept by day, all others by the days they are
  /// compared on.
  package var measureDetail: CellIndex.MeasureDetail {
    CellIndex.MeasureDetail(
      trended: Set(measures.filter(\.isHeadline).map(\.id)),
      recentSince: zone.localDay(at: asOf.microseconds) - Comparison.reach)
  }
}

/// The currency that amounts are in, whole numbers of its minor unit.
package struct ReleaseCurrency: Codable, Equatable, Sendable {
  /// The code of ISO 4217.
  package let code: String
  /// Decimal digits of the minor unit.
  package let digits: Int

  /// A currency of known parts.
  package init(code: String, digits: Int) {
    self.code = code
    self.digits = digits
  }
}

/// What a release was made from.
package struct ReleaseIdentity: Sendable {
  /// Fingerprint of the analysis configuration.
  package var configurationFingerprint: String
  /// Id of the identifier key.
  package var keyID: String

  /// An identity of known parts.
  package init(configurationFingerprint: String, keyID: String) {
    self.configurationFingerprint = configurationFingerprint
    self.keyID = keyID
  }
}
