import JourneyModel

/// The five formulas of service level in use (`domain.md` C2), F4 first.
///
/// Answered and abandoned are queued interactions with a known wait; whoever was neither, as those
/// who asked to be called back, is in none of the formulas.
enum ServiceLevel: CaseIterable {
  case lateAbandons, removed, answered, offered, shortAbandons

  var measure: Measure {
    Measure(description) { parameters in
      let target = PerChannel(parameters, of: ServiceLevel.lateAbandons.description)
      let short = parameters.declared("short", of: ServiceLevel.lateAbandons.description)
      return .contact { contact in
        let row = contact.row
        guard row.queued != nil, let wait = row.waitMilliseconds, let limit = target[row.channel]
        else { return .none }
        return count(row, isWithin: wait <= limit, isShort: wait <= short)
          .filedAtQueue(of: contact)
      }
    }
  }

  private func count(_ row: InteractionRow, isWithin: Bool, isShort: Bool) -> Count {
    if row.answeredAt != nil { return .share(isWithin) }
    guard row.outcome == .abandoned else { return .none }
    switch self {
    case .lateAbandons: return isWithin ? .none : .share(false)
    case .removed: return .share(isWithin)
    case .answered: return .none
    case .offered: return .share(false)
    case .shortAbandons: return .share(isShort)
    }
  }

  private var description: ComponentDescription {
    let (id, title, formula) = texts
    return ComponentDescription(
      id: id, title: title,
      summary: "The share of queued interactions that were answered in time.",
      formula: formula + """
         Filed at the day and the queue first entered; only channels with a target, which are \
        settings of `service-level` for all five formulas.
        """,
      parameters: self == .lateAbandons ? ServiceLevel.parameters : [],
      requires: ["wait_ms", "answered_at", "outcome"], source: "domain.md C2 (service level)",
      unit: .ratio, isHighGood: true, group: .queue, isHeadline: self == .lateAbandons)
  }

  private var texts: (id: String, title: String, formula: String) {
    switch self {
    case .lateAbandons:
      (
        "service-level", "Service level",
        "Answered within the target ÷ (answered + abandoned after more than the target): F4."
      )
    case .removed:
      (
        "service-level-removed", "Service level, removed from queue",
        "(Answered + abandoned within the target) ÷ (answered + abandoned): F1, as Amazon has it."
      )
    case .answered:
      (
        "service-level-answered", "Service level of the answered",
        "Answered within the target ÷ answered: F2."
      )
    case .offered:
      (
        "service-level-offered", "Service level of the offered",
        "Answered within the target ÷ (answered + abandoned): F3."
      )
    case .shortAbandons:
      (
        "service-level-short-abandons", "Service level, short abandons in time",
        "(Answered within the target + abandoned within `short`) ÷ (answered + abandoned): F5."
      )
    }
  }

  private static let parameters =
    [
      ("voice", "Calls", 20 * Milliseconds.second), ("ivr", "Menus", 20 * Milliseconds.second),
      ("chat", "Chat", 60 * Milliseconds.second),
      ("message", "Messaging", 60 * Milliseconds.second),
    ].map { name, title, target in
      ParameterDescription(
        name: name, summary: "\(title): the longest wait that is in time.", unit: .milliseconds,
        defaultValue: target, allowed: 0...Milliseconds.day)
    } + [
      ParameterDescription(
        name: "short", summary: "So long a wait before giving up is a short abandon.",
        unit: .milliseconds, defaultValue: 5 * Milliseconds.second,
        allowed: 0...Milliseconds.hour)
    ]
}
