/// A piece of an expression.
struct ExpressionToken: Equatable {
  /// The kinds of pieces.
  enum Kind: Equatable {
    /// A name or key word.
    case name(String)
    /// `$name`, here without the `$`.
    case parameter(String)
    /// A quoted text, without its quotes and with escapes resolved.
    case text(String)
    /// A number, in thousandths.
    case number(Int64)
    /// An operator or punctuation mark.
    case symbol(String)
    /// The end of the text.
    case end
  }

  var kind: Kind
  /// Characters before it in the expression, blanks included.
  var offset: Int
}

/// What is wrong with an expression, and where.
struct ExpressionProblem: Error {
  var message: String
  /// What to write instead; nil if there is no advice.
  var help: String?
  /// Characters before the place.
  var offset: Int
}

/// Splits an expression into its pieces.
struct ExpressionLexer {
  private let letters: [Character]
  private var position = 0

  /// A lexer at the start of a text.
  init(_ text: String) { letters = Array(text) }

  /// Bytes a plain name may consist of; it begins with a letter or `_`.
  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: byte >= 0x80
    }
  }

  /// All pieces, the end included.
  static func tokens(of text: String) throws(ExpressionProblem) -> [ExpressionToken] {
    var lexer = ExpressionLexer(text)
    var tokens: [ExpressionToken] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func next() throws(ExpressionProblem) -> ExpressionToken {
    while position < letters.count, letters[position].isWhitespace { position += 1 }
    let start = position
    guard start < letters.count else { return ExpressionToken(kind: .end, offset: start) }
    let letter = letters[start]
    let kind: ExpressionToken.Kind
    if letter == "\"" || letter == "'" {
      kind = .text(try quoted(by: letter))
    } else if letter == "$" {
      position += 1
      kind = .parameter(name())
    } else if letter.isASCII, letter.isNumber {
      kind = .number(try number())
    } else if letter == "-", start + 1 < letters.count, letters[start + 1].isNumber {
      kind = .number(try number())
    } else if Self.isName(letter), letter != "-" {
      kind = .name(name())
    } else {
      kind = .symbol(try symbol())
    }
    return ExpressionToken(kind: kind, offset: start)
  }

  private static func isName(_ letter: Character) -> Bool {
    letter.utf8.allSatisfy(isNameByte)
  }

  private mutating func name() -> String {
    let start = position
    while position < letters.count, Self.isName(letters[position]) { position += 1 }
    return String(letters[start..<position])
  }

  private mutating func quoted(by quote: Character) throws(ExpressionProblem) -> String {
    let start = position
    position += 1
    var text = ""
    while position < letters.count, letters[position] != quote {
      if letters[position] == "\\", position + 1 < letters.count { position += 1 }
      text.append(letters[position])
      position += 1
    }
    guard position < letters.count else {
      throw ExpressionProblem(message: "a quoted text is never closed", offset: start)
    }
    position += 1
    return text
  }

  private mutating func number() throws(ExpressionProblem) -> Int64 {
    let start = position
    if letters[position] == "-" { position += 1 }
    while position < letters.count, letters[position].isNumber || letters[position] == "." {
      position += 1
    }
    let text = String(letters[start..<position])
    guard let value = Decimals.thousandths(of: text) else {
      throw ExpressionProblem(message: "'\(text)' is not a number", offset: start)
    }
    return value
  }

  private mutating func symbol() throws(ExpressionProblem) -> String {
    let start = position
    if start + 1 < letters.count {
      let pair = String(letters[start...(start + 1)])
      if ["==", "!=", "<=", ">="].contains(pair) {
        position += 2
        return pair
      }
    }
    let letter = letters[start]
    position += 1
    if "<>()[],./".contains(letter) { return String(letter) }
    let help = letter == "=" ? "write '==' to compare" : nil
    throw ExpressionProblem(message: "'\(letter)' is not understood", help: help, offset: start)
  }
}
