import JourneyModel

/// What menus, bots and help pages settle on their own.
enum SelfServiceMeasures {
  static let all =
    [menu, bot].flatMap { [containment($0), trueContainment($0)] } + [settledInMenu, helpPages]

  /// Something that serves without a human.
  private struct Machine: Sendable {
    var id: String
    var title: String
    var who: String
    var activities: [Activity]

    func met(_ contact: Contact) -> Bool {
      let row = contact.row
      if row.isOpen || row.direction == .outbound || row.isMerged { return false }
      return contact.events.contains { activities.contains($0.activity) }
    }
  }

  private static let menu = Machine(
    id: "menu", title: "Menu", who: "callers who entered a menu",
    activities: [.ivrEntered, .ivrSelected])

  private static let bot = Machine(
    id: "bot", title: "Bot", who: "those a bot wrote to", activities: [.botMessage])

  private static func containment(_ machine: Machine) -> Measure {
    Measure(
      ComponentDescription(
        id: "\(machine.id)-containment", title: "\(machine.title) containment",
        summary: "The share of \(machine.who) that no human served.",
        formula: """
          Inbound interactions with an event of \(SelfServiceMeasures.names(machine)) and outcome \
          contained ÷ such interactions that are over. Those who hung up unserved are in it, so it \
          promises more than it holds: read true containment beside it. Filed at the start.
          """, requires: ["outcome", "events: \(SelfServiceMeasures.names(machine))"],
        activities: machine.activities, source: "domain.md C2 (IVR containment)", unit: .ratio,
        group: .selfService),
      contact: { machine.met($0) ? .share($0.row.outcome == .contained) : .none })
  }

  private static func trueContainment(_ machine: Machine) -> Measure {
    Measure(
      ComponentDescription(
        id: "\(machine.id)-containment-true", title: "\(machine.title) containment, true",
        summary: "The share of \(machine.who) that no human served and that did not come again.",
        formula: """
          As \(machine.id)-containment, of known customers, and contained only if no customer \
          contact on any channel starts within 24 hours of its end. Provisional until the day and \
          one more are over.
          """, requires: ["outcome", "events: \(SelfServiceMeasures.names(machine))"],
        activities: machine.activities, source: "domain.md C2 (true containment)", unit: .ratio,
        isHighGood: true, group: .selfService, isHeadline: true),
      contact: { contact in
        guard machine.met(contact), !contact.customer.isAnonymous else { return .none }
        return .share(
          contact.row.outcome == .contained && !contact.isFollowed(within: Milliseconds.day),
          finalAfter: 1)
      })
  }

  private static func names(_ machine: Machine) -> String {
    machine.activities.map(\.name).joined(separator: " or ")
  }

  static let settledInMenu = Measure(
    ComponentDescription(
      id: "menu-containment-goal", title: "Menu containment, goal reached",
      summary: "The share of callers who entered a menu and got there what they came for.",
      formula: """
        As menu-containment, and contained only if an event says that something was paid, ordered \
        or converted, or the source that it was resolved. Filed at the start.
        """, requires: ["outcome", "events: ivr-entered or ivr-selected"],
      activities: [.paid, .ordered, .converted],
      source: "domain.md C2 (IVR containment, goal-completed)", unit: .ratio, isHighGood: true,
      group: .selfService),
    contact: { contact in
      guard menu.met(contact) else { return .none }
      let isReached =
        contact.row.resolution == .resolved
        || contact.events.contains {
          $0.activity == .paid || $0.activity == .ordered || $0.activity == .converted
        }
      return .share(contact.row.outcome == .contained && isReached)
    })

  static let helpPages = Measure(
    ComponentDescription(
      id: "self-service-success", title: "Self-service success",
      summary: "The share of visits to help pages after which the customer did not come.",
      formula: """
        Visits of known customers with a searched or viewed-article event, and no customer contact \
        that starts within 24 hours of the last of them ÷ such visits. Filed at the start, \
        provisional until the day and one more are over.
        """, requires: ["events: searched or viewed-article"],
      activities: [.searched, .viewedArticle], source: "domain.md C2 (digital containment)",
      unit: .ratio, isHighGood: true, group: .selfService),
    contact: { contact in
      guard contact.row.kind == .visit, !contact.customer.isAnonymous,
        contact.events.contains(where: {
          $0.activity == .searched || $0.activity == .viewedArticle
        })
      else { return .none }
      return .share(!contact.isFollowed(within: Milliseconds.day), finalAfter: 1)
    })
}

extension Contact {
  /// Whether a customer contact of any reason starts within so many milliseconds of its end.
  func isFollowed(within window: Int64) -> Bool {
    guard let next = customer.reasons.nextContactOfAnyReason(after: position) else { return false }
    return row.gap(to: customer[next].row) <= window
  }
}
