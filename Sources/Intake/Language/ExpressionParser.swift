internal import Settings

/// Reads one expression.
///
/// ```
/// or         := and ("or" and)*
/// and        := not ("and" not)*
/// not        := "not" not | test
/// test       := value (comparison value | ["not"] "in" "[" literal, … "]")?
/// value      := "exists" value | literal | function "(" or, … ")" | path | "(" or ")"
/// path       := (name | $parameter | step) ("." name | step)*
/// step       := "[" "\"key\"" | $parameter | index "]" | selection ["[" index "]"]
/// selection  := "[" test ("and" test)* "]"
/// test       := field "==" tested | "contains" "(" field "," tested ")"
/// tested     := "\"text\"" | $parameter | "true" | "false"
/// field      := "element" | name ("." name)*
/// literal    := "\"text\"" | number | "true" | "false"
/// ```
struct ExpressionParser {
  private let tokens: [ExpressionToken]
  private var position = 0
  private var depth = 0

  /// The most characters of an expression.
  private static let maximumLength = 4000
  /// The most calls, parentheses, `not` and `exists` inside each other.
  static let maximumDepth = 256

  private init(_ text: String) throws(ExpressionProblem) {
    guard text.count <= Self.maximumLength else {
      throw ExpressionProblem(message: "the expression is too long", offset: 0)
    }
    tokens = try ExpressionLexer.tokens(of: text)
  }

  /// The expression a text holds.
  static func expression(_ text: String) throws(ExpressionProblem) -> Expression {
    var parser = try ExpressionParser(text)
    let expression = try parser.or()
    try parser.expectEnd()
    return expression
  }

  /// The path a text holds.
  static func path(_ text: String) throws(ExpressionProblem) -> PathSyntax {
    var parser = try ExpressionParser(text)
    let path = try parser.path()
    try parser.expectEnd()
    return path
  }

  /// The steps of an `each`: `participants as participant / sessions / segments`.
  static func each(_ text: String) throws(ExpressionProblem) -> [EachStep] {
    var parser = try ExpressionParser(text)
    var steps: [EachStep] = []
    repeat {
      let path = try parser.path()
      var alias: String?
      if parser.take(word: "as") { alias = try parser.name() }
      steps.append(EachStep(path: path, alias: alias))
    } while parser.take(symbol: "/")
    try parser.expectEnd()
    return steps
  }

  // MARK: Conditions

  private mutating func or() throws(ExpressionProblem) -> Expression {
    try descend()
    defer { depth -= 1 }
    var left = try and()
    while take(word: "or") {
      left = Expression(form: .or(left, try and()), offset: left.offset)
    }
    return left
  }

  private mutating func and() throws(ExpressionProblem) -> Expression {
    var left = try not()
    while take(word: "and") {
      left = Expression(form: .and(left, try not()), offset: left.offset)
    }
    return left
  }

  private mutating func not() throws(ExpressionProblem) -> Expression {
    let offset = current.offset
    guard take(word: "not") else { return try test() }
    try descend()
    defer { depth -= 1 }
    return Expression(form: .not(try not()), offset: offset)
  }

  private mutating func descend() throws(ExpressionProblem) {
    depth += 1
    guard depth > Self.maximumDepth else { return }
    throw ExpressionProblem(
      message: "the expression is nested deeper than \(Self.maximumDepth) levels",
      help: "write the cases as a 'map', or compare with a list: in [\"a\", \"b\"]",
      offset: current.offset)
  }

  private mutating func test() throws(ExpressionProblem) -> Expression {
    let left = try value()
    if case .symbol(let symbol) = current.kind, let comparison = Comparison(rawValue: symbol) {
      position += 1
      return Expression(
        form: .comparison(comparison, left, try value()), offset: left.offset)
    }
    if take(word: "in") {
      return Expression(form: .membership(left, try literals()), offset: left.offset)
    }
    if current.kind == .name("not"), tokens[position + 1].kind == .name("in") {
      position += 2
      let test = Expression(form: .membership(left, try literals()), offset: left.offset)
      return Expression(form: .not(test), offset: left.offset)
    }
    return left
  }

  // MARK: Values

  private mutating func value() throws(ExpressionProblem) -> Expression {
    let offset = current.offset
    if let literal = literal() { return literal }
    if take(symbol: "(") {
      let inner = try or()
      try expect(symbol: ")")
      return inner
    }
    if take(word: "exists") {
      try descend()
      defer { depth -= 1 }
      return Expression(form: .exists(try value()), offset: offset)
    }
    if case .name(let name) = current.kind, tokens[position + 1].kind == .symbol("(") {
      return try call(name)
    }
    return Expression(form: .path(try path()), offset: offset)
  }

  private mutating func literal() -> Expression? {
    let token = current
    let form: ExpressionForm
    switch token.kind {
    case .text(let text): form = .text(text)
    case .number(let number): form = .number(number)
    case .name("true"): form = .text("true")
    case .name("false"): form = .text("false")
    default: return nil
    }
    position += 1
    return Expression(form: form, offset: token.offset)
  }

  private mutating func literals() throws(ExpressionProblem) -> [Expression] {
    try expect(symbol: "[")
    var list: [Expression] = []
    repeat {
      guard let literal = literal() else {
        throw ExpressionProblem(
          message: "a list holds texts or numbers", help: "put quotes around texts",
          offset: current.offset)
      }
      list.append(literal)
    } while take(symbol: ",")
    try expect(symbol: "]")
    return list
  }

