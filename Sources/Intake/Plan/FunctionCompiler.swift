internal import JourneyModel
internal import Settings

/// Compiling of function calls to instructions.
extension PlanCompiler {
  /// The program of a call; `none` if it can only be null.
  mutating func call(
    _ function: ExpressionFunction, _ arguments: [Expression], _ type: ValueType, in scope: Scope
  ) -> Int32 {
    switch function {
    case .seconds: unary(.seconds, program(arguments[0], as: .number, in: scope))
    case .milliseconds: unary(.milliseconds, program(arguments[0], as: .number, in: scope))
    case .minutes: unary(.minutes, program(arguments[0], as: .number, in: scope))
    case .hours: unary(.hours, program(arguments[0], as: .number, in: scope))
    case .clock: unary(.clock, program(arguments[0], as: .text, in: scope))
    case .since1970: unary(.since1970, program(arguments[0], as: .text, in: scope))
    case .number: unary(.readNumber, program(arguments[0], as: .text, in: scope))
    case .lower: unary(.lower, program(arguments[0], as: .text, in: scope))
    case .id: unary(.id, program(arguments[0], as: .text, in: scope))
    case .isNumber: unary(.isNumber, program(arguments[0], as: .text, in: scope))
    case .count: unary(.count, program(arguments[0], as: .unread, in: scope))
    case .between: binary(.between, arguments, as: (.instant, .instant), in: scope)
    case .after: binary(.after, arguments, as: (.instant, .duration), in: scope)
    case .before: binary(.before, arguments, as: (.instant, .duration), in: scope)
    case .difference: binary(.difference, arguments, as: (type, type), in: scope)
    case .sum: list(.sum, of: arguments.map { program($0, as: type, in: scope) })
    case .first: list(.first, of: arguments.map { program($0, as: type, in: scope) })
    case .amount: amount(arguments, in: scope)
    case .concat: concat(arguments.map { program($0, as: .text, in: scope) })
    case .split, .slice: piece(function, arguments, in: scope)
    case .withoutLast: search(.withoutLast, arguments, in: scope)
    case .startsWith: search(.startsWith, arguments, in: scope)
    case .endsWith: search(.endsWith, arguments, in: scope)
    case .contains: search(.contains, arguments, in: scope)
    case .choice:
      choice(arguments[0], arguments[1...].map { program($0, as: type, in: scope) }, in: scope)
    case .nullIf: nullIf(arguments, in: scope)
    case .time: time(arguments, in: scope)
    case .lookup: lookup(arguments, in: scope)
    case .json: inner(arguments, in: scope)
    case .setting: setting(arguments)
    }
  }

  private mutating func binary(
    _ operation: Operation, _ arguments: [Expression], as types: (ValueType, ValueType),
    in scope: Scope
  ) -> Int32 {
    let first = required(program(arguments[0], as: types.0, in: scope))
    let second = required(program(arguments[1], as: types.1, in: scope))
    return add(Instruction(operation: operation, first: first, second: second))
  }

  /// An operation over those of the programs that can be anything but null.
  mutating func list(_ operation: Operation, of programs: [Int32]) -> Int32 {
    let programs = programs.filter { $0 != FieldPlan.none }
    guard !programs.isEmpty else { return FieldPlan.none }
    return add(operation, over: programs)
  }

  /// An operation over a list of programs.
  mutating func add(_ operation: Operation, over programs: [Int32]) -> Int32 {
    add(
      Instruction(
        operation: operation, first: operands(programs), second: Int32(programs.count)))
  }

  /// A number with its currency; without a currency that can be known the second is `none`.
  private mutating func amount(_ arguments: [Expression], in scope: Scope) -> Int32 {
    let number = program(arguments[0], as: .number, in: scope)
    guard number != FieldPlan.none else { return number }
    let currency = arguments.dropFirst().first.map { program($0, as: .text, in: scope) }
    return add(
      Instruction(
        operation: .amount, first: number, second: currency ?? FieldPlan.none))
  }

  // MARK: Texts

  /// Texts behind each other; `none` if one of them can only be null.
  mutating func concat(_ programs: [Int32]) -> Int32 {
    programs.contains(FieldPlan.none) ? FieldPlan.none : add(.concat, over: programs)
  }

  private mutating func piece(
    _ function: ExpressionFunction, _ arguments: [Expression], in scope: Scope
  ) -> Int32 {
    let source = required(program(arguments[0], as: .text, in: scope))
    let third = whole(arguments[2])
    guard function == .split else {
      return add(
        Instruction(
          operation: .slice, first: source, second: whole(arguments[1]), third: third))
    }
    return add(
      Instruction(
        operation: .split, first: source, second: text(literal(arguments[1])), third: third))
  }

  private mutating func search(
    _ operation: Operation, _ arguments: [Expression], in scope: Scope
  ) -> Int32 {
    let source = required(program(arguments[0], as: .text, in: scope))
    return add(
      Instruction(operation: operation, first: source, second: text(literal(arguments[1]))))
  }

