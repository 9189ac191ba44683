import JourneyModel

/// Whether customers have to come again.
enum RepetitionMeasures {
  static let all =
    [1, 3, 7, 14, 30].map(sameReason)
    + [anyReason, customers, repeats, anyRepeats, failureDemand, nextIssue, retention]

  /// What all forms of first contact resolution have in common.
  private static let anchors = """
    Contacts of known customers (inbound, no visits and tasks, no tickets that document a linked \
    contact or were merged into another, outcome not abandoned, missed or open)
    """

  private static func sameReason(_ days: Int32) -> Measure {
    Measure(
      ComponentDescription(
        id: "fcr-\(days)d",
        title: "First contact resolution, \(days) day\(days == 1 ? "" : "s")",
        summary: "The share of contacts that no other about the same thing follows "
          + "within \(days == 1 ? "a day" : "\(days) days").",
        formula: """
          \(anchors) without a later contact of the same reason that starts within \(days) × 24 \
          hours of their start, and not said to be unresolved by their source ÷ such contacts. \
          Unknown reasons are one reason. Forward looking, filed at the start; provisional until \
          the day and \(days) more \(days == 1 ? "is" : "days are") over.
          """, requires: ["reason", "started_at"],
        source: "domain.md C1 (FCR-NR), W = \(days) day\(days == 1 ? "" : "s")", unit: .ratio,
        isHighGood: true, group: .repetition, isHeadline: days == 7),
      contact: { contact in
        guard contact.isAnchor else { return .none }
        return resolved(contact, sameReason: true, days)
      })
  }

  static let anyReason = Measure(
    ComponentDescription(
      id: "fcr-any-7d", title: "First contact resolution, any reason, 7 days",
      summary: "The share of contacts that no other of the customer follows within 7 days.",
      formula: """
        As fcr-7d, where a later contact of any reason counts: it needs no reasons, and is the \
        least that first contact resolution can be.
        """, requires: ["started_at"], source: "domain.md C1 (FCR-NR-any)", unit: .ratio,
      isHighGood: true, group: .repetition),
    contact: { contact in
      guard contact.isAnchor else { return .none }
      return resolved(contact, sameReason: false, 7)
    })

  static let customers = Measure(
    ComponentDescription(
      id: "fcr-7d-customers", title: "First contact resolution by customer, 7 days",
      summary: "The share of customers' matters that took one contact.",
      formula: """
        As fcr-7d, of those contacts only that no contact of the customer of the same reason \
        preceded within 7 × 24 hours: each customer counts once for a matter, however often they \
        came.
        """, requires: ["reason", "started_at"], source: "domain.md C1 (customer-based)",
      unit: .ratio, isHighGood: true, group: .repetition),
    contact: { contact in
      let window = 7 * Milliseconds.day
      guard contact.isAnchor,
        contact.customer.reasons.previousContact(before: contact.position, within: window) == nil
      else { return .none }
      return resolved(contact, sameReason: true, 7)
    })

  private static func resolved(_ contact: Contact, sameReason: Bool, _ days: Int32) -> Count {
    let window = Int64(days) * Milliseconds.day
    let reasons = contact.customer.reasons
    let next =
      sameReason
      ? reasons.nextContact(after: contact.position, within: window)
      : reasons.nextContactOfAnyReason(after: contact.position, within: window)
    return .share(next == nil && contact.row.resolution != .unresolved, finalAfter: days)
  }

  static let repeats = Measure(
    ComponentDescription(
      id: "repeat-rate-7d", title: "Repeat rate, 7 days",
      summary: "The share of contacts that follow another about the same thing within 7 days.",
      formula: """
        Customer contacts of known customers with an earlier one of the same reason that started \
        within 7 × 24 hours before ÷ customer contacts of known customers. Unknown reasons are one \
        reason. Backward looking, so its parts differ from those of first contact resolution; \
        filed at the start.
        """, requires: ["reason", "started_at"], source: "domain.md C1 (repeat contact rate)",
      unit: .ratio, isHighGood: false, group: .repetition, isHeadline: true),
    contact: { contact in
      guard !contact.customer.isAnonymous, contact.isCustomerContact else { return .none }
      let window = 7 * Milliseconds.day
      return .share(
        contact.customer.reasons.previousContact(before: contact.position, within: window) != nil)
    })

