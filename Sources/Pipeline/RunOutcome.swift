package import JourneyModel
package import Publishing
package import RecordStore

/// What a run did.
package struct RunOutcome: Sendable {
  /// What became of every file asked for, in path order.
  package var files = InputResults()
  /// All inputs of the state.
  package var inputs = StoredInputs()
  /// Those of them with too many rejections, which are no part of the release.
  package var held = StoredInputs()
  /// The optional inputs that had no file, by name.
  package var withoutFiles: [String] = []
  /// What configured inputs did not deliver that is expected of them.
  var undelivered: [RunFailure] = []
  /// Whether files or folders were named, and not inputs of the configuration.
  var isOfPaths = false
  /// The files of adapters that took the place of bundled ones, by id.
  package var replacements: [String: String] = [:]
  /// What went wrong and was got round.
  package var warnings: [RunFailure] = []
  /// The release that is published now; nil if there is none.
  package var release: String?
  /// Whether it was written by this run.
  package var isNew = false
  /// The instant it is as of.
  package var asOf: Instant?
  /// How many published numbers of earlier days it changed.
  package var restated = 0
  /// The totals of the release, if this run wrote it.
  package var totals: ReleaseTotals?
  /// Agreement with the vendors' own counters, if this run wrote the release.
  package var checks: [CheckAgreement] = []
  /// Records that had to be chosen from several of one version, by source, if this run wrote the
  /// release; sources without any are left out.
  package var ties: [String: Int64] = [:]
  /// Links to what is in no source, by source, if this run wrote the release.
  package var danglingLinks: [String: ReadingNotes] = [:]
  /// What of the overrides has no effect, if this run wrote the release.
  package var idleOverrides: [Diagnostic] = []
  /// Names in costs, calendars and targets that no export has, if this run wrote the release.
  package var unknownNames: [String] = []
  /// Why nothing was published; nil if all is well.
  package var failure: RunFailure?

  package init() {}

  /// Holds those inputs of the state back that have these numbers, and no others.
  mutating func hold(_ numbers: Set<UInt32>) {
    held = inputs.filter { numbers.contains($0.number) }
  }

  /// The inputs that a release is made of.
  package var published: StoredInputs {
    if held.isEmpty { return inputs }
    let numbers = Set(held.numbers)
    return inputs.filter(number: { !numbers.contains($0) })
  }
}
