import JourneyModel

/// How much there is.
enum VolumeMeasures {
  static let all = [contacts, journeys, offered, answered]

  static let contacts = Measure(
    ComponentDescription(
      id: "contacts", title: "Contacts", summary: "Interactions, on the day they began.",
      formula: "Number of interactions; arrivals are filed at their start.",
      requires: ["started_at"], source: "domain.md C, anchor rule", unit: .count, group: .volume,
      isHeadline: true), contact: { _ in .one })

  static let journeys = Measure(
    ComponentDescription(
      id: "journeys", title: "Journeys", summary: "Journeys, on the day they began.",
      formula: """
        Number of journeys by the channel of their first interaction and their first known \
        reason; no queue.
        """, requires: ["started_at"], source: "domain.md C6", unit: .count, group: .volume,
      isHeadline: true),
    customer: { customer, counted in
      customer.forEachJourney { counted(.one, CountedPlace($0.row)) }
    })

  static let offered = Measure(
    ComponentDescription(
      id: "offered", title: "Offered", summary: "Interactions that were queued.",
      formula: """
        Number of interactions with a queued event, whatever became of them; filed at the day and \
        the queue first entered. Not everybody who dialled.
        """, requires: ["events: queued"], source: "domain.md C2 (offered)", unit: .count,
      group: .volume), contact: { $0.row.queued == nil ? .none : .one.filedAtQueue(of: $0) })

  static let answered = Measure(
    ComponentDescription(
      id: "answered", title: "Answered", summary: "Queued interactions that a human answered.",
      formula: """
        Number of interactions with a queued event and answered_at; filed at the day and the \
        queue first entered.
        """, requires: ["events: queued", "answered_at"], source: "domain.md C2 (offered)",
      unit: .count, group: .volume),
    contact: { contact in
      let row = contact.row
      return row.queued == nil || row.answeredAt == nil ? .none : .one.filedAtQueue(of: contact)
    })
}

extension Count {
  /// The count filed at the day and the queue that were entered first.
  func filedAtQueue(of contact: Contact) -> Count {
    guard let queued = contact.firstQueued else { return self }
    return filed(at: queued.at, queue: queued.queue)
  }
}

extension CountedPlace {
  /// The start, first channel and reason of a journey; no queue.
  init(_ journey: JourneyRow) {
    self.init(at: journey.startedAt, channel: journey.firstChannel, reason: journey.reason)
  }
}
