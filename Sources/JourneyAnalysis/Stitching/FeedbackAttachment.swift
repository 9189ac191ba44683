import JourneyModel

/// Gives scores to the interactions they are about.
///
/// A score an interaction's own record carries is about that interaction. Any other belongs to
/// the interaction it names, else to the customer's latest interaction that ended within 72 hours
/// before it, else only to the customer. Of several scores on one instrument the latest stays; of
/// equal instants the one of the smallest record. The reason a rule found in a survey's comment is
/// that of the interaction its first score belongs to, if nothing else says why the customer came.
struct FeedbackAttachment {
  private(set) var counts = FeedbackCounts()
  private let window: Int64
  private var chosen: [Chosen: ScoreRow] = [:]

  private struct Chosen: Hashable {
    var position: Int
    var instrument: Instrument
  }

  /// An attachment that looks back so many milliseconds.
  init(window: Int64) { self.window = window }

  /// Sets the scores of a customer's interactions; the surveys come by key.
  mutating func attach(
    _ surveys: [VertexRow], to range: RowRange<InteractionRow>, in partition: inout Partition,
    _ names: inout NameIndex
  ) {
    let hasScores = partition.interactions[range].contains { !$0.scores.isEmpty }
    guard hasScores || !surveys.isEmpty else { return }
    names.prepare(range, of: partition)
    let index = FeedbackIndex(range, of: partition, names)
    let scores = partition.vertices.scores.all
    for (position, row) in partition.interactions[range].enumerated() {
      for score in scores[row.scores] {
        if let about = score.statement.about {
          _ = attach(score, about: about, index: index)
        } else {
          counts.named += 1
          choose(score, for: position)
        }
      }
    }
    for survey in surveys {
      var first: Int?
      for score in scores[survey.scores] {
        let position = attach(score, about: score.statement.about, index: index)
        first = first ?? position
      }
      if let first, survey.reasonGround != nil {
        partition.interactions.update(Int(range.first) + first) { row in
          guard row.reason.isNone else { return }
          row.reason = survey.reason
          row.reasonBasis = survey.reasonBasis
        }
      }
    }
    fill(range, in: &partition)
  }

  /// Gives a score to its interaction and returns which one that is.
  private mutating func attach(
    _ score: ScoreRow, about: InteractionReference?, index: FeedbackIndex
  ) -> Int? {
    if let about, let position = index.names.resolve(about) {
      counts.named += 1
      choose(score, for: position)
      return position
    }
    guard let position = index.latest(endedUpTo: score.statement.at, within: window) else {
      counts.unattached += 1
      return nil
    }
    counts.nearest += 1
    choose(score, for: position)
    return position
  }

  private mutating func choose(_ score: ScoreRow, for position: Int) {
    let key = Chosen(position: position, instrument: score.statement.instrument)
    if let other = chosen[key], FeedbackAttachment.isNewer(other, than: score) { return }
    chosen[key] = score
  }

  private static func isNewer(_ score: ScoreRow, than other: ScoreRow) -> Bool {
    if score.statement.at != other.statement.at { return score.statement.at > other.statement.at }
    if score.record != other.record { return score.record < other.record }
    return score.statement.scoreMilli <= other.statement.scoreMilli
  }

  private func fill(_ range: RowRange<InteractionRow>, in partition: inout Partition) {
    for (key, score) in chosen {
      partition.interactions.update(Int(range.first) + key.position) { row in
        switch key.instrument {
        case .csat: row.csatPermille = score.statement.permille
        case .ces: row.cesPermille = score.statement.permille
        case .nps:
          let span = score.statement.scaleHigh - score.statement.scaleLow
          row.nps = span == 10 ? score.statement.points : (score.statement.permille + 50) / 100
        case .quality: break
        }
      }
    }
  }
}

/// What became of scores.
package struct FeedbackCounts: Equatable, Sendable {
  /// Scores that found their interaction by name.
  package var named: Int64 = 0
  /// Scores given to the latest interaction.
  package var nearest: Int64 = 0
  /// Scores nothing but the customer is known for.
  package var unattached: Int64 = 0
}

/// Finds interactions by name and by end.
private struct FeedbackIndex {
  let names: NameIndex
  /// Interactions by end, then by order.
  private let ends: [(at: Instant, position: Int)]

  init(
    _ range: RowRange<InteractionRow>, of partition: borrowing Partition, _ names: NameIndex
  ) {
    self.names = names
    ends = partition.interactions[range].enumerated().compactMap { position, row in
      row.endedAt.map { ($0, position) }
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  func latest(endedUpTo instant: Instant, within window: Int64) -> Int? {
    let end = ends.partitionPoint { $0.at > instant }
    guard end > 0, instant.milliseconds(since: ends[end - 1].at) <= window else { return nil }
    return ends[end - 1].position
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
