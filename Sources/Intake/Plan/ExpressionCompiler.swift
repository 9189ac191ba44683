internal import JourneyModel

/// Compiling of values and expressions to instructions.
extension PlanCompiler {
  /// The program of a value used as a type; `none` if it can only be null.
  mutating func program(
    _ value: ValueDefinition?, as wanted: ValueType, in scope: Scope
  ) -> Int32 {
    guard let value else { return FieldPlan.none }
    switch value.form {
    case .expression(let expression): return program(expression, as: wanted, in: scope)
    case .constant(let constant):
      let text = add(Instruction(operation: .text, first: text(constant)))
      return meaning(text, as: wanted)
    case .map(let table):
      return meaning(self.table(table, in: scope) { _ in -1 }, as: wanted)
    }
  }

  /// The program of a value that names something; `none` if it can only be null.
  ///
  /// Whatever wrote it, one name is one text: `9001.0` is 9001.
  mutating func identifier(_ value: ValueDefinition?, in scope: Scope) -> Int32 {
    if case .expression(let expression) = value?.form { return identifier(expression, in: scope) }
    return name(program(value, as: .text, in: scope))
  }

  /// What a name is put together of, or chosen from, is names.
  private mutating func identifier(_ expression: Expression, in scope: Scope) -> Int32 {
    switch expression.form {
    case .text: return program(expression, as: .text, in: scope)
    case .call(.id, let arguments): return identifier(arguments[0], in: scope)
    case .call(.concat, let arguments):
      return concat(arguments.map { identifier($0, in: scope) })
    case .call(.first, let arguments):
      return list(.first, of: arguments.map { identifier($0, in: scope) })
    case .call(.choice, let arguments):
      let chosen = arguments[1...].map { identifier($0, in: scope) }
      return choice(arguments[0], chosen, in: scope)
    default: return name(program(expression, as: .text, in: scope))
    }
  }

  private mutating func name(_ text: Int32) -> Int32 {
    text == FieldPlan.none ? text : add(Instruction(operation: .id, first: text))
  }

  /// The program of a value that is a word of a vocabulary; its number is the word's code.
  mutating func program<Word: Vocabulary>(
    _ value: ValueDefinition?, of vocabulary: Word.Type, in scope: Scope
  ) -> Int32 {
    let code = { (word: String) in Word(name: word).map { Int32($0.rawValue) } ?? -1 }
    switch value?.form {
    case .constant(let constant):
      return add(
        Instruction(operation: .text, first: text(constant, code: code(constant))))
    case .map(let table):
      return self.table(table, in: scope, code: code)
    case .expression, nil: return FieldPlan.none
    }
  }

  /// The program of a condition; `none` if there is no condition.
  mutating func condition(_ expression: Expression?, in scope: Scope) -> Int32 {
    expression.map { program($0, as: .truth, in: scope) } ?? FieldPlan.none
  }

  /// The program of a whole number: read from the record, or a computed number.
  mutating func integer(_ value: ValueDefinition?, in scope: Scope) -> Int32 {
    guard let value else { return FieldPlan.none }
    if case .expression(let expression) = value.form, expression.type != .unread {
      let number = program(expression, as: .number, in: scope)
      return add(Instruction(operation: .whole, first: number))
    }
    let text = program(value, as: .text, in: scope)
    guard text != FieldPlan.none else { return text }
    return add(Instruction(operation: .readInteger, first: text))
  }

  /// The program of a version: a number or an instant.
  mutating func version(_ value: ValueDefinition?, in scope: Scope) -> Int32 {
    guard let value else { return FieldPlan.none }
    if case .expression(let expression) = value.form {
      switch expression.type {
      case .number: return integer(value, in: scope)
      case .instant: return program(expression, as: .instant, in: scope)
      default: break
      }
    }
    let text = program(value, as: .text, in: scope)
    guard text != FieldPlan.none else { return text }
    return add(Instruction(operation: .readVersion, first: text))
  }

  // MARK: Tables

  /// The configured table, if there is one, then the lines of `map`, then `else`.
  private mutating func table(
    _ definition: TableDefinition, in scope: Scope, code: (String) -> Int32
  ) -> Int32 {
    let lines = lines(definition, in: scope, code: code)
    guard let name = definition.table else { return lines }
    let source = program(definition.from, as: .text, in: scope)
    let lookup = lookUp(
      source, in: name, of: definition.field?.words, isBeforeMap: true, code: code)
    guard lookup != FieldPlan.none else { return lines }
    return add(Instruction(operation: .first, first: operands([lookup, lines]), second: 2))
  }

  private mutating func lines(
    _ definition: TableDefinition, in scope: Scope, code: (String) -> Int32
  ) -> Int32 {
    let first = Int32(plan.tableEntries.count)
    // Of equal keys the first line counts.
    let entries = given(for: definition) + definition.entries
    for entry in entries {
      plan.tableEntries.append(
        PlannedTableEntry(
          key: text(WrittenIdentifier.plain(entry.key) ?? entry.key),
          value: text(entry.value, code: code(entry.value))))
    }
    let source = required(program(definition.from, as: .text, in: scope))
    let otherwise = definition.otherwise.map { text($0, code: code($0)) } ?? FieldPlan.none
    plan.tables.append(
      PlannedTable(
        first: first, count: Int32(entries.count),
        otherwise: definition.unless == nil ? otherwise : FieldPlan.none,
        note: definition.isSilent ? FieldPlan.none : note(on: definition, reading: source)))
    let lines = add(
      Instruction(operation: .table, first: source, second: Int32(plan.tables.count - 1)))
    guard otherwise != FieldPlan.none, let unless = definition.unless else { return lines }
    return add(
      .first, over: [lines, choice(otherwise, of: source, unless: unless, in: scope)])
  }

