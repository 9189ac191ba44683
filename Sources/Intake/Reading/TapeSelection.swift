internal import RecordFormats

/// Choosing elements of JSON arrays: `[name == "tAcd"]`, `[author.type == "bot"][-1]`, `[0]`.
extension RecordNormalizer {
  /// Walks on from the element of an array that a selection wants, if there is one.
  mutating func walkSelection(
    _ selection: PathTrie.Selection, of array: JSONToken, at index: Int32, on tape: JSONTape
  ) {
    var position = selection.position
    if position < 0 { position += count(selection, of: array, at: index, on: tape) }
    guard position >= 0 else { return }
    var element = index + 1
    while element < array.next {
      if passes(selection, at: element, on: tape) {
        if position == 0 {
          walk(plan.trie.nodes[Int(selection.node)], at: element, on: tape)
          return
        }
        position -= 1
      }
      element = tape[Int(element)].next
    }
  }

  /// How many elements pass the tests.
  private mutating func count(
    _ selection: PathTrie.Selection, of array: JSONToken, at index: Int32, on tape: JSONTape
  ) -> Int32 {
    var count: Int32 = 0
    var element = index + 1
    while element < array.next {
      if passes(selection, at: element, on: tape) { count += 1 }
      element = tape[Int(element)].next
    }
    return count
  }

  private mutating func passes(
    _ selection: PathTrie.Selection, at element: Int32, on tape: JSONTape
  ) -> Bool {
    for index in selection.tests {
      let test = plan.trie.tests[Int(index)]
      var place = element
      for key in test.keys {
        guard let value = value(of: plan.trie.keys[Int(key)], at: place, on: tape) else {
          return false
        }
        place = value
      }
      let found = tape[Int(place)]
      let text = plan.texts[Int(test.value)]
      guard found.kind != .object, found.kind != .array,
        matches(found, start: text.start, count: text.count)
      else { return false }
    }
    return true
  }

  /// The place of a member's value; nil if there is no such member.
  private mutating func value(of key: Int32, at object: Int32, on tape: JSONTape) -> Int32? {
    let token = tape[Int(object)]
    guard token.kind == .object else { return nil }
    let wanted = plan.texts[Int(key)]
    var member = object + 1
    while member < token.next {
      let name = tape[Int(member)]
      if matches(name, start: wanted.start, count: wanted.count) { return member + 1 }
      member = name.next
    }
    return nil
  }
}
