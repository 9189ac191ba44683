/// The keys and values of one record in document order, flat, as marks in its bytes.
///
/// ```
/// {"a":[1,2], "b":"x"}
///  mark     0  1  2  3  4  5  6  7  8  9  10 11 12
///  kind     {  "  :  [  1  ,  2  ]  ,  "  :  "  }
///  closing  12       7
/// ```
///
/// A mark is a bracket, colon or comma, the opening quote of a string or the first byte of a number
/// or literal. What a mark's token is, and where it ends, is found out when it is asked for: most
/// of a record never is. Duplicate keys are all there; consumers take the last. Borrowed from the
/// scanner: valid until its next step.
public struct JSONTape {
  /// The byte marks are counted from.
  @usableFromInline let base: UnsafePointer<UInt8>
  @usableFromInline let offsets: UnsafePointer<UInt32>
  @usableFromInline let kinds: UnsafePointer<UInt8>
  @usableFromInline let closings: UnsafePointer<UInt32>
  /// The record's first mark, by which closings are counted too far.
  @usableFromInline let first: Int
  /// Marks of the record; the first is its opening bracket, the last its closing one.
  public let count: Int

  /// A view of a record's marks that someone else owns.
  init(
    _ marks: borrowing JSONMarks, of base: UnsafePointer<UInt8>, first: Int = 0, count: Int
  ) {
    self.base = base
    self.first = first
    self.count = count
    offsets = UnsafePointer(marks.offsets + first)
    kinds = UnsafePointer(marks.kinds + first)
    closings = UnsafePointer(marks.closings + first)
  }

  /// The key or value at a mark; of other marks the program stops.
  @inlinable @inline(__always)
  public subscript(mark: Int) -> JSONToken {
    precondition(mark >= 0 && mark < count, "the tape has no such mark")
    let start = offset(mark)
    switch kinds[mark] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      return string(kinds[mark &+ 1] == UInt8(ascii: ":") ? .key : .string, mark)
    case UInt8(ascii: "{"):
      return JSONToken(kind: .object, start: start, end: offset(closing(of: mark)) &+ 1)
    case UInt8(ascii: "["):
      return JSONToken(kind: .array, start: start, end: offset(closing(of: mark)) &+ 1)
    case UInt8(ascii: "t"): return word(.true, mark)
    case UInt8(ascii: "f"): return word(.false, mark)
    case UInt8(ascii: "n"): return word(.null, mark)
    case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
      preconditionFailure("the mark is neither key nor value")
    default: return word(.number, mark)
    }
  }

  /// The tape of the object or array at a mark, whose first byte its offsets count from.
  public func container(at mark: Int) -> JSONTape {
    precondition(isObject(mark) || isArray(mark), "the mark is no container")
    return JSONTape(inside: self, from: mark)
  }

  /// The part of a tape that a container is.
  private init(inside tape: JSONTape, from mark: Int) {
    base = tape.base
    first = tape.first + mark
    count = tape.closing(of: mark) + 1 - mark
    offsets = tape.offsets + mark
    kinds = tape.kinds + mark
    closings = tape.closings + mark
  }

  /// Whether an object stands at a mark.
  @inlinable public func isObject(_ mark: Int) -> Bool { kinds[mark] == UInt8(ascii: "{") }

  /// Whether an array stands at a mark.
  @inlinable public func isArray(_ mark: Int) -> Bool { kinds[mark] == UInt8(ascii: "[") }

  /// The keys of an object with the marks of their values.
  @inlinable public func members(of object: Int) -> JSONMembers {
    JSONMembers(tape: self, mark: object &+ 1, end: closing(of: object))
  }

  /// The marks of an array's values.
  @inlinable public func elements(of array: Int) -> JSONElements {
    JSONElements(tape: self, mark: array &+ 1, end: closing(of: array))
  }

  @inlinable @inline(__always)
  func string(_ kind: JSONToken.Kind, _ mark: Int) -> JSONToken {
    JSONToken(
      kind: kind, hasEscapes: kinds[mark] == UInt8(ascii: "\\"), start: offset(mark) &+ 1,
      end: end(before: mark &+ 1) &- 1)
  }

  @inlinable @inline(__always)
  func word(_ kind: JSONToken.Kind, _ mark: Int) -> JSONToken {
    JSONToken(kind: kind, start: offset(mark), end: end(before: mark &+ 1))
  }

  @inlinable @inline(__always)
  func offset(_ mark: Int) -> Int { Int(offsets[mark] &- offsets[0]) }

  @inlinable @inline(__always)
  func closing(of mark: Int) -> Int { Int(closings[mark]) &- first }

  /// The mark behind the comma that follows a value, or behind its container.
  @inlinable @inline(__always)
  func next(after value: Int) -> Int {
    let isContainer = kinds[value] | 0x20 == UInt8(ascii: "{")
    return (isContainer ? closing(of: value) : value) &+ 2
  }

  /// Where what stands before a mark ends: white space between them does not count.
  @inlinable @inline(__always)
  func end(before mark: Int) -> Int {
    var end = Int(offsets[mark])
    while base[end &- 1] <= 0x20 { end &-= 1 }
    return end &- Int(offsets[0])
  }
}

/// The members of an object, in their order.
public struct JSONMembers: Sequence, IteratorProtocol {
  @usableFromInline let tape: JSONTape
  @usableFromInline var mark: Int
  @usableFromInline let end: Int

  @usableFromInline
  init(tape: JSONTape, mark: Int, end: Int) {
    self.tape = tape
    self.mark = mark
    self.end = end
  }

  /// The next key and the mark of its value.
  @inlinable @inline(__always)
  public mutating func next() -> (key: JSONToken, value: Int)? {
    guard mark < end else { return nil }
    let key = mark
    mark = tape.next(after: key &+ 2)
    return (tape.string(.key, key), key &+ 2)
  }
}

/// The elements of an array, in their order.
public struct JSONElements: Sequence, IteratorProtocol {
  @usableFromInline let tape: JSONTape
  @usableFromInline var mark: Int
  @usableFromInline let end: Int

  @usableFromInline
  init(tape: JSONTape, mark: Int, end: Int) {
    self.tape = tape
    self.mark = mark
    self.end = end
  }

  /// The mark of the next value.
  @inlinable @inline(__always)
  public mutating func next() -> Int? {
    guard mark < end else { return nil }
    let element = mark
    mark = tape.next(after: element)
    return element
  }
}
