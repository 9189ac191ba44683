import JourneyModel

/// What waiting in queues is like.
enum QueueMeasures {
  static let all =
    [wait, answerSpeed, abandonment, lateAbandonment] + ServiceLevel.allCases.map(\.measure)
    + [callbackRequests]

  static let wait = Measure(
    ComponentDescription(
      id: "wait", title: "Wait",
      summary: "The time in queue of everyone who was queued, answered or not.",
      formula: """
        wait_ms of interactions that were queued, abandoned ones included; filed at the day and \
        the queue first entered. Percentiles come from the histogram.
        """, requires: ["wait_ms"], source: "domain.md C2: percentiles of all, not of the answered",
      unit: .milliseconds, isHighGood: false, group: .queue, isHeadline: true),
    contact: { contact in
      contact.row.waitMilliseconds.map { .measured($0).filedAtQueue(of: contact) } ?? .none
    })

  static let answerSpeed = Measure(
    ComponentDescription(
      id: "speed-of-answer", title: "Speed of answer",
      summary: "The time in queue of those who were answered.",
      formula: """
        wait_ms of interactions that were queued and have answered_at (the mean is what is called \
        ASA); filed at the day and the queue first entered. It looks better the more give up, so \
        read it beside abandonment.
        """, requires: ["wait_ms", "answered_at"], source: "domain.md C2 (ASA)",
      unit: .milliseconds, isHighGood: false, group: .queue),
    contact: { contact in
      let row = contact.row
      guard row.answeredAt != nil, row.queued != nil, let wait = row.waitMilliseconds else {
        return .none
      }
      return .measured(wait).filedAtQueue(of: contact)
    })

  static let abandonment = Measure(
    ComponentDescription(
      id: "abandonment", title: "Abandonment",
      summary: "The share of queued interactions that the customer gave up.",
      formula: """
        Interactions with outcome abandoned ÷ interactions that were queued and are over. No \
        short abandons are left out; requested callbacks count as not abandoned. Filed at the \
        start.
        """, requires: ["outcome", "wait_ms"], source: "domain.md C2 (abandon rate)", unit: .ratio,
      isHighGood: false, group: .queue, isHeadline: true),
    contact: { contact in
      let row = contact.row
      return row.queued == nil || row.isOpen ? .none : .share(row.outcome == .abandoned)
    })

  private static let lateDescription = ComponentDescription(
    id: "late-abandonment", title: "Abandonment without short abandons",
    summary: "The share of queued interactions given up, mis-dials left out.",
    formula: """
      Interactions with outcome abandoned and wait_ms > `short` ÷ interactions that were queued \
      and are over, without those abandoned at wait_ms ≤ `short`. An unknown wait is not short. \
      Filed at the start.
      """,
    parameters: [
      ParameterDescription(
        name: "short", summary: "So long a wait before giving up is a mis-dial.",
        unit: .milliseconds, defaultValue: 5 * Milliseconds.second,
        allowed: 0...Milliseconds.hour)
    ], requires: ["outcome", "wait_ms"], source: "domain.md C2 (abandon rate)", unit: .ratio,
    isHighGood: false, group: .queue)

  static let lateAbandonment = Measure(
    lateDescription,
    bound: { parameters in
      let short = parameters.declared("short", of: lateDescription)
      return .contact { contact in
        let row = contact.row
        guard row.queued != nil, !row.isOpen else { return .none }
        guard row.outcome == .abandoned else { return .share(false) }
        return (row.waitMilliseconds ?? .max) > short ? .share(true) : .none
      }
    })

  static let callbackRequests = Measure(
    ComponentDescription(
      id: "callback-requests", title: "Callback requests",
      summary: "The share of queued interactions that asked to be called back.",
      formula: """
        Interactions with a callback-requested event ÷ interactions that were queued and are \
        over; filed at the start.
        """, requires: ["events: callback-requested"], activities: [.callbackRequested],
      source: "domain.md C2 (abandon rate)", unit: .ratio, group: .queue),
    contact: { contact in
      let row = contact.row
      if row.queued == nil || row.isOpen { return .none }
      return .share(contact.events.contains { $0.activity == .callbackRequested })
    })
}
