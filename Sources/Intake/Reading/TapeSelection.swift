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
        walk(selection.node, at: element, on: tape)
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
      let test = trie.tests[index]
      var place = element
      for key in test.keys {
        guard let value = value(of: trie.keys[key], at: place, on: tape) else {
          return false
        }
        place = value
      }
      guard !tape.isObject(place), !tape.isArray(place),
        test.isPart ? holds(tape[place], test.value) : equals(tape[place], test.value)
      else { return false }
    }
    return true
  }

  /// Whether a token is a constant, however its number is written.
  private mutating func equals(_ token: JSONToken, _ wanted: TrieMemory.Key) -> Bool {
    matches(token, wanted)
      || WrittenIdentifier.areEqual(
        UnsafeRawBufferPointer(rebasing: recordBytes[token.range]),
        constants.bytes(from: wanted.start, count: wanted.count))
  }

  /// Whether a token's text holds a constant.
  private mutating func holds(_ token: JSONToken, _ wanted: TrieMemory.Key) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    let bytes = UnsafeRawBufferPointer(rebasing: recordBytes[token.range])
    if token.hasEscapes {
      JSONText.unescape(bytes, into: &buffer)
    } else {
      buffer.append(contentsOf: bytes)
    }
    let part = Value.text(constants.bytes(from: wanted.start, count: wanted.count))
    return buffer.withUnsafeBytes { Self.isFound(part, in: .text($0), .contains) }
  }

  /// The place of a member's value; nil if there is no such member.
  private mutating func value(
    of key: TrieMemory.Key, at object: Int, on tape: JSONTape
  ) -> Int? {
    guard tape.isObject(object) else { return nil }
    for (name, value) in tape.members(of: object) where matches(name, key) { return value }
    return nil
  }
}