  private mutating func call(_ name: String) throws(ExpressionProblem) -> Expression {
    let offset = current.offset
    guard let function = ExpressionFunction(rawValue: name) else {
      throw ExpressionProblem(
        message: "there is no function '\(name)'",
        help: Suggestion.help(for: name, among: ExpressionFunction.allCases.map(\.rawValue)),
        offset: offset)
    }
    position += 2
    var arguments: [Expression] = []
    if current.kind != .symbol(")") {
      repeat { arguments.append(try or()) } while take(symbol: ",")
    }
    try expect(symbol: ")")
    guard function.argumentCount.contains(arguments.count) else {
      throw ExpressionProblem(
        message: "'\(name)' has the wrong number of arguments",
        help: "write \(function.signature)", offset: offset)
    }
    return Expression(form: .call(function, arguments), offset: offset)
  }

  // MARK: Paths

  private mutating func path() throws(ExpressionProblem) -> PathSyntax {
    var path = PathSyntax(parameter: nil, steps: [])
    switch current.kind {
    case .name(let name):
      position += 1
      path.steps.append(.name(name))
    case .parameter(let name):
      position += 1
      path.parameter = name
    case .symbol("["): break
    case .end: throw ExpressionProblem(message: "a value is missing", offset: current.offset)
    default: throw ExpressionProblem(message: "a value is expected here", offset: current.offset)
    }
    while true {
      if take(symbol: ".") {
        path.steps.append(.name(try name()))
      } else if current.kind == .symbol("[") {
        path.steps.append(try bracketStep())
      } else {
        return path
      }
    }
  }

  private mutating func bracketStep() throws(ExpressionProblem) -> PathStep {
    try expect(symbol: "[")
    let token = current
    position += 1
    let step: PathStep
    switch token.kind {
    case .text(let key) where current.kind == .symbol("]"): step = .name(key)
    case .parameter(let name): step = .parameterName(name)
    case .number(let number) where number % 1000 == 0:
      step = .index(Int32(clamping: number / 1000))
    case .name, .text:
      position -= 1
      return .selection(try selection())
    default:
      throw ExpressionProblem(
        message: "a key in quotes, a parameter or a selection is expected",
        help: "write [\"key\"], [$parameter], [field == \"text\"], [0] or [-1]",
        offset: token.offset)
    }
    try expect(symbol: "]")
    return step
  }

  /// The tests of a selection and the position behind it; the opening bracket was read.
  private mutating func selection() throws(ExpressionProblem) -> ElementSelection {
    var selection = ElementSelection(tests: [])
    repeat { selection.tests.append(try selectionTest()) } while take(word: "and")
    try expect(symbol: "]")
    if current.kind == .symbol("["), case .number(let number) = tokens[position + 1].kind,
      tokens[position + 2].kind == .symbol("]"), number % 1000 == 0
    {
      selection.position = Int32(clamping: number / 1000)
      position += 3
    }
    return selection
  }

  private mutating func selectionTest() throws(ExpressionProblem) -> ElementSelection.Test {
    if current.kind == .name("contains"), tokens[position + 1].kind == .symbol("(") {
      position += 2
      let keys = try testedKeys()
      try expect(symbol: ",")
      let test = ElementSelection.Test(keys: keys, value: try testValue(), isPart: true)
      try expect(symbol: ")")
      return test
    }
    let keys = try testedKeys()
    try expect(symbol: "==")
    return ElementSelection.Test(keys: keys, value: try testValue())
  }

  private mutating func testedKeys() throws(ExpressionProblem) -> [String] {
    var keys: [String] = []
    repeat {
      if case .text(let key) = current.kind {
        keys.append(key)
        position += 1
      } else {
        keys.append(try name())
      }
    } while take(symbol: ".")
    return keys == ["element"] ? [] : keys
  }

  private mutating func testValue() throws(ExpressionProblem) -> NameDefinition {
    defer { position += 1 }
    switch current.kind {
    case .text(let text): return .constant(text)
    case .parameter(let name): return .parameter(name)
    case .name("true"): return .constant("true")
    case .name("false"): return .constant("false")
    default:
      throw ExpressionProblem(
        message: "a selection compares with a quoted text or a parameter", offset: current.offset)
    }
  }

  // MARK: Tokens

  private var current: ExpressionToken { tokens[position] }

  private mutating func name() throws(ExpressionProblem) -> String {
    guard case .name(let name) = current.kind else {
      throw ExpressionProblem(
        message: "a name is expected here",
        help: "names with spaces are written [\"like this\"]", offset: current.offset)
    }
    position += 1
    return name
  }

  private mutating func take(word: String) -> Bool {
    guard current.kind == .name(word) else { return false }
    position += 1
    return true
  }

  private mutating func take(symbol: String) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(symbol: String) throws(ExpressionProblem) {
    if take(symbol: symbol) { return }
    throw ExpressionProblem(message: "'\(symbol)' is expected here", offset: current.offset)
  }

  private func expectEnd() throws(ExpressionProblem) {
    guard current.kind != .end else { return }
    throw ExpressionProblem(
      message: "the expression should end here",
      help: "names with spaces are written [\"like this\"]", offset: current.offset)
  }
}
