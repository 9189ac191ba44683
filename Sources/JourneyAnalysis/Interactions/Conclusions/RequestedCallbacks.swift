import JourneyModel

/// Recognises who left a queue because they asked to be called back.
///
/// The contact that was queued rarely says so itself: a contact flow just ends it. What says it is
/// the callback, which names the contact it answers. Such a contact was not given up, and its
/// outcome is the callback's own: callbacks are not abandoned.
enum RequestedCallbacks {
  /// Takes back that nobody answered an interaction that a callback names.
  static func settle(
    _ range: RowRange<InteractionRow>, in partition: inout Partition, _ names: inout NameIndex
  ) {
    let isNamed = range.numbers.contains { number in
      partition.vertices.links[partition.interactions[number].links]
        .contains { $0.kind == .callbackOf }
    }
    guard isNamed else { return }
    names.prepare(range, of: partition)
    for number in range.numbers {
      for link in partition.vertices.links[partition.interactions[number].links]
      where link.kind == .callbackOf {
        guard let found = names.resolve(link.target) else { continue }
        partition.interactions.update(Int(range.first) + found) { row in
          if row.outcome == .abandoned || row.outcome == .missed { row.outcome = nil }
        }
      }
    }
  }
}
