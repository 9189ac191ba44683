import CivilTime
package import JourneyModel

/// F07: the customer was on hold for long, or again and again.
package struct LongHold: FrictionDetector {
  package static let description = ComponentDescription(
    id: "long-hold", number: "F07", title: "Long hold",
    summary: "The customer was on hold for long, or again and again.",
    formula: """
      hold_ms > longest, or one hold > single, or at least so many holds, or more than the share \
      of the talk. 6 points, 10 from twice the longest. Severity 2 from 10 minutes, else 1. Costs \
      what exceeds 30 s.
      """,
    parameters: [
      ParameterDescription(
        name: "longest", summary: "The longest time on hold in a contact that is no friction.",
        unit: .milliseconds, defaultValue: 120 * Milliseconds.second,
        allowed: 0...Milliseconds.day),
      ParameterDescription(
        name: "single", summary: "The longest single hold that is no friction.",
        unit: .milliseconds, defaultValue: 90 * Milliseconds.second,
        allowed: 0...Milliseconds.day),
      ParameterDescription(
        name: "times", summary: "How many holds of a contact are friction.",
        unit: .count, defaultValue: 3, allowed: 1...1000),
      ParameterDescription(
        name: "share", summary: "The largest share of hold beside talk that is none.",
        unit: .permille, defaultValue: 250, allowed: 0...1000),
    ], requires: ["hold_ms"], activities: [.held],
    source: "hold time (COPC CX Standard): under 40 s on average")
  package static let family = FrictionFamily.wait
  package static let rules = ["held first", "hold_ms > {limit}", "holds", "of so much talk"]

  private let longest: Int64
  private let single: Int64
  private let times: Int64
  private let share: Int64

  package init(_ parameters: ParameterValues) {
    longest = parameters.declared("longest", of: Self.description)
    single = parameters.declared("single", of: Self.description)
    times = parameters.declared("times", of: Self.description)
    share = parameters.declared("share", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for contact in journey.contacts where contact.row.isLive && contact.row.holds > 0 {
      let row = contact.row
      let (hold, talk) = (row.holdMilliseconds ?? 0, row.talkMilliseconds ?? 0)
      let isShare = row.talkMilliseconds != nil && hold * 1000 > share * talk
      let isLong = hold > longest || contact.events.contains(where: isLongSingle)
      guard isLong || Int64(row.holds) >= times || isShare,
        let held = contact.events.first(where: { $0.activity == .held })
      else { continue }
      var hit = Hit(contact, at: contact.firstAnswered?.at ?? held.at)
      hit.finding.points = hold > 2 * longest ? 10 : 6
      hit.finding.severity = hold >= 10 * Milliseconds.minute ? 2 : 1
      hit.claim.hold = max(0, hold - 30 * Milliseconds.second)
      hit.finding.measured = hold
      hit.finding.limit = longest
      hit.finding.place = contact.place
      hit.finding.variant = UInt8(clamping: row.holds)
      hit.prove(held, rule: 0)
      if hold > longest { hit.prove(.holdMs, hold, of: held.record, rule: 1) }
      hit.prove(.holds, Int64(row.holds), of: held.record, rule: 2)
      if isShare { hit.prove(.talkMs, talk, of: row.record, rule: 3) }
      found(hit)
    }
  }

  /// Whether an event is one hold of too long; one that tells of several says nothing of each.
  private func isLongSingle(_ event: EventRow) -> Bool {
    event.activity == .held && event.count ?? 1 == 1 && event.durationMilliseconds ?? 0 > single
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("was on hold ")
    text.write(finding.variant == 1 ? "once" : "\(finding.variant) times")
    text.write(", ")
    text.write(duration: finding.measured)
    text.write(" together")
  }
}
