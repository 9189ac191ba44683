/// The detectors, in the order of the catalogue (`domain.md` F).
package enum Detectors {
  /// Every detector.
  package static let all: [any FrictionDetector] = [
    LongWait(),
    Abandoned(),
    Transfer(),
    RepeatContact(),
    Reopened(),
  ]
}
