/// Zendesk tickets, their audits and their requesters (`formats.md` 3): tickets as they stand at
/// each nightly export after a change, every audit once, users when they first appear.
struct TicketExport {
  private static let reasonField = 360_001

  /// The ticket with what was shown of its requester.
  let touch: Touch
  let ticket: Ticket
  /// Who it is for.
  let person: Person

  /// Delivers what the ticket's life leaves behind.
  func deliver(to delivery: inout Delivery) {
    var state = State()
    for (number, entry) in ticket.entries.enumerated() {
      let before = state
      state.apply(entry)
      let night = Delivery.night(after: entry.at)
      deliverAudit(number, entry, before: before, night: night, to: &delivery)
      let next = number + 1 < ticket.entries.count ? ticket.entries[number + 1].at : Int.max
      if next >= night { deliverTicket(state, updated: entry.at, night: night, to: &delivery) }
    }
  }

  /// How a ticket stands.
  private struct State {
    var status: Ticket.Status?
    var desk: Desk?
    var assignee: Agent?
    var priority: String?

    mutating func apply(_ entry: Ticket.Entry) {
      status = entry.status ?? status
      desk = entry.desk ?? desk
      assignee = entry.assignee ?? assignee
      priority = entry.priority ?? priority
    }
  }

  private var address: String? { touch.shown.email }

  private var submitter: Int {
    if case .agent(let agent) = ticket.entries[0].author {
      agent.ticketUser
    } else {
      ticket.requester
    }
  }

  private func author(_ entry: Ticket.Entry) -> Int {
    switch entry.author {
    case .customer: ticket.requester
    case .system: -1
    case .agent(let agent): agent.ticketUser
    }
  }

  // MARK: Tickets

  private func deliverTicket(
    _ state: State, updated: Int, night: Int, to delivery: inout Delivery
  ) {
    let created = ticket.entries[0].at
    let field: ExportText = #"{"id":\#(Self.reasonField),"value":\#(json: touch.shown.reason)}"#
    let text: ExportText = """
      {"url":"https://acme.zendesk.com/api/v2/tickets/\(ticket.id).json","id":\(ticket.id),\
      "external_id":\(json: ticket.externalID),"via":\(via),"created_at":"\(utc: created)",\
      "updated_at":"\(utc: updated)","generated_timestamp":\(updated + 1),"type":"question",\
      "subject":\(json: subject),"raw_subject":\(json: subject),\
      "description":\(json: TicketTexts.opening(touch)),"priority":\(json: state.priority),\
      "status":"\(state.status?.rawValue ?? "new")","recipient":null,\
      "requester_id":\(ticket.requester),"submitter_id":\(submitter),\
      "assignee_id":\(json: state.assignee?.ticketUser),"organization_id":null,\
      "group_id":\(json: state.desk?.ticketGroup),"collaborator_ids":[],"follower_ids":[],\
      "email_cc_ids":[],"forum_topic_id":null,"problem_id":null,"has_incidents":false,\
      "is_public":true,"due_at":null,"tags":["help"],"custom_fields":[\(field)],\
      "satisfaction_rating":{"score":"unoffered"},"sharing_agreement_ids":[],\
      "custom_status_id":null,"fields":[\(field)],"followup_ids":[],"ticket_form_id":710,\
      "brand_id":810,"allow_channelback":false,"allow_attachments":true,\
      "from_messaging_channel":false}
      """
    let marks = Delivery.Marks(
      key: "\(ticket.id)", in: "id", written: "\(ticket.id)", instant: "updated_at", at: updated)
    delivery.deliver(text, of: .tickets, marks: marks, at: night)
  }

  private var subject: String {
    "Help: \(Reason.all[touch.reason].text.split(separator: " ").last ?? "")"
  }

  private var via: ExportText {
    switch ticket.via {
    case .email:
      let name = touch.shown.ticketUser == person.ticketUser ? person.name : "Office"
      return """
        {"channel":"email","source":{"from":{"address":\(json: address),"name":\(json: name)},\
        "to":{"name":"Acme","address":"help@acme.example"},"rel":null}}
        """
    case .twitter, .facebook:
      return """
        {"channel":"\(ticket.via.rawValue)","source":{"from":{"name":\(json: person.name)},\
        "to":{"name":"Acme"},"rel":"\(ticket.via == .twitter ? "mention" : "post")"}}
        """
    case .web, .voice:
      let channel = ticket.via == .web ? "web" : "api"
      return #"{"channel":"\#(channel)","source":{"from":{},"to":{},"rel":null}}"#
    }
  }

  // MARK: Audits

