package import JourneyModel

/// The share of contacts that no other contact about the same thing follows within seven days.
package struct FirstContactResolution: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "fcr-7d", title: "First contact resolution, 7 days",
    summary: "The share of contacts that no other about the same thing follows within 7 days.",
    formula: """
      Contacts of known customers (inbound, no visits and tasks, no tickets that document a \
      linked contact or were merged into another, outcome not abandoned, missed or open) \
      without a later contact of the same reason that starts within 7 × 24 hours of their \
      start, and not said to be unresolved by their source ÷ such contacts. Unknown reasons are \
      one reason. Forward looking, filed at the start; provisional until the day and 7 more days \
      are over.
      """, requires: ["reason", "started_at"], source: "domain.md C1 (FCR-NR), W = 7 days",
    unit: .ratio, isHighGood: true)

  package init() {}

  private static let days: Int32 = 7

  /// A share per contact of a customer that can be recognised.
  package func count(_ contact: Contact) -> Count {
    let customer = contact.customer
    guard !customer.isAnonymous, contact.isCustomerContact, contact.row.wasServed else {
      return .none
    }
    let window = Int64(FirstContactResolution.days) * Milliseconds.day
    let next = customer.reasons.nextContact(after: contact.position, within: window)
    let isResolved = next == nil && contact.row.resolution != .unresolved
    return .share(isResolved, finalAfter: FirstContactResolution.days)
  }
}

extension InteractionRow {
  /// Whether the contact was one that could have resolved something.
  fileprivate var wasServed: Bool {
    switch outcome {
    case .abandoned, .missed, .open: false
    case .handled, .contained, .voicemail, nil: true
    }
  }
}
