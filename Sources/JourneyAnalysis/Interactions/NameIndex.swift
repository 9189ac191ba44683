import JourneyModel

/// Finds which of a customer's interactions a reference means, by the names of its legs.
///
/// It is made once for a customer, if anything asks, and keeps its memory for the next one.
struct NameIndex {
  private var references = ReferenceIndex()
  private var isPrepared = false

  /// Forgets the customer before.
  mutating func removeAll() { isPrepared = false }

  /// Indexes the customer's interactions, unless that is done; positions count from the first.
  mutating func prepare(
    _ range: RowRange<InteractionRow>, of partition: borrowing Partition
  ) {
    if isPrepared { return }
    isPrepared = true
    references.removeAll()
    for (position, number) in range.numbers.enumerated() {
      for name in partition.names[partition.interactions[number].names] {
        references.append(name, position)
      }
    }
    references.sort()
  }

  /// The position of the interaction that is meant; nil if none of that name is known.
  func resolve(_ reference: InteractionReference) -> Int? {
    precondition(isPrepared, "references are resolved among interactions that are indexed")
    return references.resolve(reference)
  }
}
