internal import CivilTime
internal import JourneyModel
internal import RecordFormats
internal import Settings

/// Reads an adapter file into its definition and collects everything wrong with it in one pass.
struct DefinitionReader {
  /// The problems found so far.
  var diagnostics: [Diagnostic] = []
  /// The names of the declared parameters.
  var parameters: [AdapterParameter] = []
  /// What was read so far; an adapter is made of it only if there are no problems.
  var definition = AdapterDefinition()
  /// What checks expressions, which stand below the parameters, tables and form they name.
  private(set) var checker = ExpressionChecker(AdapterDefinition(), parameters: [])

  /// The adapter a YAML text describes.
  static func adapter(text: String, file: String) throws(DiagnosticError) -> Adapter {
    let extended = try ExtendedDefinition(YAMLDocument.parse(text: text, file: file))
    var reader = DefinitionReader()
    var adapter = reader.adapter(extended.root, text: text)
    adapter?.base = extended.base
    adapter?.baseText = extended.text
    guard let adapter, reader.diagnostics.isEmpty else {
      let ordered = reader.diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      throw DiagnosticError(ordered)
    }
    return adapter
  }

  private mutating func adapter(_ root: YAMLNode, text: String) -> Adapter? {
    var keys = MappingReader(root, what: "an adapter")
    let id = keys.requiredText("adapter")
    if let id, !Self.isID(id), let node = keys.node("adapter") {
      keys.report(
        node.problem(
          .c105, "'\(id)' cannot be an id",
          help: "write lower-case letters, digits and hyphens, such as amazon-connect"))
    }
    let system = keys.requiredText("system")
    let title = keys.requiredText("title")
    let about = keys.text("about") ?? ""
    readParameters(keys.node("parameters"))
    readTables(keys.node("tables"))
    readForm(keys.requiredNode("reads"))
    checker = ExpressionChecker(definition, parameters: parameters.map(\.name))
    readRecognition(keys.requiredNode("recognise"))
    readTimes(keys.node("times"))
    readStatements(&keys)
    readRecord(keys.requiredNode("record"))
    let tests = AdapterTestReader.tests(keys.list("tests") ?? [], into: &diagnostics)
    keys.finish(into: &diagnostics)
    guard let id, let system, let title else { return nil }
    return Adapter(
      id: id, system: system, title: title, about: about, file: root.file, text: text,
      parameters: parameters, definition: definition, tests: tests)
  }

  private static func isID(_ text: String) -> Bool {
    text.first != "-" && text.last != "-"
      && text.utf8.allSatisfy { byte in
        ExpressionLexer.isNameByte(byte) && byte < 0x80 && byte != UInt8(ascii: "_")
          && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      }
  }

  private mutating func readParameters(_ node: YAMLNode?) {
    guard let node else { return }
    guard let entries = node.entries else {
      diagnostics.append(node.problem(.c103, "'parameters' must be a mapping of names to defaults"))
      return
    }
    for entry in entries { parameters.append(parameter(entry)) }
  }

  private mutating func parameter(_ entry: YAMLEntry) -> AdapterParameter {
    guard entry.value.entries != nil else {
      if entry.value.text == nil, !entry.value.isNull {
        diagnostics.append(
          entry.value.problem(.c103, "a parameter's default must be a text or null"))
      }
      return AdapterParameter(name: entry.key, defaultValue: entry.value.text)
    }
    var keys = MappingReader(entry.value, what: "a parameter")
    let parameter = AdapterParameter(
      name: entry.key, defaultValue: keys.text("default"), about: keys.text("about") ?? "")
    keys.finish(into: &diagnostics)
    return parameter
  }

  private mutating func readTables(_ node: YAMLNode?) {
    guard let node else { return }
    guard let entries = node.entries else {
      diagnostics.append(node.problem(.c103, "'tables' must be a mapping of names to tables"))
      return
    }
    for entry in entries {
      var table = LookupDefinition(name: entry.key, about: "")
      if !entry.value.isNull {
        var keys = MappingReader(entry.value, what: "a table")
        table.about = keys.text("about") ?? ""
        if let lines = keys.node("map") {
          table.lines = LookupTable(lines, into: &diagnostics)
        }
        keys.finish(into: &diagnostics)
      }
      definition.tables.append(table)
    }
  }

  // MARK: Form

