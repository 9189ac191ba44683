internal import CivilTime
internal import Settings

/// Finds the type of an expression and the first thing wrong with it.
struct ExpressionChecker {
  /// The parameters the adapter declares.
  let parameters: [String]
  /// The tables the adapter declares.
  let tables: [String]
  /// Whether records are rows, whose paths are single column names.
  let isCSV: Bool
  /// The names of all columns, where the adapter says them; empty where a header does.
  var columns: [String] = []

  /// Checks that an expression can be used where a type is needed.
  func check(_ expression: Expression, as wanted: ValueType) throws(ExpressionProblem) {
    let found = try type(of: expression)
    guard !found.serves(as: wanted) else { return }
    throw ExpressionProblem(
      message: "\(wanted.noun) is needed here, but this is \(found.noun)",
      help: help(found, wanted), offset: expression.offset)
  }

  /// The type of an expression.
  func type(of expression: Expression) throws(ExpressionProblem) -> ValueType {
    switch expression.form {
    case .path(let path):
      try check(path, at: expression.offset)
      return .unread
    case .text: return .text
    case .number: return .number
    case .call(let function, let arguments):
      return try type(of: function, arguments)
    case .comparison(let comparison, let left, let right):
      try check(comparison, left, right)
    case .membership(let value, let literals):
      let kind = try type(of: literals[0])
      for literal in literals { try check(literal, as: kind) }
      try check(value, as: kind)
    case .exists(let value): _ = try type(of: value)
    case .not(let inner): try check(inner, as: .truth)
    case .and(let left, let right), .or(let left, let right):
      try check(left, as: .truth)
      try check(right, as: .truth)
    }
    return .truth
  }

  /// Checks that a path names only declared parameters and can lead somewhere.
  func check(_ path: PathSyntax, at offset: Int) throws(ExpressionProblem) {
    let names = path.parameters
    for name in names where !parameters.contains(name) {
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
      HeaderMatching(names: columns).column(name) == nil
    else { return }
    throw ExpressionProblem(
      message: "there is no column '\(name)'", help: Suggestion.help(for: name, among: columns),
      offset: offset)
  }

  /// The type two values have in common when compared; `unread` if both come from the record.
  func commonType(
    _ left: Expression, _ right: Expression
  ) throws(ExpressionProblem) -> ValueType {
    let leftType = try type(of: left)
    let rightType = try type(of: right)
    let common = leftType == .unread ? rightType : leftType
    try check(left, as: common)
    try check(right, as: common)
    return common
  }

  private func check(
    _ comparison: Comparison, _ left: Expression, _ right: Expression
  ) throws(ExpressionProblem) {
    let common = try commonType(left, right)
    guard comparison.needsOrder, common == .text || common == .unread || common == .truth else {
      return
    }
    throw ExpressionProblem(
      message: "'\(comparison.rawValue)' compares numbers, instants or durations",
      help: "write number(…) around values of the record that are numbers", offset: left.offset)
  }

  // MARK: Functions

  private func type(
    of function: ExpressionFunction, _ arguments: [Expression]
  ) throws(ExpressionProblem) -> ValueType {
    switch function {
    case .seconds, .milliseconds, .minutes, .hours:
      return try type(.duration, of: arguments, as: [.number])
    case .clock, .since1970: return try type(.duration, of: arguments, as: [.text])
    case .number: return try type(.number, of: arguments, as: [.text])
    case .lower: return try type(.text, of: arguments, as: [.text])
    case .id: return try type(.unread, of: arguments, as: [.text])
    case .between: return try type(.duration, of: arguments, as: [.instant, .instant])
    case .after, .before: return try type(.instant, of: arguments, as: [.instant, .duration])
    case .time:
      try checkFormat(arguments[1])
      return try type(.instant, of: [arguments[0]], as: [.text])
    case .split, .slice: return try pieceType(function, arguments)
    case .concat: return try type(.text, of: arguments, as: arguments.map { _ in .text })
    case .startsWith, .endsWith, .contains:
      try checkText(arguments[1], "the text to look for")
      return try type(.truth, of: [arguments[0]], as: [.text])
    case .first: return try commonType(of: arguments)
    case .choice:
      try check(arguments[0], as: .truth)
      return try commonType(of: Array(arguments[1...]))
    case .sum, .difference: return try amountType(function, arguments)
    case .nullIf:
      for marker in arguments[1...] { try checkText(marker, "a marker") }
      return try type(.unread, of: [arguments[0]], as: [.text])
    case .lookup:
      try checkTable(arguments[0])
      return try type(.unread, of: [arguments[1]], as: [.text])
    case .json:
      try checkInnerPath(arguments[1])
      return try type(.unread, of: [arguments[0]], as: [.text])
    case .setting:
      try checkSetting(arguments[0])
      return .unread
    }
  }

  /// The type of a call whose arguments must have types.
  private func type(
    _ result: ValueType, of arguments: [Expression], as wanted: [ValueType]
  ) throws(ExpressionProblem) -> ValueType {
    for (argument, type) in zip(arguments, wanted) { try check(argument, as: type) }
    return result
  }

  private func commonType(of arguments: [Expression]) throws(ExpressionProblem) -> ValueType {
    var common = ValueType.unread
    for argument in arguments where common == .unread { common = try type(of: argument) }
    for argument in arguments { try check(argument, as: common) }
    return common
  }

  /// Numbers or durations; values of the record are numbers here.
  private func amountType(
    _ function: ExpressionFunction, _ arguments: [Expression]
  ) throws(ExpressionProblem) -> ValueType {
    var common = ValueType.number
    for argument in arguments where try type(of: argument) == .duration { common = .duration }
    for argument in arguments { try check(argument, as: common) }
    return common
  }

  private func pieceType(
    _ function: ExpressionFunction, _ arguments: [Expression]
  ) throws(ExpressionProblem) -> ValueType {
    if function == .split {
      try checkText(arguments[1], "the separator")
    } else {
      try checkWhole(arguments[1], "the first character")
    }
    try checkWhole(arguments[2], function == .split ? "the part" : "the count")
    return try type(.text, of: [arguments[0]], as: [.text])
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
