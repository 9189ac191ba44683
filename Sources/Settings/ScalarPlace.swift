/// Finds where a character of a scalar's text stands in its file.
///
/// The text is matched with the source from the scalar's place on: line ends with the indentation
/// below them are one blank of a folded or plain scalar and a line end of a literal one, `\"` and
/// `''` one quote. Where they do not match (an escape such as `\u00e9`), the last place that did is
/// the answer.
struct ScalarPlace {
  private let source: SourceText
  private(set) var line: Int
  private(set) var column: Int
  private var letters: ArraySlice<Character>

  /// The place of the character that has `offset` characters before it in the text of a scalar.
  init(of offset: Int, in text: String, line: Int, column: Int, source: SourceText) {
    self.source = source
    (self.line, self.column) = (line, column)
    letters = source.line(line) ?? []
    guard offset > 0 || letter == "\"" || letter == "'" || letter == ">" || letter == "|" else {
      return
    }
    if letter == ">" || letter == "|" {
      nextLine()
    } else if letter == "\"" || letter == "'" {
      self.column += 1
    }
    for wanted in text.prefix(offset) where !advance(over: wanted) { return }
    if letter == nil, wrap() { return }
  }

  private var letter: Character? {
    letter(at: column)
  }

  private var follower: Character? {
    letter(at: column + 1)
  }

  private func letter(at column: Int) -> Character? {
    let index = letters.startIndex + column - 1
    return letters.indices.contains(index) ? letters[index] : nil
  }

  /// Steps over one character of the text; false if the source has another one.
  private mutating func advance(over wanted: Character) -> Bool {
    guard let letter else {
      let isFolded = wanted == " " || wanted == "\n"
      guard wrap() else { return false }
      return isFolded || advance(over: wanted)
    }
    if letter == wanted, wanted != "'" || follower != "'" {
      column += 1
      return true
    }
    let isEscaped = letter == "\\" || letter == "'"
    guard isEscaped, follower == wanted else { return false }
    column += 2
    return true
  }

  private mutating func wrap() -> Bool {
    guard source.line(line + 1) != nil else { return false }
    nextLine()
    return true
  }

  private mutating func nextLine() {
    line += 1
    letters = source.line(line) ?? []
    column = 1 + letters.prefix { $0 == " " }.count
  }
}
