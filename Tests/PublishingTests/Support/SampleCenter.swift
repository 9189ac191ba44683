import CivilTime
import JourneyModel
import Publishing

/// A small simulated contact center: rows, cells and report content that look like real ones.
struct SampleCenter {
  /// One customer's rows, in dataset order.
  struct CustomerRows {
    var customer: Customer
    var interactions: [Interaction] = []
    var events: [[JourneyEvent]] = []
    var journeys: [Journey] = []
    var findings: [Finding] = []
  }

  private(set) var customers: [CustomerRows] = []
  var cells: SampleCells
  private(set) var sources: [String: SourceContribution] = [:]
  private(set) var rejects: [RejectedRecord] = []

  static let zone = ZoneRules.named("America/New_York") ?? .utc
  static let firstDay: Int32 = 19_783  // 2024-03-01
  let days: Int32
  var asOf: Instant { Instant(microseconds: Int64(Self.firstDay + days) * 86_400_000_000 - 1) }

  private var random: UInt64
  private var customerSeen: [String: Set<CustomerID>] = [:]
  var journeyNumber: UInt32 = 0
  /// Put in front of every free text, to test what texts can do to a page.
  let prefix: String

  static let queues = [
    "Billing", "Technical support", "Orders & delivery", "Retention", "Claims", "General",
  ]
  static let reasons = [
    "Invoice / wrong amount", "Delivery / late", "Delivery / damaged", "Login / password",
    "Contract / cancel", "Product / question", "Refund / status", "Claim / open", "Address change",
  ]
  static let detectors = ["long-wait", "abandoned", "transfer", "repeat-contact", "reopened"]

  init(customers count: Int, days: Int32 = 84, seed: UInt64 = 7, prefix: String = "") {
    self.days = days
    random = seed
    self.prefix = prefix
    cells = SampleCells(
      measures: SampleCenter.measures.map(\.id), sources: [prefix + "calls", prefix + "desk"],
      detectors: SampleCenter.detectors)
    cells.periods = ReportPeriods(lastCompleteDay: SampleCenter.firstDay + days - 2)
    for number in 0..<count { addCustomer(number) }
    customers.sort { $0.customer.id < $1.customer.id }
    finishContent()
  }

  // MARK: Simulation

  mutating func next(_ limit: Int) -> Int {
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((random >> 33) % UInt64(limit))
  }

  mutating func chance(_ percent: Int) -> Bool { next(100) < percent }

  /// Skewed towards the front of a list.
  private mutating func pick(_ list: [String]) -> String {
    prefix + list[min(next(list.count), next(list.count))]
  }

  private mutating func addCustomer(_ number: Int) {
    let id = CustomerID(StableHash128(domain: "sample", "customer", String(number)))
    var rows = CustomerRows(customer: Customer(id: id))
    for journey in 0..<(chance(25) ? 2 : 1) { addJourney(journey, to: &rows) }
    rows.customer.interactions = Int32(rows.interactions.count)
    rows.customer.journeys = Int32(rows.journeys.count)
    rows.customer.channels = Int32(Set(rows.interactions.map(\.channel)).count)
    rows.customer.firstSeen = rows.interactions.map(\.startedAt).min()
    rows.customer.lastSeen = rows.interactions.map(\.startedAt).max()
    rows.customer.preferredChannel = rows.interactions.first?.channel
    rows.customer.identifiers = [IdentifierCount(kind: .email, count: 1)]
    rows.customer.attributes = [ProfileAttribute(name: "segment", value: prefix + "home")]
    customers.append(rows)
    cells.add(
      CellKey(CellTable(.customers), day: rows.customer.firstSeen.map(Self.day) ?? CellKey.undated),
      of: id,
      [.number(Coordinate(chance(12)))])
  }