  private func literal(_ expression: Expression) -> String {
    guard case .text(let text) = expression.form else {
      preconditionFailure("the checker let a call without its literal pass")
    }
    return text
  }

  private func whole(_ expression: Expression) -> Int32 {
    guard case .number(let number) = expression.form else {
      preconditionFailure("the checker let a call without its number pass")
    }
    return Int32(clamping: number / 1000)
  }

  // MARK: Choices

  /// The first of the programs if a condition holds, else the second, or null.
  mutating func choice(
    _ isFirst: Expression, _ programs: [Int32], in scope: Scope
  ) -> Int32 {
    add(
      Instruction(
        operation: .choice, first: required(program(isFirst, as: .truth, in: scope)),
        second: required(programs[0]),
        third: required(programs.count > 1 ? programs[1] : FieldPlan.none)))
  }

  private mutating func nullIf(_ arguments: [Expression], in scope: Scope) -> Int32 {
    let source = program(arguments[0], as: .text, in: scope)
    guard source != FieldPlan.none else { return source }
    let markers = arguments[1...].map { program($0, as: .text, in: scope) }
    return add(
      Instruction(
        operation: .nullIf, first: source, second: operands(markers),
        third: Int32(markers.count)))
  }

  private mutating func time(_ arguments: [Expression], in scope: Scope) -> Int32 {
    let source = program(arguments[0], as: .text, in: scope)
    guard source != FieldPlan.none else { return source }
    let pattern = literal(arguments[1])
    let number = timeFormatNumbers[pattern] ?? Int32(plan.timeFormats.count)
    if timeFormatNumbers.updateValue(number, forKey: pattern) == nil {
      plan.timeFormats.append(pattern)
    }
    return add(Instruction(operation: .readTime, first: source, second: number))
  }

  private mutating func inner(_ arguments: [Expression], in scope: Scope) -> Int32 {
    let source = program(arguments[0], as: .text, in: scope)
    guard source != FieldPlan.none else { return source }
    guard let path = try? ExpressionParser.path(literal(arguments[1])) else {
      preconditionFailure("the checker let a path pass that cannot be read")
    }
    plan.innerPaths.append(path.steps)
    return add(
      Instruction(
        operation: .inner, first: source, second: Int32(plan.innerPaths.count - 1)))
  }

  private mutating func setting(_ arguments: [Expression]) -> Int32 {
    guard case .path(let path) = arguments[0].form, let name = path.parameter,
      let value = value(ofParameter: name)
    else { return FieldPlan.none }
    return add(Instruction(operation: .text, first: text(value)))
  }

  // MARK: Tables

  private mutating func lookup(_ arguments: [Expression], in scope: Scope) -> Int32 {
    let key = program(arguments[1], as: .text, in: scope)
    return lookUp(key, in: arguments[0].plainName ?? "", of: nil) { _ in -1 }
  }

  /// The program that looks a key up; `none` if neither the input nor the adapter has the table.
  ///
  /// `words` are those its meanings must be among, with the `code` of each. Where a map is asked
  /// next, that one tells of keys without a line; those of a table of the adapter's own are for it
  /// to mind.
  mutating func lookUp(
    _ key: Int32, in name: String, of words: [String]?, isBeforeMap: Bool = false,
    code: (String) -> Int32
  ) -> Int32 {
    let brought = adapter.definition.tables.first { $0.name == name }?.lines
    guard key != FieldPlan.none, let table = settings.tables[name] ?? brought else {
      return FieldPlan.none
    }
    let id = "\(name) \(words?.first ?? "")"
    if lookupNumbers[id] == nil {
      if let words { checkMeanings(of: table, among: words) }
      lookupNumbers[id] = append(table, name: name, code: code)
    }
    return add(
      Instruction(
        operation: .lookUp, first: key, second: lookupNumbers[id] ?? 0,
        third: isBeforeMap || settings.tables[name] == nil ? 1 : FieldPlan.none))
  }

  private mutating func append(
    _ table: LookupTable, name: String, code: (String) -> Int32
  ) -> Int32 {
    // Of equal keys the last one counts.
    var meanings: [String: String] = [:]
    for line in table.lines { meanings[line.key] = line.meaning }
    let first = plan.lookupLines.count
    let sorted = meanings.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (key, meaning) in sorted {
      plan.lookupLines.append(
        PlannedTableEntry(key: text(key), value: text(meaning, code: code(meaning))))
    }
    plan.lookups.append(PlannedLookup(name: name, lines: first..<plan.lookupLines.count))
    return Int32(plan.lookups.count - 1)
  }

  private mutating func checkMeanings(of table: LookupTable, among words: [String]) {
    for (index, line) in table.lines.enumerated() where !words.contains(line.meaning) {
      if index == 0, table.mayHaveHeader { continue }
      diagnostics.append(
        Diagnostic(
          code: .a104, file: table.file, line: line.number, column: 1,
          message: "'\(line.meaning)' is not in the vocabulary",
          help: Suggestion.help(for: line.meaning, among: words)))
    }
  }
}
