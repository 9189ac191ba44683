internal import JourneyModel
internal import RecordStore

/// Which inputs have a property, by the hash of it: sixteen bytes an input.
///
/// Hashes may collide: whoever asks looks at what is found.
struct InputIndex: Sendable {
  /// Sorted by key, then by position.
  private var entries: [(key: Int, position: Int)] = []

  /// An index of inputs by their keys; those without one are not in it.
  init(_ inputs: [StoredInput], by key: (StoredInput) -> Int?) {
    for (position, input) in inputs.enumerated() {
      if let key = key(input) { entries.append((key, position)) }
    }
    entries.sort { $0 < $1 }
  }

  /// The positions of the inputs with a key, in order.
  func positions(of key: Int?) -> [Int] {
    guard let key else { return [] }
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return entries[low...].prefix { $0.key == key }.map(\.position)
  }

  /// The key of a property in one source, for as long as the process lives.
  static func key(_ property: some Hashable, _ source: SourceDescription) -> Int {
    var hasher = Hasher()
    hasher.combine(property)
    hasher.combine(source)
    return hasher.finalize()
  }
}