  private func deliverAudit(
    _ number: Int, _ entry: Ticket.Entry, before: State, night: Int, to delivery: inout Delivery
  ) {
    let id = ticket.id * 64 + number
    let author = author(entry)
    let isFirst = number == 0
    var events: [ExportText] = []
    func add(_ type: String, _ body: ExportText) {
      events.append(#"{"id":\#(id * 16 + events.count),"type":"\#(type)",\#(body)}"#)
    }
    func change(_ field: String, _ value: String?, from old: String?) {
      guard let value else { return }
      let tail: ExportText = isFirst ? "" : #","previous_value":\#(json: old)"#
      add(
        isFirst ? "Create" : "Change",
        #""field_name":"\#(field)","value":\#(json: value)\#(tail)"#)
    }
    if let isPublic = entry.isPublic {
      let text = isFirst ? TicketTexts.opening(touch) : TicketTexts.turn(number, entry)
      add(
        "Comment",
        """
        "author_id":\(author),"body":\(json: text),"plain_body":\(json: text),\
        "public":\(isPublic ? "true" : "false"),"attachments":[],"audit_id":null
        """)
    }
    if isFirst {
      change("subject", subject, from: nil)
      change("requester_id", String(ticket.requester), from: nil)
    }
    change("status", entry.status?.rawValue, from: before.status?.rawValue)
    change(
      "group_id", entry.desk.map { String($0.ticketGroup) },
      from: before.desk.map { String($0.ticketGroup) })
    if entry.assignee != before.assignee {
      change(
        "assignee_id", entry.assignee.map { String($0.ticketUser) },
        from: before.assignee.map { String($0.ticketUser) })
    }
    if entry.priority != before.priority {
      change("priority", entry.priority, from: before.priority)
    }
    if case .agent = entry.author, entry.isPublic == true {
      add("Notification", #""subject":"Re: {{ticket.title}}","recipients":[\#(ticket.requester)]"#)
    }
    let text: ExportText = """
      {"id":\(id),"ticket_id":\(ticket.id),"created_at":"\(utc: entry.at)","author_id":\(author),\
      "metadata":{"system":{"client":"Browser","location":"Somewhere"},"custom":{}},\
      "events":[\(ExportText(events, separator: ","))],\
      "via":{"channel":"web","source":{"from":{},"to":{},"rel":null}}}
      """
    let marks = Delivery.Marks(
      key: "\(id)", in: "id", written: "\(id)", instant: "created_at", at: entry.at)
    delivery.deliver(text, of: .audits, marks: marks, at: night)
  }
}

/// What people write in tickets.
enum TicketTexts {
  /// The customer's first message, which names the reason.
  static func opening(_ touch: Touch) -> String {
    "Hello,\nI have a question about \(Reason.all[touch.reason].text)."
  }

  /// A later message, by who writes it and what becomes of the ticket.
  static func turn(_ number: Int, _ entry: Ticket.Entry) -> String {
    if case .customer = entry.author {
      return entry.status == .open && number > 3
        ? "It is still not solved. \"Soon\" was last week." : "Here is what you asked for."
    }
    return entry.status == .solved ? "This should be settled now." : "Could you tell us more?"
  }
}

/// Zendesk users (`formats.md` 3): requesters when they first appear, and the staff.
struct UserExport {
  /// Delivers a requester as the account knows them.
  static func deliver(
    _ person: Person, email: String?, since first: Int, to delivery: inout Delivery
  ) {
    let isLinked = person.crmID != nil && delivery.dice.chance(550)
    let phone = person.phones.first { !$0.isShared }?.number
    let hasPhone = delivery.dice.chance(250)
    deliver(
      User(
        id: person.ticketUser, name: person.name, email: email ?? person.emails.first,
        phone: hasPhone ? phone : nil, externalID: isLinked ? person.crmID : nil,
        role: "end-user"), since: first, to: &delivery)
  }

  /// Delivers a shared mailbox.
  static func deliver(_ mailbox: Mailbox, since first: Int, to delivery: inout Delivery) {
    deliver(
      User(
        id: mailbox.ticketUser, name: "Office", email: mailbox.address, phone: nil,
        externalID: nil, role: "end-user"), since: first, to: &delivery)
  }

  /// Delivers somebody who works there, which does not concern customers.
  static func deliver(_ agent: Agent, since first: Int, to delivery: inout Delivery) {
    deliver(
      User(
        id: agent.ticketUser, name: agent.fullName, email: "\(agent.username)@acme.example",
        phone: nil, externalID: nil, role: "agent"), since: first, to: &delivery)
  }

  private struct User {
    var id: Int
    var name: String
    var email: String?
    var phone: String?
    var externalID: String?
    var role: String
  }

  private static func deliver(_ user: User, since first: Int, to delivery: inout Delivery) {
    let text: ExportText = """
      {"id":\(user.id),"url":"https://acme.zendesk.com/api/v2/users/\(user.id).json",\
      "name":\(json: user.name),"email":\(json: user.email),"created_at":"\(utc: first)",\
      "updated_at":"\(utc: first)","time_zone":"Eastern Time (US & Canada)",\
      "iana_time_zone":"America/New_York","phone":\(json: user.phone),\
      "shared_phone_number":\(user.phone == nil ? "null" : "false"),"photo":null,"locale_id":1,\
      "locale":"en-US","organization_id":null,"role":"\(user.role)","verified":true,\
      "external_id":\(json: user.externalID),"tags":[],"alias":null,"active":true,\
      "shared":false,"shared_agent":false,"last_login_at":null,"signature":null,"details":null,\
      "notes":null,"custom_role_id":null,"moderator":false,"suspended":false,"user_fields":{}}
      """
    let marks = Delivery.Marks(
      key: "\(user.id)", in: "id", written: "\(user.id)", instant: "updated_at", at: first)
    delivery.deliver(
      text, of: .users, marks: marks, at: Delivery.night(after: first),
      isBeside: user.role != "end-user")
  }
}