  /// The program of a constant for values that exist, unless a condition holds.
  private mutating func choice(
    _ constant: Int32, of source: Int32, unless: Expression, in scope: Scope
  ) -> Int32 {
    let isExcepted = required(program(unless, as: .truth, in: scope))
    let applies = add(
      Instruction(
        operation: .and, first: add(Instruction(operation: .exists, first: source)),
        second: add(Instruction(operation: .not, first: isExcepted))))
    let constant = add(Instruction(operation: .text, first: constant))
    return add(
      Instruction(
        operation: .choice, first: applies, second: constant,
        third: add(Instruction(operation: .null))))
  }

  /// The lines by which the input extends a map.
  private mutating func given(for definition: TableDefinition) -> [MapEntry] {
    guard let field = definition.field else { return [] }
    mappedFields.insert(field)
    let words = settings.words[field.rawValue] ?? [:]
    return words.sorted { $0.key < $1.key }.map { MapEntry(key: $0.key, value: $0.value) }
  }

  /// What values without a line in a map are counted under.
  private mutating func note(on definition: TableDefinition, reading source: Int32) -> Int32 {
    let note =
      definition.field.map { ReadingNotes.Note(.unlistedWord, subject: $0.rawValue) }
      ?? ReadingNotes.Note(.unlistedValue, subject: plan.column(of: source))
    plan.notes.append(note)
    return Int32(plan.notes.count - 1)
  }

  // MARK: Expressions

  /// The program of an expression used as a type; `none` if it can only be null.
  mutating func program(
    _ expression: Expression, as wanted: ValueType, in scope: Scope
  ) -> Int32 {
    converted(form(expression, in: scope), from: expression.type, to: wanted)
  }

  private mutating func form(_ expression: Expression, in scope: Scope) -> Int32 {
    switch expression.form {
    case .path(let path):
      let slot = slot(of: path, in: scope)
      guard slot != FieldPlan.none else { return slot }
      return add(Instruction(operation: .slot, first: slot))
    case .text(let literal):
      return add(Instruction(operation: .text, first: text(literal)))
    case .number(let constant):
      return add(Instruction(operation: .number, first: number(constant)))
    case .call(let function, let arguments):
      return call(function, arguments, expression.type, in: scope)
    case .comparison(let comparison, let left, let right):
      return compare(comparison, left, right, in: scope)
    case .membership(let value, let literals):
      return membership(value, literals, in: scope)
    case .exists(let value):
      return unary(.exists, program(value, as: .unread, in: scope))
    case .not(let inner): return unary(.not, program(inner, as: .truth, in: scope))
    case .and(let left, let right): return connect(.and, left, right, in: scope)
    case .or(let left, let right): return connect(.or, left, right, in: scope)
    }
  }

  private mutating func connect(
    _ operation: Operation, _ left: Expression, _ right: Expression, in scope: Scope
  ) -> Int32 {
    let first = required(program(left, as: .truth, in: scope))
    let second = required(program(right, as: .truth, in: scope))
    return add(Instruction(operation: operation, first: first, second: second))
  }

  mutating func unary(_ operation: Operation, _ first: Int32) -> Int32 {
    add(Instruction(operation: operation, first: required(first)))
  }

  private mutating func compare(
    _ comparison: Comparison, _ left: Expression, _ right: Expression, in scope: Scope
  ) -> Int32 {
    let common = ValueType.common([left.type, right.type])
    let wanted = common == .unread ? .text : common
    let first = required(program(left, as: wanted, in: scope))
    let second = required(program(right, as: wanted, in: scope))
    let number = Comparison.allCases.firstIndex(of: comparison) ?? 0
    return add(
      Instruction(
        operation: wanted == .text ? .compareTexts : .compareNumbers, first: first,
        second: second, third: Int32(number)))
  }

  private mutating func membership(
    _ value: Expression, _ literals: [Expression], in scope: Scope
  ) -> Int32 {
    let type = literals[0].type
    let source = required(program(value, as: type, in: scope))
    let programs = literals.map { program($0, as: type, in: scope) }
    return add(
      Instruction(
        operation: type == .text ? .memberOfTexts : .memberOfNumbers, first: source,
        second: operands(programs), third: Int32(programs.count)))
  }

  // MARK: Conversion

  /// The program of a text the adapter gives used as a type: its numbers have points.
  private mutating func meaning(_ text: Int32, as wanted: ValueType) -> Int32 {
    guard wanted == .number, text != FieldPlan.none else { return text }
    return add(Instruction(operation: .readNumber, first: text, second: 1))
  }

  private mutating func converted(
    _ program: Int32, from found: ValueType, to wanted: ValueType
  ) -> Int32 {
    guard program != FieldPlan.none, found == .unread || found == .text else { return program }
    switch wanted {
    case .instant: return add(Instruction(operation: .readInstant, first: program))
    case .number: return add(Instruction(operation: .readNumber, first: program))
    default: return program
    }
  }

  /// The program, or one that gives null in place of none.
  mutating func required(_ program: Int32) -> Int32 {
    program == FieldPlan.none ? add(Instruction(operation: .null)) : program
  }
}
