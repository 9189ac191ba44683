import JourneyModel

/// Gives scores to the interactions they are about.
///
/// A score an interaction's own record carries is about that interaction. Any other belongs to
/// the interaction it names, else to the customer's latest interaction that ended within 72 hours
/// before it, else only to the customer. Of several scores on one instrument the latest stays; of
/// equal instants the one of the smallest record. The reason a rule found in a survey's comment is
/// that of the interaction its first score belongs to, if nothing else says why the customer came.
struct FeedbackAttachment {
  /// Scores that found their interaction by name.
  private(set) var named: Int64 = 0
  /// Scores given to the latest interaction.
  private(set) var nearest: Int64 = 0
  /// Scores nothing but the customer is known for.
  private(set) var unattached: Int64 = 0

  private let window: Int64
  private var chosen: [Place: Score] = [:]

  private struct Place: Hashable {
    var item: Int
    var instrument: Instrument
  }

  /// An attachment that looks back so many milliseconds.
  init(window: Int64) { self.window = window }

  /// Sets the scores of a customer's interactions.
  mutating func attach(_ responses: [FeedbackResponse], to items: inout [AssembledInteraction]) {
    let index = FeedbackIndex(items)
    for (place, item) in items.enumerated() {
      for score in item.scores {
        if let about = score.statement.about {
          _ = attach(score, about: about, index: index)
        } else {
          named += 1
          choose(score, for: place)
        }
      }
    }
    for response in responses {
      let places = response.scores.map {
        attach($0, about: $0.statement.about, index: index)
      }
      if let derived = response.derivedReason, let place = places.compactMap(\.self).first,
        items[place].interaction.reason == nil
      {
        items[place].interaction.reason = derived.reason
        items[place].interaction.reasonBasis = "rule " + derived.rule
      }
    }
    for place in items.indices { fill(&items[place].interaction, at: place) }
  }

  /// Gives a score to its interaction and returns which one that is.
  private mutating func attach(
    _ score: Score, about: InteractionReference?, index: FeedbackIndex
  ) -> Int? {
    if let about, let place = index.resolve(about) {
      named += 1
      choose(score, for: place)
      return place
    }
    guard let place = index.latest(endedUpTo: score.statement.at, within: window) else {
      unattached += 1
      return nil
    }
    nearest += 1
    choose(score, for: place)
    return place
  }

  private mutating func choose(_ score: Score, for item: Int) {
    let place = Place(item: item, instrument: score.statement.instrument)
    if let other = chosen[place], FeedbackAttachment.isNewer(other, than: score) { return }
    chosen[place] = score
  }

  private static func isNewer(_ score: Score, than other: Score) -> Bool {
    if score.statement.at != other.statement.at { return score.statement.at > other.statement.at }
    if score.record != other.record { return score.record < other.record }
    return score.statement.scoreMilli <= other.statement.scoreMilli
  }

  private func fill(_ row: inout Interaction, at item: Int) {
    row.csatPermille = chosen[Place(item: item, instrument: .csat)]?.statement.permille
    row.cesPermille = chosen[Place(item: item, instrument: .ces)]?.statement.permille
    row.nps = chosen[Place(item: item, instrument: .nps)].map { score in
      let span = score.statement.scaleHigh - score.statement.scaleLow
      return span == 10 ? score.statement.points : (score.statement.permille + 50) / 100
    }
  }
}

/// Finds interactions by name and by end.
private struct FeedbackIndex {
  private let references: ReferenceIndex
  private let owners: [Int]
  /// Interactions by end, then by order.
  private let ends: [(at: Instant, place: Int)]

  init(_ items: [AssembledInteraction]) {
    let names = items.enumerated().flatMap { place, item in item.references.map { (place, $0) } }
    owners = names.map(\.0)
    references = ReferenceIndex(names.map(\.1))
    ends = items.enumerated().compactMap { place, item in
      item.interaction.endedAt.map { ($0, place) }
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  func resolve(_ reference: InteractionReference) -> Int? {
    references.resolve(reference).map { owners[$0] }
  }

  func latest(endedUpTo instant: Instant, within window: Int64) -> Int? {
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if ends[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    guard low > 0, instant.milliseconds(since: ends[low - 1].at) <= window else { return nil }
    return ends[low - 1].place
  }
}

extension FeedbackStatement {
  /// The score in permille of its scale's span, rounded half up, good is high, within 0…1000.
  var permille: Int32 {
    let span = Int64(scaleHigh) - Int64(scaleLow)
    guard span > 0 else { return 0 }
    let above = scoreMilli - Int64(scaleLow) * 1000
    let share = min(max((2 * above + span) / (2 * span), 0), 1000)
    return Int32(lowIsGood ? 1000 - share : share)
  }

  /// The distance from the scale's lowest score, rounded half up.
  fileprivate var points: Int32 {
    Int32(clamping: (scoreMilli - Int64(scaleLow) * 1000 + 500) / 1000)
  }
}
