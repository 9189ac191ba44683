/// Rows of fixed size, back to back: what every stage between the store and the release hands on.
///
/// Rows are `BitwiseCopyable`: they hold numbers only, never a `String`, an array or a reference,
/// so the layout in memory is the layout in scratch space, and reading a list back is one copy.
/// A list owns its memory and is moved, never copied by accident; a `RowSlice` lends a part of it.
@frozen @usableFromInline
package struct RowList<Row: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Row>
  @usableFromInline var capacity: Int
  @usableFromInline package internal(set) var count: Int

  @inlinable
  package init() {
    // Nothing is read or written there.
    base = UnsafeMutableRawPointer(bitPattern: MemoryLayout<Row>.alignment)!
      .assumingMemoryBound(to: Row.self)
    capacity = 0
    count = 0
  }

  @inlinable deinit {
    if capacity > 0 { base.deallocate() }
  }

  /// Whether there is no row.
  @inlinable package var isEmpty: Bool { count == 0 }

  /// The number the next row will have.
  @inlinable package var end: RowID<Row> { RowID(count) }

  /// The row of a number.
  @inlinable
  package subscript(index: Int) -> Row {
    get {
      precondition(index >= 0 && index < count, "a row is looked up inside its list")
      return base[index]
    }
    set {
      precondition(index >= 0 && index < count, "a row is changed inside its list")
      base[index] = newValue
    }
  }

  /// The row of an id.
  @inlinable
  package subscript(id: RowID<Row>) -> Row {
    get { self[Int(id.number)] }
    set { self[Int(id.number)] = newValue }
  }

  /// The rows of a range; they stay where they are until the list grows.
  @inlinable
  package subscript(range: RowRange<Row>) -> RowSlice<Row> {
    precondition(
      Int(range.first) + Int(range.count) <= count, "a range of rows lies inside its list")
    return RowSlice(base: base + Int(range.first), count: Int(range.count))
  }

  /// All rows; they stay where they are until the list grows.
  @inlinable package var all: RowSlice<Row> { RowSlice(base: base, count: count) }

  /// Changes a row where it lies.
  @inlinable
  package mutating func update<Answer>(
    _ index: Int, _ body: (inout Row) -> Answer
  ) -> Answer {
    precondition(index >= 0 && index < count, "a row is changed inside its list")
    return body(&base[index])
  }

  /// Appends a row; slices taken before are invalid if the list has to grow.
  @inlinable
  package mutating func append(_ row: Row) {
    if count == capacity { grow(to: count + 1) }
    base[count] = row
    count += 1
  }

  /// Appends rows, which may lie in this list, and returns where they are.
  @inlinable
  @discardableResult
  package mutating func append(contentsOf rows: RowSlice<Row>) -> RowRange<Row> {
    let range = RowRange<Row>(first: count, count: rows.count)
    if rows.count == 0 { return range }
    if count + rows.count > capacity {
      let isInside = rows.base >= UnsafePointer(base) && rows.base < UnsafePointer(base + count)
      let offset = isInside ? rows.base - UnsafePointer(base) : 0
      grow(to: count + rows.count)
      let source = isInside ? UnsafePointer(base + offset) : rows.base
      (base + count).update(from: source, count: rows.count)
    } else {
      (base + count).update(from: rows.base, count: rows.count)
    }
    count += rows.count
    return range
  }

  /// Appends the rows that bytes hold; there are whole rows of them.
  @inlinable
  package mutating func append(bytes: UnsafeRawBufferPointer) {
    let added = bytes.count / MemoryLayout<Row>.stride
    precondition(added * MemoryLayout<Row>.stride == bytes.count, "bytes hold whole rows")
    if added == 0 { return }
    if count + added > capacity { grow(to: count + added) }
    UnsafeMutableRawPointer(base + count).copyMemory(
      from: bytes.baseAddress!, byteCount: bytes.count)
    count += added
  }

  /// Appends so many rows whose bytes the caller fills in before anything else is done.
  @inlinable
  package mutating func appendRoom(for added: Int) -> UnsafeMutableRawBufferPointer {
    if count + added > capacity { grow(to: count + added) }
    defer { count += added }
    return UnsafeMutableRawBufferPointer(
      start: base + count, count: added * MemoryLayout<Row>.stride)
  }

  /// Forgets the rows from a number on.
  @inlinable
  package mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "a list is cut to fewer rows")
    count = newCount
  }

  /// Forgets the rows and keeps the memory.
  @inlinable package mutating func removeAll() { count = 0 }

  /// Sorts the rows of a range.
  @inlinable
  package mutating func sort(_ range: RowRange<Row>, by precedes: (Row, Row) -> Bool) {
    precondition(Int(range.first) + Int(range.count) <= count, "rows are sorted inside their list")
    var rows = UnsafeMutableBufferPointer(start: base + Int(range.first), count: Int(range.count))
    rows.sort(by: precedes)
  }

  @inlinable
  package mutating func sort(by precedes: (Row, Row) -> Bool) {
    sort(RowRange(first: 0, count: count), by: precedes)
  }

  /// Lends the bytes of all rows.
  @inlinable
  package func withBytes<Answer, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try body(UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Row>.stride))
  }

  /// The bytes the rows take.
  @inlinable package var byteCount: Int { count * MemoryLayout<Row>.stride }

  /// Grows by half where much is moved: old and new memory are there at once.
  @inlinable
  mutating func grow(to needed: Int) {
    let isLarge = capacity * MemoryLayout<Row>.stride >= 1 << 20
    move(to: Swift.max(needed, isLarge ? capacity / 2 * 3 : capacity * 2, 16))
  }

  /// Makes room for so many rows in all, and for no more if it has to grow.
  @inlinable
  package mutating func reserve(_ needed: Int) {
    if needed > capacity { move(to: needed) }
  }

  @inlinable
  mutating func move(to newCapacity: Int) {
    let memory = UnsafeMutablePointer<Row>.allocate(capacity: newCapacity)
    memory.update(from: base, count: count)
    if capacity > 0 { base.deallocate() }
    base = memory
    capacity = newCapacity
  }
}

