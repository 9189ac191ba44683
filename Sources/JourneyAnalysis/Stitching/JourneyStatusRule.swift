import JourneyModel

/// How far a journey came as of an instant, and what says so.
///
/// The first row that applies:
///
/// | the journey | status | basis | provisional |
/// |---|---|---|---|
/// | has a ticket that is not settled | open | pending | no: only a new statement changes it |
/// | last ended with a ticket being settled | resolved | status | no |
/// | last moved less than 7 days ago | open | pending | yes |
/// | last ended handled or contained, not repeated within 7 days | resolved | no-repeat | no |
/// | last ended abandoned or missed | abandoned | silence | no |
/// | any other | expired | silence | no |
///
/// A contact that resolved the matter as its source says counts as a ticket that is settled, one
/// that did not as one that is repeated. A repeat is a later contact of the customer with the same
/// known reason in another journey. What was merged into another interaction says nothing where
/// there is one that was not.
struct JourneyStatusRule {
  /// The status of a journey.
  struct Conclusion: Equatable {
    /// How far it came.
    var status: JourneyStatus
    /// What the status rests on; always `.pending` while it is open.
    var basis: ResolutionBasis
    /// Whether time alone may change it.
    var isProvisional = false
  }

  /// The instant of the state.
  let asOf: Instant
  /// The gaps; `silence` is the window of the table.
  let gaps: JourneyGaps

  /// The conclusion for a journey's interactions in order; `isRepeated` tells whether its last
  /// ended interaction was followed by a repeat.
  func conclude(
    _ positions: RowSlice<Int32>, of rows: RowSlice<InteractionRow>,
    isRepeated: (InteractionRow) -> Bool
  ) -> Conclusion {
    // The interaction that ended last; of equal ends the later in order.
    let first = positions.first { !rows[Int($0)].isMerged } ?? positions[0]
    var last = rows[Int(first)]
    var hasUnsettled = false
    for position in positions {
      let row = rows[Int(position)]
      if row.isMerged { continue }
      if row.lastMoment >= last.lastMoment { last = row }
      if row.isSettledByStatus == false { hasUnsettled = true }
    }
    if hasUnsettled { return Conclusion(status: .open, basis: .pending) }
    if last.isResolved == true { return Conclusion(status: .resolved, basis: .status) }
    if last.lastMoment.adding(milliseconds: gaps.silence) > asOf {
      return Conclusion(status: .open, basis: .pending, isProvisional: true)
    }
    switch last.outcome {
    case .handled, .contained:
      return isRepeated(last) || last.resolution == .unresolved
        ? Conclusion(status: .expired, basis: .silence)
        : Conclusion(status: .resolved, basis: .noRepeat)
    case .abandoned, .missed:
      return Conclusion(status: .abandoned, basis: .silence)
    case .voicemail, .open, nil:
      return Conclusion(status: .expired, basis: .silence)
    }
  }
}
