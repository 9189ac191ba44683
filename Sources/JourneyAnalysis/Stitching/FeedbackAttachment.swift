import JourneyModel

/// Gives scores to the interactions they are about.
///
/// A score an interaction's own record carries is about that interaction. Any other belongs to
/// the interaction it names, else to the customer's latest interaction that ended within 72 hours
/// before it, else only to the customer. Of several scores on one instrument the latest stays; of
/// equal instants the one of the smallest record. The reason a rule found in a survey's comment is
/// that of the interaction its first score belongs to, if nothing else says why the customer came.
/// Memory is kept from customer to customer.
struct FeedbackAttachment {
  /// What became of the scores of the customer before `attach` is called again.
  private(set) var counts = FeedbackCounts()
  private let window: Int64
  private var choices: [Choice] = []
  /// Interactions by end, then by order.
  private var ends: [(at: Instant, position: Int)] = []

  /// A score that an interaction may have.
  private struct Choice {
    var position: Int
    var score: ScoreRow

    var instrument: Instrument { score.statement.instrument }

    /// Whether both are about one interaction, on one instrument.
    func competes(with other: Choice) -> Bool {
      position == other.position && instrument == other.instrument
    }

    /// By interaction and instrument, then the one that stays first.
    func precedes(_ other: Choice) -> Bool {
      if position != other.position { return position < other.position }
      if instrument != other.instrument { return instrument.rawValue < other.instrument.rawValue }
      let (mine, theirs) = (score.statement, other.score.statement)
      if mine.at != theirs.at { return mine.at > theirs.at }
      if score.record != other.score.record { return score.record < other.score.record }
      return mine.scoreMilli < theirs.scoreMilli
    }
  }

  /// An attachment that looks back so many milliseconds.
  init(window: Int64) { self.window = window }

  /// Sets the scores of a customer's interactions; the surveys come by key.
  mutating func attach(
    _ surveys: [VertexRow], to range: RowRange<InteractionRow>, in partition: inout Partition,
    _ names: inout NameIndex
  ) {
    counts = FeedbackCounts()
    let hasScores = partition.interactions[range].contains { !$0.scores.isEmpty }
    guard hasScores || !surveys.isEmpty else { return }
    names.prepare(range, of: partition)
    choices.removeAll(keepingCapacity: true)
    prepareEnds(partition.interactions[range])
    let scores = partition.vertices.scores.all
    for (position, row) in partition.interactions[range].enumerated() {
      for score in scores[row.scores] {
        if let about = score.statement.about {
          _ = attach(score, about: about, names)
        } else {
          counts.named += 1
          choices.append(Choice(position: position, score: score))
        }
      }
    }
    for survey in surveys {
      var first: Int?
      for score in scores[survey.scores] {
        let position = attach(score, about: score.statement.about, names)
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

  private mutating func prepareEnds(_ rows: RowSlice<InteractionRow>) {
    ends.removeAll(keepingCapacity: true)
    for (position, row) in rows.enumerated() {
      if let end = row.endedAt { ends.append((end, position)) }
    }
    if ends.count > 1 { ends.sort { ($0.at, $0.position) < ($1.at, $1.position) } }
  }

  /// Gives a score to its interaction and returns which one that is.
  private mutating func attach(
    _ score: ScoreRow, about: InteractionReference?, _ names: NameIndex
  ) -> Int? {
    if let about, let position = names.resolve(about) {
      counts.named += 1
      choices.append(Choice(position: position, score: score))
      return position
    }
    guard let position = latest(endedUpTo: score.statement.at) else {
      counts.unattached += 1
      return nil
    }
    counts.nearest += 1
    choices.append(Choice(position: position, score: score))
    return position
  }

  /// The interaction that ended last before an instant, within the window.
  private func latest(endedUpTo instant: Instant) -> Int? {
    let end = ends.partitionPoint { $0.at > instant }
    guard end > 0, instant.milliseconds(since: ends[end - 1].at) <= window else { return nil }
    return ends[end - 1].position
  }

  /// Gives every interaction the score that stays, on each instrument.
  private mutating func fill(
    _ range: RowRange<InteractionRow>, in partition: inout Partition
  ) {
    if choices.count > 1 { choices.sort { $0.precedes($1) } }
    for (number, choice) in choices.enumerated() {
      if number > 0, choice.competes(with: choices[number - 1]) { continue }
      let statement = choice.score.statement
      partition.interactions.update(Int(range.first) + choice.position) { row in
        switch choice.instrument {
        case .csat: row.csatPermille = statement.permille
        case .ces: row.cesPermille = statement.permille
        case .nps:
          let span = statement.scaleHigh - statement.scaleLow
          row.nps = span == 10 ? statement.points : (statement.permille + 50) / 100
        case .quality: row.qualityPermille = statement.permille
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