  private mutating func readForm(_ node: YAMLNode?) {
    guard let node else { return }
    if let word = node.text {
      switch word {
      case "json": definition.reads = .json(JSONDefinition())
      case "csv": definition.reads = .csv(CSVDefinition())
      default:
        diagnostics.append(
          node.problem(.c105, "'\(word)' is not a form", help: "write csv or json"))
      }
      return
    }
    var keys = MappingReader(node, what: "'reads'")
    if let form = keys.node("csv") {
      readCSV(form)
    } else if let form = keys.node("json") {
      readJSON(form, &keys)
    } else {
      keys.report(node.problem(.c104, "'reads' names neither csv nor json"))
    }
    keys.finish(into: &diagnostics)
  }

  /// `objects`, the keys of the array they are in, or a mapping of both and null markers.
  private mutating func readJSON(_ node: YAMLNode, _ keys: inout MappingReader) {
    var form = JSONDefinition()
    if node.entries != nil {
      var inner = MappingReader(node, what: "'json'")
      form.members = inner.texts("under") ?? []
      form.nulls = inner.texts("nulls") ?? []
      if !form.members.isEmpty { form.counts = counts(&inner) }
      inner.finish(into: &diagnostics)
    } else {
      form.members = keys.texts("json") ?? []
    }
    form.members.removeAll { $0 == "objects" }
    definition.reads = .json(form)
  }

  private func counts(_ keys: inout MappingReader) -> CountMembers {
    let page = keys.text("page-count")
    return CountMembers(
      page: page, pageMark: page == nil ? nil : keys.text("page-mark"), total: keys.text("total"))
  }

  private mutating func readCSV(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'csv'")
    var form = CSVDefinition()
    form.delimiter = keys.delimiter("delimiter")
    form.encoding = keys.encoding("encoding")
    form.decimal = DecimalMark(&keys) ?? .plain
    form.preambleLines = keys.integer("preamble-lines", in: 0...1000).map(Int.init)
    form.hasFooter = keys.word("footer", among: ["after-blank-line"]) != nil
    if keys.node("header-rows-to-skip")?.text == "detect" {
      form.extraHeaderRows = nil
    } else {
      form.extraHeaderRows = keys.integer("header-rows-to-skip", in: 0...100).map(Int.init) ?? 0
    }
    form.hasSubHeader = keys.boolean("sub-header") ?? false
    form.names = keys.texts("names") ?? []
    form.nulls = keys.texts("nulls") ?? []
    form.hasQuotes = keys.word("quotes", among: ["none", "double"]) != "none"
    if !form.names.isEmpty {
      let most = Int64(form.names.count)
      form.fewestColumns = keys.integer("fewest-columns", in: 1...most).map(Int.init)
    }
    keys.finish(into: &diagnostics)
    definition.reads = .csv(form)
  }

  private mutating func readRecognition(_ node: YAMLNode?) {
    guard let node else { return }
    var keys = MappingReader(node, what: "'recognise'")
    let word = checker.isCSV ? "columns" : "keys"
    for name in keys.list(word) ?? [] {
      guard let text = name.text else {
        keys.report(name.problem(.c103, "a name must be a text"))
        continue
      }
      guard text.hasPrefix("$") else {
        definition.recognise.append(.name(text))
        continue
      }
      let parameter = String(text.dropFirst())
      if let problem = unknownParameter(parameter, at: name) { keys.report(problem) }
      definition.recognise.append(.parameter(parameter))
    }
    definition.recogniseWhere = keys.node("where").flatMap { condition($0) }
    if definition.recognise.isEmpty, !isHeaderless || keys.node("where") == nil {
      let help = isHeaderless ? "write 'where', a condition that its rows meet" : nil
      keys.report(node.problem(.c104, "'recognise' needs a list of '\(word)'", help: help))
    }
    keys.finish(into: &diagnostics)
  }

  private var isHeaderless: Bool {
    if case .csv(let form) = definition.reads { !form.names.isEmpty } else { false }
  }

  /// The problem of a parameter that is not declared.
  func unknownParameter(_ name: String, at node: YAMLNode) -> Diagnostic? {
    let names = parameters.map(\.name)
    guard !names.contains(name) else { return nil }
    return node.problem(
      .c106, "there is no parameter '\(name)'", help: Suggestion.help(for: name, among: names))
  }

