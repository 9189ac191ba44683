import JourneyModel

/// Finds which of a customer's interactions a reference means, by the names of its legs.
///
/// It is made once for a customer, if anything asks, and keeps its memory for the next one.
struct NameIndex {
  private var references = ReferenceIndex()
  private var isPrepared = false
  /// The interactions by the ids that texts quote.
  private var quotable = ReferenceIndex()
  private var isQuotable = false

  /// Forgets the customer before.
  mutating func removeAll() {
    isPrepared = false
    isQuotable = false
  }

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

  /// Indexes the customer's interactions by what texts call them, unless that is done.
  mutating func prepareQuotes(
    _ range: RowRange<InteractionRow>, of partition: borrowing Partition
  ) {
    if isQuotable { return }
    isQuotable = true
    quotable.removeAll()
    for (position, number) in range.numbers.enumerated() {
      let id = partition.vertices.texts[partition.interactions[number].nativeID]
      quotable.append(QuotedID.reference(id.bytes), position)
    }
    quotable.sort()
  }

  /// The position of the one interaction whose id a text quotes; nil if none or several have it.
  func resolveQuote(_ reference: InteractionReference) -> Int? {
    precondition(isQuotable, "quotes are resolved among interactions that are indexed")
    return quotable.resolveOnly(reference)
  }

  /// The position of the interaction that is meant; nil if none of that name is known.
  func resolve(_ reference: InteractionReference) -> Int? {
    precondition(isPrepared, "references are resolved among interactions that are indexed")
    return references.resolve(reference)
  }
}