  static let anyRepeats = Measure(
    ComponentDescription(
      id: "repeat-rate-any-7d", title: "Repeat rate, any reason, 7 days",
      summary: "The share of contacts that follow another of the customer within 7 days.",
      formula: "As repeat-rate-7d, where an earlier contact of any reason counts.",
      requires: ["started_at"], source: "domain.md C1 (repeat contact rate)", unit: .ratio,
      isHighGood: false, group: .repetition),
    contact: { contact in
      guard !contact.customer.isAnonymous, contact.isCustomerContact else { return .none }
      let window = 7 * Milliseconds.day
      return .share(
        contact.customer.reasons.previousContactOfAnyReason(
          before: contact.position, within: window) != nil)
    })

  static let failureDemand = Measure(
    ComponentDescription(
      id: "failure-demand", title: "Failure demand",
      summary: "The share of contacts that would not have been needed.",
      formula: """
        Customer contacts with a finding that counts an avoidable contact (repeated, asked how it \
        stands, had to change the channel, came back because a promise was broken) and that no \
        other finding counts instead ÷ customer contacts. Filed at the start.
        """, requires: ["findings: avoidable"], source: "domain.md C1, F; failure demand (Seddon)",
      unit: .ratio, isHighGood: false, group: .repetition, isHeadline: true),
    customer: { customer, counted in
      let avoidable = NumberSet(
        customer.findings.lazy.filter { $0.isActive && $0.avoidable > 0 }.map(\.interaction))
      customer.forEachContact { contact in
        guard contact.isCustomerContact else { return }
        let isAvoidable = avoidable.contains(contact.position)
        counted(.share(isAvoidable), CountedPlace(contact.row))
      }
    })

  static let nextIssue = Measure(
    ComponentDescription(
      id: "next-issue-avoidance", title: "Next-issue avoidance, 30 days",
      summary: "The share of resolved journeys that no journey of another reason follows.",
      formula: """
        Resolved journeys of known customers and reasons after whose end no journey of another \
        known reason of the customer starts within 30 × 24 hours ÷ such journeys. Filed at the \
        day they ended; provisional until the day and 30 more are over.
        """, requires: ["reason", "status"], source: "domain.md C1 (next-issue avoidance)",
      unit: .ratio, isHighGood: true, group: .repetition),
    customer: { customer, counted in
      if customer.isAnonymous { return }
      let window = 30 * Milliseconds.day
      customer.forEachJourney { journey in
        let row = journey.row
        guard row.status == .resolved, let end = row.endedAt, !row.reason.isNone else { return }
        let isFollowed = customer.startsJourney(ofOtherReason: row.reason, end, within: window)
        counted(.share(!isFollowed, finalAfter: 30).filed(at: end), CountedPlace(row))
      }
    })

  static let retention = Measure(
    ComponentDescription(
      id: "retention-30d", title: "Customers who come again, 30 days",
      summary: "The share of customers in touch who are so in the window after the next 30 days.",
      formula: """
        Of known customers with a customer contact on a day, each once a day at the first, those \
        with another that starts more than 30 and at most 60 × 24 hours later. Who has no reason \
        to call is lost to it: a proxy of inactivity, not of churn. Provisional until the day and \
        60 more are over.
        """, requires: ["started_at"], source: "domain.md C8 (inactivity proxy)", unit: .ratio,
      group: .retention),
    customer: { customer, counted in
      if customer.isAnonymous { return }
      var clock = DayClock(zone: customer.settings.zone)
      var last: Int32?
      customer.forEachContact { contact in
        guard contact.isCustomerContact else { return }
        let day = clock.day(of: contact.row.startedAt)
        if day == last { return }
        last = day
        let isRetained = customer.reasons.hasContact(
          after: contact.row.startedAt,
          between: 30 * Milliseconds.day, and: 60 * Milliseconds.day)
        counted(.share(isRetained, finalAfter: 60), CountedPlace(contact.row))
      }
    })
}

extension CustomerView {
  /// Whether a journey of another known reason starts after an instant, within a window.
  fileprivate func startsJourney(
    ofOtherReason reason: Symbol, _ end: Instant, within window: Int64
  ) -> Bool {
    // Journeys are in the order of their starts.
    let journeys = frame.pointee.journeys
    var next = journeys.partitionPoint { $0.startedAt > end }
    while next < journeys.count, journeys[next].startedAt.milliseconds(since: end) <= window {
      if !journeys[next].reason.isNone, journeys[next].reason != reason { return true }
      next += 1
    }
    return false
  }
}

extension Contact {
  /// Whether it is a contact of a known customer that could have resolved something.
  fileprivate var isAnchor: Bool {
    guard !customer.isAnonymous, isCustomerContact else { return false }
    switch row.outcome {
    case .abandoned, .missed, .open: return false
    case .handled, .contained, .voicemail, nil: return true
    }
  }
}
