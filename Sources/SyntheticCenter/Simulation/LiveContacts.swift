/// Calls and chats, and what customers do after them.
extension MatterSimulation {
  private static let retry = Quantiles(60, 150, 300, 700, 1_600, 3_000, 7_000, 10_000)
  private static let comeBack = Quantiles(
    3_600, 10_000, 30_000, 90_000, 190_000, 330_000, 560_000, 900_000)
  private static let botToPhone = Quantiles(90, 200, 320, 540, 800, 1_150, 1_600, 1_790)

  /// A call or chat; what the customer does next, if anything.
  mutating func live(
    _ group: inout GroupSimulation, at: Int, isChat: Bool, way: GroupSimulation.Way
  ) -> Next? {
    let world = group.world
    let site = group.result.group.people[person].site
    let simulation = ContactSimulation(
      load: world.load, roster: world.roster, isChat: isChat, legKind: isChat ? "session" : "call")
    var (contact, outcome) = simulation.simulate(
      &group.dice, reason: Reason.all[reason], site: site, start: at, nextID: &group.nextID)
    guard contact.end + 900 < world.clock.end else { return nil }
    group.nextID += 1
    let id =
      isChat
      ? NativeID.guid("conversation", group.nextID)
      : contact.legs.first?.id ?? NativeID.guid("call", group.nextID)
    let shown = isChat ? shownInChat(&group) : shownOnPhone(&group, at: at)
    let place = group.result.touches.count
    let isMessage = way == .message
    if outcome == .unresolved, !isChat { promise(&contact, &group, site: site) }
    add(
      isChat ? .conversation(contact, isMessage: isMessage) : .call(contact), id: id, shown: shown,
      to: &group)
    survey(&group, place: place, contact: contact, outcome: outcome, isChat: isChat)
    return after(&group, contact, outcome, place: place, isChat: isChat)
  }

  /// Sometimes the agent says when somebody will call.
  private func promise(_ contact: inout Contact, _ group: inout GroupSimulation, site: Site) {
    guard group.dice.chance(160), contact.legs.last?.talk ?? 0 > 40 else { return }
    let later = contact.end + group.dice.within(2...26) * 3_600
    contact.promisedFor = group.world.clock.nextOpening(of: .phone, at: site, from: later)
  }

  private mutating func after(
    _ group: inout GroupSimulation, _ contact: Contact, _ outcome: ContactSimulation.Outcome,
    place: Int, isChat: Bool
  ) -> Next? {
    let end = contact.end
    let again: GroupSimulation.Way = isChat ? .chat : .voice
    switch outcome {
    case .selfServed:
      return group.dice.chance(120) ? Next(way: again, at: end + gap(&group, Self.comeBack)) : nil
    case .resolved:
      return group.dice.chance(85) ? Next(way: again, at: end + gap(&group, Self.comeBack)) : nil
    case .selfServiceFailed:
      guard group.dice.chance(780) else { return nil }
      return Next(
        way: .voice, at: end + group.dice.sample(Self.botToPhone),
        friction: [.forcedSwitch, .failedSelfService])
    case .abandoned: return afterAbandoning(&group, end: end, isChat: isChat)
    case .closed: return afterClosed(&group, end: end, place: place, isChat: isChat)
    case .acceptedCallback: return calledBack(&group, contact, place: place)
    case .unresolved:
      return afterUnresolved(&group, contact, place: place, isChat: isChat)
    }
  }

  private func afterAbandoning(
    _ group: inout GroupSimulation, end: Int, isChat: Bool
  ) -> Next? {
    let later = end + group.dice.sample(Self.retry)
    if isChat, group.dice.chance(450) {
      return Next(way: .voice, at: later, friction: [.forcedSwitch])
    }
    guard group.dice.chance(720) else { return nil }
    return Next(way: isChat ? .chat : .voice, at: later)
  }

  /// Outside opening hours: at the next opening, or never.
  private func afterClosed(
    _ group: inout GroupSimulation, end: Int, place: Int, isChat: Bool
  ) -> Next? {
    let site = group.result.group.people[person].site
    guard group.dice.chance(720) else {
      group.result.planted.append(PlantedFriction(kind: .deadEnd, touch: place, at: end))
      return nil
    }
    let opening = group.world.clock.nextOpening(of: isChat ? .chat : .phone, at: site, from: end)
    let at = opening + group.dice.within(60...6_900)
    // Who has to wait for more than a day met a dead end as well.
    if at - end > 86_400 {
      group.result.planted.append(PlantedFriction(kind: .deadEnd, touch: place, at: end))
    }
    if at < group.world.clock.end {
      group.result.planted.append(
        PlantedFriction(
          kind: .wrongHours, touch: place, at: group.result.touches[place].start))
    }
    return Next(way: isChat ? .chat : .voice, at: at)
  }

