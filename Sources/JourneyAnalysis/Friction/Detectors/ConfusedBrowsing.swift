import CivilTime
package import JourneyModel

/// F27: the customer came back to one page again and again, and then made contact.
package struct ConfusedBrowsing: FrictionDetector {
  package static let description = ComponentDescription(
    id: "confused-browsing", number: "F27", title: "Confused browsing",
    summary: "The customer came to one page again and again, and then made contact.",
    formula: """
      A visit in which one page or one search was seen so many times, and a contact of the \
      customer at most the window after the last of them. 6 points.
      """,
    parameters: [
      ParameterDescription(
        name: "views", summary: "How many views of one page are confusion.",
        unit: .count, defaultValue: 3, allowed: 2...100),
      ParameterDescription(
        name: "window", summary: "The longest time from the last view to the contact.",
        unit: .milliseconds, defaultValue: 30 * Milliseconds.minute,
        allowed: 0...Milliseconds.day),
    ], requires: ["events: visited, viewed-article or searched, with value"],
    activities: [.visited, .viewedArticle, .searched],
    source: "web analytics of calls (CEB, 2013)")
  package static let family = FrictionFamily.digital
  package static let rules = ["seen {limit} times", "made contact"]

  private let views: Int64
  private let window: Int64

  package init(_ parameters: ParameterValues) {
    views = parameters.declared("views", of: Self.description)
    window = parameters.declared("window", of: Self.description)
  }

  package func inspect(_ journey: JourneyView, _ found: (Hit) -> Void) {
    for visit in journey.contacts where visit.row.kind == .visit {
      // Most visits are followed by nothing, which is looked at first.
      guard nextContact(after: visit, since: visit.row.startedAt) != nil,
        let last = repeatedView(in: visit.events),
        let next = nextContact(after: visit, since: last.at)
      else { continue }
      let gap = next.row.startedAt.milliseconds(since: last.at)
      guard gap <= window else { continue }
      var hit = Hit(visit, at: last.at)
      hit.finding.points = 6
      hit.finding.measured = gap
      hit.finding.limit = views
      hit.finding.place = visit.place
      hit.prove(last, rule: 0)
      hit.prove(.startedAt, next.row.startedAt.microseconds, of: next.row.record, rule: 1)
      found(hit)
    }
  }

  /// The customer's next contact within the window.
  private func nextContact(after visit: Contact, since instant: Instant) -> Contact? {
    let customer = visit.customer
    var position = visit.position + 1
    while position < customer.count {
      let next = customer[position]
      let start = next.row.startedAt
      if start.milliseconds(since: max(instant, visit.row.lastMoment)) > window { return nil }
      if start >= instant, next.isCustomerContact { return next }
      position += 1
    }
    return nil
  }

  /// The last view of the page that was first seen too often.
  private func repeatedView(in events: RowSlice<EventRow>) -> EventRow? {
    var seen: [Symbol: Int64] = [:]
    var page = Symbol.none
    var last: EventRow?
    for event in events where !event.value.isNone {
      switch event.activity {
      case .visited, .viewedArticle, .searched: seen[event.value, default: 0] += 1
      default: continue
      }
      if page.isNone, seen[event.value] == views { page = event.value }
      if event.value == page { last = event }
    }
    return last
  }

  package func write(_ finding: FindingRow, to text: inout FindingWriter) {
    text.write("saw one page \(finding.limit) times or more and made contact ")
    text.write(duration: finding.measured)
    text.write(" later")
  }
}
