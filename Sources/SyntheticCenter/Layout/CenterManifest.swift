/// The manifest of a center: what was asked for and every export file.
struct CenterManifest {
  /// What was asked for.
  let settings: CenterSettings
  /// The export files, by path.
  let entries: [ManifestEntry]

  /// The manifest as JSON, a file a line.
  var text: ExportText {
    let shape = settings.shape
    let files = entries.sorted { $0.path < $1.path }.map(\.json)
    return """
      {"generator":{"interactions":\(settings.interactions),"seed":\(String(settings.seed)),\
      "days":\(settings.days),"nights":\(settings.nights),"dirt":"\(settings.dirt.rawValue)",\
      "settings":{"matter-gap":\(shape.matterGapPermille),"mix":"\(shape.mix.rawValue)",\
      "switchboard":\(shape.switchboardPeople),"household":\(shape.householdPermille)}},
      "files":[
      \(ExportText(files, separator: ",\n"))
      ]}

      """
  }
}

/// The configuration that reads a center's exports.
enum CenterConfiguration {
  static let text = """
    # Reads the simulated contact center beside this file: throughline run --config throughline.yaml
    timezone: America/New_York
    inputs:
      - name: calls
        adapter: amazon-connect
        path: "exports/*/connect/contacts-*.json.gz"
        with: {reason: 'Attributes["contactReason"]'}
      - name: chats
        adapter: genesys-conversations
        path: "exports/*/genesys/conversations-*.json"
        with: {reason: 'participants[purpose == "customer"].attributes["contactReason"]'}
        tables: {queues: tables/chat-queues.csv, agents: tables/chat-agents.csv}
      - name: tickets
        adapter: zendesk-tickets
        path: "exports/*/zendesk/tickets-*.json"
        with: {linked-system: amazon-connect, reason: 'custom_fields[id == "360001"].value'}
        tables: {groups: tables/ticket-groups.csv, agents: tables/ticket-agents.csv}
      - name: ticket-history
        adapter: zendesk-ticket-audits
        path: "exports/*/zendesk/audits-*.json.gz"
        tables: {groups: tables/ticket-groups.csv, agents: tables/ticket-agents.csv}
      - name: ticket-users
        adapter: zendesk-users
        path: "exports/*/zendesk/users-*.json"
        with: {external-namespace: crm}
      - name: incidents
        adapter: servicenow-incident-log
        path: "exports/*/servicenow/incidents-*.csv"
        timezone: Europe/London
      - name: call-survey
        adapter: qualtrics-responses
        path: "exports/*/qualtrics/calls-*.csv"
        timezone: America/New_York
        with: {csat: Q1, nps: Q2, interaction-system: amazon-connect, interaction-id: contact_id}
      - name: chat-survey
        adapter: qualtrics-responses
        path: "exports/*/qualtrics/chats-*.csv"
        timezone: America/New_York
        with: {csat: Q1, nps: Q2, interaction-system: genesys, interaction-id: contact_id}
      - name: ticket-survey
        adapter: qualtrics-responses
        path: "exports/*/qualtrics/tickets-*.csv"
        timezone: America/New_York
        with: {csat: Q1, nps: Q2, interaction-system: zendesk, interaction-id: contact_id}
      - name: crm
        adapter: customers
        path: "exports/*/crm/customers-*.csv"
        timezone: America/New_York
        region: US
        with: {other-id: servicenow_caller, other-namespace: servicenow}
    identity: {own-numbers: ["+18005550100", "+12025550177"]}
    costs:
      currency: USD
      voice: 0.85/min
      chat: 0.40/min
      per-contact: {email: 2.20, web: 0.01, ticket: 2.20, message: 1.10, social: 1.30, bot: 0.05}
      concurrency: {chat: 2}
      customer-time: 0.25/min
    privacy: {key-file: throughline.key, publish-attributes: [segment]}

    """
}

/// The names of what exports give ids of, as tables that the configuration names.
enum CenterTables {
  /// Each table's file and rows.
  static func files(of roster: Roster) -> [(path: String, text: String)] {
    [
      ("tables/chat-queues.csv", text(Desk.allCases.map { ($0.chatQueue, $0.chatName) })),
      ("tables/ticket-groups.csv", text(Desk.allCases.map { ("\($0.ticketGroup)", $0.groupName) })),
      ("tables/chat-agents.csv", text(roster.agents.map { ($0.chatUser, $0.username) })),
      ("tables/ticket-agents.csv", text(roster.agents.map { ("\($0.ticketUser)", $0.username) })),
    ]
  }

  private static func text(_ rows: [(id: String, name: String)]) -> String {
    "id,name\n" + rows.map { "\($0.id),\($0.name)\n" }.joined()
  }
}
