/// The keys and values of one record in document order, flat.
///
/// ```
/// {"a":[1,2],"b":"x"}
///  index  0       1    2      3       4       5    6
///  kind   object  key  array  number  number  key  string
///  next   7       5    5      4       5       7    7
/// ```
///
/// Duplicate keys are all there; consumers take the last. Borrowed from the scanner: valid until
/// its next step.
package struct JSONTape {
  private let tokens: UnsafePointer<JSONToken>
  /// Tokens on the tape; the record itself is the first.
  package let count: Int

  /// A view of tokens that someone else owns.
  init(_ tokens: UnsafePointer<JSONToken>, count: Int) {
    self.tokens = tokens
    self.count = count
  }

  /// The token of that index.
  package subscript(index: Int) -> JSONToken {
    precondition(index >= 0 && index < count, "the tape has no such token")
    return tokens[index]
  }
}
