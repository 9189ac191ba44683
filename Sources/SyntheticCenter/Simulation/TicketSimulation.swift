/// Simulates one ticket from its first message until it is closed or the simulated time ends.
struct TicketSimulation {
  /// The desks' opening hours.
  let clock: CenterClock
  /// The agents, by desk.
  let roster: Roster
  /// Where the customer lives.
  let site: Site
  /// What it is about.
  let reason: Reason

  private static let office = Quantiles(
    180, 1_200, 3_600, 10_800, 32_400, 79_200, 180_000, 260_000)
  private static let social = Quantiles(120, 400, 900, 2_100, 4_200, 9_000, 30_000, 90_000)
  private static let customer = Quantiles(
    120, 900, 3_600, 14_400, 50_000, 110_000, 250_000, 400_000)
  private static let agentTurn = Quantiles(
    300, 1_800, 5_400, 14_400, 43_200, 90_000, 200_000, 300_000)
  private static let comeBack = Quantiles(
    3_600, 14_400, 43_200, 100_000, 200_000, 330_000, 500_000, 600_000)
  private static let closesAfter = 4 * 86_400

  /// Everything that happens to a ticket whose first entry is given.
  func simulate(_ ticket: inout Ticket, _ dice: inout Dice) {
    triage(&ticket, &dice)
    var desk = reason.desk
    var agent = roster.agent(&dice, at: desk, site: site)
    var desks = [desk]
    for turn in 0..<9 {
      let last = ticket.entries[ticket.entries.count - 1].at
      let isSocial = ticket.via == .twitter || ticket.via == .facebook
      let delay = dice.sample(
        turn > 0
          ? TicketSimulation.agentTurn
          : isSocial ? TicketSimulation.social : TicketSimulation.office)
      let at = clock.nextOpening(of: isSocial ? .chat : .office, at: site, from: last + delay)
      if let other = moved(&dice, turn: turn, desks: desks) {
        ticket.entries.append(
          Ticket.Entry(at: at - 30, author: .agent(agent), desk: other, assignee: nil))
        desk = other
        desks.append(other)
        agent = roster.agent(&dice, at: desk, site: site)
      }
      let isSolved = dice.chance(turn == 0 ? reason.resolved * 3 / 4 : 620)
      ticket.entries.append(
        Ticket.Entry(
          at: at, author: .agent(agent), isPublic: true, status: isSolved ? .solved : .pending,
          assignee: agent, priority: turn > 0 && dice.chance(70) ? "urgent" : nil))
      guard answer(&ticket, &dice, isSolved: isSolved, at: at) else { break }
    }
    end(&ticket)
  }

  private func triage(_ ticket: inout Ticket, _ dice: inout Dice) {
    let at = ticket.entries[0].at + dice.within(5...900)
    ticket.entries.append(Ticket.Entry(at: at, author: .system, desk: reason.desk))
  }

  /// The desk the ticket is moved to before this turn; nil if it stays.
  private func moved(_ dice: inout Dice, turn: Int, desks: [Desk]) -> Desk? {
    switch desks.count {
    case 1: dice.chance(turn == 0 ? reason.transferred / 2 : 60) ? reason.transferDesk : nil
    case 2: dice.chance(150) ? desks[0] : nil
    default: nil
    }
  }

  /// What the customer does after an answer; false if nothing more happens.
  private func answer(
    _ ticket: inout Ticket, _ dice: inout Dice, isSolved: Bool, at: Int
  ) -> Bool {
    if isSolved {
      guard dice.chance(130) else { return false }
      let back = at + min(dice.sample(TicketSimulation.comeBack), TicketSimulation.closesAfter - 60)
      ticket.entries.append(
        Ticket.Entry(at: back, author: .customer, isPublic: true, status: .open))
      return true
    }
    guard dice.chance(860) else {
      ticket.entries.append(
        Ticket.Entry(at: at + 5 * 86_400, author: .system, status: .solved))
      return false
    }
    let back = at + dice.sample(TicketSimulation.customer)
    ticket.entries.append(
      Ticket.Entry(at: back, author: .customer, isPublic: true, status: .open))
    // Some write twice before anybody answers.
    if dice.chance(120) {
      ticket.entries.append(
        Ticket.Entry(at: back + dice.within(120...7_200), author: .customer, isPublic: true))
    }
    return true
  }

  /// Closes what stays solved and forgets what lies after the simulated time.
  private func end(_ ticket: inout Ticket) {
    if let last = ticket.entries.last, last.status == .solved {
      ticket.entries.append(
        Ticket.Entry(at: last.at + TicketSimulation.closesAfter, author: .system, status: .closed))
    }
    ticket.entries.removeAll { $0.at >= clock.end }
  }
}

/// Simulates one incident of the back office in whole minutes.
struct IncidentSimulation {
  /// When the simulated time begins and ends.
  let clock: CenterClock
  /// Where the customer lives.
  let site: Site

  private static let work = Quantiles(
    600, 3_600, 10_800, 36_000, 90_000, 180_000, 400_000, 600_000)
  private static let target = 48 * 3_600

  /// The updates of an incident opened at a minute.
  func rows(_ dice: inout Dice, opened: Int) -> [Incident.Row] {
    var steps: [(state: String, delay: Int)] = [("New", 0), ("Active", dice.within(5...180) * 60)]
    if dice.chance(280) {
      steps.append(("Awaiting User Info", dice.sample(IncidentSimulation.work) / 2))
      steps.append(("Active", dice.sample(IncidentSimulation.work) / 2))
    }
    steps.append(("Resolved", dice.sample(IncidentSimulation.work)))
    if dice.chance(80) {
      steps.append(("Active", dice.within(3_600...200_000)))
      steps.append(("Resolved", dice.sample(IncidentSimulation.work)))
    }
    steps.append(("Closed", 5 * 86_400))
    var groups: [String?] = [Desk.technical.incidentGroup]
    if dice.chance(330) { groups.append(Desk.orders.incidentGroup) }
    if groups.count > 1, dice.chance(300) { groups.append(Desk.technical.incidentGroup) }
    return rows(steps, groups: groups, opened: opened, &dice)
  }

  private func rows(
    _ steps: [(state: String, delay: Int)], groups: [String?], opened: Int, _ dice: inout Dice
  ) -> [Incident.Row] {
    var now = clock.unambiguous(opened, at: .london)
    let opened = now
    var rows: [Incident.Row] = []
    var group = groups[0]
    var madeSLA = true
    let resolver = "Resolver \(dice.within(1...90))"
    func add(_ state: String) {
      madeSLA = madeSLA && now - opened <= IncidentSimulation.target
      rows.append(
        Incident.Row(
          at: now, state: state, group: group, resolver: rows.isEmpty ? nil : resolver,
          madeSLA: madeSLA))
    }
    for (place, step) in steps.enumerated() {
      now = clock.unambiguous(now + step.delay / 60 * 60, at: .london)
      add(step.state)
      guard place == 1 else { continue }
      for next in groups.dropFirst() {
        now = clock.unambiguous(now + dice.within(10...400) * 60, at: .london)
        group = next
        add(step.state)
      }
    }
    return rows.filter { $0.at < clock.end }
  }
}
