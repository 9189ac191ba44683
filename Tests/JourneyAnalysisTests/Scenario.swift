import CivilTime
import JourneyAnalysis
import JourneyModel

/// A customer's records written as a few readable lines, for cases and golden folders.
///
/// ```
/// as-of 20T00:00
/// call c1 channel=voice reason=billing/invoice queue=Support customer=7
///   1T10:00:00 queued queue=Support
///   1T10:02:30 answered agent=ann for=120
/// leg c2 of=c1 kind=call
/// survey s1 csat=4 scale=1..5 at=2T09:00:00 about=c1
/// profile p1 customer=7 email=a segment=gold
/// ```
///
/// A first word that is an interaction kind begins an interaction of that kind. Instants are days
/// of January 2024 and times in UTC; `for` is in seconds; identifiers are `customer=`, `email=`,
/// `phone=`, `cookie=`; links are `of`, `about`, `follows`, `callback-of`, `merged-into`, and
/// `quotes=c1,c2` are ids in texts;
/// `derived=late:r1:fields` is a reason, its rule and its ground.
struct Scenario {
  /// The records in the order of their lines.
  var records: [NormalizedRecord] = []
  /// The settings the lines ask for.
  var settings: AnalysisSettings

  /// The one source of all records.
  static let source = SourceDescription(
    name: "test", system: "desk", instance: "", entity: "record", adapter: "test-adapter")

  /// The records of a text.
  init(_ text: String) {
    settings = AnalysisSettings(asOf: Scenario.instant("31T00:00"), zone: .utc)
    for line in text.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      if line.hasPrefix("#") { continue }
      let words = line.split(separator: " ").map(String.init)
      if line.hasPrefix(" ") {
        records[records.count - 1].events.append(Scenario.event(words))
      } else {
        add(words)
      }
    }
  }

  private mutating func add(_ words: [String]) {
    let fields = Scenario.fields(words.dropFirst(words[0] == "as-of" ? 1 : 2))
    switch words[0] {
    case "as-of":
      settings.asOf = Scenario.instant(words[1])
    case "set":
      settings.parameters.set(words[1], to: Int64(fields["to"] ?? "") ?? 0)
    case "calendar":
      addCalendar(words[1], fields)
    case "clock":
      settings.calendars.clock = CalendarSettings.Clock(name: words[1]) ?? .segmented
    case "target":
      addTarget(words[1], fields)
    case "price":
      settings.costs = Scenario.prices(words[1], fields)
    case "profile":
      var record = Scenario.record(words[1], fields)
      for (name, value) in fields.sorted(by: { $0.key < $1.key })
      where TokenKind(name: name) == nil && name != "version" {
        record.attributes.append(ProfileAttribute(name: name, value: value))
      }
      append(record)
    case "survey":
      var record = Scenario.record(words[1], fields)
      record.feedback = [Scenario.score(fields)]
      append(record)
    default:
      append(Scenario.interactionRecord(words, fields))
    }
  }

  private mutating func append(_ record: NormalizedRecord) {
    records.append(record)
  }

  /// The vertices, assembled as of the settings' instant, with the texts of their symbols.
  var assembled: AssembledScenario { AssembledScenario(records, asOf: settings.asOf) }

  /// The analysis of all records as one known customer.
  var analysis: AnalysedCustomer { analysis() }

  /// The analysis of all records as one customer, vertices in a given order of their numbers.
  func analysis(isAnonymous: Bool = false, order: ([Int]) -> [Int] = { $0 }) -> AnalysedCustomer {
    assembled.analysed(settings, isAnonymous: isAnonymous, order: order)
  }

  /// The customer of `analysis`.
  static let customer = CustomerID(StableHash128(domain: "test-customer"))

  /// The native id of an interaction's row.
  static func label(_ id: InteractionID?, in rows: [AnalysedCustomer.Interaction]) -> String {
    rows.first { $0.id == id }?.nativeID ?? "-"
  }

  /// The instant of `1T10:00:00`: day of January 2024 and time.
  static func instant(_ text: String) -> Instant {
    let parts = text.split(separator: "T")
    let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
    let seconds = clock.enumerated().reduce(Int64(0)) { sum, part in
      sum + part.element * [3600, 60, 1][part.offset]
    }
    let day = (Int64(parts[0]) ?? 1) - 1
    return Instant(microseconds: (1_704_067_200 + day * 86_400 + seconds) * 1_000_000)
  }

  /// A reference to an interaction by its native id.
  static func reference(_ id: String, kind: InteractionKind?) -> InteractionReference {
    InteractionReference(
      exact: kind.map { StableHash128(domain: "test-exact", $0.name, id) } ?? .zero,
      loose: StableHash128(domain: "test-loose", id))
  }

  /// The name by which a text quotes an id.
  static func quote(_ id: String) -> InteractionReference {
    var id = id
    return id.withUTF8 { QuotedID.reference(UnsafeRawBufferPointer($0)) }
  }

  /// An identifier of a test value.
  static func token(_ kind: TokenKind, _ value: String) -> Token {
    let parts = value.split(separator: ":")
    let namespace = parts.count > 1 ? String(parts[0]) : "crm"
    return Token(
      kind: kind, namespace: StableHash128(domain: "test-namespace", namespace).high,
      hash: StableHash128(domain: "test-token", kind.name, value))
  }
}

