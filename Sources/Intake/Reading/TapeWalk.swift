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
    let scope = plan.scopes[Int(number)]
    let place = Int(slots[Int(scope.arraySlot)].token)
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
    let scope = plan.scopes[Int(number)]
    for index in scope.slots { slots[Int(plan.slotLists[Int(index)])] = Slot() }
    walk(plan.trie.nodes[Int(scope.trieRoot)], at: mark, on: tape)
  }

  /// Fills the slots that a place of the trie wants.
  mutating func walk(_ node: PathTrie.Node, at mark: Int, on tape: JSONTape) {
    if node.slot != FieldPlan.none { put(tape[mark], at: mark, into: node.slot) }
    if tape.isObject(mark), !node.edges.isEmpty {
      walkMembers(node, of: mark, on: tape)
    } else if tape.isArray(mark), !node.selections.isEmpty {
      for selection in node.selections {
        walkSelection(plan.trie.selections[Int(selection)], of: mark, on: tape)
      }
    }
  }

  private mutating func walkMembers(_ node: PathTrie.Node, of object: Int, on tape: JSONTape) {
    for (key, value) in tape.members(of: object) {
      for edge in node.edges {
        let wanted = plan.trie.edges[Int(edge)]
        // Most keys differ in length.
        guard key.hasEscapes || key.end - key.start == Int(wanted.count) else { continue }
        if matches(key, start: wanted.start, count: wanted.count) {
          walk(plan.trie.nodes[Int(wanted.node)], at: value, on: tape)
        }
      }
    }
  }

  /// Whether a token's text is a constant.
  mutating func matches(_ token: JSONToken, start: Int32, count: Int32) -> Bool {
    let wanted = constants.bytes(from: start, count: count)
    let bytes = UnsafeRawBufferPointer(rebasing: recordBytes[token.range])
    guard token.hasEscapes else { return ASCII.equal(bytes, wanted) }
    buffer.removeAll(keepingCapacity: true)
    JSONText.unescape(bytes, into: &buffer)
    return buffer.elementsEqual(wanted)
  }

  private mutating func put(_ token: JSONToken, at mark: Int, into slot: Int32) {
    var filled = Slot()
    switch token.kind {
    case .null, .key: break
    case .object, .array: filled.kind = .composite
    case .string: filled.kind = token.hasEscapes ? .escaped : .plain
    case .number, .true, .false: filled.kind = .plain
    }
    filled.token = Int32(truncatingIfNeeded: mark)
    filled.bytes = UnsafeRawBufferPointer(rebasing: recordBytes[token.range])
    slots[Int(slot)] = filled
  }
}
