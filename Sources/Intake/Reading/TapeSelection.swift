internal import RecordFormats

/// Choosing elements of JSON arrays: `[name == "tAcd"]`, `[author.type == "bot"][-1]`, `[0]`.
extension RecordNormalizer {
  /// Walks on from the element of an array that a selection wants, if there is one.
  mutating func walkSelection(
    _ selection: PathTrie.Selection, of array: Int, on tape: JSONTape
  ) {
    var position = selection.position
    if position < 0 { position += count(selection, of: array, on: tape) }
    guard position >= 0 else { return }
    for element in tape.elements(of: array) where passes(selection, at: element, on: tape) {
      if position == 0 {
        walk(plan.trie.nodes[Int(selection.node)], at: element, on: tape)
        return
      }
      position -= 1
    }
  }

  /// How many elements pass the tests.
  private mutating func count(
    _ selection: PathTrie.Selection, of array: Int, on tape: JSONTape
  ) -> Int32 {
    var count: Int32 = 0
    for element in tape.elements(of: array) where passes(selection, at: element, on: tape) {
      count += 1
    }
    return count
  }

  private mutating func passes(
    _ selection: PathTrie.Selection, at element: Int, on tape: JSONTape
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
      let text = plan.texts[Int(test.value)]
      guard !tape.isObject(place), !tape.isArray(place),
        matches(tape[place], start: text.start, count: text.count)
      else { return false }
    }
    return true
  }

  /// The place of a member's value; nil if there is no such member.
  private mutating func value(of key: Int32, at object: Int, on tape: JSONTape) -> Int? {
    guard tape.isObject(object) else { return nil }
    let wanted = plan.texts[Int(key)]
    for (name, value) in tape.members(of: object)
    where matches(name, start: wanted.start, count: wanted.count) {
      return value
    }
    return nil
  }
}
