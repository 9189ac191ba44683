internal import JourneyModel

/// Asks the first records of a file whether they meet the condition of `recognise: {where: …}`.
///
/// They do if at least half of them meet it. The adapter itself reads them, with a skip for those
/// that do not, so that the condition means here what conditions mean everywhere.
struct RecognitionProbe {
  private let adapter: Adapter
  private let settings: InputSettings

  /// Counts what is not skipped and was not refused by the scanner.
  private struct MetRecords: RecordSink {
    var count: Int64 = 0

    /// The codes of records that the scanner could read.
    private static let ofRecords: [DiagnosticCode] = [
      .i209, .i210, .i211, .i212, .i214, .i215, .i218, .i219, .i220, .i221,
    ]

    mutating func accept(_ record: UnsafeRawBufferPointer) { count += 1 }

    mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {
      if Self.ofRecords.contains(rejection.code) { count += 1 }
    }
  }

  /// A probe of an adapter's condition.
  init(adapter: Adapter, settings: InputSettings) {
    var definition = adapter.definition
    definition.skip =
      definition.recogniseWhere.map { condition in
        let isOther = Expression(form: .not(condition), offset: condition.offset)
        return [SkipDefinition(when: isOther, reason: "other")]
      } ?? []
    self.adapter = adapter.replacing(definition)
    self.settings = settings
  }

  /// Whether a file that begins so meets the condition.
  func isMet(by sample: UnsafeRawBufferPointer) -> Bool {
    let reader = try? InputReader(
      adapter: adapter, settings: settings, key: .ofNothingKept, input: 0)
    guard var reader else { return false }
    var met = MetRecords()
    do throws(InputFailure) {
      try reader.push(sample, into: &met)
      try reader.finish(into: &met)
    } catch {
      // A sample may end anywhere; what cannot be read at all is another adapter's file.
      if error.code != .i314 { return false }
    }
    return met.count > 0 && 2 * met.count >= reader.ledger.recordsRead
  }
}
