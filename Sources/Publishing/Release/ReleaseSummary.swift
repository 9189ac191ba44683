package import JourneyModel

/// What a finished release consists of.
package struct ReleaseSummary: Sendable {
  /// Every content file, sorted by path, the manifest included.
  package var files: [ContentFile]
  /// The manifest's SHA-256, hexadecimal: equal content, equal hash.
  package var manifestSHA256: String
  /// Rows by table, in the order of `Tables.all`.
  package var rows: [(table: String, count: Int64)]
  /// The totals of the release.
  package var totals: ReleaseTotals
  /// Agreement with the vendors' own counters.
  package var checks: [CheckAgreement]
  /// Records that had to be chosen from several of one version, by source, where there are any.
  package var ties: [String: Int64]
  /// Links to what is in no source, by source, where there are any.
  package var danglingLinks: [String: ReadingNotes]
  /// The report in a mail's width, as in `report/summary.txt`.
  package var text: String
}
