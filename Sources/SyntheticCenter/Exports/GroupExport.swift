/// Everything the center's systems export about one group of people.
enum GroupExport {
  /// The records, in no particular order.
  static func records(of result: SimulatedGroup, world: CenterWorld) -> [ExportRecord] {
    var delivery = Delivery(world: world, group: result.group.number)
    let answers = answers(to: result.touches)
    for touch in result.touches {
      let person = result.group.people[touch.person]
      deliver(touch, person, answers: answers, world: world, to: &delivery)
      if let answer = touch.survey {
        SurveyExport(touch: touch, answer: answer, person: person, clock: world.clock)
          .deliver(to: &delivery)
      }
    }
    deliverPeople(result, world: world, to: &delivery)
    if result.group.number == 0 {
      for agent in world.roster.agents {
        UserExport.deliver(agent, since: world.clock.start, to: &delivery)
      }
    }
    return delivery.records
  }

  private static func deliver(
    _ touch: Touch, _ person: Person, answers: [String: String], world: CenterWorld,
    to delivery: inout Delivery
  ) {
    switch touch.story {
    case .call(let contact):
      ContactExport(touch: touch, contact: contact, person: person, answers: answers)
        .deliver(to: &delivery)
    case .conversation(let contact, let isMessage):
      ConversationExport(touch: touch, contact: contact, isMessage: isMessage, person: person)
        .deliver(to: &delivery)
    case .ticket(let ticket):
      TicketExport(touch: touch, ticket: ticket, person: person).deliver(to: &delivery)
    case .incident(let incident):
      IncidentExport(touch: touch, incident: incident, person: person, clock: world.clock)
        .deliver(to: &delivery)
    case .visit: break
    }
  }

  /// The calls back, by the leg they answer.
  private static func answers(to touches: [Touch]) -> [String: String] {
    var answers: [String: String] = [:]
    for touch in touches {
      guard case .call(let contact) = touch.story, let leg = contact.callbackOf else { continue }
      answers[leg] = touch.nativeID
    }
    return answers
  }

  /// Requesters when they first write, customers from the first night on.
  private static func deliverPeople(
    _ result: SimulatedGroup, world: CenterWorld, to delivery: inout Delivery
  ) {
    var since: [Int: Int] = [:]
    for touch in result.touches {
      guard case .ticket(let ticket) = touch.story else { continue }
      since[ticket.requester] = min(since[ticket.requester] ?? Int.max, touch.start)
    }
    for person in result.group.people {
      if let first = since.removeValue(forKey: person.ticketUser) {
        UserExport.deliver(person, email: nil, since: first, to: &delivery)
      }
      if let mailbox = person.sharedMailbox,
        let first = since.removeValue(forKey: mailbox.ticketUser)
      {
        UserExport.deliver(mailbox, since: first, to: &delivery)
      }
      if let id = person.crmID {
        let account = result.group.kind == .company ? "A-\(result.group.number)" : nil
        CustomerExport(person: person, id: id, account: account, clock: world.clock)
          .deliver(to: &delivery)
      }
    }
  }
}
