package import JourneyModel

/// Talk, hold and after-contact work of handled interactions.
package struct HandleTimeMeasure: ContactMeasure {
  /// How the measure describes itself.
  package static let description = ComponentDescription(
    id: "handle-time", title: "Handle time",
    summary: "Talk, hold and after-contact work of handled interactions.",
    formula: """
      talk_ms + hold_ms + wrap_ms of interactions with outcome handled and known talk time, all \
      legs together; filed at the start.
      """, requires: ["talk_ms"], source: "domain.md C2 (AHT), per contact", unit: .milliseconds)

  package init() {}

  /// One measured time per handled interaction.
  package func count(_ contact: Contact) -> Count {
    let row = contact.row
    guard row.outcome == .handled, let talk = row.talkMilliseconds else { return .none }
    return .measured(talk + (row.holdMilliseconds ?? 0) + (row.wrapMilliseconds ?? 0))
  }
}