  private mutating func readTimes(_ node: YAMLNode?) {
    guard let node else { return }
    var keys = MappingReader(node, what: "'times'")
    if let formats = keys.list("formats") {
      definition.times.formats = formats.compactMap(\.text)
      for format in formats { checkFormat(format, &keys) }
    }
    if let zone = keys.node("zone") { readZone(zone) }
    definition.times.locale = keys.word("locale", among: CalendarNames.languages)
    keys.finish(into: &diagnostics)
  }

  /// `data`, `input`, a zone, or `{is: input, else: zone}`.
  private mutating func readZone(_ node: YAMLNode) {
    var zone = node
    if node.entries != nil {
      var keys = MappingReader(node, what: "a zone")
      _ = keys.word("is", among: ["input"])
      zone = keys.requiredNode("else") ?? node
      keys.finish(into: &diagnostics)
    }
    guard let name = zone.text else {
      if node.entries == nil {
        diagnostics.append(node.problem(.c103, "'zone' must be a text or a mapping"))
      }
      return
    }
    let isElse = node.entries != nil
    switch name {
    case "data" where !isElse: definition.times.zone = .data
    case "input" where !isElse: definition.times.zone = .input
    default:
      definition.times.zone = isElse ? .inputElse(name) : .fixed(name)
      guard ZoneRules.named(name) == nil else { return }
      diagnostics.append(
        zone.problem(
          .c106, "there is no time zone '\(name)'",
          help: "write data, input, UTC or a name such as Europe/London"))
    }
  }

  private func checkFormat(_ node: YAMLNode, _ keys: inout MappingReader) {
    guard let text = node.text else {
      keys.report(node.problem(.c103, "a format must be a text"))
      return
    }
    do {
      _ = try TimestampFormat(pattern: text)
    } catch {
      keys.report(node.problem(.c105, "'\(text)' is not a time stamp format", help: "\(error)"))
    }
  }

  // MARK: Record

  private mutating func readRecord(_ node: YAMLNode?) {
    guard let node else { return }
    var keys = MappingReader(node, what: "'record'")
    var record = RecordDefinition()
    record.entity = keys.requiredText("entity") ?? ""
    let parts = keys.list("key") ?? []
    if parts.isEmpty { keys.report(node.problem(.c104, "key 'key' is missing")) }
    record.key = parts.compactMap { value($0, as: .text) }
    record.version = keys.node("version").flatMap { value($0, as: .unread) }
    record.order = keys.node("order").flatMap { value($0, as: .number) }
    record.deleted = keys.node("deleted").flatMap { condition($0) }
    record.emptyReason = keys.text("empty")
    for field in keys.list("clears") ?? [] {
      if let clear = clear(field) { record.clears.append(clear) }
    }
    keys.finish(into: &diagnostics)
    definition.record = record
  }

  /// The header fields that are fed by a path, alone or within an expression: the interaction's,
  /// and those of `assigned` events.
  private mutating func clear(_ node: YAMLNode) -> ClearDefinition? {
    guard let path = path(node) else { return nil }
    var fields: [HeaderField] = []
    let interaction = definition.interaction
    let assigned = definition.events.filter { $0.activity == .assigned }
    let feeders: [(HeaderField, [ValueDefinition?])] = [
      (.queue, [interaction?.queue] + assigned.map(\.queue)),
      (.agent, [interaction?.agent] + assigned.map(\.agent)),
      (.team, [interaction?.team]),
      (.reason, (interaction?.reason ?? []).map(Optional.some)),
    ]
    for (field, values) in feeders where values.contains(where: { $0?.reads(path) == true }) {
      fields.append(field)
    }
    if fields.isEmpty {
      diagnostics.append(
        node.problem(
          .c106, "'\(path.text)' feeds no header field",
          help: "name a value that queue, agent, team or reason is read from"))
    }
    return ClearDefinition(path: path, fields: fields)
  }
}

extension ValueDefinition {
  /// Whether this is made of that path.
  fileprivate func reads(_ path: PathSyntax) -> Bool {
    switch form {
    case .expression(let expression): expression.reads(path)
    case .map(let table): table.from.reads(path)
    case .constant: false
    }
  }
}

extension Expression {
  /// Whether its value, not only a condition within it, is made of that path.
  fileprivate func reads(_ path: PathSyntax) -> Bool {
    switch form {
    case .path(let own): own == path
    case .call(.choice, let arguments): arguments.dropFirst().contains { $0.reads(path) }
    case .call(_, let arguments): arguments.contains { $0.reads(path) }
    default: false
    }
  }
}
