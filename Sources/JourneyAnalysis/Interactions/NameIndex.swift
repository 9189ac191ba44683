import JourneyModel

/// Finds which of a customer's interactions a reference means, by the names of its legs.
struct NameIndex {
  private let references: ReferenceIndex
  private let owners: [Int]

  /// An index of interactions; positions are counted from the first.
  init(_ range: RowRange<InteractionRow>, of partition: borrowing Partition) {
    var owners: [Int] = []
    var names: [InteractionReference] = []
    for (position, number) in range.numbers.enumerated() {
      for name in partition.names[partition.interactions[number].names] {
        owners.append(position)
        names.append(name)
      }
    }
    self.owners = owners
    references = ReferenceIndex(names)
  }

  /// The position of the interaction that is meant; nil if none of that name is known.
  func resolve(_ reference: InteractionReference) -> Int? {
    references.resolve(reference).map { owners[$0] }
  }
}
