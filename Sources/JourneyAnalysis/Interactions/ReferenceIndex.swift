import JourneyModel

/// Finds who is meant by a reference: by its exact name, else by its name without the kind.
///
/// Where several things share a loose name, the one with the smallest exact name is meant, so the
/// answer does not depend on the order in which they were added.
struct ReferenceIndex {
  private struct Entry {
    var hash: StableHash128
    var exact: StableHash128
    var place: Int
  }

  private var exact: [Entry] = []
  private var loose: [Entry] = []

  /// Forgets all references and keeps the memory.
  mutating func removeAll() {
    exact.removeAll(keepingCapacity: true)
    loose.removeAll(keepingCapacity: true)
  }

  /// Adds what is at a position, by its name.
  mutating func append(_ reference: InteractionReference, _ position: Int) {
    exact.append(Entry(hash: reference.exact, exact: reference.exact, place: position))
    loose.append(Entry(hash: reference.loose, exact: reference.exact, place: position))
  }

  /// Makes ready for `resolve` once all are added.
  mutating func sort() {
    if exact.count < 2 { return }
    exact.sort { $0.hash != $1.hash ? $0.hash < $1.hash : $0.place < $1.place }
    loose.sort { left, right in
      if left.hash != right.hash { return left.hash < right.hash }
      return left.exact != right.exact ? left.exact < right.exact : left.place < right.place
    }
  }

  /// The position of what is meant; nil if nothing of that name is known.
  func resolve(_ reference: InteractionReference) -> Int? {
    if !reference.exact.isZero, let place = ReferenceIndex.find(reference.exact, in: exact) {
      return place
    }
    return reference.loose.isZero ? nil : ReferenceIndex.find(reference.loose, in: loose)
  }

  /// The position of what has a loose name, if nothing else has it.
  func resolveOnly(_ reference: InteractionReference) -> Int? {
    let first = ReferenceIndex.lowerBound(of: reference.loose, in: loose)
    guard first < loose.count, loose[first].hash == reference.loose else { return nil }
    let isOne = first + 1 == loose.count || loose[first + 1].hash != reference.loose
    return isOne ? loose[first].place : nil
  }

  private static func find(_ hash: StableHash128, in entries: [Entry]) -> Int? {
    let first = lowerBound(of: hash, in: entries)
    return first < entries.count && entries[first].hash == hash ? entries[first].place : nil
  }

  private static func lowerBound(of hash: StableHash128, in entries: [Entry]) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