extension RowList: @unchecked Sendable where Row: Sendable {}

/// The number of a row in the list of its kind.
@frozen @usableFromInline
package struct RowID<Row>: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// The number, from 0.
  @usableFromInline package var number: UInt32

  /// The row of a number.
  @inlinable package init(_ number: Int) { self.number = UInt32(number) }

  /// Stands for no row; it sorts behind every row.
  @inlinable package static var none: RowID { RowID(raw: .max) }

  /// Whether this is `none`.
  @inlinable package var isNone: Bool { number == .max }

  @inlinable init(raw: UInt32) { number = raw }

  @inlinable
  package static func < (left: RowID, right: RowID) -> Bool { left.number < right.number }
}

/// A run of rows in the list of their kind.
@frozen @usableFromInline
package struct RowRange<Row>: Hashable, BitwiseCopyable, Sendable {
  /// The number of the first row.
  @usableFromInline package var first: UInt32
  @usableFromInline package var count: UInt32

  /// A run of known ends.
  @inlinable
  package init(first: Int, count: Int) {
    self.first = UInt32(first)
    self.count = UInt32(count)
  }

  @inlinable package static var empty: RowRange { RowRange(first: 0, count: 0) }

  /// Whether there is no row.
  @inlinable package var isEmpty: Bool { count == 0 }

  /// The numbers of the rows.
  @inlinable package var numbers: Range<Int> { Int(first)..<(Int(first) + Int(count)) }

  /// The same rows in a list they were appended to behind so many others.
  @inlinable
  package func shifted(by rows: Int) -> RowRange {
    RowRange(first: Int(first) + rows, count: Int(count))
  }
}

/// Rows that somebody else owns and keeps where they are while they are looked at.
@frozen @usableFromInline
package struct RowSlice<Row: BitwiseCopyable>: RandomAccessCollection, BitwiseCopyable {
  @usableFromInline let base: UnsafePointer<Row>
  @usableFromInline package let count: Int

  @inlinable
  init(base: UnsafePointer<Row>, count: Int) {
    self.base = base
    self.count = count
  }

  /// The number of the first row.
  @inlinable package var startIndex: Int { 0 }
  /// One more than the number of the last row.
  @inlinable package var endIndex: Int { count }

  /// The numbers of all rows.
  @inlinable package var indices: Range<Int> { 0..<count }
  @inlinable package func index(after index: Int) -> Int { index + 1 }
  @inlinable package func index(before index: Int) -> Int { index - 1 }
  /// Goes to the next number.
  @inlinable package func formIndex(after index: inout Int) { index += 1 }
  /// Goes to the number before.
  @inlinable package func formIndex(before index: inout Int) { index -= 1 }
  /// The number so far away.
  @inlinable package func index(_ index: Int, offsetBy distance: Int) -> Int { index + distance }
  /// How far two numbers are apart.
  @inlinable package func distance(from start: Int, to end: Int) -> Int { end - start }

  /// Calls `body` with the place of each row, for rows too large to be copied for one field.
  @inlinable
  package func forEachPointer(_ body: (UnsafePointer<Row>) -> Void) {
    var row = base
    let end = base + count
    while row < end {
      body(row)
      row += 1
    }
  }

  /// The rows one after another.
  @inlinable
  package func makeIterator() -> Iterator { Iterator(next: base, end: base + count) }

  /// Walks rows from the first to the last.
  @frozen
  @usableFromInline
  package struct Iterator: IteratorProtocol {
    @usableFromInline var row: UnsafePointer<Row>
    @usableFromInline let end: UnsafePointer<Row>

    @inlinable
    init(next: UnsafePointer<Row>, end: UnsafePointer<Row>) {
      row = next
      self.end = end
    }

    /// The next row; nil behind the last.
    @inlinable
    package mutating func next() -> Row? {
      if row == end { return nil }
      defer { row += 1 }
      return row.pointee
    }
  }

  /// The row of a number.
  @inlinable
  package subscript(position: Int) -> Row {
    precondition(position >= 0 && position < count, "a row is looked up inside its slice")
    return base[position]
  }

  /// The rows of a range of numbers.
  @inlinable
  package subscript(bounds: Range<Int>) -> RowSlice<Row> {
    precondition(bounds.lowerBound >= 0 && bounds.upperBound <= count, "a slice has those rows")
    return RowSlice(base: base + bounds.lowerBound, count: bounds.count)
  }

  /// The rows of a run.
  @inlinable
  package subscript(range: RowRange<Row>) -> RowSlice<Row> { self[range.numbers] }

  /// The bytes of the rows.
  @inlinable
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Row>.stride)
  }

  /// Lends rows of an array while a function runs.
  @inlinable
  package static func withRows<Answer>(
    of array: [Row], _ body: (RowSlice<Row>) -> Answer
  ) -> Answer {
    array.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return body(empty) }
      return body(RowSlice(base: base, count: buffer.count))
    }
  }

  /// No rows, at an aligned address that is never read.
  @inlinable
  package static var empty: RowSlice<Row> {
    RowSlice(
      base: UnsafeRawPointer(bitPattern: MemoryLayout<Row>.alignment)!
        .assumingMemoryBound(to: Row.self), count: 0)
  }
}

extension RowSlice: @unchecked Sendable where Row: Sendable {}
