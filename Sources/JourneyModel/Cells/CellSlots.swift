/// Finds tallies by the hash of their key: an open hash table with linear probing.
struct SlotTable: ~Copyable {
  /// 32 bits of hash and the number of a tally.
  struct Entry: BitwiseCopyable {
    /// Upper bits of the hash, so that other keys are seldom looked at.
    var tag: UInt32
    fileprivate var numberFromOne: UInt32
    /// The tally's number; `.max` in a free slot.
    var tally: UInt32 { numberFromOne &- 1 }
  }

  private var entries = RowList<Entry>(repeating: Entry(tag: 0, numberFromOne: 0), count: 1 << 10)
  private var used = 0

  var byteCount: Int { entries.byteCount }

  /// The bits that are kept of a hash; a larger table uses more of them to find the slot.
  static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

  /// The entry of a slot; nil if it is free.
  subscript(slot: Int) -> Entry? {
    let entry = entries[slot]
    return entry.numberFromOne == 0 ? nil : entry
  }

  /// The tally in the slot to look at first if it is likely the right one; `.max` if not.
  func guess(_ hash: UInt64) -> UInt32 {
    let entry = entries[first(hash)]
    return entry.tag == SlotTable.tag(hash) ? entry.tally : .max
  }

  /// The number under a hash for which a condition holds, or the free slot where it belongs.
  func search(_ hash: UInt64, where isWanted: (Int) -> Bool) -> (number: Int?, free: Int) {
    var slot = first(hash)
    while let entry = self[slot] {
      if entry.tag == SlotTable.tag(hash), isWanted(Int(entry.tally)) {
        return (Int(entry.tally), slot)
      }
      slot = next(slot)
    }
    return (nil, slot)
  }

  /// The slot to look at first.
  func first(_ hash: UInt64) -> Int { Int(SlotTable.tag(hash)) & (entries.count - 1) }

  /// The slot to look at next.
  func next(_ slot: Int) -> Int { (slot + 1) & (entries.count - 1) }

  /// Fills a free slot; afterwards no slot found before is of use.
  mutating func insert(_ tally: UInt32, _ hash: UInt64, at slot: Int) {
    entries[slot] = Entry(tag: SlotTable.tag(hash), numberFromOne: tally + 1)
    used += 1
    if used * 2 > entries.count { grow() }
  }

  /// Forgets all entries and the memory of a large table.
  mutating func removeAll() { self = SlotTable() }

  private mutating func grow() {
    var larger = RowList(repeating: Entry(tag: 0, numberFromOne: 0), count: entries.count * 2)
    let mask = larger.count - 1
    for entry in entries.all where entry.numberFromOne > 0 {
      var slot = Int(entry.tag) & mask
      while larger[slot].numberFromOne > 0 { slot = (slot + 1) & mask }
      larger[slot] = entry
    }
    entries = larger
  }
}

/// Counts values by tally and histogram bucket.
///
/// A value is only written down; when many are, they are sorted by radix and added to the sorted
/// counts. Looking each up in a table would wait for memory each time.
struct BucketLog: ~Copyable {
  /// A tally, above 20 bits of measure and bucket, and how many values.
  struct Entry: BitwiseCopyable {
    fileprivate var place: UInt64
    fileprivate(set) var count: Int64

    var tally: Int { Int(place >> 20) }
    var row: BucketRow { BucketRow(label: UInt32(place & (1 << 20 - 1)), count: count) }
  }

  private var counted = RowList<Entry>()
  private var waiting = RowList<UInt64>()
  private var spare = RowList<UInt64>()

  private static let leastWaiting = 1 << 16

  var byteCount: Int { counted.byteCount + 2 * waiting.byteCount }

  /// Notes a value in a bucket with its measure; it is counted when at least 2¹⁶ wait, or by
  /// `all`.
  mutating func add(_ bucket: UInt32, of tally: UInt32) {
    waiting.append(UInt64(tally) << 20 | UInt64(bucket))
    if waiting.count >= max(BucketLog.leastWaiting, counted.count) { count() }
  }

  /// What was counted, by tally and bucket, each once.
  mutating func all() -> RowSlice<Entry> {
    count()
    return counted.all
  }

  /// Forgets all counts and gives the memory back.
  mutating func removeAll() { self = BucketLog() }

  /// Adds what was written down to the counts.
  private mutating func count() {
    sortWaiting()
    var sum = RowList<Entry>()
    var old = 0
    var new = 0
    while new < waiting.count {
      let place = waiting[new]
      var end = new + 1
      while end < waiting.count, waiting[end] == place { end += 1 }
      while old < counted.count, counted[old].place < place {
        sum.append(counted[old])
        old += 1
      }
      var entry = Entry(place: place, count: Int64(end - new))
      if old < counted.count, counted[old].place == place {
        entry.count += counted[old].count
        old += 1
      }
      sum.append(entry)
      new = end
    }
    sum.append(contentsOf: counted.all[old..<counted.count])
    counted = sum
    waiting.removeAll()
  }

  /// Sorts by 11 bits at a time, the lowest first.
  private mutating func sortWaiting() {
    guard let most = waiting.all.max() else { return }
    var shift: UInt64 = 0
    while shift < 64, most >> shift > 0 {
      var starts = RowList<Int>(repeating: 0, count: 2049)
      for place in waiting.all { starts[Int(place >> shift & 2047) + 1] += 1 }
      for digit in 1...2048 { starts[digit] += starts[digit - 1] }
      spare.removeAll()
      spare.append(contentsOf: waiting.all)
      for place in waiting.all {
        let digit = Int(place >> shift & 2047)
        spare[starts[digit]] = place
        starts[digit] += 1
      }
      swap(&waiting, &spare)
      shift += 11
    }
  }
}

extension RowList {
  /// A list of equal rows.
  init(repeating row: Row, count: Int) {
    self.init()
    reserve(count)
    for _ in 0..<count { append(row) }
  }
}
