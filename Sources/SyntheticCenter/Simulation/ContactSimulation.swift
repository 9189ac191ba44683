/// Simulates one call or chat: menu, queues, talk, holds, hand-overs.
struct ContactSimulation {
  /// How a contact came out.
  enum Outcome: Equatable {
    case resolved, unresolved, abandoned, closed, selfServed, selfServiceFailed, acceptedCallback
  }

  /// How busy the desks are at any hour.
  let load: Load
  /// The agents, by desk.
  let roster: Roster
  /// Whether it is a chat.
  let isChat: Bool
  /// The kind of its leg ids, and the next number of one.
  let legKind: StaticString

  private static let menu = Quantiles(12, 22, 35, 55, 85, 130, 240, 420)
  private static let bot = Quantiles(20, 40, 70, 120, 200, 330, 600, 1_200)
  private static let hold = Quantiles(5, 14, 22, 38, 65, 110, 260, 600)
  private static let wrap = Quantiles(0, 6, 14, 28, 55, 100, 240, 600)

  /// A contact that begins at an instant, and how it came out.
  func simulate(
    _ dice: inout Dice, reason: Reason, site: Site, start: Int, nextID: inout Int
  ) -> (Contact, Outcome) {
    let hasMenu = !isChat || dice.chance(650)
    let menu = hasMenu ? dice.sample(isChat ? ContactSimulation.bot : ContactSimulation.menu) : 1
    var contact = Contact(start: start, hasMenu: hasMenu, end: start + menu)
    if hasMenu, dice.chance(reason.selfServed) {
      contact.end += dice.within(20...150)
      return (contact, .selfServed)
    }
    if isChat, hasMenu, dice.chance(reason.text == "account / login" ? 520 : 120) {
      return (contact, .selfServiceFailed)
    }
    let service: Service = isChat ? .chat : .phone
    guard load.clock.isOpen(service, at: site, contact.end) else {
      contact.end += 15
      return (contact, .closed)
    }
    contact.menuEnd = contact.end
    let outcome = queue(&contact, &dice, reason: reason, site: site, nextID: &nextID)
    return (contact, outcome)
  }

  /// A call the center makes, answered by the customer; one the customer asked for in queue exists
  /// from then on.
  func callBack(
    _ dice: inout Dice, reason: Reason, site: Site, at start: Int, of leg: Leg, isRequested: Bool,
    nextID: inout Int
  ) -> (Contact, Outcome) {
    var contact = Contact(start: isRequested ? leg.end : start, hasMenu: false, end: start)
    contact.isOutbound = true
    contact.callbackOf = leg.id
    contact.isRequested = isRequested
    var answered = self.leg(desk: reason.desk, start: start, nextID: &nextID)
    answered.answered = start + dice.within(8...25)
    talk(&answered, &dice, seconds: dice.sample(reason.talk), site: site)
    contact.legs = [answered]
    contact.end = answered.end
    return (contact, dice.chance(820) ? .resolved : .unresolved)
  }

  private func leg(desk: Desk, start: Int, nextID: inout Int) -> Leg {
    nextID += 1
    return Leg(id: NativeID.guid(legKind, nextID), desk: desk, start: start, end: start)
  }

  private func queue(
    _ contact: inout Contact, _ dice: inout Dice, reason: Reason, site: Site, nextID: inout Int
  ) -> Outcome {
    // The first leg of a call begins with the call; that of a chat with the queue.
    var current = leg(
      desk: reason.desk, start: isChat ? contact.end : contact.start, nextID: &nextID)
    current.enqueued = contact.end
    var visited = [reason.desk]
    while true {
      let outcome = serve(&current, &contact, &dice, reason: reason, site: site)
      guard outcome == .resolved || outcome == .unresolved, current.talk ?? 0 > 35,
        let desk = handOver(&dice, reason: reason, visited: visited)
      else {
        contact.legs.append(current)
        contact.end = current.end
        return outcome
      }
      current.endedBy = dice.chance(isChat ? 300 : 0) ? .warmTransfer : .coldTransfer
      contact.legs.append(current)
      visited.append(desk)
      current = leg(desk: desk, start: current.end, nextID: &nextID)
      current.enqueued = current.start + (isChat ? 0 : dice.within(2...9))
    }
  }

  /// Where the one who answered hands over to; nil if they keep it.
  private func handOver(_ dice: inout Dice, reason: Reason, visited: [Desk]) -> Desk? {
    switch visited.count {
    case 1: dice.chance(reason.transferred) ? reason.transferDesk : nil
    case 2: dice.chance(110) ? (dice.chance(650) ? visited[0] : .complaints) : nil
    case 3: dice.chance(60) ? visited[1] : nil
    default: nil
    }
  }

  private func serve(
    _ leg: inout Leg, _ contact: inout Contact, _ dice: inout Dice, reason: Reason, site: Site
  ) -> Outcome {
    let enqueued = leg.enqueued ?? leg.start
    let wait = load.wait(&dice, desk: leg.desk, site: site, at: enqueued, isChat: isChat)
    let patience = load.patience(&dice, isChat: isChat)
    if !isChat, contact.legs.isEmpty, wait > 240, dice.chance(220) {
      contact.hasAcceptedCallback = true
      leg.end = enqueued + min(wait, dice.within(150...240))
      leg.endedBy = .system
      return .acceptedCallback
    }
    guard wait <= patience else {
      leg.end = enqueued + patience
      return .abandoned
    }
    leg.answered = enqueued + wait
    if dice.chance(7) {
      talk(&leg, &dice, seconds: dice.within(4...24), site: site, isDropped: true)
      return .unresolved
    }
    talk(&leg, &dice, seconds: dice.sample(reason.talk), site: site)
    return dice.chance(reason.resolved) ? .resolved : .unresolved
  }

  private func talk(
    _ leg: inout Leg, _ dice: inout Dice, seconds: Int, site: Site, isDropped: Bool = false
  ) {
    let answered = leg.answered ?? leg.start
    leg.agent = roster.agent(&dice, at: leg.desk, site: site)
    var now = answered + max(3, seconds / 3)
    if !isDropped, dice.chance(230) {
      for _ in 0..<dice.within(1...3) {
        let hold = dice.sample(ContactSimulation.hold)
        leg.holds.append(Leg.Hold(at: now, seconds: hold))
        now += hold + max(2, seconds / 6)
      }
    }
    leg.end = answered + seconds + leg.held
    leg.endedBy = isDropped || dice.chance(240) ? .agent : .customer
    leg.wrap = dice.sample(ContactSimulation.wrap)
  }
}
