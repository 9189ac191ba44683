extension Dictionary {
  /// Adds the entries of another one, in place; `combine` adds to the value of a key both have.
  @inlinable
  package mutating func add(
    _ other: [Key: Value], _ combine: (inout Value, Value) -> Void
  ) {
    guard !isEmpty else { return self = other }
    for (key, value) in other { add(value, to: key, combine) }
  }

  /// Adds a value to a key's, or sets it where the key is new.
  @inlinable
  package mutating func add(
    _ value: Value, to key: Key, _ combine: (inout Value, Value) -> Void
  ) {
    func add(to slot: inout Value?) {
      if slot == nil { slot = value } else { combine(&slot!, value) }
    }
    // The key is looked up once, and the value changed where it lies.
    add(to: &self[key])
  }
}

extension Array {
  /// Adds elements to a sorted array that keeps the smallest few; equal ones stay in their order.
  @inlinable
  package mutating func keep(
    smallest limit: Int, with others: [Element], by precedes: (Element, Element) -> Bool
  ) {
    for element in others {
      var place = count
      while place > 0, precedes(element, self[place - 1]) { place -= 1 }
      if place == limit { continue }
      insert(element, at: place)
      if count > limit { removeLast() }
    }
  }
}
