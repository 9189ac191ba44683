internal import CivilTime
internal import DurableFiles
internal import Intake
internal import JourneyAnalysis
package import JourneyModel
internal import RecordFormats
internal import Settings

/// Reads `throughline.yaml`: all problems in one pass, each with its place.
package struct ConfigurationReader {
  var diagnostics: [Diagnostic] = []
  var configuration = Configuration()

  /// Reads a configuration file.
  package static func read(
    path: String, environment: [String: String]
  ) throws(DiagnosticError) -> Configuration {
    let text = try TextFile.read(path)
    let parsed = try YAMLDocument.parse(text: text, file: path)
    let root = try EnvironmentSubstitution.apply(environment, to: parsed)
    var reader = ConfigurationReader()
    reader.configuration.file = path
    reader.configuration.directory = Directory.parent(of: path) ?? "."
    reader.readRoot(root)
    reader.findAdapters()
    guard reader.diagnostics.isEmpty else { throw DiagnosticError(reader.diagnostics) }
    return reader.configuration
  }

  /// What the reader asks of a configuration.
  static var shape: SettingsShape {
    let shape = SettingsShape()
    var reader = ConfigurationReader()
    reader.readRoot(YAMLNode(shape: shape))
    return shape
  }

  private mutating func readRoot(_ root: YAMLNode) {
    var keys = MappingReader(root, what: "the configuration")
    if let zone = zone(&keys, "timezone") { configuration.zone = zone }
    for node in keys.list("inputs") ?? [] { readInput(node) }
    if let node = keys.node("identity") { readIdentity(node) }
    if let node = keys.node("journeys") { readJourneys(node) }
    if let node = keys.node("reasons") { readReasons(node) }
    if let node = keys.node("friction") { readFriction(node) }
    if let node = keys.node("calendars") { readCalendars(node) }
    if let clock = keys.word("business-clock", among: CalendarSettings.Clock.names) {
      configuration.calendars.clock = CalendarSettings.Clock(name: clock) ?? .segmented
    }
    if let node = keys.node("targets") { readTargets(node) }
    if let node = keys.node("costs") { readCosts(node) }
    if let node = keys.node("personas") { readPersonas(node) }
    if let node = keys.node("privacy") { readPrivacy(node) }
    if let node = keys.node("tolerance") { readTolerance(node) }
    if let settle = keys.duration("settle", in: 0...604_800_000) {
      configuration.settleMilliseconds = settle
    }
    configuration.store = keys.text("store").map { configuration.resolve($0) }
    if let node = keys.node("output") { readOutput(node) }
    if let node = keys.node("limits") { readLimits(node) }
    if let node = keys.node("notify") { readNotification(node, &keys) }
    keys.finish(into: &diagnostics)
  }

  private mutating func readInput(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "an input")
    let path = keys.requiredText("path")
    let adapter = keys.text("adapter")
    let name = keys.text("name") ?? adapter
    if name == nil { keys.report(node.problem(.c104, "an input needs a 'name' or an 'adapter'")) }
    var input = ConfiguredInput(name: name ?? "", path: path ?? "")
    input.adapter = adapter
    input.isOptional = keys.boolean("optional") ?? false
    readExpectation(&keys, of: &input)
    input.instance = keys.text("instance") ?? ""
    input.zone = zone(&keys, "timezone")
    if let node = keys.node("clock-changes") { input.clockChanges = clockChanges(node) }
    input.region = keys.word("region", among: NumberingPlan.regions)
    input.delimiter = keys.delimiter("delimiter")
    input.encoding = keys.encoding("encoding")
    keys.node("with")?.shape?.add(.freeMapping)
    keys.node("tables")?.shape?.add(.freeMapping)
    let given = GivenValues(&keys)
    (input.parameters, input.words) = (given.parameters, given.words)
    input.decimal = DecimalMark(&keys)
    input.locale = keys.word("locale", among: CalendarNames.languages)
    for entry in keys.node("tables")?.entries ?? [] {
      if let table = readTable(entry.value) { input.tables[entry.key] = table }
    }
    if configuration.inputs.contains(where: { $0.name == input.name }) {
      keys.report(node.problem(.c105, "two inputs are named '\(input.name)'"))
    }
    keys.finish(into: &diagnostics)
    configuration.inputs.append(input)
  }

  /// What is expected of an input, and when.
  private mutating func readExpectation(
    _ keys: inout MappingReader, of input: inout ConfiguredInput
  ) {
    let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    input.expectWithin = keys.duration("expect-within", in: 60_000...31_536_000_000)
    if input.isOptional, input.expectWithin != nil, let node = keys.node("expect-within") {
      keys.report(node.problem(.c103, "nothing is expected of an input that is 'optional: true'"))
    }
    if let names = keys.words("expect-on", among: weekdays) {
      input.expectOn = Set(names.compactMap { weekdays.firstIndex(of: $0) }.map { $0 + 1 })
    }
    for node in keys.list("without-dates") ?? [] {
      node.shape?.add(.text)
      guard let date = node.text.flatMap({ CivilDate($0) }) else {
        keys.report(node.problem(.c103, "a date is written as 2026-12-25"))
        continue
      }
      input.withoutDates.insert(date)
    }
  }

  /// A table: its file, or a mapping that also names the columns of its keys and meanings.
  private mutating func readTable(_ node: YAMLNode) -> LookupTable? {
    var (file, key, meaning) = (node, String?.none, String?.none)
    if node.entries != nil {
      var keys = MappingReader(node, what: "a table")
      let named = keys.requiredNode("file")
      key = keys.text("key")
      meaning = keys.text("value")
      keys.finish(into: &diagnostics)
      guard let named else { return nil }
      file = named
    }
    guard file.text != nil || node.entries != nil else {
      diagnostics.append(file.problem(.c103, "a table is a file, or a mapping with 'file'"))
      return nil
    }
    return readFile(file, what: "file") { (text, path) throws(DiagnosticError) in
      try LookupTable.read(text: text, file: path, key: key, meaning: meaning)
    }
  }

  private mutating func clockChanges(_ node: YAMLNode) -> ClockChangeRule {
    var keys = MappingReader(node, what: "'clock-changes'")
    let words = ClockChangeRule.Choice.allCases.map(\.rawValue)
    var rule = ClockChangeRule()
    if let choice = keys.word("repeated", among: words).flatMap(ClockChangeRule.Choice.init) {
      rule.repeated = choice
    }
    if let choice = keys.word("skipped", among: words).flatMap(ClockChangeRule.Choice.init) {
      rule.skipped = choice
    }
    keys.finish(into: &diagnostics)
    return rule
  }

  private mutating func readIdentity(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'identity'")
    if let node = keys.node("overrides") {
      configuration.overrideFile = readFile(node, what: "overrides") {
        (text, path) throws(DiagnosticError) in try OverrideFile.read(text: text, file: path)
      }
    }
    configuration.ownNumbers = keys.texts("own-numbers") ?? []
    for node in keys.list("own-numbers") ?? [] {
      guard let number = node.text else { continue }
      guard PhoneNumber.normalized(number, region: nil) == nil else { continue }
      keys.report(
        node.problem(
          .c103, "'\(number)' is not a phone number",
          help: "write it with its country code, such as +18005550100; numbers of fewer than "
            + "seven digits identify nobody anyway"))
    }
    keys.finish(into: &diagnostics)
  }

  private mutating func readJourneys(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'journeys'")
    if let gaps = keys.node("gap") {
      var channels = MappingReader(gaps, what: "'gap'")
      for channel in Channel.names {
        configuration.gaps[channel] = channels.duration(channel)
      }
      channels.finish(into: &diagnostics)
    }
    for name in JourneyGaps.names { configuration.journeyGaps[name] = keys.duration(name) }
    keys.finish(into: &diagnostics)
  }

  private mutating func readReasons(_ node: YAMLNode) {
    let file = readFile(node, what: "reasons") { (text, path) throws(DiagnosticError) in
      try ReasonFile.read(text: text, file: path)
    }
    guard let file else { return }
    configuration.reasonFile = file
    configuration.textRules = file.rules
  }

  private mutating func readPersonas(_ node: YAMLNode) {
    let file = readFile(node, what: "personas") { (text, path) throws(DiagnosticError) in
      try PersonaFile.read(text: text, file: path)
    }
    guard let file else { return }
    configuration.personaFile = file
    configuration.personas = file.rules
  }

  /// What a file that is named here says; its problems are problems of the configuration.
  mutating func readFile<Content>(
    _ node: YAMLNode, what: String,
    _ read: (_ text: String, _ path: String) throws(DiagnosticError) -> Content
  ) -> Content? {
    if let shape = node.shape {
      shape.add(.text)
      return nil
    }
    guard let name = node.text else {
      diagnostics.append(node.problem(.c103, "'\(what)' must be the name of a file"))
      return nil
    }
    let path = configuration.resolve(name)
    // Where that cannot be told, reading it says why.
    guard (try? Directory.exists(path)) != false else {
      diagnostics.append(
        node.problem(
          .c106, "there is no file '\(path)'",
          help: "paths begin at the folder of the configuration"))
      return nil
    }
    do throws(DiagnosticError) {
      return try read(TextFile.read(path), path)
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }

  private mutating func readFriction(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'friction'")
    for detector in Detectors.descriptions {
      guard let values = keys.node(detector.id) else { continue }
      var parameters = MappingReader(values, what: "'\(detector.id)'")
      for parameter in detector.parameters {
        let value = read(parameter, from: &parameters)
        configuration.friction["\(detector.id).\(parameter.name)"] = value
      }
      parameters.finish(into: &diagnostics)
    }
    keys.finish(into: &diagnostics)
  }

  private mutating func readCosts(_ node: YAMLNode) {
    var reader = CostReader()
    configuration.costs = reader.read(node)
    diagnostics += reader.diagnostics
  }

  private func read(
    _ parameter: ParameterDescription, from keys: inout MappingReader
  ) -> Int64? {
    switch parameter.unit {
    case .milliseconds: keys.duration(parameter.name, in: parameter.allowed)
    case .count: keys.integer(parameter.name, in: parameter.allowed)
    case .permille: keys.permille(parameter.name)
    }
  }

  private mutating func readPrivacy(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'privacy'")
    configuration.keyFile = keys.text("key-file").map { configuration.resolve($0) }
    configuration.keepsText = keys.boolean("keep-text") ?? false
    if let group = keys.integer("minimum-group", in: 1...10) {
      configuration.minimumGroup = Int(group)
    }
    configuration.publishedAttributes = keys.texts("publish-attributes") ?? []
    keys.finish(into: &diagnostics)
  }

  private mutating func readTolerance(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'tolerance'")
    if let rejects = keys.permille("rejects") { configuration.toleratedRejectsPermille = rejects }
    keys.finish(into: &diagnostics)
  }

  private mutating func readOutput(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'output'")
    configuration.outputFolder = keys.text("folder").map { configuration.resolve($0) }
    if let kept = keys.integer("keep-releases", in: 1...10_000) {
      configuration.keptReleases = Int(kept)
    }
    keys.finish(into: &diagnostics)
  }

  private mutating func readLimits(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'limits'")
    if let record = keys.byteCount("record", in: 1024...(256 << 20)) {
      configuration.limits.record = Int(record)
    }
    if let columns = keys.integer("columns", in: 1...100_000) {
      configuration.limits.columns = Int(columns)
    }
    if let depth = keys.integer("depth", in: 1...10_000) { configuration.limits.depth = Int(depth) }
    if let ratio = keys.integer("ratio", in: 10...1_000_000) {
      configuration.limits.ratio = Int(ratio)
    }
    if let inflated = keys.byteCount("inflated", in: 1024...(1 << 50)) {
      configuration.limits.inflated = Int(inflated)
    }
    keys.finish(into: &diagnostics)
  }

  /// A command: a text for the shell, a program with its arguments, or a mapping that says when.
  private mutating func readNotification(_ node: YAMLNode, _ keys: inout MappingReader) {
    if node.entries == nil {
      configuration.notification = command(&keys, "notify").map(Notification.init(command:))
      if node.shape == nil { return }
    }
    var keys = MappingReader(node, what: "'notify'")
    _ = keys.requiredNode("command")
    let words = command(&keys, "command")
    let events = keys.words("on", among: Notification.Event.allCases.map(\.rawValue))
    keys.finish(into: &diagnostics)
    guard let words else { return }
    var notification = Notification(command: words)
    if let events { notification.events = Set(events.compactMap(Notification.Event.init)) }
    configuration.notification = notification
  }

  private func command(_ keys: inout MappingReader, _ key: String) -> [String]? {
    guard let words = keys.texts(key), words.contains(where: { !$0.isEmpty }) else { return nil }
    return keys.node(key)?.text.map { ["/bin/sh", "-c", $0] } ?? words
  }

  func zone(_ keys: inout MappingReader, _ key: String) -> ZoneRules? {
    guard let node = keys.node(key), let name = keys.text(key) else { return nil }
    if let zone = ZoneRules.named(name) { return zone }
    keys.report(
      node.problem(
        .c106, "'\(name)' is not a time zone of the IANA database",
        help: Suggestion.nearest(to: name, among: ZoneRules.identifiers)
          .map { "did you mean '\($0)'?" }))
    return nil
  }

  private mutating func findAdapters() {
    let folder = configuration.resolve("adapters")
    do throws(FileError) {
      // Absence means the user has no adapters of their own.
      guard try Directory.exists(folder) else { return }
      configuration.adapterFiles = try Directory.entries(of: folder)
        .filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
    } catch {
      diagnostics.append(Diagnostic(code: .i306, file: folder, message: error.description))
    }
  }
}

extension Configuration {
  /// A path of the configuration file, which starts in that file's directory.
  package func resolve(_ path: String) -> String {
    Directory.isAbsolute(path) || directory == "." ? path : directory + "/" + path
  }
}
