import JourneyModel

/// Tells legs by which an agent asked for advice from those by which the customer was handed over.
///
/// Both begin with an arrival. Of a hand-over the leg before ends when the customer leaves it; the
/// one who only asked goes on after the other is gone:
///
/// ```
/// leg A  answered ────────── held ───────────── ended     the customer stays with A
/// leg B               transferred  answered  ended        a consult: B talks to A
/// ```
struct Consults {
  /// How long each leg took if it is a consult, in milliseconds; nil for other legs.
  private var lengths: [Int64?] = []

  init() {}

  /// Looks at the legs of the next interaction; `parents` says which leg each continues.
  mutating func find(
    _ legs: [VertexRow], parents: [Int?], in lists: borrowing VertexLists
  ) {
    lengths.removeAll(keepingCapacity: true)
    for (leg, parent) in zip(legs, parents) {
      guard let parent else {
        lengths.append(nil)
        continue
      }
      lengths.append(
        Consults.length(of: lists.events[leg.events], within: lists.events[legs[parent].events]))
    }
  }

  /// Whether a leg is a consult.
  func contains(_ leg: Int) -> Bool { lengths[leg] != nil }

  /// Makes the arrival at a consult's leg what it is.
  func rewrite(_ event: inout EventRow, ofLeg leg: Int) {
    guard let length = lengths[leg], event.activity == .transferred else { return }
    event.activity = .consulted
    event.durationMilliseconds = event.durationMilliseconds ?? length
  }

  private static func length(
    of leg: RowSlice<EventRow>, within parent: RowSlice<EventRow>
  ) -> Int64? {
    guard let first = leg.first, first.activity == .transferred,
      let end = leg.last(where: { $0.activity == .ended })?.at,
      let whole = parent.last(where: { $0.activity == .ended })?.at, end < whole
    else { return nil }
    return end.milliseconds(since: first.at)
  }
}
