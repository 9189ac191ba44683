/// One thing a customer did or that was done for them: what really happened, before any system
/// wrote it down.
struct Touch: Sendable {
  /// The id its system gives it.
  var nativeID: String
  /// The number of the person who made contact.
  var person: Int
  /// The matter it belongs to, by its number in the group, and its place in it, from 1.
  var matter: Int
  var step: Int
  /// What it is really about, a position in `Reason.all`.
  var reason: Int
  /// How the customer showed who they are.
  var shown: ShownIdentity
  /// What happened in it, by kind.
  var story: Story
  /// Whether it follows from an earlier touch and names it: a callback, a ticket about a call.
  var isLinked = false
  /// What the customer answered afterwards.
  var survey: SurveyAnswer?

  /// What kinds of things happen.
  enum Story: Sendable {
    case call(Contact)
    case conversation(Contact, isMessage: Bool)
    case ticket(Ticket)
    case incident(Incident)
    case visit(WebVisit)
  }
}

/// What a system got to know about who made contact.
struct ShownIdentity: Sendable {
  /// The number shown, in E.164 or as the network wrote it; nil where there is none.
  var phone: String?
  /// The address written from.
  var email: String?
  /// Whether the customer was recognised as who they are in the CRM.
  var isAuthenticated = false
  /// The requester in the ticket system.
  var ticketUser: Int?
  /// The reason as written down; nil if nobody did.
  var reason: String?
}

/// A live contact: a call or a chat, in legs.
struct Contact: Sendable {
  /// When the customer began it, in seconds since 1970.
  var start: Int
  /// When the menu or bot was left for a queue; nil if it never was.
  var menuEnd: Int?
  /// Whether the customer was in a menu or with a bot at all.
  var hasMenu: Bool
  /// What followed the menu, in order; empty if it ended there.
  var legs: [Leg] = []
  /// When it ended for the customer.
  var end: Int
  /// Whether it is one the center began.
  var isOutbound = false
  /// The leg of the earlier call this call answers, and whether the customer asked for it in queue.
  var callbackOf: String?
  var isRequested = false
  /// Whether the customer accepted to be called back instead of waiting.
  var hasAcceptedCallback = false
  /// When an agent promised to call.
  var promisedFor: Int?
  /// The ticket an agent noted on the contact, and when.
  var noted: (ticket: Int, at: Int)?
}

/// The part of a contact at one queue and with at most one agent.
struct Leg: Sendable {
  /// The vendor's id of the leg.
  var id: String
  /// Where it was to be answered.
  var desk: Desk
  /// When the leg began, in seconds since 1970.
  var start: Int
  /// When it entered the queue.
  var enqueued: Int?
  /// When it was answered, and by whom.
  var answered: Int?
  var agent: Agent?
  /// The times the customer was put on hold, in order.
  var holds: [Hold] = []
  /// When the customer left this leg, and who ended it.
  var end: Int
  var endedBy = EndedBy.customer
  /// Seconds of work after it.
  var wrap = 0

  /// How a leg ends.
  enum EndedBy: Sendable { case customer, agent, system, coldTransfer, warmTransfer }

  /// A hold, in seconds.
  struct Hold: Sendable {
    var at: Int
    var seconds: Int
  }

  /// Seconds the customer was on hold in all.
  var held: Int { holds.reduce(0) { $0 + $1.seconds } }
  /// Seconds of talk; nil if nobody answered.
  var talk: Int? { answered.map { end - $0 - held } }
}

/// A ticket: how it came and everything done to it.
struct Ticket: Sendable {
  /// The number the help desk gives it.
  var id: Int
  /// The channel by which it came.
  var via: Via
  /// Who it is for, in the ticket system.
  var requester: Int
  /// The contact it documents.
  var externalID: String?
  /// What happened, in order; the first entry creates it.
  var entries: [Entry]

  /// The ways a ticket comes.
  enum Via: String, Sendable { case email, web, twitter, facebook, voice }
  /// What a ticket may be.
  enum Status: String, Sendable { case new, open, pending, solved, closed }
  /// Who changes a ticket.
  enum Author: Sendable {
    case customer, system
    case agent(Agent)
  }

  /// One change of a ticket, as an audit tells it.
  struct Entry: Sendable {
    var at: Int
    var author: Author
    /// What is written: nil for nothing, true for all to read.
    var isPublic: Bool?
    var status: Status?
    var desk: Desk?
    var assignee: Agent?
    var priority: String?
  }
}

/// An incident of the back office, updated at whole minutes.
struct Incident: Sendable {
  /// The number, such as `INC0012345`.
  var id: String
  /// The updates in order; the first opens it.
  var rows: [Row]

  /// One row of an incident's history.
  struct Row: Sendable {
    var at: Int
    var state: String
    var group: String?
    var resolver: String?
    var madeSLA: Bool
  }
}

/// A visit to the help pages, which no export of the center tells of yet.
struct WebVisit: Sendable {
  /// When it began and ended.
  var start: Int
  var end: Int
}

/// The answer to a survey.
struct SurveyAnswer: Sendable {
  /// When it was given.
  var at: Int
  /// The scores: 1 to 5 and 0 to 10.
  var csat: Int
  var nps: Int
  /// Whether the survey was sent to an address, and which.
  var email: String?
}

extension Touch {
  /// When it began, whatever kind it is, in seconds since 1970.
  var start: Int {
    switch story {
    case .call(let contact), .conversation(let contact, _): contact.start
    case .ticket(let ticket): ticket.entries[0].at
    case .incident(let incident): incident.rows[0].at
    case .visit(let visit): visit.start
    }
  }

  /// Whether an export tells of it.
  var isExported: Bool { if case .visit = story { false } else { true } }
}
