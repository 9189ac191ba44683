import JourneyModel

/// Times and promises on the clock of calendars.
enum BusinessMeasures {
  static let all = [
    firstResponse, timeToResolve, kept(.firstResponse), kept(.nextReply), kept(.resolution),
  ]

  static let firstResponse = Measure(
    ComponentDescription(
      id: "first-response-business", title: "First response in open hours",
      summary: "The open hours until the first human reply.",
      formula: """
        The part of first_response_ms of customer contacts in which the calendars of their queues \
        were open: business-clock segmented counts each part by the queue it was in, vendor all \
        by the last one. Filed at the start; nothing without calendars.
        """, requires: ["first_response_ms", "calendars in the configuration"],
      source: "domain.md C3 (business hours)", unit: .milliseconds, isHighGood: false,
      group: .response),
    contact: { contact in
      guard contact.hasCalendar, contact.isCustomerContact,
        let response = contact.row.firstResponseMilliseconds
      else { return .none }
      let start = contact.row.startedAt
      return .measured(
        contact.workingMilliseconds(from: start, until: start.adding(milliseconds: response)))
    })

  static let timeToResolve = Measure(
    ComponentDescription(
      id: "time-to-resolve-business", title: "Time to resolve in open hours",
      summary: "The open hours from the start of a ticket to its last settlement.",
      formula: """
        As time-to-resolve, and only while the calendars of the ticket's queues were open; filed \
        at the day they were last settled. Nothing without calendars.
        """, requires: ["events: status", "calendars in the configuration"],
      source: "domain.md C3 (business hours)", unit: .milliseconds, isHighGood: false,
      group: .tickets),
    contact: { contact in
      guard contact.hasCalendar, contact.row.isSettledByStatus == true,
        let end = contact.row.endedAt
      else { return .none }
      return .measured(contact.workingMilliseconds(from: contact.row.startedAt, until: end))
        .filed(at: end)
    })

  private static func kept(_ kind: Promise.Kind) -> Measure {
    let (id, title, what) =
      switch kind {
      case .firstResponse: ("first-response-in-target", "First responses in target", "first reply")
      case .nextReply: ("reply-in-target", "Replies in target", "later reply")
      case .resolution: ("resolution-in-target", "Resolutions in target", "resolution")
      }
    return Measure(
      ComponentDescription(
        id: id, title: title,
        summary: "The share of promises of a \(what) that were kept.",
        formula: """
          Promises of a \(what) that were kept in the target of the priority at the time, else of \
          the channel ÷ those that were kept or are overdue as-of; in open hours, where calendars \
          are configured. Filed when the time began to count; nothing without targets.
          """, requires: ["targets in the configuration"],
        source: "domain.md C3 (SLA)", unit: .ratio, isHighGood: true, group: .response),
      customer: { customer, counted in
        let asOf = customer.settings.asOf
        customer.forEachContact { contact in
          contact.forEachPromise { promise in
            guard promise.kind == kind else { return }
            let place = CountedPlace(contact.row)
            guard let isKept = promise.isKept(asOf: asOf) else {
              return counted(Count.pending.filed(at: promise.since), place)
            }
            counted(Count.share(isKept).filed(at: promise.since), place)
          }
        }
      })
  }
}
