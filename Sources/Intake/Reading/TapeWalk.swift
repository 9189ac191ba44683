internal import RecordFormats

/// Filling slots from JSON records.
///
/// The trie of a scope is walked along the tape once per element; what no path wants is passed
/// over. Of equal keys the last one counts.
extension RecordNormalizer {
  /// Fills the record's own slots from its tape.
  mutating func fill(from tape: JSONTape, of record: UnsafeRawBufferPointer) {
    self.tape = tape
    recordBytes = record
    fillElement(of: 0, at: 0, on: tape)
  }

  /// Walks the elements of a scope's array and makes the statements of each.
  mutating func iterate(scope number: Int32) {
    let place = Int(slots[Int(memory.scopes[number].arraySlot)].token)
    guard let tape, place >= 0 else { return }
    if tape.isArray(place) {
      for element in tape.elements(of: place) { visit(number, at: element, on: tape) }
    } else if tape.isObject(place) {
      // One element that was not put into an array.
      visit(number, at: place, on: tape)
    }
  }

  private mutating func visit(_ scope: Int32, at mark: Int, on tape: JSONTape) {
    fillElement(of: scope, at: mark, on: tape)
    stateElement(of: scope)
  }

  private mutating func fillElement(of number: Int32, at mark: Int, on tape: JSONTape) {
    let scope = memory.scopes[number]
    memory.renew(number)
    for index in scope.slots { slots[Int(memory.slotLists[index])] = Slot() }
    walk(scope.trieRoot, at: mark, on: tape)
  }

  /// Fills the slots that a place of the trie wants.
  mutating func walk(_ number: Int32, at mark: Int, on tape: JSONTape) {
    let node = trie.nodes[number]
    if node.slot != FieldPlan.none { put(tape[mark], at: mark, into: node.slot) }
    if node.lengths != 0, tape.isObject(mark) {
      walkMembers(node, of: mark, on: tape)
    } else if !node.selections.isEmpty, tape.isArray(mark) {
      for selection in node.selections {
        walkSelection(trie.selections[selection], of: mark, on: tape)
      }
    }
  }

  private mutating func walkMembers(_ node: TrieMemory.Node, of object: Int, on tape: JSONTape) {
    for (key, value) in tape.members(of: object) {
      let count = key.end - key.start
      if key.hasEscapes {
        walkEscaped(key, node, at: value, on: tape)
        continue
      }
      // Most keys differ in length from those that are wanted.
      guard node.lengths & TrieMemory.bit(ofLength: count) != 0 else { continue }
      let head = TrieMemory.head(of: recordBytes, from: key.start, count: count)
      let edge = trie.edge(of: node, head: head, count: count) { wanted in
        ASCII.equal(
          UnsafeRawBufferPointer(rebasing: recordBytes[key.range]),
          constants.bytes(from: wanted.start, count: wanted.count))
      }
      if edge != FieldPlan.none { walk(edge, at: value, on: tape) }
    }
  }

  private mutating func walkEscaped(
    _ key: JSONToken, _ node: TrieMemory.Node, at value: Int, on tape: JSONTape
  ) {
    for index in node.edges where matchesUnescaped(key, trie.edges[index].key) {
      walk(trie.edges[index].node, at: value, on: tape)
    }
  }

  /// Whether a token's text is a constant.
  mutating func matches(_ token: JSONToken, _ wanted: TrieMemory.Key) -> Bool {
    let count = token.end - token.start
    guard token.hasEscapes || count == Int(wanted.count) else { return false }
    let head = TrieMemory.head(of: recordBytes, from: token.start, count: count)
    return matches(token, head: head, wanted)
  }

  /// Whether a token's text, of which the first eight bytes are known, is a constant.
  @inline(__always)
  private mutating func matches(
    _ token: JSONToken, head: UInt64, _ wanted: TrieMemory.Key
  ) -> Bool {
    if token.hasEscapes { return matchesUnescaped(token, wanted) }
    guard head == wanted.head, token.end - token.start == Int(wanted.count) else { return false }
    return wanted.count <= 8 || hasTail(token, wanted)
  }

  private mutating func hasTail(_ token: JSONToken, _ wanted: TrieMemory.Key) -> Bool {
    let bytes = UnsafeRawBufferPointer(rebasing: recordBytes[token.range])
    return ASCII.equal(bytes, constants.bytes(from: wanted.start, count: wanted.count))
  }

  private mutating func matchesUnescaped(_ token: JSONToken, _ wanted: TrieMemory.Key) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    JSONText.unescape(UnsafeRawBufferPointer(rebasing: recordBytes[token.range]), into: &buffer)
    return buffer.elementsEqual(constants.bytes(from: wanted.start, count: wanted.count))
  }

  private mutating func put(_ token: JSONToken, at mark: Int, into slot: Int32) {
    slots[Int(slot)] = Self.slot(of: token, at: mark, in: recordBytes)
    seen[Int(slot)] = true
  }

  /// What a slot holds of a token of the record.
  static func slot(
    of token: JSONToken, at mark: Int, in recordBytes: UnsafeRawBufferPointer
  ) -> Slot {
    var filled = Slot()
    switch token.kind {
    case .null, .key: break
    case .object, .array: filled.kind = .composite
    case .string: filled.kind = token.hasEscapes ? .escaped : .plain
    case .number, .true, .false: filled.kind = .plain
    }
    filled.token = Int32(truncatingIfNeeded: mark)
    filled.bytes = UnsafeRawBufferPointer(rebasing: recordBytes[token.range])
    return filled
  }
}