  private mutating func addJourney(_ number: Int, to rows: inout CustomerRows) {
    let day = Self.firstDay + Int32(next(Int(days)))
    let weekend = CivilDate(dayNumber: day).weekday > 5
    if weekend, chance(60) { return }
    let minute = Int64(780 + next(600))
    var at = Instant(microseconds: (Int64(day) * 1440 + minute) * 60_000_000)
    let reason = chance(8) ? nil : pick(Self.reasons)
    let id = JourneyID(StableHash128(domain: "sample", "\(rows.customer.id)", "\(number)"))
    let count = 1 + (chance(35) ? 1 + next(3) : 0)
    var kinds: [InteractionKind] = []
    let start = rows.interactions.count
    for step in 0..<count {
      let kind: InteractionKind =
        step == 0
        ? (chance(62) ? .call : chance(50) ? .chat : .email) : chance(60) ? .ticket : .call
      kinds.append(kind)
      addInteraction(kind, at: at, step: step, reason: reason, journey: id, to: &rows)
      at = at.adding(milliseconds: Int64(600_000 + next(3) * 86_400_000 + next(7200) * 1000))
      if at >= asOf { break }
    }
    finishJourney(id, kinds, Array(rows.interactions[start...]), to: &rows)
  }

  private mutating func addInteraction(
    _ kind: InteractionKind, at: Instant, step: Int, reason: String?, journey: JourneyID,
    to rows: inout CustomerRows
  ) {
    let channel: Channel =
      switch kind {
      case .call: .voice
      case .chat: .chat
      case .ticket: .ticket
      default: .email
      }
    let native =
      "\(prefix)\(kind.name)-\(rows.interactions.count)-\(rows.customer.id.description.prefix(6))"
    var row = Interaction(
      id: InteractionID(StableHash128(domain: "sample", native, "\(journey)", "\(step)")),
      customer: rows.customer.id,
      source: SourceDescription(
        name: kind == .ticket ? prefix + "desk" : prefix + "calls",
        system: kind == .ticket ? "zendesk" : "amazon-connect", instance: "", entity: "contact",
        adapter: "sample"),
      nativeID: native, kind: kind, channel: channel, startedAt: at,
      record: RecordID(StableHash128(domain: "sample", "record", native)))
    row.journey = journey
    row.step = Int32(step + 1)
    row.reason = reason
    row.queue = kind == .email && chance(50) ? nil : pick(Self.queues)
    row.agent = prefix + "agent \(next(40))"
    row.stage = step == 0 ? (kind == .call ? .interact : .reachOut) : .followUp
    let load = Int64(
      CivilDate(dayNumber: Int32(at.microseconds / 86_400_000_000)).weekday == 1 ? 2 : 1)
    row.waitMilliseconds = kind == .ticket ? nil : Int64(next(90) * next(40)) * 100 * load
    row.talkMilliseconds = Int64(60 + next(700)) * 1000
    let wait = row.waitMilliseconds ?? 0
    row.outcome = wait > 200_000 && chance(45) ? .abandoned : .handled
    row.transfers = row.outcome == .handled && chance(16) ? 1 : 0
    row.reopens = kind == .ticket && chance(11) ? 1 : 0
    row.csatPermille = chance(22) ? Int32([0, 250, 500, 750, 1000, 1000, 750][next(7)]) : nil
    row.endedAt = at.adding(milliseconds: wait + (row.talkMilliseconds ?? 0))
    rows.interactions.append(row)
    rows.events.append(events(of: row))
    count(row)
    addFindings(row, to: &rows)
  }

  private func events(of row: Interaction) -> [JourneyEvent] {
    var events: [JourneyEvent] = []
    func add(_ activity: Activity, after milliseconds: Int64, by: Party? = nil) {
      var event = JourneyEvent(
        interaction: row.id, sequence: Int32(events.count + 1), activity: activity,
        at: row.startedAt.adding(milliseconds: milliseconds), channel: row.channel,
        record: row.record)
      event.queue = row.queue
      event.by = by
      events.append(event)
    }
    let wait = row.waitMilliseconds ?? 0
    if row.kind == .ticket {
      add(.opened, after: 0, by: .customer)
      add(.assigned, after: 60_000)
      add(.messageOut, after: 3_600_000, by: .agent)
      add(.status, after: 7_200_000, by: .agent)
      if row.reopens > 0 { add(.messageIn, after: 90_000_000, by: .customer) }
    } else {
      if row.kind == .call { add(.ivrEntered, after: 0, by: .customer) }
      add(.queued, after: 20_000)
      if row.outcome == .handled {
        add(.answered, after: 20_000 + wait, by: .agent)
        if row.transfers > 0 { add(.transferred, after: 120_000 + wait, by: .agent) }
      }
      add(.ended, after: wait + (row.talkMilliseconds ?? 0), by: .customer)
    }
    return events
  }

