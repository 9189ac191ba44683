import JourneyModel

/// Recognises interactions that were merged into another one.
///
/// Their matter goes on there: that they were closed settles nothing, so they have no outcome, no
/// settlement and no time to resolve. A ticket that is opened again afterwards has a matter again.
enum MergedMatter {
  /// When the interaction was merged; nil if it was not, or came back.
  static func instant(_ events: RowSlice<EventRow>) -> Instant? {
    var merged: Instant?
    for event in events {
      if event.activity == .merged {
        merged = merged ?? event.at
      } else if let status = event.status, !status.isSettled {
        merged = nil
      }
    }
    return merged
  }
}