  /// The call the customer asked for while waiting.
  private mutating func calledBack(
    _ group: inout GroupSimulation, _ contact: Contact, place: Int
  ) -> Next? {
    let at = contact.end + group.dice.within(600...5_400)
    guard group.dice.chance(900) else {
      return Next(way: .voice, at: contact.end + group.dice.within(3_600...18_000))
    }
    return callBack(&group, at: at, of: place)
  }

  /// A call the center makes about an earlier call.
  private mutating func callBack(_ group: inout GroupSimulation, at: Int, of place: Int) -> Next? {
    guard case .call(let earlier) = group.result.touches[place].story,
      let leg = earlier.legs.last, at + 7_200 < group.world.clock.end, group.budget > 0
    else { return nil }
    let site = group.result.group.people[person].site
    let simulation = ContactSimulation(
      load: group.world.load, roster: group.world.roster, isChat: false, legKind: "call")
    let (contact, outcome) = simulation.callBack(
      &group.dice, reason: Reason.all[reason], site: site, at: at, of: leg,
      isRequested: earlier.hasAcceptedCallback, nextID: &group.nextID)
    // The center dials the number it was called from, or the one it has on file.
    var shown = shownOnPhone(&group, at: at)
    shown.phone = group.result.touches[place].shown.phone ?? shown.phone
    add(
      .call(contact), id: contact.legs[0].id, shown: shown, isLinked: true, to: &group)
    guard outcome == .unresolved, group.dice.chance(500) else { return nil }
    return Next(way: .voice, at: contact.end + gap(&group, Self.comeBack))
  }

  private mutating func afterUnresolved(
    _ group: inout GroupSimulation, _ contact: Contact, place: Int, isChat: Bool
  ) -> Next? {
    let site = group.result.group.people[person].site
    if let promised = contact.promisedFor {
      if group.dice.chance(group.world.load.keptPromises(contact.end, at: site)) {
        return callBack(&group, at: promised - group.dice.within(0...1_200), of: place)
      }
      guard group.dice.chance(850) else { return nil }
      return Next(way: .voice, at: promised + group.dice.within(1_800...60_000))
    }
    if !isChat, group.dice.chance(Reason.all[reason].incident) {
      return escalate(&group, contact)
    }
    if !isChat, group.dice.chance(280) { return document(&group, contact, place: place) }
    guard group.dice.chance(680) else { return nil }
    let way: GroupSimulation.Way = group.dice.chance(250) ? .voice : isChat ? .chat : .voice
    return Next(way: way, at: contact.end + gap(&group, Self.comeBack))
  }

  /// The agent opens an incident for the back office.
  private mutating func escalate(_ group: inout GroupSimulation, _ contact: Contact) -> Next? {
    let opened = (contact.end + 59) / 60 * 60
    let site = group.result.group.people[person].site
    let simulation = IncidentSimulation(clock: group.world.clock, site: site)
    let rows = simulation.rows(&group.dice, opened: opened)
    guard let last = rows.last, group.budget > 0 else { return nil }
    group.nextID += 1
    var shown = ShownIdentity()
    shown.isAuthenticated = true
    shown.reason = statedReason(&group)
    add(
      .incident(Incident(id: "INC\(NativeID.padded(group.nextID, 7))", rows: rows)),
      id: "INC\(NativeID.padded(group.nextID, 7))", shown: shown, to: &group)
    guard last.at - opened > 86_400, group.dice.chance(300) else { return nil }
    return Next(
      way: .voice, at: opened + group.dice.within(40_000...80_000), friction: [.statusChase])
  }

  private func survey(
    _ group: inout GroupSimulation, place: Int, contact: Contact,
    outcome: ContactSimulation.Outcome, isChat: Bool
  ) {
    guard outcome == .resolved || outcome == .unresolved, group.dice.chance(170) else { return }
    let wait = (contact.legs.first?.answered ?? contact.start) - (contact.menuEnd ?? contact.start)
    let burden =
      (outcome == .resolved ? 0 : 2) + (contact.legs.count > 1 ? 1 : 0) + (wait > 180 ? 1 : 0)
    answer(&group, place: place, at: contact.end + group.dice.within(600...100_000), burden: burden)
  }

  /// Adds the answer of a survey; the burden pulls the score down.
  func answer(_ group: inout GroupSimulation, place: Int, at: Int, burden: Int) {
    guard at < group.world.clock.end else { return }
    let csat = min(5, max(1, 5 - burden - group.dice.pick([620, 250, 90, 40])))
    let nps = min(10, max(0, csat * 2 + group.dice.within(-1...1)))
    let emails = group.result.group.people[person].emails
    group.result.touches[place].survey = SurveyAnswer(
      at: at, csat: csat, nps: nps, email: group.dice.chance(600) ? emails.first : nil)
  }
}
