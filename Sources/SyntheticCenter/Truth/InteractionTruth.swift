/// What really happened in one touch, in the terms of the published datasets.
///
/// Computed from the simulation, never from an export. Instants are UTC seconds, durations seconds.
struct InteractionTruth: Sendable {
  /// The vendor whose export tells of it.
  var system: String
  /// What it is, and how the customer came.
  var kind: String
  var channel: String
  var origin: String?
  var direction = "inbound"
  /// When it began, was first answered, and ended.
  var startedAt: Int
  var answeredAt: Int?
  var endedAt: Int?
  /// How it came out.
  var outcome: String?
  /// Whether its matter is settled as far as it is concerned; nil where that is not said.
  var isSettled: Bool?
  /// Who had it last.
  var queue: String?
  var agent: String?
  /// The queue first entered, and when.
  var firstQueue: Int?
  var menu: Int?
  var wait: Int?
  var hold: Int?
  var talk: Int?
  var wrap: Int?
  var firstResponse: Int?
  var transfers = 0
  var holds = 0
  var messagesIn = 0
  var messagesOut = 0
  var reopens = 0
  /// When it was first settled.
  var firstSettled: Int?

  private init(system: String, kind: String, channel: String, startedAt: Int) {
    self.system = system
    self.kind = kind
    self.channel = channel
    self.startedAt = startedAt
  }

  /// The truth of a touch.
  init(of touch: Touch) {
    switch touch.story {
    case .call(let contact): self.init(of: contact, isChat: false, isMessage: false)
    case .conversation(let contact, let isMessage):
      self.init(of: contact, isChat: true, isMessage: isMessage)
    case .ticket(let ticket): self.init(of: ticket)
    case .incident(let incident): self.init(of: incident)
    case .visit(let visit):
      self.init(system: "web", kind: "visit", channel: "web", startedAt: visit.start)
      endedAt = visit.end
    }
  }

  // MARK: Calls and chats

  private init(of contact: Contact, isChat: Bool, isMessage: Bool) {
    let kind = isMessage ? "message" : isChat ? "chat" : "call"
    self.init(
      system: isChat ? "genesys" : "amazon-connect", kind: kind,
      channel: isMessage ? "message" : isChat ? "chat" : "voice", startedAt: contact.start)
    direction = contact.isOutbound ? "outbound" : "inbound"
    endedAt = contact.end
    if !isChat, contact.hasMenu { menu = (contact.menuEnd ?? contact.end) - contact.start }
    let answered = contact.legs.filter { $0.answered != nil }
    answeredAt = answered.first?.answered
    outcome = InteractionTruth.outcome(of: contact)
    queue = contact.legs.last { $0.enqueued != nil || contact.isRequested }
      .map { isChat ? $0.desk.chatName : $0.desk.name }
    agent = answered.last?.agent.map(\.username)
    firstQueue = contact.legs.first?.enqueued
    wait = contact.legs.first.flatMap { leg in leg.enqueued.map { (leg.answered ?? leg.end) - $0 } }
    let allHolds = contact.legs.flatMap(\.holds)
    holds = allHolds.count
    hold = allHolds.isEmpty ? nil : contact.legs.reduce(0) { $0 + $1.held }
    talk = answered.isEmpty ? nil : answered.reduce(0) { $0 + ($1.talk ?? 0) }
    wrap = answered.isEmpty ? nil : answered.reduce(0) { $0 + $1.wrap }
    if let answeredAt {
      firstResponse = isChat ? answeredAt - contact.start : firstQueue.map { answeredAt - $0 }
    }
    transfers = max(0, contact.legs.count - 1)
    isSettled = outcome == "handled" || outcome == "contained" ? true : nil
  }

  private static func outcome(of contact: Contact) -> String? {
    if contact.legs.contains(where: { $0.answered != nil }) { return "handled" }
    if contact.hasAcceptedCallback { return nil }
    if !contact.legs.isEmpty { return "abandoned" }
    return contact.hasMenu ? "contained" : "missed"
  }

  // MARK: Tickets

  private init(of ticket: Ticket) {
    self.init(
      system: "zendesk", kind: "ticket", channel: "ticket", startedAt: ticket.entries[0].at)
    origin =
      switch ticket.via {
      case .twitter, .facebook: "social"
      case .email, .web, .voice: ticket.via.rawValue
      }
    var settled: (isSettled: Bool, since: Int) = (false, 0)
    var groups: [Desk] = []
    for entry in ticket.entries {
      if let desk = entry.desk { groups.append(desk) }
      if let assignee = entry.assignee { agent = assignee.username }
      count(entry)
      guard let status = entry.status else { continue }
      let now = status == .solved || status == .closed
      if now, !settled.isSettled { settled.since = entry.at }
      if now { firstSettled = firstSettled ?? entry.at }
      if !now, settled.isSettled { reopens += 1 }
      settled.isSettled = now
    }
    queue = groups.last?.groupName
    transfers = max(0, groups.count - 1)
    settle(settled)
    firstResponse = firstResponse(of: ticket)
  }

  private mutating func count(_ entry: Ticket.Entry) {
    guard entry.isPublic == true else { return }
    if case .customer = entry.author { messagesIn += 1 } else { messagesOut += 1 }
  }

  private mutating func settle(_ settled: (isSettled: Bool, since: Int)) {
    isSettled = settled.isSettled
    outcome = settled.isSettled ? "handled" : "open"
    endedAt = settled.isSettled ? settled.since : nil
  }

  /// From its creation to the first public answer of staff; a ticket staff opened without a public
  /// word counts from its creation too (`domain.md` C3).
  private func firstResponse(of ticket: Ticket) -> Int? {
    ticket.firstReply.map { $0 - startedAt }
  }

  // MARK: Incidents

  private init(of incident: Incident) {
    let rows = incident.rows
    self.init(system: "servicenow", kind: "ticket", channel: "ticket", startedAt: rows[0].at)
    origin = "voice"
    var settled: (isSettled: Bool, since: Int) = (false, 0)
    for (place, row) in rows.enumerated() {
      let now = row.state == "Resolved" || row.state == "Closed"
      if now, !settled.isSettled { settled.since = row.at }
      if now { firstSettled = firstSettled ?? row.at }
      if !now, settled.isSettled { reopens += 1 }
      settled.isSettled = now
      if place > 0, row.group != rows[place - 1].group { transfers += 1 }
    }
    queue = rows.last?.group
    agent = rows.last { $0.resolver != nil }?.resolver
    settle(settled)
  }

  /// When it was over; its last moment while it is open.
  func lastMoment(of touch: Touch) -> Int {
    if let endedAt { return endedAt }
    switch touch.story {
    case .ticket(let ticket): return ticket.entries.last?.at ?? startedAt
    case .incident(let incident): return incident.rows.last?.at ?? startedAt
    case .call, .conversation, .visit: return startedAt
    }
  }
}
