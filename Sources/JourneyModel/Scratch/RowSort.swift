/// A row with a total order.
///
/// `<` must tell apart all rows whose order matters: rows of which neither precedes the other come
/// out in no particular order.
@usableFromInline
package protocol SortableRow: BitwiseCopyable, Comparable {
  /// The first 64 bits of what the order is made of: a row of a smaller key precedes.
  ///
  /// Sorting is fast where keys are many and spread, as hashes and numbers are.
  var sortKey: UInt64 { get }
}

/// Sorts rows where they lie: by the bytes of their keys, most significant first (the "American
/// flag" of McIlroy, Bostic and McIlroy, Engineering Radix Sort, 1993), small pieces by insertion,
/// rows of one key by `<`.
///
/// Memory: 37 KiB. Rows that are in order already are only looked at.
@usableFromInline
package enum RowSort {
  /// Pieces of up to so many rows are sorted by insertion.
  @inlinable static var insertionLimit: Int { 24 }

  @inlinable
  package static func sort<Row: SortableRow>(_ rows: UnsafeMutableBufferPointer<Row>) {
    guard let first = rows.baseAddress, rows.count > 1 else { return }
    var different: UInt64 = 0
    var isSorted = true
    var previous = first[0].sortKey
    for index in 1..<rows.count {
      let key = first[index].sortKey
      different |= key ^ previous
      if key < previous || (key == previous && first[index] < first[index - 1]) {
        isSorted = false
      }
      previous = key
    }
    if isSorted { return }
    if different == 0 { return compare(rows) }
    let shift = max(0, 56 - different.leadingZeroBitCount)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 9 * 512) { places in
      guard let room = places.baseAddress else { return }
      spread(rows, shift: shift, room)
    }
  }

  /// Sorts rows whose keys differ only in the eight bits from `shift` on and below.
  ///
  /// - Parameter room: For each of 256 digits the next place and the end, and behind that the room
  ///   of the next digit.
  @inlinable
  static func spread<Row: SortableRow>(
    _ rows: UnsafeMutableBufferPointer<Row>, shift: Int, _ room: UnsafeMutablePointer<Int>
  ) {
    guard rows.count > insertionLimit, let first = rows.baseAddress else { return insert(rows) }
    let next = room
    let end = room + 256
    end.update(repeating: 0, count: 256)
    for index in 0..<rows.count { end[digit(first[index], shift)] += 1 }
    var place = 0
    for digit in 0..<256 {
      next[digit] = place
      place += end[digit]
      end[digit] = place
    }
    move(first, shift: shift, next: next, end: end)
    var start = 0
    for digit in 0..<256 {
      let piece = UnsafeMutableBufferPointer(start: first + start, count: end[digit] - start)
      start = end[digit]
      if piece.count < 2 { continue }
      if shift == 0 { compare(piece) } else { spread(piece, shift: max(0, shift - 8), room + 512) }
    }
  }

  /// Sorts rows of one key.
  @inlinable
  static func compare<Row: SortableRow>(_ rows: UnsafeMutableBufferPointer<Row>) {
    var rows = rows
    rows.sort()
  }

  /// Brings every row to the piece of its digit.
  @inlinable
  static func move<Row: SortableRow>(
    _ first: UnsafeMutablePointer<Row>, shift: Int, next: UnsafeMutablePointer<Int>,
    end: UnsafeMutablePointer<Int>
  ) {
    for home in 0..<256 {
      while next[home] < end[home] {
        var row = first[next[home]]
        var place = digit(row, shift)
        while place != home {
          swap(&row, &first[next[place]])
          next[place] += 1
          place = digit(row, shift)
        }
        first[next[home]] = row
        next[home] += 1
      }
    }
  }

  @inlinable @inline(__always)
  static func digit<Row: SortableRow>(_ row: Row, _ shift: Int) -> Int {
    Int(truncatingIfNeeded: row.sortKey >> UInt64(shift)) & 255
  }

  @inlinable @inline(__always)
  static func precedes<Row: SortableRow>(_ left: Row, _ right: Row) -> Bool {
    let (one, other) = (left.sortKey, right.sortKey)
    return one != other ? one < other : left < right
  }

  @inlinable
  static func insert<Row: SortableRow>(_ rows: UnsafeMutableBufferPointer<Row>) {
    guard let first = rows.baseAddress, rows.count > 1 else { return }
    for index in 1..<rows.count {
      let row = first[index]
      var place = index
      while place > 0, precedes(row, first[place - 1]) {
        first[place] = first[place - 1]
        place -= 1
      }
      first[place] = row
    }
  }
}
