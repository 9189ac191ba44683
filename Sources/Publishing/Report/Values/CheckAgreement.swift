package import JourneyModel

/// How often we agree with a vendor's own counter of a source.
package struct CheckAgreement: Equatable, Sendable {
  /// The source's name; sources of one name are counted together.
  package let source: String
  package let check: Check
  /// Interactions that carry the counter.
  package let compared: Int64
  /// Interactions where our count is the same.
  package let agreed: Int64
  /// The smallest ids that disagree, at most five, sorted.
  package let disagreeing: [CheckDisagreement]

  /// The agreements of cells, by source and check; sources of one name are one.
  package static func all(_ cells: CellIndex) -> [CheckAgreement] {
    var all: [CheckAgreement] = []
    for (place, tally) in cells.rows(.checks) {
      guard let source = cells.words.text(place.a, of: .source),
        let check = cells.words.text(place.b, of: .check).flatMap(Check.init(name:))
      else { continue }
      let agreement = CheckAgreement(
        source: source, check: check, compared: tally.denominator, agreed: tally.numerator,
        disagreeing: cells.examples(.checkExamples, at: place) { CheckDisagreement($0, &$1) })
      if let same = all.firstIndex(where: { $0.source == source && $0.check == check }) {
        all[same] = all[same].merged(with: agreement)
      } else {
        all.append(agreement)
      }
    }
    return all.sorted { ($0.source, $0.check.name) < ($1.source, $1.check.name) }
  }

  private func merged(with other: CheckAgreement) -> CheckAgreement {
    var examples = disagreeing
    let limit = CellTable(.checkExamples).exampleLimit
    examples.keep(smallest: limit, with: other.disagreeing) { $0.interaction < $1.interaction }
    return CheckAgreement(
      source: source, check: check, compared: compared + other.compared,
      agreed: agreed + other.agreed, disagreeing: examples)
  }
}