  private mutating func finishJourney(
    _ id: JourneyID, _ kinds: [InteractionKind], _ rows: [Interaction],
    to customer: inout CustomerRows
  ) {
    guard let first = rows.first, let last = rows.last else { return }
    let path = rows.map(\.kind.name).joined(separator: ">")
    var journey = Journey(
      id: id, customer: first.customer, startedAt: first.startedAt, firstChannel: first.channel,
      path: path, variant: StableHash128(domain: "variant", path))
    journey.lastChannel = last.channel
    journey.endedAt = last.endedAt
    journey.status = chance(80) ? .resolved : .open
    journey.interactions = Int32(rows.count)
    journey.reason = first.reason
    journey.stage = last.stage
    journey.elapsedMilliseconds = last.startedAt.milliseconds(since: first.startedAt) + 300_000
    journey.findings = Int32(customer.findings.count { $0.journey == id })
    journey.effortScore = min(journey.findings * 15, 100)
    customer.journeys.append(journey)
    countJourney(journey, rows, Array(customer.events.suffix(rows.count)))
    countTimelines(journey, rows, customer.findings.filter { $0.journey == id })
  }

  private mutating func addFindings(_ row: Interaction, to customer: inout CustomerRows) {
    if (row.waitMilliseconds ?? 0) > 120_000 { add("long-wait", 3, row, to: &customer) }
    if row.outcome == .abandoned { add("abandoned", 5, row, to: &customer) }
    if row.transfers > 0 { add("transfer", 4, row, to: &customer) }
    if row.step > 1, row.kind == .call { add("repeat-contact", 8, row, to: &customer) }
    if row.reopens > 0 { add("reopened", 7, row, to: &customer) }
  }

  private mutating func add(
    _ detector: String, _ points: Int32, _ row: Interaction, to customer: inout CustomerRows
  ) {
    guard let journey = row.journey else { return }
    var finding = Finding(
      id: FindingID(StableHash128(domain: "finding", detector, "\(row.id)")), detector: detector,
      interaction: row, journey: journey, at: row.startedAt.adding(milliseconds: 30_000))
    finding.severity = points > 6 ? 3 : points > 4 ? 2 : 1
    finding.points = points
    finding.customerActiveMilliseconds = (row.waitMilliseconds ?? 60_000)
    finding.customerElapsedMilliseconds = Int64(points) * 1_800_000
    finding.agentMilliseconds = Int64(points) * 20_000
    finding.avoidable = points > 6 ? 1 : 0
    finding.message = prefix + "What the customer went through, in one sentence."
    finding.evidence = [
      Evidence(
        record: row.record, field: prefix + "wait_ms",
        value: prefix + "\(row.waitMilliseconds ?? 0)",
        rule: prefix + "> 120 s")
    ]
    customer.findings.append(finding)
    let place: [SampleCells.Word] = [
      .number(SampleCenter.number(of: detector)), .text(row.queue), .text(row.reason),
    ]
    let day = Self.day(of: finding.at)
    let costs: [(CellTable.Kind, Int64)] = [
      (.frictionPoints, Int64(points)), (.frictionActive, finding.customerActiveMilliseconds),
      (.frictionElapsed, finding.customerElapsedMilliseconds),
      (.frictionAgent, finding.agentMilliseconds), (.frictionAvoidable, Int64(finding.avoidable)),
      (.frictionJourneys, 0),
    ]
    for (table, cost) in costs { count(CellKey(table, day: day), row, place, .sum(cost)) }
    let key = "\(detector) \(row.queue ?? "") \(row.reason ?? "")"
    if customerSeen[key, default: []].insert(row.customer).inserted {
      count(CellKey(.frictionCustomers, day: day), row, place)
    }
    count(
      CellKey(.frictionExamples, day: CellKey.undated), row, place,
      .example(finding.id.hash) { [finding] in SampleCenter.write(finding, to: &$0) })
    guard let stage = row.stage else { return }
    count(
      CellKey(.mapFindings, day: Self.day(of: row.startedAt)), row,
      [
        .number(Coordinate(stage)), .number(Coordinate(row.channel)), .text(nil),
        .number(SampleCenter.number(of: detector)),
      ])
  }

