/// The tables of truth beside the exports.
enum TruthTable: String, CaseIterable, Sendable {
  case people, interactions, journeys, friction

  /// The names of the columns, as docs/SIMULATION.md lists them.
  var header: String {
    switch self {
    case .people:
      "person,household,crm_id,zendesk_id,servicenow_caller,genesys_contact,phones,emails,segment,"
        + "zone"
    case .interactions:
      "system,native_id,person,matter,step,kind,channel,origin,direction,reason,started_at,"
        + "answered_at,ended_at,outcome,queue,agent,ivr_ms,wait_ms,hold_ms,talk_ms,wrap_ms,"
        + "first_response_ms,transfers,holds,messages_in,messages_out,reopens,csat,nps,shown,"
        + "linked,exported"
    case .journeys: "matter,person,reason,started_at,ended_at,status,interactions,path"
    case .friction: "friction,detector,system,native_id,person,matter,at,value"
    }
  }
}

/// The rows of one group in every table.
struct TruthRows: Sendable {
  private(set) var tables: [[UInt8]] = TruthTable.allCases.map { _ in [] }
  private let group: SimulatedGroup
  private let truths: [InteractionTruth]

  /// The rows of a group.
  init(_ group: SimulatedGroup, _ truths: [InteractionTruth], friction: [FrictionTruth.Hit]) {
    self.group = group
    self.truths = truths
    for person in group.group.people { add(person) }
    for place in group.touches.indices { addInteraction(place) }
    addJourneys()
    addFriction(friction)
  }

  private mutating func add(_ table: TruthTable, _ row: ExportText) {
    guard let place = TruthTable.allCases.firstIndex(of: table) else { return }
    tables[place].append(contentsOf: row.bytes)
    tables[place].append(0x0a)
  }

  private func matterID(_ matter: Int) -> String { "M\(group.group.number)-\(matter)" }

  private mutating func add(_ person: Person) {
    let phones = person.phones.map(\.number).joined(separator: " ")
    let zone = person.site == .newYork ? "America/New_York" : "Europe/London"
    add(
      .people,
      """
      \(person.id),H\(group.group.number),\(csv: person.crmID),\(person.ticketUser),\
      \(person.caller),\(person.chatContact),\(phones),\
      \(person.emails.joined(separator: " ")),\(person.segment),\(zone)
      """)
  }

  private mutating func addInteraction(_ place: Int) {
    let touch = group.touches[place]
    let truth = truths[place]
    let person = group.group.people[touch.person]
    let ids: ExportText = "\(truth.system),\(touch.nativeID),\(person.id),\(matterID(touch.matter))"
    let header: ExportText = """
      \(touch.step),\(truth.kind),\(truth.channel),\(csv: truth.origin),\(truth.direction),\
      \(csv: Reason.all[touch.reason].text)
      """
    let times: ExportText = """
      \(utc: truth.startedAt),\(utc: truth.answeredAt),\(utc: truth.endedAt),\
      \(csv: truth.outcome),\(csv: truth.queue),\(csv: truth.agent)
      """
    let durations = [
      truth.menu, truth.wait, truth.hold, truth.talk, truth.wrap, truth.firstResponse,
    ].map { seconds -> ExportText in "\(seconds.map { $0 * 1_000 })" }
    let counts: ExportText = """
      \(truth.transfers),\(truth.holds),\(truth.messagesIn),\(truth.messagesOut),\(truth.reopens),\
      \(touch.survey?.csat),\(touch.survey?.nps),\(shown(in: touch, by: person)),\
      \(touch.isLinked ? "true" : "false"),\(touch.isExported ? "true" : "false")
      """
    add(
      .interactions,
      """
      \(ids),\(header),\(times),\(ExportText(durations, separator: ",")),\(counts)
      """)
  }

  /// What the export of a touch tells of who it was, by which others of the same may be found.
  private func shown(in touch: Touch, by person: Person) -> String {
    let shown = touch.shown
    var identifiers: [String] = []
    if shown.isAuthenticated, let id = person.crmID { identifiers.append("crm:\(id)") }
    if let user = shown.ticketUser { identifiers.append("desk:\(user)") }
    if let email = shown.email { identifiers.append("email:\(email)") }
    if let phone = shown.phone, person.phones.contains(where: { $0.number == phone }) {
      identifiers.append("phone:\(phone)")
    }
    switch touch.story {
    case .conversation: identifiers.append("cookie:\(person.cookie)")
    case .incident: identifiers.append("caller:\(person.number)")
    case .call, .ticket, .visit: break
    }
    return identifiers.joined(separator: " ")
  }

  private mutating func addJourneys() {
    let matters = Dictionary(grouping: group.touches.indices) { group.touches[$0].matter }
    for matter in matters.keys.sorted() {
      let places = (matters[matter] ?? []).filter { group.touches[$0].isExported }
        .sorted { (truths[$0].startedAt, $0) < (truths[$1].startedAt, $1) }
      guard let first = places.first else { continue }
      let end = places.map { truths[$0].lastMoment(of: group.touches[$0]) }.max() ?? 0
      let path = places.map { truths[$0].kind }.joined(separator: ">")
      let person = group.group.people[group.touches[first].person]
      add(
        .journeys,
        """
        \(matterID(matter)),\(person.id),\(csv: Reason.all[group.touches[first].reason].text),\
        \(utc: truths[first].startedAt),\(utc: end),\(status(of: places)),\(places.count),\(path)
        """)
    }
  }

  /// Open while a ticket is, else as what ended last came out.
  private func status(of places: [Int]) -> String {
    if places.contains(where: { truths[$0].isSettled == false }) { return "open" }
    let last = places.max { left, right in
      truths[left].lastMoment(of: group.touches[left])
        < truths[right].lastMoment(of: group.touches[right])
    }
    switch last.flatMap({ truths[$0].outcome }) {
    case "handled", "contained": return "resolved"
    case "abandoned", "missed": return "abandoned"
    default: return "expired"
    }
  }

  private mutating func addFriction(_ hits: [FrictionTruth.Hit]) {
    let ordered = hits.sorted {
      ($0.at, $0.touch, $0.kind.rawValue) < ($1.at, $1.touch, $1.kind.rawValue)
    }
    for hit in ordered {
      let touch = group.touches[hit.touch]
      let value = hit.value.map { hit.isCount ? $0 : $0 * 1_000 }
      add(
        .friction,
        """
        \(String(hit.kind.number)),\(String(hit.kind.detector)),\(truths[hit.touch].system),\
        \(touch.nativeID),\(group.group.people[touch.person].id),\(matterID(touch.matter)),\
        \(utc: hit.at),\(value)
        """)
    }
  }
}
