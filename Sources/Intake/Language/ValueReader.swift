internal import JourneyModel
internal import Settings

/// Reading of values, conditions and paths.
extension DefinitionReader {
  /// A value that is used as a given type: a path or expression, `{is: …}` or `{from: …, map: …}`.
  mutating func value(_ node: YAMLNode, as wanted: ValueType)
    -> ValueDefinition?
  {
    if node.entries != nil { return mappedValue(node, as: wanted, field: nil) }
    guard let expression = expression(node, as: wanted) else { return nil }
    return ValueDefinition(form: .expression(expression))
  }

  /// A value that is one of a vocabulary's words: `{is: …}` or `{from: …, map: …}`.
  mutating func word(_ node: YAMLNode, _ field: WordField) -> ValueDefinition? {
    guard node.entries != nil else {
      diagnostics.append(
        node.problem(
          .a104, "only words of the vocabulary can stand here",
          help: "write {is: \(field.words[0])} or {from: …, map: {…: \(field.words[0])}}"))
      return nil
    }
    return mappedValue(node, as: .text, field: field)
  }

  /// An expression that holds or not; nil, with a problem noted, if it is none.
  mutating func condition(_ node: YAMLNode) -> Expression? {
    expression(node, as: .truth)
  }

  /// A path and no other expression; nil, with a problem noted, if it is none.
  mutating func path(_ node: YAMLNode) -> PathSyntax? {
    guard let text = node.text else {
      diagnostics.append(node.problem(.c103, "a path must be a text"))
      return nil
    }
    do {
      let path = try ExpressionParser.path(text)
      try checker.check(path, at: 0)
      return path
    } catch {
      diagnostics.append(problem(error, in: node, code: .a101))
      return nil
    }
  }

  /// The arrays an `each` iterates.
  mutating func each(_ node: YAMLNode?) -> [EachStep] {
    guard let node else { return [] }
    guard let text = node.text else {
      diagnostics.append(node.problem(.c103, "'each' must be a text"))
      return []
    }
    do {
      let steps = try ExpressionParser.each(text)
      for step in steps { try checker.check(step.path, at: 0) }
      if checker.isCSV, steps.count > 1 {
        diagnostics.append(
          node.problem(
            .a105, "rows have no arrays in arrays", help: "name the columns that are there often"))
      }
      return steps
    } catch {
      diagnostics.append(problem(error, in: node, code: .a101))
      return []
    }
  }

  /// A constant text or `$parameter`.
  mutating func name(_ node: YAMLNode?) -> NameDefinition? {
    guard let node else { return nil }
    guard let text = node.text else {
      diagnostics.append(node.problem(.c103, "a name must be a text"))
      return nil
    }
    guard text.hasPrefix("$") else { return .constant(text) }
    let parameter = String(text.dropFirst())
    if let problem = unknownParameter(parameter, at: node) { diagnostics.append(problem) }
    return .parameter(parameter)
  }

  private mutating func expression(_ node: YAMLNode, as wanted: ValueType) -> Expression? {
    guard let text = node.text else {
      diagnostics.append(node.problem(.c103, "a value or expression is expected here"))
      return nil
    }
    var code = DiagnosticCode.a101
    do {
      let expression = try ExpressionParser.expression(text)
      code = .a102
      try checker.check(expression, as: wanted)
      return expression
    } catch {
      diagnostics.append(problem(error, in: node, code: code))
      return nil
    }
  }

  private func problem(
    _ problem: ExpressionProblem, in node: YAMLNode, code: DiagnosticCode
  ) -> Diagnostic {
    node.problem(code, problem.message, help: problem.help, at: problem.offset)
  }

  // MARK: Constants and tables

  private mutating func mappedValue(
    _ node: YAMLNode, as wanted: ValueType, field: WordField?
  ) -> ValueDefinition? {
    let words = field?.words
    var keys = MappingReader(node, what: "a value")
    defer { keys.finish(into: &diagnostics) }
    guard wanted == .text || wanted == .number || wanted == .unread else {
      keys.report(node.problem(.a102, "\(wanted.noun) cannot be a constant or a table"))
      return nil
    }
    if let constant = keys.node("is") {
      guard let text = constant.text else {
        keys.report(constant.problem(.c103, "'is' must be a text"))
        return nil
      }
      checkMeaning(text, at: constant, wanted, words, &keys)
      return ValueDefinition(form: .constant(text))
    }
    let from = keys.requiredNode("from").flatMap { expression($0, as: .text) }
    let name = table(keys.node("table"), &keys)
    let map = name == nil ? keys.requiredNode("map") : keys.node("map")
    let entries = tableEntries(map, wanted, words, &keys)
    var otherwise: String?
    if let node = keys.node("else") {
      otherwise = node.text
      if let text = node.text { checkMeaning(text, at: node, wanted, words, &keys) }
    }
    let unless = keys.node("unless").flatMap { condition($0) }
    let isPartial = keys.boolean("partial") ?? false
    return from.map { from in
      var table = TableDefinition(from: from, table: name, entries: entries, otherwise: otherwise)
      (table.unless, table.field, table.isPartial) = (unless, field, isPartial)
      return ValueDefinition(form: .map(table))
    }
  }

  /// The name of a declared table.
  private func table(_ node: YAMLNode?, _ keys: inout MappingReader) -> String? {
    guard let node else { return nil }
    let names = definition.tables.map(\.name)
    let name = node.text ?? ""
    if !names.contains(name) {
      keys.report(
        node.problem(
          .c106, "there is no table '\(name)'",
          help: Suggestion.help(for: name, among: names) ?? "declare it under 'tables'"))
    }
    return name
  }

  private func tableEntries(
    _ node: YAMLNode?, _ wanted: ValueType, _ words: [String]?, _ keys: inout MappingReader
  ) -> [MapEntry] {
    guard let node else { return [] }
    guard let entries = node.entries else {
      keys.report(node.problem(.c103, "'map' must be a mapping"))
      return []
    }
    return entries.compactMap { entry in
      guard let text = entry.value.text else {
        if !entry.value.isNull {
          keys.report(entry.value.problem(.c103, "a meaning must be a text"))
        }
        return nil
      }
      checkMeaning(text, at: entry.value, wanted, words, &keys)
      return MapEntry(key: entry.key, value: text)
    }
  }

  /// Reports a meaning that can never be one: no word of the vocabulary, or no number.
  private func checkMeaning(
    _ text: String, at node: YAMLNode, _ wanted: ValueType, _ words: [String]?,
    _ keys: inout MappingReader
  ) {
    if wanted == .number, Decimals.thousandths(of: text) == nil {
      keys.report(node.problem(.a102, "a number is needed here, but this is '\(text)'"))
    }
    guard let words, !words.contains(text) else { return }
    keys.report(
      node.problem(
        .a104, "'\(text)' is not in the vocabulary",
        help: Suggestion.help(for: text, among: words)))
  }
}
