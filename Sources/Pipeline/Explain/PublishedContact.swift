internal import CivilTime
internal import Foundation
internal import JourneyAnalysis
internal import JourneyModel

/// An interaction as a release has it.
struct PublishedContact {
  /// Its row of `interactions`.
  let row: ReleaseReader.Row
  /// As analysis sees it, as far as the release tells.
  let analysed: InteractionRow

  /// The interaction of a row; `lastEvent` is the instant of its last event, in microseconds.
  ///
  /// Nil for a row that is no interaction's.
  init?(_ row: ReleaseReader.Row, lastEvent: Int64? = nil) {
    guard let start = row["started_at"].flatMap({ Int64($0) }),
      let kind = InteractionKind(name: row["kind"] ?? ""),
      let channel = Channel(name: row["channel"] ?? "")
    else { return nil }
    var analysed = InteractionRow(
      id: InteractionID(.zero), record: RecordID(.zero), startedAt: Instant(microseconds: start),
      nativeID: .empty, source: 0, kind: kind, channel: channel)
    let end = row["ended_at"].flatMap { Int64($0) } ?? lastEvent ?? start
    analysed.lastMoment = Instant(microseconds: end)
    analysed.outcome = row["outcome"].flatMap { Outcome(name: $0) }
    analysed.direction = row["direction"].flatMap { Direction(name: $0) }
    analysed.isSettledByStatus = row["resolved"].map { $0 == "true" }
    (self.row, self.analysed) = (row, analysed)
  }

  /// What people call it: `ticket 4101`.
  var title: String { "\(row["kind"] ?? "interaction") \(row["native_id"] ?? "")" }

  /// Why the customer came, in words.
  var reason: String { row["reason"].map { "'\($0)'" } ?? "an unknown reason" }

  /// The end of a sentence about whether it settled the matter.
  var settled: String { analysed.isSettled ? "it was settled" : "it settled nothing" }
}

/// Says why interactions are joined, and what would have kept them apart.
struct JoinText {
  let gaps: JourneyGaps

  /// Why an interaction was joined to an earlier one.
  func sentence(_ contact: PublishedContact, to earlier: PublishedContact) -> String {
    let gap = Self.describe(gap: earlier.analysed.gap(to: contact.analysed))
    let limit = DurationText.describe(milliseconds: limit(contact, after: earlier))
    switch contact.row["link_basis"] {
    case LinkBasis.explicit.name:
      return "joined to \(earlier.title) because one of them names the other; more than \(limit) "
        + "between them would have cut it"
    case LinkBasis.reason.name:
      let reason =
        contact.row["reason"] == earlier.row["reason"]
        ? "both are about \(contact.reason)"
        : "\(contact.reason) and \(earlier.reason) are one below the other"
      return "joined to \(earlier.title) because \(reason), \(gap); up to \(limit) join, "
        + "since \(earlier.settled)"
    default:
      return "joined to \(earlier.title) because it came \(gap), \(earlier.settled) and a "
        + "reason is not known; up to \(limit) join"
    }
  }

  /// The longest gap that joins two interactions by what joined them.
  private func limit(_ contact: PublishedContact, after earlier: PublishedContact) -> Int64 {
    switch contact.row["link_basis"] {
    case LinkBasis.explicit.name: gaps.explicit
    case LinkBasis.reason.name: reasonLimit(contact, after: earlier)
    default: gaps.unknownReason
    }
  }

  private func reasonLimit(_ contact: PublishedContact, after earlier: PublishedContact) -> Int64 {
    let limit = gaps.limit(from: earlier.analysed, to: contact.analysed)
    let isCut = earlier.analysed.isSettled && contact.analysed.direction != .outbound
    return isCut ? min(limit, gaps.resolved) : limit
  }

  /// Why a later interaction of a customer was not joined to an earlier one, in sentences.
  func sentences(_ contact: PublishedContact, notJoinedTo earlier: PublishedContact) -> [String] {
    let gap = earlier.analysed.gap(to: contact.analysed)
    let told =
      "\(contact.title), about \(contact.reason), began \(Self.describe(gap: gap)): "
      + "\(earlier.title), about \(earlier.reason)."
    let (one, other) = (earlier.row["reason"], contact.row["reason"])
    guard let one, let other else {
      return [told, unknownReason(earlier, gap)]
    }
    guard isBelow(one, other) || isBelow(other, one) else {
      return [told, "Different reasons join only where one of the two names the other."]
    }
    let limit = reasonLimit(contact, after: earlier)
    let text = DurationText.describe(milliseconds: limit)
    if gap > limit {
      return [told, "Such reasons join up to \(text), since \(earlier.settled)."]
    }
    return [
      told,
      "They would have been joined within \(text); one of them was joined to a nearer contact, or "
        + "the journey was full.",
    ]
  }

  private func unknownReason(_ earlier: PublishedContact, _ gap: Int64) -> String {
    let limit = DurationText.describe(milliseconds: gaps.unknownReason)
    if earlier.analysed.isSettled {
      return "A reason is not known, and an unknown reason joins only what settled nothing: "
        + "\(earlier.title) was settled."
    }
    return gap > gaps.unknownReason
      ? "A reason is not known, and an unknown reason joins up to \(limit) only."
      : "One of them was joined to a nearer contact, or the journey was full."
  }

  private static func describe(gap: Int64) -> String {
    gap == 0 ? "while it went on" : "\(DurationText.describe(milliseconds: gap)) after it"
  }

  /// Whether one reason is another or lies above it.
  private func isBelow(_ upper: String, _ lower: String) -> Bool {
    lower == upper || lower.hasPrefix(upper + " / ")
  }
}
