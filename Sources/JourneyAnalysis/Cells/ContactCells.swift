import CivilTime
import JourneyModel

/// Counts contacts where the report breaks them down otherwise than measures are: by weekday and
/// hour, by agent and team, by who answered a survey, and reasons by day.
struct ContactCells {
  private let zone: ZoneRules

  init(zone: ZoneRules) { self.zone = zone }

  /// Counts an interaction that began on a day of the reporting zone.
  func count(_ contact: Contact, day: Int32, in tallies: inout CellTallies) {
    let row = contact.row
    if contact.isCustomerContact {
      let hour = hour(of: row.startedAt, day)
      tallies.add(CellKey(.hourContacts, day: day, hour))
      if let wait = row.waitMilliseconds {
        tallies.add(CellKey(.hourWaits, day: day, hour), measured: wait)
      }
      if row.queued != nil, !row.isOpen {
        tallies.add(
          CellKey(.hourAbandons, day: day, hour), sum: row.outcome == .abandoned ? 1 : 0)
      }
      tallies.add(CellKey(.reasonContacts, day: day, Coordinates(Coordinate(row.reason))))
    }
    if row.outcome == .handled { countHandled(contact, day, &tallies) }
  }

  /// Counts a journey that began on a day of the reporting zone.
  func count(_ journey: JourneyView, day: Int32, in tallies: inout CellTallies) {
    guard let score = journey.row.csatPermille else { return }
    tallies.add(
      CellKey(.journeyScores, day: day, Coordinates(Coordinate(journey.row.reason))),
      sum: Int64(score))
  }

  private func hour(of instant: Instant, _ day: Int32) -> Coordinates {
    let offset = Int64(zone.offsetSeconds(at: instant.microseconds)) * 1_000_000
    let local = instant.microseconds + offset - Int64(day) * 86_400_000_000
    let hour = min(max(local / 3_600_000_000, 0), 23)
    return Coordinates(
      Coordinate(position: CivilDate(dayNumber: day).weekday - 1),
      Coordinate(position: Int(hour)))
  }

  private func countHandled(_ contact: Contact, _ day: Int32, _ tallies: inout CellTallies) {
    let row = contact.row
    let channel = Coordinates(Coordinate(row.channel))
    tallies.add(CellKey(.surveys, day: day, channel), sum: row.isRated ? 1 : 0)
    tallies.addScores(of: row, at: CellKey(.surveyScores, day: day, channel))
    guard !row.agent.isNone else { return }
    let agent = Coordinates(Coordinate(row.agent), Coordinate(row.team))
    tallies.add(CellKey(.agentContacts, day: day, agent), sum: row.transfers > 0 ? 1 : 0)
    if let score = row.csatPermille {
      tallies.add(CellKey(.agentScores, day: day, agent), sum: Int64(score))
    }
    if let time = row.handleMilliseconds {
      tallies.add(CellKey(.agentTimes, day: day, agent), measured: time)
    }
  }
}

extension CellTallies {
  /// Counts each score of an interaction, its kind being the second coordinate.
  mutating func addScores(of row: InteractionRow, at key: CellKey) {
    guard row.isRated else { return }
    add(row.csatPermille, .csat, at: key)
    add(row.balance, .nps, at: key)
    add(row.cesPermille, .ces, at: key)
  }

  private mutating func add(_ score: Int32?, _ kind: SurveyScore, at key: CellKey) {
    guard let score else { return }
    var key = key
    key.coordinates.b = Coordinate(kind)
    add(key, sum: Int64(score))
  }
}
