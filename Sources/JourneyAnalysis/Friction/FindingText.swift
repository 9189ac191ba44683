package import JourneyModel

/// Makes the words of findings: sentences and evidence, when they are published or explained.
package struct FindingText: Sendable {
  private let detectors: [any FrictionDetector]
  /// The texts of the findings' symbols.
  package let words: Words
  /// The rules of each detector, cut where the limit goes.
  private let rules: [[[String]]] = Detectors.all.map { detector in
    detector.rules.map {
      $0.split(separator: "{limit}", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The words of a run's findings.
  package init(parameters: ParameterValues, words: Words) {
    detectors = Detectors.bound(to: parameters)
    self.words = words
  }

  /// The id of the detector that found it, such as `long-wait`.
  package func detector(of finding: FindingRow) -> String {
    Detectors.descriptions[Int(finding.detector)].id
  }

  /// The id of the detector that counts it instead; nil if none does.
  package func suppressor(of finding: FindingRow) -> String? {
    finding.isActive ? nil : Detectors.descriptions[Int(finding.suppressedBy)].id
  }

  /// Appends one sentence without any customer value.
  package func write(_ finding: FindingRow, to writer: inout FindingWriter) {
    detectors[Int(finding.detector)].write(finding, to: &writer)
  }

  /// Calls the body with what proves it, in order: the statement, what was looked at, and as UTF-8
  /// what was there and what was asked of it.
  package func forEachProof(
    of finding: FindingRow, through writer: inout FindingWriter,
    _ body: (RecordID, String, UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) {
    for position in 0..<ProofRows.limit {
      let proof = finding.proofs[position]
      if proof.field == .none { return }
      writer.removeAll()
      write(proof, to: &writer)
      let end = writer.bytes.count
      writeRule(of: proof, of: finding, to: &writer)
      writer.bytes.withUnsafeBytes {
        body(
          proof.record, field(of: proof), UnsafeRawBufferPointer(rebasing: $0[..<end]),
          UnsafeRawBufferPointer(rebasing: $0[end...]))
      }
    }
  }

  private func writeRule(
    of proof: ProofRow, of finding: FindingRow, to writer: inout FindingWriter
  ) {
    for (number, part) in rules[Int(finding.detector)][Int(proof.rule)].enumerated() {
      if number > 0 { writer.write(number: finding.limit) }
      writer.write(part)
    }
  }

  private func field(of proof: ProofRow) -> String {
    switch proof.field {
    case .none: ""
    case .event: proof.activity.name
    case .status: "status"
    case .waitMs: "wait_ms"
    case .startedAt: "started_at"
    case .endedAt: "ended_at"
    case .reason: "reason"
    case .queue: "queue"
    case .holdMs: "hold_ms"
    case .talkMs: "talk_ms"
    case .firstResponseMs: "first_response_ms"
    case .holds: "holds"
    case .reopens: "reopens"
    case .asOf: "as_of"
    }
  }

  /// Writes what was there: instants in ISO 8601, times in milliseconds, numbers.
  private func write(_ proof: ProofRow, to writer: inout FindingWriter) {
    switch proof.field {
    case .none: break
    case .event, .startedAt, .endedAt, .asOf: writer.write(instant: proof.number)
    case .status:
      writer.write(proof.text)
      writer.write(" ")
      writer.write(instant: proof.number)
    case .waitMs, .holdMs, .talkMs, .firstResponseMs, .holds, .reopens:
      writer.write(number: proof.number)
    case .reason, .queue: writer.write(proof.text)
    }
  }
}
