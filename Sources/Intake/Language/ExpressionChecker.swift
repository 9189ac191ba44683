internal import CivilTime
internal import Settings

/// Finds the first thing wrong with an expression; every part of it is visited once.
struct ExpressionChecker {
  private let parameters: [String]
  private let declared: Set<String>
  private let tables: [String]
  /// Whether records are rows, whose paths are single column names.
  let isCSV: Bool
  private let columns: [String]
  private let header: HeaderMatching

  /// A checker of expressions that may name an adapter's tables and columns, and parameters.
  init(_ definition: AdapterDefinition, parameters: [String]) {
    self.parameters = parameters
    declared = Set(parameters)
    tables = definition.tables.map(\.name)
    isCSV = if case .csv = definition.reads { true } else { false }
    // Empty where a header names them.
    columns = if case .csv(let form) = definition.reads { form.names } else { [] }
    header = HeaderMatching(names: columns)
  }

  /// Checks that an expression can be used where a type is needed.
  func check(_ expression: Expression, as wanted: ValueType) throws(ExpressionProblem) {
    try check(expression)
    let found = expression.type
    guard !found.serves(as: wanted) else { return }
    throw ExpressionProblem(
      message: "\(wanted.noun) is needed here, but this is \(found.noun)",
      help: help(found, wanted), offset: expression.offset)
  }

  private func check(_ expression: Expression) throws(ExpressionProblem) {
    switch expression.form {
    case .path(let path): try check(path, at: expression.offset)
    case .text, .number: break
    case .call(let function, let arguments): try check(function, arguments, expression.type)
    case .comparison(let comparison, let left, let right): try check(comparison, left, right)
    case .membership(let value, let literals):
      for literal in literals { try check(literal, as: literals[0].type) }
      try check(value, as: literals[0].type)
    case .exists(let value): try check(value)
    case .not(let inner): try check(inner, as: .truth)
    case .and(let left, let right), .or(let left, let right):
      try check(left, as: .truth)
      try check(right, as: .truth)
    }
  }

  /// Checks that a path names only declared parameters and can lead somewhere.
  func check(_ path: PathSyntax, at offset: Int) throws(ExpressionProblem) {
    let names = path.parameters
    for name in names where !declared.contains(name) {
      throw ExpressionProblem(
        message: "there is no parameter '\(name)'",
        help: Suggestion.help(for: name, among: parameters), offset: offset)
    }
    guard isCSV else { return }
    guard path.isColumn(parameters: names.count) else {
      throw ExpressionProblem(
        message: "rows have no nested values", help: "name one column", offset: offset)
    }
    guard case .name(let name) = path.steps.first, !columns.isEmpty, name != "element",
      header.column(name) == nil
    else { return }
    throw ExpressionProblem(
      message: "there is no column '\(name)'", help: Suggestion.help(for: name, among: columns),
      offset: offset)
  }

  private func check(
    _ comparison: Comparison, _ left: Expression, _ right: Expression
  ) throws(ExpressionProblem) {
    let common = ValueType.common([left.type, right.type])
    try check(left, as: common)
    try check(right, as: common)
    guard comparison.needsOrder, common == .text || common == .unread || common == .truth else {
      return
    }
    throw ExpressionProblem(
      message: "'\(comparison.rawValue)' compares numbers, instants or durations",
      help: "write number(…) around values of the record that are numbers", offset: left.offset)
  }

  // MARK: Functions

  private func check(
    _ function: ExpressionFunction, _ arguments: [Expression], _ result: ValueType
  ) throws(ExpressionProblem) {
    switch function {
    case .seconds, .milliseconds, .minutes, .hours: try check(arguments, as: [.number])
    case .clock, .since1970, .number, .lower, .id, .isNumber: try check(arguments, as: [.text])
    case .amount: try check(arguments, as: [.number, .text])
    case .count: try checkArray(arguments[0])
    case .between: try check(arguments, as: [.instant, .instant])
    case .after, .before: try check(arguments, as: [.instant, .duration])
    case .time:
      try checkFormat(arguments[1])
      try check(arguments[0], as: .text)
    case .split, .slice: try checkPiece(function, arguments)
    case .withoutLast:
      try checkText(arguments[1], "the separator")
      try check(arguments[0], as: .text)
    case .concat: try check(arguments, as: arguments.map { _ in .text })
    case .startsWith, .endsWith, .contains:
      try checkText(arguments[1], "the text to look for")
      try check(arguments[0], as: .text)
    case .first, .sum, .difference: try check(arguments, as: arguments.map { _ in result })
    case .choice: try check(arguments, as: [.truth] + arguments.dropFirst().map { _ in result })
    case .nullIf:
      for marker in arguments[1...] { try checkText(marker, "a marker") }
      try check(arguments[0], as: .text)
    case .lookup:
      try checkTable(arguments[0])
      try check(arguments[1], as: .text)
    case .json:
      try checkInnerPath(arguments[1])
      try check(arguments[0], as: .text)
    case .setting: try checkSetting(arguments[0])
    }
  }

