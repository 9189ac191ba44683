/// E-mails, web forms and social messages, which become tickets, and what customers do meanwhile.
extension MatterSimulation {
  /// A ticket the customer writes; what they do next, if anything.
  mutating func write(
    _ group: inout GroupSimulation, at: Int, way: GroupSimulation.Way
  ) -> Next? {
    let via: Ticket.Via =
      switch way {
      case .email: .email
      case .social: group.dice.chance(500) ? .twitter : .facebook
      default: .web
      }
    let shown = shownInWriting(&group, via: via)
    var ticket = newTicket(&group, via: via, requester: shown.ticketUser ?? 0)
    ticket.entries = [
      Ticket.Entry(at: at, author: .customer, isPublic: true, status: .new, priority: "normal")
    ]
    simulation(group).simulate(&ticket, &group.dice)
    let place = group.result.touches.count
    add(.ticket(ticket), id: String(ticket.id), shown: shown, to: &group)
    survey(&group, ticket, place: place)
    return whileWaiting(&group, ticket, at: at)
  }

  /// The ticket an agent opens about a call.
  mutating func document(
    _ group: inout GroupSimulation, _ contact: Contact, place: Int
  ) -> Next? {
    guard group.budget > 0, let leg = contact.legs.last, let agent = leg.agent else { return nil }
    let shown = shownInWriting(&group, via: .voice)
    var ticket = newTicket(&group, via: .voice, requester: shown.ticketUser ?? 0)
    ticket.externalID = group.result.touches[place].nativeID
    let opened = contact.end + group.dice.within(10...240)
    ticket.entries = [
      Ticket.Entry(
        at: opened, author: .agent(agent), isPublic: false, status: .open, assignee: agent,
        priority: "normal")
    ]
    simulation(group).simulate(&ticket, &group.dice)
    if case .call(var call) = group.result.touches[place].story {
      call.noted = (ticket.id, opened)
      group.result.touches[place].story = .call(call)
    }
    let ticketPlace = group.result.touches.count
    add(.ticket(ticket), id: String(ticket.id), shown: shown, isLinked: true, to: &group)
    survey(&group, ticket, place: ticketPlace)
    return whileWaiting(&group, ticket, at: opened)
  }

  private func newTicket(
    _ group: inout GroupSimulation, via: Ticket.Via, requester: Int
  ) -> Ticket {
    group.nextID += 1
    return Ticket(id: 4_000_000 + group.nextID, via: via, requester: requester, entries: [])
  }

  private func simulation(_ group: GroupSimulation) -> TicketSimulation {
    TicketSimulation(
      clock: group.world.clock, roster: group.world.roster,
      site: group.result.group.people[person].site, reason: Reason.all[reason])
  }

  /// Some do not wait for the answer and call; some call though it was answered.
  private func whileWaiting(
    _ group: inout GroupSimulation, _ ticket: Ticket, at: Int
  ) -> Next? {
    let replied = ticket.firstReply ?? Int.max
    let isOwn = ticket.via != .voice
    if replied - at > 18 * 3_600, group.dice.chance(430) {
      let soon = at + group.dice.within(3 * 3_600...17 * 3_600)
      return Next(
        way: .voice, at: soon,
        friction: isOwn ? [.statusChase, .forcedSwitch, .duplicateOutreach] : [.statusChase])
    }
    guard let solved = ticket.lastSolved, group.dice.chance(60) else { return nil }
    return Next(way: .voice, at: solved + group.dice.within(4_000...400_000))
  }

  private func survey(_ group: inout GroupSimulation, _ ticket: Ticket, place: Int) {
    guard let solved = ticket.lastSolved, group.dice.chance(140) else { return }
    let burden = min(3, ticket.entries.count / 7)
    answer(&group, place: place, at: solved + group.dice.within(1_800...170_000), burden: burden)
  }
}

extension Ticket {
  /// When staff first answered for all to read.
  var firstReply: Int? {
    entries.first { entry in
      if case .agent = entry.author, entry.isPublic == true { true } else { false }
    }?.at
  }

  /// When it was last solved, if it still is.
  var lastSolved: Int? {
    guard let last = entries.last(where: { $0.status != nil }),
      last.status == .solved || last.status == .closed
    else { return nil }
    return entries.last { $0.status == .solved }?.at
  }
}
