/// Friction that happened, by the definitions of the catalogue (`domain.md` F1), from the
/// simulation alone.
struct FrictionTruth {
  /// One hit: what, on which touch, when, and how much (seconds or a count).
  struct Hit: Sendable {
    var kind: FrictionKind
    var touch: Int
    var at: Int
    var value: Int?
    /// Whether the value is a count rather than a duration.
    var isCount = false
  }

  private static let hour = 3_600
  private static let day = 86_400

  /// The group's touches and what is true of them.
  let touches: [Touch]
  let truths: [InteractionTruth]
  /// The end of the simulated time.
  let asOf: Int
  private(set) var hits: [Hit] = []

  /// All friction of a group.
  init(_ group: SimulatedGroup, truths: [InteractionTruth], asOf: Int) {
    touches = group.touches
    self.truths = truths
    self.asOf = asOf
    let callbacks = FrictionTruth.callbacks(touches)
    for place in touches.indices {
      switch touches[place].story {
      case .call(let contact):
        live(contact, at: place, isChat: false)
        call(contact, at: place, callbacks: callbacks)
      case .conversation(let contact, _): live(contact, at: place, isChat: true)
      case .ticket(let ticket): written(ticket, at: place)
      case .incident(let incident): escalated(incident, at: place)
      case .visit: break
      }
    }
    for planted in group.planted {
      hits.append(Hit(kind: planted.kind, touch: planted.touch, at: planted.at))
    }
    repeats()
  }

  private mutating func add(
    _ kind: FrictionKind, _ touch: Int, at: Int, _ value: Int? = nil, isCount: Bool = false
  ) {
    hits.append(Hit(kind: kind, touch: touch, at: at, value: value, isCount: isCount))
  }

  // MARK: Calls and chats

  private mutating func live(_ contact: Contact, at place: Int, isChat: Bool) {
    let truth = truths[place]
    if let wait = truth.wait, let queued = truth.firstQueue {
      if wait > (isChat ? 180 : 120) { add(.longWait, place, at: queued, wait) }
      if truth.outcome == "abandoned", wait > (isChat ? 30 : 5) {
        add(.abandoned, place, at: contact.end, wait)
      }
    }
    for (number, leg) in contact.legs.enumerated().dropFirst() {
      add(.transfer, place, at: leg.start, number, isCount: true)
      if isChat, contact.legs[number - 1].endedBy == .coldTransfer {
        add(.coldTransfer, place, at: leg.start, number, isCount: true)
      }
    }
    let answered = contact.legs.filter { $0.answered != nil }
    returns(answered.map { ($0.desk.rawValue, $0.start) }, at: place)
    let longest = contact.legs.flatMap(\.holds).map(\.seconds).max() ?? 0
    if let hold = truth.hold, let talk = truth.talk, let answer = truth.answeredAt,
      hold > 120 || truth.holds >= 3 || longest > 90 || hold * 4 > talk
    {
      add(.hold, place, at: answer, hold)
    }
  }

  private mutating func call(_ contact: Contact, at place: Int, callbacks: [String: [Int]]) {
    guard let last = contact.legs.last else { return }
    if let talk = last.talk, talk < 30, last.endedBy == .agent {
      add(.agentHangUp, place, at: last.end, talk)
    }
    guard let promised = contact.promisedFor, promised + 900 <= asOf else { return }
    let isKept = callbacks[last.id, default: []].contains { $0 <= promised + 900 }
    if !isKept { add(.callbackNotKept, place, at: promised) }
  }

  /// When the center called back, by the leg it was promised on.
  private static func callbacks(_ touches: [Touch]) -> [String: [Int]] {
    var callbacks: [String: [Int]] = [:]
    for touch in touches {
      guard case .call(let contact) = touch.story, let leg = contact.callbackOf else { continue }
      callbacks[leg, default: []].append(contact.start)
    }
    return callbacks
  }

  /// Returns to a place left before, and the third place; stints are numbered from 1.
  private mutating func returns(_ stops: [(place: Int, at: Int)], at touch: Int) {
    var stints: [Int] = []
    for stop in stops where stints.last != stop.place {
      let isThird = !stints.contains(stop.place) && Set(stints).count == 2
      if stints.contains(stop.place) || isThird {
        add(.pingPong, touch, at: stop.at, stints.count + 1, isCount: true)
      }
      stints.append(stop.place)
    }
  }

  // MARK: Tickets and incidents

