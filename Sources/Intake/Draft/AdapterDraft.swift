internal import CivilTime
internal import JourneyModel
internal import RecordFormats

/// The first draft of an adapter, from a sample file.
///
/// What the sample shows is written as an adapter that can be read as it is; what it cannot show
/// stands beside it as a comment that begins with QUESTION. Every field that plays no part yet is
/// listed with what it seems to hold.
package struct AdapterDraft {
  private let id: String
  private let fileName: String
  private let sample: SampleFields
  private let guess: DraftGuess
  private var lines: [String] = []

  /// The draft for the beginning of a file; nil if it holds neither rows nor JSON objects.
  ///
  /// `id` is the adapter's, made of the file's name if nil.
  package static func text(
    of bytes: [UInt8], isFinal: Bool, fileName: String, id: String?
  ) -> String? {
    let sample = bytes.withUnsafeBytes { fields(of: $0, isFinal: isFinal) }
    guard sample.form != nil, sample.recordCount > 0 else { return nil }
    let id = id ?? Self.id(from: fileName, beside: [])
    var draft = AdapterDraft(sample, fileName: fileName, id: id)
    guard draft.guess.key != nil else { return nil }
    draft.write()
    return draft.lines.joined(separator: "\n") + "\n"
  }

  /// The fields of a sample, as UTF-8 where its mark says UTF-16.
  private static func fields(of sample: UnsafeRawBufferPointer, isFinal: Bool) -> SampleFields {
    guard let encoding = TextEncoding.marked(by: sample), !encoding.isSupported else {
      return SampleFields(sample, isFinal: isFinal)
    }
    var transcoder = UTF16Transcoder(encoding)
    var window = ScanWindow()
    transcoder.transcode(sample, into: &window)
    return window.withBytes { SampleFields($0, isFinal: isFinal) }
  }

  private init(_ sample: SampleFields, fileName: String, id: String) {
    self.sample = sample
    self.fileName = fileName
    self.id = id
    guess = DraftGuess(sample, fileName: fileName)
  }

  /// A file's name as an id: lower case, hyphens, and a number where there is one of that name.
  package static func id(from fileName: String, beside known: [String]) -> String {
    let stem = fileName.prefix { $0 != "." }.lowercased()
    let id = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let words = String(id).split(separator: "-")
    let name = words.isEmpty ? "draft" : words.joined(separator: "-")
    let others = (2...known.count + 2).lazy.map { "\(name)-\($0)" }
    return known.contains(name) ? others.first { !known.contains($0) } ?? name : name
  }

  private mutating func write() {
    let name = Self.comment(fileName)
    add("# A first draft made from \(name), \(sample.recordCount) records. Lines marked QUESTION")
    add("# need an answer from someone who knows the system; see docs/adapters/language.md.")
    add("adapter: \(Self.quoted(id))")
    add("system: \(Self.quoted(id))")
    question("which system is this? Adapters of one system share its name.")
    add("title: \(Self.quoted("Records like those of \(fileName)"))")
    add("about: How a user obtains this export.")
    question("where does a user click, or which API is called?")
    writeForm()
    writeRecognition()
    writeTimes()
    writeRecord()
    if guess.isCustomerList {
      writeIdentifiers()
      writeProfile()
    } else {
      writeInteraction()
      writeIdentifiers()
      writeEvents()
    }
    writeRest()
  }

  // MARK: Form

  private mutating func writeForm() {
    switch sample.form {
    case .json(let member?): add("reads: {json: \(Self.quoted(member))}")
    case .json, nil: add("reads: json")
    case .csv(let dialect, let hasHeader, let hasImportRow):
      add("reads:")
      add("  csv:")
      add("    delimiter: \(Self.quoted(Self.name(of: dialect.delimiter)))")
      if !dialect.hasQuotes { add("    quotes: none") }
      if hasImportRow { add("    header-rows-to-skip: detect") }
      if dialect.encoding != .utf8 {
        add("    encoding: \(dialect.encoding.name)")
        question("the file is not UTF-8; which encoding is it?")
      }
      if !hasHeader {
        let names = sample.fields.map(\.name).joined(separator: ", ")
        add("    names: [\(names)]")
        question("the first row looks like a record; what are the columns?")
      }
      question("are there texts that mean null, such as '?' or 'N/A'? nulls: [\"?\"]")
    }
  }

  private static func name(of delimiter: UInt8) -> String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: "|"): "bar"
    default: String(Unicode.Scalar(delimiter))
    }
  }

  private var isCSV: Bool { if case .csv = sample.form { true } else { false } }

  private mutating func writeRecognition() {
    if case .csv(_, false, _) = sample.form {
      add("recognise: {where: \(Self.single("exists \(guess.key?.path ?? "c1")"))}")
      question("which condition do rows of this kind meet, and no others?")
      return
    }
    let parts = [guess.key, guess.began, guess.status, guess.changed, guess.queue, guess.agent]
    var fields = parts.compactMap(\.self).filter { isRecognisable($0) }
    for (field, _) in guess.fields where fields.count < 4 && isRecognisable(field) {
      if !fields.contains(where: { $0.path == field.path }) { fields.append(field) }
    }
    let found = fields.isEmpty ? keysAbove : fields.map(\.name)
    let names = found.prefix(4).map(Self.quoted).joined(separator: ", ")
    add("recognise: {\(isCSV ? "columns" : "keys"): [\(names)]}")
    question("do these names tell such files from those of other systems?")
  }

  /// The keys at the top of records all of whose values lie below, as in pairs with meanings.
  private var keysAbove: [String] {
    var names: [String] = []
    for field in sample.fields where field.filled == sample.recordCount {
      // The sample wrote the path, so that it can be read.
      guard let path = try? ExpressionParser.path(field.path),
        case .name(let name)? = path.steps.first, !names.contains(name)
      else { continue }
      names.append(name)
    }
    return names
  }

  /// Whether a file may be known by the field's name.
  private func isRecognisable(_ field: SampleField) -> Bool {
    let isAlways = isCSV || field.filled == sample.recordCount
    return field.isOnTop && isAlways && !field.name.hasPrefix("$")
      && !sample.repeatedNames.contains(field.name)
  }

  private mutating func writeTimes() {
    let formats = guess.timeFormats
    guard !formats.isEmpty else {
      question("no time stamps were found; which formats do they have? times: {formats: […]}")
      return
    }
    let isLocal = formats.contains { pattern in
      // The formats were compiled to read the sample.
      (try? TimestampFormat(pattern: pattern))?.offset != .always
    }
    let names = formats.map(Self.quoted).joined(separator: ", ")
    add("times: {formats: [\(names)], zone: \(isLocal ? "input" : "data")}")
    if isLocal {
      question("local times; is the zone always the same? Then write it in the place of 'input'.")
    }
    if let ambiguous = guess.ambiguousFormats {
      question("day or month first? All stamps fit \(ambiguous.joined(separator: " and ")).")
    }
  }

  // MARK: Statements

  private mutating func writeRecord() {
    add("record:")
    add("  entity: \(guess.isCustomerList ? "customer" : guess.interaction.name)")
    if guess.isCustomerList {
      question("is it a list of customers, in which nothing happens?")
    }
    add("  key: \(Self.single(guess.key?.path ?? "id"))")
    if !guess.isKeySure { question("is this what tells records apart?") }
    if let changed = guess.changed {
      add("  version: \(Self.single(changed.path))")
    } else {
      question("does anything grow when a record comes again? version: …")
    }
  }

  private mutating func writeInteraction() {
    add("interaction:")
    add("  kind: {is: \(guess.interaction.name)}")
    question("call, chat, ticket, email, message, visit, social or task?")
    add("  id: \(Self.single(guess.key?.path ?? "id"))")
    let channel: Channel =
      switch guess.interaction {
      case .call: .voice
      case .chat: .chat
      case .visit: .web
      default: .ticket
      }
    add("  channel: {is: \(channel.name)}")
    if let origin = guess.channel {
      add("  origin:")
      writeMap(of: origin, indent: 4, known: Self.channels, otherwise: Channel.other.name)
    }
    if let queue = guess.queue { add("  queue: \(Self.single(queue.path))") }
    if let agent = guess.agent { add("  agent: \(Self.single(agent.path))") }
    let reasons = guess.reasons.map { Self.single($0.path) }
    if !reasons.isEmpty { add("  reason: [\(reasons.joined(separator: ", "))]") }
  }

  private mutating func writeIdentifiers() {
    var known = guess.fields.compactMap { field, kind -> (TokenKind, SampleField)? in
      switch kind {
      case .email: (.email, field)
      case .phone: (.phone, field)
      case .text, .number, .word:
        field.path != guess.key?.path && isCustomerID(field) ? (.customer, field) : nil
      default: nil
      }
    }
    if guess.isCustomerList, let key = guess.key { known.insert((.customer, key), at: 0) }
    guard !known.isEmpty else {
      question("which fields identify the customer? identifiers: [{kind: email, value: …}]")
      return
    }
    add("identifiers:")
    for (kind, field) in known {
      add("  - {kind: \(kind.name), value: \(Self.single(field.path))}")
    }
    question("are these the customer's, or an agent's or the center's own?")
  }

  private mutating func writeProfile() {
    let attributes = guess.attributes.map { field in
      let name = field.words.split(separator: " ").joined(separator: "-")
      return "\(Self.quoted(name)): \(Self.single(field.path))"
    }
    if attributes.isEmpty {
      question("what else is worth knowing? profile: {attributes: {segment: …}}")
    } else {
      add("profile:")
      add("  attributes: {\(attributes.joined(separator: ", "))}")
      question("may all of these be published? See 'privacy.publish-attributes'.")
    }
  }

  private func isCustomerID(_ field: SampleField) -> Bool {
    field.isNamed(["id", "number", "key"])
      && field.isNamed(["customer*", "contact*", "requester*", "caller*", "user", "client*"])
  }

  private mutating func writeEvents() {
    guard let began = guess.began else {
      question("what happened when? events: [{activity: opened, at: …}]")
      return
    }
    add("events:")
    let first = guess.interaction == .call ? Activity.queued : .opened
    add("  - {activity: \(first.name), at: \(Self.single(began.path))}")
    if let status = guess.status, let at = guess.changed ?? guess.ended {
      add("  - activity: status")
      add("    at: \(Self.single(at.path))")
      add("    value:")
      writeMap(of: status, indent: 6, known: Self.statuses, otherwise: TicketStatus.open.name)
      question("is the state as of that time?")
    }
    if let ended = guess.ended {
      let isCall = [.call, .chat, .visit].contains(guess.interaction)
      let what = isCall ? "activity: ended" : "activity: status, value: {is: closed}"
      add("  - {\(what), at: \(Self.single(ended.path))}")
    }
  }

  /// A translation of a field's values, each with a guess.
  private mutating func writeMap(
    of field: SampleField, indent: Int, known: [(String, String)], otherwise: String
  ) {
    let margin = String(repeating: " ", count: indent)
    add("\(margin)from: \(Self.single(field.path))")
    let values = field.values.prefix(20).filter { !$0.contains(where: \.isNewline) }
    let pairs = values.map { value in
      let lower = value.lowercased()
      let meaning = known.first { lower.contains($0.0) }?.1
      return (value, meaning)
    }
    let lines = pairs.map { "\(Self.quoted($0.0)): \($0.1 ?? otherwise)" }
    add("\(margin)map: {\(lines.joined(separator: ", "))}")
    add("\(margin)else: \(otherwise)")
    let doubtful = pairs.filter { $0.1 == nil }.map { "'\($0.0)'" }
    if !doubtful.isEmpty { question("what do \(doubtful.joined(separator: ", ")) mean?") }
  }

  private static let channels: [(String, String)] = [
    ("phone", "voice"), ("voice", "voice"), ("call", "voice"), ("mail", "email"), ("chat", "chat"),
    ("web", "web"), ("online", "web"), ("portal", "web"), ("app", "web"), ("form", "web"),
    ("sms", "message"), ("whatsapp", "message"), ("message", "message"), ("twitter", "social"),
    ("facebook", "social"), ("social", "social"), ("ivr", "ivr"), ("bot", "bot"),
  ]

  private static let statuses: [(String, String)] = [
    ("reopen", "open"), ("new", "new"), ("pending", "pending"), ("wait", "pending"),
    ("hold", "on-hold"), ("resolved", "solved"), ("solved", "solved"), ("done", "solved"),
    ("closed", "closed"), ("complete", "closed"), ("open", "open"), ("active", "open"),
    ("progress", "open"), ("assigned", "open"), ("started", "open"),
  ]

  // MARK: What is left

  private mutating func writeRest() {
    let text = lines.joined(separator: "\n")
    let rest = guess.fields.filter { field, _ in !text.contains(Self.single(field.path)) }
    if !rest.isEmpty { add("# Not used yet:") }
    for (field, kind) in rest { add("#   \(Self.comment(field.path)): \(describe(field, kind))") }
    for array in sample.arrays {
      let keys = array.keys.prefix(12).joined(separator: ", ")
      add("#   \(Self.comment(array.path)): an array, of \(Self.comment(keys))")
      question("does it tell what happened? events: [{each: \(Self.comment(array.path)), …}]")
    }
  }

  private func describe(_ field: SampleField, _ kind: FieldKind) -> String {
    guard kind == .word else { return kind.noun(of: field) }
    let values = field.values.map(Self.quoted).joined(separator: ", ")
    return Self.comment("\(kind.noun(of: field)): \(values)")
  }

  // MARK: Text

  private mutating func add(_ line: String) { lines.append(line) }

  private mutating func question(_ text: String) {
    lines.append("# QUESTION: \(Self.comment(text))")
  }

  private static func comment(_ text: String) -> String {
    PrintableText.line(text)
  }

  private static let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

  /// Whether a text can stand in YAML as it is.
  private static func isPlain(_ text: String, _ others: String) -> Bool {
    text.first?.isLetter == true && !reserved.contains(text.lowercased())
      && text.allSatisfy { letter in
        letter.isASCII && (letter.isLetter || letter.isNumber || others.contains(letter))
      }
  }

  /// A text in double quotes, unless it is a plain word.
  private static func quoted(_ text: String) -> String {
    if isPlain(text, "-_") { return text }
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where PrintableText.isDeceptive(scalar): quoted += PrintableText.escape(scalar)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\"\(quoted)\""
  }

  /// An expression in single quotes, unless it is a plain path or needs escapes.
  private static func single(_ text: String) -> String {
    if isPlain(text, "._") { return text }
    let needsEscapes = text.unicodeScalars.contains(where: PrintableText.isDeceptive)
    return needsEscapes ? quoted(text) : "'\(text.doubling("'"))'"
  }
}