  private func check(
    _ arguments: [Expression], as wanted: [ValueType]
  ) throws(ExpressionProblem) {
    for (argument, type) in zip(arguments, wanted) { try check(argument, as: type) }
  }

  private func checkPiece(
    _ function: ExpressionFunction, _ arguments: [Expression]
  ) throws(ExpressionProblem) {
    if function == .split {
      try checkText(arguments[1], "the separator")
      try checkPart(arguments[2])
    } else {
      try checkWhole(arguments[1], "the first character")
      try checkWhole(arguments[2], "the count")
    }
    try check(arguments[0], as: .text)
  }

  // MARK: Literals

  private func checkText(_ argument: Expression, _ noun: String) throws(ExpressionProblem) {
    if case .text(let text) = argument.form, !text.isEmpty { return }
    throw ExpressionProblem(message: "\(noun) must be a quoted text", offset: argument.offset)
  }

  private func checkWhole(_ argument: Expression, _ noun: String) throws(ExpressionProblem) {
    if case .number(let number) = argument.form, number >= 1000, number % 1000 == 0 { return }
    throw ExpressionProblem(
      message: "\(noun) must be a whole number from 1", offset: argument.offset)
  }

  private func checkPart(_ argument: Expression) throws(ExpressionProblem) {
    if case .number(let number) = argument.form, number != 0, number % 1000 == 0 { return }
    throw ExpressionProblem(
      message: "the part must be a whole number from 1, or from -1 backwards",
      offset: argument.offset)
  }

  private func checkFormat(_ argument: Expression) throws(ExpressionProblem) {
    try checkText(argument, "the format")
    guard case .text(let pattern) = argument.form else { return }
    do {
      _ = try TimestampFormat(pattern: pattern)
    } catch {
      throw ExpressionProblem(
        message: "'\(pattern)' is not a time stamp format: \(error)",
        help: Suggestion.nearest(to: pattern, among: TimestampFormat.names)
          .map { "did you mean '\($0)'?" },
        offset: argument.offset + 1 + error.position)
    }
  }

  private func checkTable(_ argument: Expression) throws(ExpressionProblem) {
    guard let name = argument.plainName else {
      throw ExpressionProblem(
        message: "a table is named by a word", help: "write lookup(table, key)",
        offset: argument.offset)
    }
    guard !tables.contains(name) else { return }
    throw ExpressionProblem(
      message: "there is no table '\(name)'",
      help: Suggestion.help(for: name, among: tables) ?? "declare it under 'tables'",
      offset: argument.offset)
  }

  private func checkArray(_ argument: Expression) throws(ExpressionProblem) {
    guard case .path = argument.form, !isCSV else {
      throw ExpressionProblem(
        message: "count(…) needs the path of an array", offset: argument.offset)
    }
    try check(argument, as: .unread)
  }

  private func checkInnerPath(_ argument: Expression) throws(ExpressionProblem) {
    try checkText(argument, "the path")
    guard case .text(let text) = argument.form else { return }
    let path: PathSyntax
    do {
      path = try ExpressionParser.path(text)
    } catch {
      throw ExpressionProblem(
        message: error.message, help: error.help, offset: argument.offset + 1 + error.offset)
    }
    for step in path.steps {
      switch step {
      case .name, .index(0...): continue
      default: break
      }
      throw ExpressionProblem(
        message: "a path inside a JSON text has keys and positions only", offset: argument.offset)
    }
    guard path.parameter != nil else { return }
    throw ExpressionProblem(
      message: "a path inside a JSON text has keys and positions only", offset: argument.offset)
  }

  private func checkSetting(_ argument: Expression) throws(ExpressionProblem) {
    guard case .path(let path) = argument.form, path.parameter != nil, path.steps.isEmpty else {
      throw ExpressionProblem(
        message: "a parameter is expected here", help: "write setting($name)",
        offset: argument.offset)
    }
    try check(PathSyntax(parameter: path.parameter, steps: []), at: argument.offset)
  }

  private func help(_ found: ValueType, _ wanted: ValueType) -> String? {
    switch (found, wanted) {
    case (.unread, .duration), (.number, .duration):
      "state the unit: seconds(…), milliseconds(…), minutes(…), hours(…), clock(…) or since-1970(…)"
    case (.unread, .truth), (.text, .truth): "write exists …, or compare it with something"
    default: nil
    }
  }
}

extension Expression {
  /// The word, if this is nothing but one.
  var plainName: String? {
    guard case .path(let path) = form, path.parameter == nil, path.steps.count == 1,
      case .name(let name) = path.steps[0]
    else { return nil }
    return name
  }
}