extension Scenario {
  private static func fields(_ words: some Sequence<String>) -> [String: String] {
    var fields: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      fields[parts[0]] = parts.count > 1 ? parts[1] : ""
    }
    return fields
  }

  private static func record(_ key: String, _ fields: [String: String]) -> NormalizedRecord {
    var record = NormalizedRecord(
      id: RecordID(.zero), key: StableHash128(domain: "test-key", fields["key"] ?? key),
      version: fields["version"].flatMap { Int64($0) },
      origin: RecordOrigin(input: 0, byteOffset: 0, byteLength: 0))
    record.order = fields["order"].flatMap { Int64($0) } ?? 0
    record.isDeleted = fields["deleted"] != nil
    for field in (fields["clears"] ?? "").split(separator: ",") {
      if let field = HeaderField(name: String(field)) { record.clears.insert(field) }
    }
    if let derived = fields["derived"]?.split(separator: ":").map(String.init) {
      record.derivedReason = DerivedReason(
        reason: derived[0], rule: derived[1], ground: ReasonGround(name: derived[2]) ?? .text)
    }
    for kind in TokenKind.allCases {
      if let value = fields[kind.name] { record.tokens.append(token(kind, value)) }
    }
    return record
  }

  private static func interactionRecord(
    _ words: [String], _ fields: [String: String]
  ) -> NormalizedRecord {
    var record = record(words[1], fields)
    let kind = InteractionKind(name: fields["kind"] ?? words[0]) ?? .call
    var statement = InteractionStatement(
      kind: kind, nativeID: words[1], reference: reference(words[1], kind: kind))
    statement.channel = fields["channel"].flatMap { Channel(name: $0) }
    statement.direction = fields["direction"].flatMap { Direction(name: $0) }
    statement.outcome = fields["outcome"].flatMap { Outcome(name: $0) }
    statement.resolution = fields["resolved"].flatMap { Resolution(name: $0) }
    statement.queue = fields["queue"]
    statement.agent = fields["agent"]
    statement.team = fields["team"]
    statement.reason = fields["reason"].map { $0.split(separator: "/").joined(separator: " / ") }
    record.interaction = statement
    let kinds: [(String, LinkKind)] = [
      ("of", .legOf), ("about", .about), ("follows", .followUpOf), ("continues", .continues),
      ("callback-of", .callbackOf), ("merged-into", .mergedInto),
    ]
    for (name, link) in kinds {
      if let id = fields[name] {
        record.links.append(Link(kind: link, target: reference(id, kind: nil)))
      }
    }
    for id in (fields["quotes"] ?? "").split(separator: ",") {
      record.links.append(Link(kind: .quotes, target: quote(String(id))))
    }
    for check in Check.allCases {
      if let value = fields[check.name].flatMap({ Int64($0) }) {
        record.checks.append(CheckValue(check: check, value: value))
      }
    }
    if fields["csat"] != nil { record.feedback = [score(fields.filter { $0.key != "about" })] }
    return record
  }

  /// A calendar of one opening on weekdays `days=1-5`, from an hour to another, such as 9 or 1730,
  /// in a zone, for queues and channels.
  private mutating func addCalendar(_ name: String, _ fields: [String: String]) {
    let days = (fields["days"] ?? "1-7").split(separator: "-").compactMap { Int($0) }
    let minutes = ["from", "to"].map { key in
      let number = fields[key].flatMap { Int($0) } ?? (key == "to" ? 24 : 0)
      return number > 24 ? number / 100 * 60 + number % 100 : number * 60
    }
    let hours = minutes[0]..<minutes[1]
    let zone = ZoneRules.named(fields["zone"] ?? "UTC") ?? .utc
    let holiday = fields["holiday"].flatMap { CivilDate($0) }.map { $0.dayNumber }
    settings.calendars.calendars[name] = BusinessCalendar(
      zone: zone, hours: (1...7).map { (days[0]...days[1]).contains($0) ? [hours] : [] },
      holidays: Set([holiday].compactMap(\.self)))
    if let queue = fields["queue"] { settings.calendars.queues[queue] = name }
    if let channel = fields["channel"] { settings.calendars.channels[channel] = name }
  }

  /// A target in seconds, by channel or `priority.WORD`.
  private mutating func addTarget(_ kind: String, _ fields: [String: String]) {
    var promise = TargetSettings.Promise()
    for (name, text) in fields {
      let target = (Int64(text) ?? 0) * 1000
      if name.hasPrefix("priority.") {
        promise.priorities[String(name.dropFirst(9))] = target
      } else {
        promise.channels[name] = target
      }
    }
    switch kind {
    case "first-response": settings.targets.firstResponse = promise
    case "next-reply": settings.targets.nextReply = promise
    default: settings.targets.resolution = promise
    }
  }

  /// Prices in units of a currency, by the hour but for those of contacts.
  private static func prices(_ code: String, _ fields: [String: String]) -> CostSettings? {
    var prices = Currency(code: code).map { CostSettings(currency: $0) }
    for (name, text) in fields {
      let parts = name.split(separator: ".").map(String.init)
      let number = Int64(text) ?? 0
      let rate = CostSettings.Rate(millionths: number * 1_000_000, per: 3_600_000)
      switch parts[0] {
      case "queue": prices?.queues[parts[1]] = rate
      case "team": prices?.teams[parts[1]] = rate
      case "contact": prices?.perContact[parts[1]] = number * 1_000_000
      case "at-once": prices?.concurrency[parts[1]] = number * 1000
      case "customer": prices?.customerTime = rate
      default: prices?.channels[parts[0]] = rate
      }
    }
    return prices
  }

  private static func score(_ fields: [String: String]) -> FeedbackStatement {
    let instrument = Instrument.allCases.first { fields[$0.name] != nil } ?? .csat
    let scale = (fields["scale"] ?? "1..5").split(separator: ".").compactMap { Int32($0) }
    return FeedbackStatement(
      about: fields["about"].map { reference($0, kind: nil) }, instrument: instrument,
      scoreMilli: (Int64(fields[instrument.name] ?? "") ?? 0) * 1000, scale: scale[0]...scale[1],
      lowIsGood: fields["low-is-good"] != nil, at: instant(fields["at"] ?? "1T00:00"))
  }

  private static func event(_ words: [String]) -> EventStatement {
    guard let activity = Activity(name: words[1]) else {
      preconditionFailure("no activity is called \(words[1])")
    }
    let fields = fields(words.dropFirst(2))
    var event = EventStatement(activity: activity, at: instant(words[0]))
    event.queue = fields["queue"]
    event.agent = fields["agent"]
    event.value = fields["value"]?.replacing("_", with: " ")
    event.by = fields["by"].flatMap { Party(name: $0) }
    event.actor = fields["actor"].map { token(.customer, $0).hash }
    event.durationMilliseconds = fields["for"].flatMap { Int64($0) }.map { $0 * 1000 }
    event.count = fields["count"].flatMap { Int32($0) }
    if let heard = fields["hears"] {
      var signals = TextSignals()
      for name in heard.split(separator: ",") {
        if let signal = TextSignal(name: String(name)) { signals.insert(signal) }
      }
      event.text = TextFeatures(signals: signals, shingles: [])
    }
    return event
  }
}
