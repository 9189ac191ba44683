/// Memory for the marks of JSON records; `JSONTape` describes what is in it.
struct JSONMarks: ~Copyable {
  /// Entries that may be written behind the capacity.
  static let slack = 64

  /// Where each mark stands.
  private(set) var offsets: UnsafeMutablePointer<UInt32>
  /// The byte of each mark, but a backslash for strings with escapes.
  private(set) var kinds: UnsafeMutablePointer<UInt8>
  /// The marks that close opening brackets.
  private(set) var closings: UnsafeMutablePointer<UInt32>
  /// Marks there is room for.
  private(set) var capacity: Int

  /// Room for so many marks.
  init(capacity: Int) {
    self.capacity = capacity
    offsets = .allocate(capacity: capacity + JSONMarks.slack)
    kinds = .allocate(capacity: capacity + JSONMarks.slack)
    closings = .allocate(capacity: capacity + JSONMarks.slack)
  }

  deinit {
    offsets.deallocate()
    kinds.deallocate()
    closings.deallocate()
  }

  /// Makes room for twice as many and keeps the first ones.
  mutating func grow(keeping count: Int) {
    var larger = JSONMarks(capacity: 2 * capacity)
    larger.offsets.update(from: offsets, count: count)
    larger.kinds.update(from: kinds, count: count)
    larger.closings.update(from: closings, count: count)
    swap(&self, &larger)
  }
}
