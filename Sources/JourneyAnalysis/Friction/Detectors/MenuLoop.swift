package import JourneyModel

/// F12: the customer went round in a menu.
package struct MenuLoop: FrictionDetector {
  package static let description = ComponentDescription(
    id: "menu-loop", number: "F12", title: "Menu loop",
    summary: "The customer went round in a menu or was not understood by it.",
    formula: """
      The choice of one menu entry for the so manieth time in one contact, or the so manieth input \
      that the menu did not understand. One hit per contact. 8 points.
      """,
    parameters: [
      ParameterDescription(
        name: "same", summary: "How many choices of one entry are a loop.",
        unit: .count, defaultValue: 3, allowed: 2...100),
      ParameterDescription(
        name: "failed", summary: "How many inputs that are not understood are friction.",
        unit: .count, defaultValue: 2, allowed: 1...100),
    ], requires: ["events: ivr-selected with value, or ivr-failed"],
    activities: [.ivrSelected, .ivrFailed],
    source: "IVR containment and no-match rates (ITU-T P.851; NICE)")
  package static let family = FrictionFamily.digital
  package static let rules = ["the choice of number {limit}", "the failure of number {limit}"]

  private let same: Int64
  private let failed: Int64

  package init(_ parameters: ParameterValues) {
    same = parameters.declared("same", of: Self.description)
    failed = parameters.declared("failed", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where isInMenu(contact) {
      var choices: [Symbol: Int64] = [:]
      var failures: Int64 = 0
      for event in contact.events {
        var isLoop = false
        switch event.activity {
        case .ivrSelected where !event.value.isNone:
          choices[event.value, default: 0] += 1
          isLoop = choices[event.value] == same
        case .ivrFailed: failures += Int64(event.count ?? 1)
        default: continue
        }
        guard isLoop || failures >= failed else { continue }
        var hit = Hit(contact, at: event.at)
        hit.finding.points = 8
        hit.finding.limit = isLoop ? same : failed
        hit.finding.place = event.value.or(contact.place)
        hit.finding.variant = isLoop ? 0 : 1
        hit.prove(event, rule: isLoop ? 0 : 1)
        found(hit)
        break
      }
    }
  }

  /// Whether there are inputs enough for either.
  private func isInMenu(_ contact: Contact) -> Bool {
    var inputs: Int64 = 0
    for event in contact.events {
      switch event.activity {
      case .ivrSelected: inputs += 1
      case .ivrFailed: return true
      default: break
      }
    }
    return inputs >= same
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    if finding.variant == 0 {
      text.write("chose ")
      text.write(finding.place)
      text.write(" \(finding.limit) times")
    } else {
      text.write("was not understood by the menu \(finding.limit) times")
    }
  }
}
