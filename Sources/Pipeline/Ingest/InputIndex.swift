internal import JourneyModel
internal import RecordStore

/// Which inputs have a property, by the hash of it: eight bytes an input.
///
/// Hashes may collide: whoever asks looks at what is found.
struct InputIndex: Sendable {
  /// Sorted by key, then by position.
  private var entries: [Entry] = []

  private struct Entry {
    var key: UInt32
    var position: UInt32
  }

  /// An index of inputs by the hashes of what they have.
  init(_ inputs: StoredInputs, by keys: (StoredInput) -> [Int]) {
    entries.reserveCapacity(inputs.count)
    for (position, input) in inputs.enumerated() {
      for key in keys(input) {
        entries.append(
          Entry(key: UInt32(truncatingIfNeeded: key), position: UInt32(position)))
      }
    }
    entries.sort { ($0.key, $0.position) < ($1.key, $1.position) }
  }

  /// The positions of inputs that may have something of this hash, in order, each once.
  func positions(of key: Int) -> [Int] {
    let key = UInt32(truncatingIfNeeded: key)
    let first = entries.partitioningIndex { entries[$0].key >= key }
    var positions: [Int] = []
    for entry in entries[first...].prefix(while: { $0.key == key })
    where positions.last != Int(entry.position) {
      positions.append(Int(entry.position))
    }
    return positions
  }

  /// The key of a property in one source, for as long as the process lives.
  static func key(_ property: some Hashable, _ source: SourceDescription) -> Int {
    var hasher = Hasher()
    hasher.combine(property)
    hasher.combine(source)
    return hasher.finalize()
  }
}
