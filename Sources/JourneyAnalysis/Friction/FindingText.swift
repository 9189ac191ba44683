import CivilTime
package import JourneyModel

/// Makes the words of findings: sentences and evidence, when they are published or explained.
package struct FindingText: Sendable {
  private let detectors: [any FrictionDetector]
  private let words: Words
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

  /// The detector's id.
  package func detector(of finding: FindingRow) -> String {
    Detectors.descriptions[Int(finding.detector)].id
  }

  /// The id of the detector that counts it instead; nil if none does.
  package func suppressor(of finding: FindingRow) -> String? {
    finding.isActive ? nil : Detectors.descriptions[Int(finding.suppressedBy)].id
  }

  /// One sentence without any customer value.
  package func sentence(of finding: FindingRow) -> String {
    detectors[Int(finding.detector)].sentence(of: finding, words)
  }

  /// What proves it, in order.
  package func evidence(of finding: FindingRow) -> [Evidence] {
    let rules = rules[Int(finding.detector)]
    return finding.proofs.all.map { proof in
      let parts = rules[Int(proof.rule)]
      return Evidence(
        record: proof.record, field: field(of: proof), value: value(of: proof),
        rule: parts.count == 1 ? parts[0] : parts.joined(separator: String(finding.limit)))
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
    }
  }

  private func value(of proof: ProofRow) -> String {
    switch proof.field {
    case .none: ""
    case .event, .startedAt, .endedAt: InstantText.iso8601(microseconds: proof.number)
    case .status:
      "\(words[proof.text] ?? "") \(InstantText.iso8601(microseconds: proof.number))"
    case .waitMs: String(proof.number)
    case .reason, .queue: words[proof.text] ?? ""
    }
  }
}