  private mutating func written(_ ticket: Ticket, at place: Int) {
    var groups: [(place: Int, at: Int)] = []
    var solvedAt: Int?
    var priority: String?
    var replies = 0
    for (number, entry) in ticket.entries.enumerated() {
      if let desk = entry.desk {
        if !groups.isEmpty { add(.transfer, place, at: entry.at, groups.count, isCount: true) }
        groups.append((desk.rawValue, entry.at))
      }
      if entry.priority == "urgent", priority != "urgent", number > 0 {
        add(.escalation, place, at: entry.at)
      }
      priority = entry.priority ?? priority
      if case .customer = entry.author, entry.status == .open, let solved = solvedAt {
        add(.reopened, place, at: entry.at, entry.at - solved)
      }
      if let status = entry.status {
        solvedAt = status == .solved ? solvedAt ?? entry.at : status == .closed ? solvedAt : nil
      }
      if case .agent = entry.author, entry.isPublic == true { replies += 1 }
    }
    returns(groups, at: place)
    answers(ticket, at: place, replies: replies)
  }

  private mutating func answers(_ ticket: Ticket, at place: Int, replies: Int) {
    let isSocial = ticket.via == .twitter || ticket.via == .facebook
    let created = ticket.entries[0].at
    var waiting: Int? = nil
    var count = 0
    for entry in ticket.entries where entry.isPublic == true {
      if case .customer = entry.author {
        if count > 0 { waiting = waiting ?? entry.at }
        continue
      }
      count += 1
      if count == 1, ticket.via != .voice, entry.at - created > (isSocial ? Self.hour : Self.day) {
        add(.slowFirstResponse, place, at: created, entry.at - created)
      }
      if let turn = waiting, entry.at - turn > (isSocial ? 2 * Self.hour : Self.day) {
        add(.slowReply, place, at: turn, entry.at - turn)
      }
      waiting = nil
      if count == 4 { add(.tooManyTouches, place, at: entry.at, replies, isCount: true) }
    }
    if count == 0, ticket.via != .voice, asOf - created > (isSocial ? Self.hour : Self.day) {
      add(.slowFirstResponse, place, at: created)
    }
  }

  private mutating func escalated(_ incident: Incident, at place: Int) {
    var groups: [(place: Int, at: Int)] = []
    var solvedAt: Int?
    for (number, row) in incident.rows.enumerated() {
      let group = row.group.map { name in name.utf8.reduce(0) { $0 &* 31 &+ Int($1) } } ?? 0
      if groups.last?.place != group {
        if !groups.isEmpty { add(.transfer, place, at: row.at, groups.count, isCount: true) }
        groups.append((group, row.at))
      }
      let isSettled = row.state == "Resolved" || row.state == "Closed"
      if let solved = solvedAt, !isSettled { add(.reopened, place, at: row.at, row.at - solved) }
      solvedAt = isSettled ? solvedAt ?? row.at : nil
      if !row.madeSLA, number == 0 || incident.rows[number - 1].madeSLA {
        add(.slaBreach, place, at: row.at)
      }
    }
    returns(groups, at: place)
  }

  // MARK: Coming again

  /// Contacts with the same reason as one that was thought settled at most seven days before and
  /// had not come back by then; those explicitly linked to another are none.
  private mutating func repeats() {
    let matters = Dictionary(grouping: touches.indices.filter { touches[$0].isExported }) { place in
      touches[place].person << 8 | touches[place].reason
    }
    for (_, places) in matters where places.count > 1 {
      let settled = places.flatMap { place in settledPeriods(place).map { (place, $0) } }
      for place in places where isRepeatable(place) {
        let start = truths[place].startedAt
        let isRepeat = settled.contains { other, period in
          other != place && period.from < start && start - period.from <= 7 * Self.day
            && start <= period.until
        }
        if isRepeat { add(.repeatContact, place, at: start) }
      }
    }
  }

  private func isRepeatable(_ place: Int) -> Bool {
    truths[place].direction == "inbound" && !touches[place].isLinked
  }

  /// When the matter of a touch was thought settled.
  private func settledPeriods(_ place: Int) -> [(from: Int, until: Int)] {
    var periods: [(from: Int, until: Int)] = []
    func observe(_ isSettled: Bool, _ at: Int) {
      let isNow = periods.last?.until == Int.max
      if isSettled, !isNow { periods.append((at, Int.max)) }
      if !isSettled, isNow { periods[periods.count - 1].until = at }
    }
    switch touches[place].story {
    case .ticket(let ticket):
      for entry in ticket.entries {
        if let status = entry.status { observe(status == .solved || status == .closed, entry.at) }
      }
    case .incident(let incident):
      for row in incident.rows { observe(row.state == "Resolved" || row.state == "Closed", row.at) }
    case .call, .conversation:
      if truths[place].outcome == "handled", let end = truths[place].endedAt {
        periods.append((end, Int.max))
      }
    case .visit: break
    }
    return periods
  }
}
