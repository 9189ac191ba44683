internal import Settings

/// Finds the type of an expression and the first thing wrong with it.
struct ExpressionChecker {
  /// The parameters the adapter declares.
  let parameters: [String]
  /// Whether records are rows, whose paths are single column names.
  let isCSV: Bool

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
      return try type(of: function, arguments, at: expression.offset)
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

  /// Checks that a path names only declared parameters.
  func check(_ path: PathSyntax, at offset: Int) throws(ExpressionProblem) {
    var names = path.parameter.map { [$0] } ?? []
    for case .parameterName(let name) in path.steps { names.append(name) }
    for name in names where !parameters.contains(name) {
      throw ExpressionProblem(
        message: "there is no parameter '\(name)'",
        help: Suggestion.help(for: name, among: parameters), offset: offset)
    }
    guard isCSV, !path.isColumn(parameters: names.count) else { return }
    throw ExpressionProblem(
      message: "rows have no nested values", help: "name one column", offset: offset)
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

  private func type(
    of function: ExpressionFunction, _ arguments: [Expression], at offset: Int
  ) throws(ExpressionProblem) -> ValueType {
    switch function {
    case .seconds, .milliseconds, .minutes:
      try check(arguments[0], as: .number)
      return .duration
    case .clock, .since1970:
      try check(arguments[0], as: .text)
      return .duration
    case .number:
      try check(arguments[0], as: .text)
      return .number
    case .lower:
      try check(arguments[0], as: .text)
      return .text
    case .between:
      try check(arguments[0], as: .instant)
      try check(arguments[1], as: .instant)
      return .duration
    case .after:
      try check(arguments[0], as: .instant)
      try check(arguments[1], as: .duration)
      return .instant
    case .split:
      try check(arguments[0], as: .text)
      try checkSplit(arguments)
      return .text
    case .first: return try firstType(arguments)
    }
  }

  private func firstType(_ arguments: [Expression]) throws(ExpressionProblem) -> ValueType {
    var common = ValueType.unread
    for argument in arguments where common == .unread { common = try type(of: argument) }
    for argument in arguments { try check(argument, as: common) }
    return common
  }

  private func checkSplit(_ arguments: [Expression]) throws(ExpressionProblem) {
    guard case .text(let separator) = arguments[1].form, !separator.isEmpty else {
      throw ExpressionProblem(
        message: "the separator must be a quoted text", offset: arguments[1].offset)
    }
    guard case .number(let part) = arguments[2].form, part >= 1000, part % 1000 == 0 else {
      throw ExpressionProblem(
        message: "the part must be a whole number from 1", offset: arguments[2].offset)
    }
  }

  private func help(_ found: ValueType, _ wanted: ValueType) -> String? {
    switch (found, wanted) {
    case (.unread, .duration), (.number, .duration):
      "state the unit: seconds(…), milliseconds(…), minutes(…), clock(…) or since-1970(…)"
    case (.unread, .truth), (.text, .truth): "write exists …, or compare it with something"
    default: nil
    }
  }
}
