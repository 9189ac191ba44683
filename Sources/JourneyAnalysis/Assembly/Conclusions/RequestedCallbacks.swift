import JourneyModel

/// Recognises who left a queue because they asked to be called back.
///
/// The contact that was queued rarely says so itself: a contact flow just ends it. What says it is
/// the callback, which names the contact it answers. Such a contact was not abandoned, and its
/// outcome is the callback's own (`domain.md` C2: callbacks are not abandoned).
enum RequestedCallbacks {
  /// Takes back the outcome of every abandoned interaction that a callback names.
  static func settle(_ items: inout [AssembledInteraction]) {
    let isNamed = items.contains { item in item.links.contains { $0.kind == .callbackOf } }
    guard isNamed else { return }
    var owners: [Int] = []
    var references: [InteractionReference?] = []
    for (place, item) in items.enumerated() {
      owners += item.references.map { _ in place }
      references += item.references.map { $0 }
    }
    let index = ReferenceIndex(references)
    for link in items.flatMap(\.links) where link.kind == .callbackOf {
      guard let found = index.resolve(link.target),
        items[owners[found]].interaction.outcome == .abandoned
      else { continue }
      items[owners[found]].interaction.outcome = nil
    }
  }
}
