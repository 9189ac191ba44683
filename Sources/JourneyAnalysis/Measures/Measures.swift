/// The measures, in the order reports show them.
package enum Measures {
  /// Every measure.
  package static let all: [any Measure] = [
    Contacts(),
    Journeys(),
    Wait(),
    HandleTimeMeasure(),
    Abandonment(),
    TransferRate(),
    FirstContactResolution(),
    ReopenRate(),
    TimeToResolve(),
    Satisfaction(),
  ]
}
