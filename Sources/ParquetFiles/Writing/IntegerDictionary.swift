/// The distinct numbers of a column chunk in the order in which they first occur.
struct IntegerDictionary {
  /// The distinct numbers.
  private(set) var entries: [Int64] = []
  /// For each number of the chunk the position of its entry.
  private(set) var indices: [UInt32] = []

  /// The dictionary of numbers; nil if it would have more than `maximumCount` entries.
  init?(_ numbers: [Int64], maximumCount: Int) {
    var slots = DictionarySlots()
    indices.reserveCapacity(numbers.count)
    for number in numbers {
      if let last = indices.last, entries[Int(last)] == number {
        indices.append(last)
        continue
      }
      var probe = slots.probe(DictionarySlots.hash(number))
      var found = slots.nextCandidate(&probe)
      while let entry = found, entries[entry] != number { found = slots.nextCandidate(&probe) }
      if found == nil {
        guard !probe.isExhausted, entries.count < maximumCount else { return nil }
        slots.insert(entries.count, at: probe)
        entries.append(number)
      }
      indices.append(UInt32(found ?? entries.count - 1))
    }
  }
}
