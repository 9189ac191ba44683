/// The exports of the center: one source system's file kind each.
package enum Export: Int, CaseIterable, Sendable {
  case contacts, conversations, tickets, audits, users, incidents
  case callSurvey, chatSurvey, ticketSurvey, customers

  /// How records stand in a file.
  enum Form: Equatable {
    /// One JSON object a line.
    case lines
    /// JSON objects, some days without anything between them.
    case gluedLines
    /// JSON objects in a member of an envelope.
    case page(member: String)
    /// CSV rows below header rows.
    case rows(header: String)
  }

  /// The adapter that reads it.
  var adapter: String {
    switch self {
    case .contacts: "amazon-connect"
    case .conversations: "genesys-conversations"
    case .tickets: "zendesk-tickets"
    case .audits: "zendesk-ticket-audits"
    case .users: "zendesk-users"
    case .incidents: "servicenow-incident-log"
    case .callSurvey, .chatSurvey, .ticketSurvey: "qualtrics-responses"
    case .customers: "customers"
    }
  }

  /// Folder and first part of the name of its files.
  var stem: String {
    switch self {
    case .contacts: "connect/contacts"
    case .conversations: "genesys/conversations"
    case .tickets: "zendesk/tickets"
    case .audits: "zendesk/audits"
    case .users: "zendesk/users"
    case .incidents: "servicenow/incidents"
    case .callSurvey: "qualtrics/calls"
    case .chatSurvey: "qualtrics/chats"
    case .ticketSurvey: "qualtrics/tickets"
    case .customers: "crm/customers"
    }
  }

  /// The end of the name of its files.
  var suffix: String {
    switch form {
    case .rows: ".csv"
    default: isCompressed ? ".json.gz" : ".json"
    }
  }

  /// Whether its files are gzip.
  var isCompressed: Bool { self == .contacts || self == .audits }

  /// How its records stand in a file.
  var form: Form {
    switch self {
    case .contacts: .gluedLines
    case .audits, .users: .lines
    case .conversations: .page(member: "conversations")
    case .tickets: .page(member: "tickets")
    case .incidents: .rows(header: IncidentExport.header)
    case .callSurvey, .chatSurvey, .ticketSurvey: .rows(header: SurveyExport.header)
    case .customers: .rows(header: CustomerExport.header)
    }
  }
}

/// One record of an export, on its way into a file.
struct ExportRecord: Sendable {
  /// The export whose files it goes to.
  var export: Export
  /// When the source hands it out, in UTC seconds.
  var deliveredAt: Int
  /// The hash of its key.
  var key: UInt64
  /// What is wrong with it.
  var damage = Damage.none
  /// Whether it does not concern customers.
  var isBeside = false
  /// The record, without separator.
  var text: [UInt8]

  /// What can be wrong with a record.
  enum Damage: UInt8, Sendable {
    case none, syntax, instant, key, columns

    /// The name in the manifest.
    var name: String {
      switch self {
      case .none: "none"
      case .syntax: "syntax"
      case .instant: "instant"
      case .key: "key"
      case .columns: "columns"
      }
    }
  }
}
