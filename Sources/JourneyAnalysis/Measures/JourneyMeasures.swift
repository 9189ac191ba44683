import JourneyModel

/// How far journeys come and what they take.
enum JourneyMeasures {
  static let all = [
    completion, duration, contacts, channels, switches, switchesOfSeveral, forcedSwitches,
    preferredSwitches, effort,
  ]

  static let completion = perJourney(
    ComponentDescription(
      id: "completion", title: "Completion",
      summary: "The share of closed journeys that were resolved.",
      formula: """
        Journeys with status resolved ÷ journeys with any status but open; filed at their start, \
        provisional while time alone can close one of the day.
        """, requires: ["status"], source: "domain.md C6 (completion rate)", unit: .ratio,
      isHighGood: true, group: .journeys, isHeadline: true)
  ) { $0.row.status == .open ? $0.notYet : .share($0.row.status == .resolved) }

  static let duration = perResolution(
    ComponentDescription(
      id: "journey-duration", title: "Journey duration",
      summary: "The time from first start to last end of resolved journeys.",
      formula: """
        elapsed_ms of journeys with status resolved, on the calendar clock; filed at their start, \
        provisional while time alone can resolve one of the day.
        """, requires: ["status", "elapsed_ms"], source: "domain.md C6 (time to resolve)",
      unit: .milliseconds, isHighGood: false, group: .journeys, isHeadline: true)
  ) { $0.row.elapsedMilliseconds }

  static let contacts = perResolution(
    ComponentDescription(
      id: "contacts-per-resolution", title: "Contacts per resolution",
      summary: "How many contacts a resolved journey took.",
      formula: """
        Mean number of customer contacts of journeys with status resolved; filed at their start, \
        provisional while time alone can resolve one of the day.
        """, requires: ["status"], source: "domain.md C6 (contacts per resolution)", unit: .mean,
      isHighGood: false, group: .journeys, isHeadline: true)
  ) { journey in Int64((0..<journey.count).count { journey[$0].isCustomerContact }) }

  static let channels = perResolution(
    ComponentDescription(
      id: "channels-per-resolution", title: "Channels per resolution",
      summary: "How many channels a resolved journey took.",
      formula: """
        Mean number of distinct channels of journeys with status resolved; filed at their start, \
        provisional while time alone can resolve one of the day.
        """, requires: ["status", "channel"], source: "domain.md C6, C1 (one-contact resolution)",
      unit: .mean, isHighGood: false, group: .journeys)
  ) { Int64($0.row.channels) }

  static let switches = perJourney(
    ComponentDescription(
      id: "switch-rate", title: "Channel switch rate",
      summary: "The share of journeys that change the channel.",
      formula: "Journeys with channel_switches ≥ 1 ÷ journeys; filed at their start.",
      requires: ["channel_switches"], source: "domain.md C6 (channel-switch rate)", unit: .ratio,
      isHighGood: false, group: .journeys)
  ) { .share($0.row.channelSwitches > 0) }

  static let switchesOfSeveral = perJourney(
    ComponentDescription(
      id: "switch-rate-multi", title: "Channel switch rate of longer journeys",
      summary: "The share of journeys of several interactions that change the channel.",
      formula: """
        Journeys with channel_switches ≥ 1 ÷ journeys with interactions ≥ 2; filed at their start.
        """, requires: ["channel_switches", "interactions"],
      source: "domain.md C6 (channel-switch rate)", unit: .ratio, isHighGood: false,
      group: .journeys)
  ) { $0.row.interactions < 2 ? .none : .share($0.row.channelSwitches > 0) }

  static let forcedSwitches = switches(
    isForced: true, id: "forced-switch-rate", title: "Forced switch rate",
    rule: "with a finding forced-switch")

  static let preferredSwitches = switches(
    isForced: false, id: "preferred-switch-rate", title: "Preferred switch rate",
    rule: "with channel_switches ≥ 1 and no finding forced-switch")

  private static func switches(
    isForced: Bool, id: String, title: String, rule: String
  ) -> Measure {
    let detector = Detectors.number(of: ForcedSwitch.description.id)
    return Measure(
      ComponentDescription(
        id: id, title: title,
        summary: isForced
          ? "The share of journeys that had to change the channel because a contact failed."
          : "The share of journeys that change the channel though nothing failed.",
        formula: "Journeys \(rule) ÷ journeys; filed at their start.",
        requires: ["channel_switches", "findings: forced-switch"],
        source: "domain.md C6, F3 (forced and preferred)", unit: .ratio,
        isHighGood: isForced ? false : nil, group: .journeys),
      customer: { customer, counted in
        let forced = NumberSet(
          customer.findings.lazy.filter { $0.detector == detector && $0.isActive }.map(\.journey))
        customer.forEachJourney { journey in
          let isHit = forced.contains(journey.number)
          let isPreferred = journey.row.channelSwitches > 0 && !isHit
          counted(.share(isForced ? isHit : isPreferred), CountedPlace(journey.row))
        }
      })
  }

  static let effort = perJourney(
    ComponentDescription(
      id: "effort", title: "Effort",
      summary: "The effort score of journeys, from 0 to 100.",
      formula: """
        Mean effort_score of all journeys, those without friction included; filed at their start.
        """, requires: ["effort_score"], source: "domain.md F (effort)", unit: .mean,
      isHighGood: false, group: .journeys, isHeadline: true)
  ) { .measured(Int64($0.effort.score)) }

  /// A number of each resolved journey.
  private static func perResolution(
    _ description: ComponentDescription, _ number: @escaping @Sendable (JourneyView) -> Int64
  ) -> Measure {
    perJourney(description) {
      $0.row.status == .resolved ? .measured(number($0)) : $0.notYet
    }
  }

  private static func perJourney(
    _ description: ComponentDescription, _ rule: @escaping @Sendable (JourneyView) -> Count
  ) -> Measure {
    Measure(
      description,
      customer: { customer, counted in
        customer.forEachJourney { counted(rule($0), CountedPlace($0.row)) }
      })
  }
}

extension JourneyView {
  /// Nothing, and that it may change where the journey may be closed by time alone.
  var notYet: Count { row.isProvisional ? .pending : .none }
}