  private static func write(_ finding: Finding, to writer: inout ByteWriter) {
    var head = FindingExample.Head(
      at: finding.at, severity: finding.severity, system: finding.system)
    head.facts = finding.evidence.count
    Array(finding.nativeID.utf8).withUnsafeBytes { nativeID in
      Array(finding.message.utf8).withUnsafeBytes { message in
        (head.nativeID, head.message) = (nativeID, message)
        head.write(to: &writer)
      }
    }
    for fact in finding.evidence {
      Array(fact.value.utf8).withUnsafeBytes { value in
        Array(fact.rule.utf8).withUnsafeBytes { rule in
          FindingExample.write(fact: fact.record, fact.field, (value, rule), to: &writer)
        }
      }
    }
  }

  static func number(of detector: String) -> Coordinate {
    detectors.firstIndex(of: detector).map { Coordinate(position: $0) } ?? .unknown
  }

  /// Adds one contact for each of so many new customers, all for one reason, as a cell only.
  mutating func addRareReason(_ reason: String, customers: Int, from first: Int = 0) {
    for number in first..<(first + customers) {
      cells.add(
        CellKey(cells.measure("contacts"), day: Self.firstDay),
        of: CustomerID(StableHash128(domain: "sample", "rare", String(number))),
        [.number(Coordinate(Channel.voice)), .text(reason)], .sum(1))
    }
  }

  /// Adds visits of one customer to a place of the journey map where nobody else is.
  mutating func addFrequentVisitor(visits: Int) {
    let customer = CustomerID(StableHash128(domain: "sample", "frequent"))
    for _ in 0..<visits {
      cells.add(
        CellKey(CellTable(.mapVolume), day: Self.firstDay), of: customer,
        [.number(Coordinate(Stage.discover)), .number(Coordinate(Channel.web))])
      cells.add(
        CellKey(CellTable(.switches), day: Self.firstDay), of: customer,
        [.number(Coordinate(Channel.web)), .number(Coordinate(Channel.social))])
    }
  }

  private mutating func finishContent() {
    let rows = customers.flatMap { $0.interactions }
    let events = Int64(customers.flatMap { $0.events }.reduce(0) { $0 + $1.count })
    for (name, system, share) in [("calls", "amazon-connect", 3), ("desk", "zendesk", 2)] {
      var source = SourceContribution(system: system, adapter: prefix + system)
      source.statements = events / Int64(share)
      source.liveRecords = source.statements * 9 / 10
      source.rejected = Int64(share)
      source.firstEvent = rows.map(\.startedAt).min()
      source.lastEvent = rows.map(\.startedAt).max()
      sources[prefix + name] = source
    }
    countChecks(rows)
    let nobody = CustomerID(.zero)
    for (basis, count) in [(FeedbackBasis.named, 40), (.nearest, 7), (.unattached, 3)] {
      cells.add(
        CellKey(CellTable(.feedback), day: CellKey.undated), of: nobody,
        [.number(Coordinate(basis))],
        .sum(0, count: Int64(count)))
    }
    for (gap, count) in [(DataGap.danglingLink, 2), (.sharedToken, 5)] {
      cells.add(
        CellKey(CellTable(.gaps), day: CellKey.undated), of: nobody, [.number(Coordinate(gap))],
        .sum(0, count: Int64(count)))
    }
    rejects = [
      RejectedRecord(
        system: "zendesk", source: prefix + "desk",
        record: RecordID(StableHash128(domain: "sample", "reject")), code: .i208,
        column: prefix + "comment", message: prefix + "the JSON ends early",
        excerptRedacted: prefix + "{\"aa\": 99, ")
    ]
  }
}
