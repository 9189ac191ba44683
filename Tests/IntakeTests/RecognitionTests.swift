import Foundation
import Intake
import JourneyModel
import Testing

/// Which adapter a file is taken for.
@Suite struct RecognitionTests {
  /// The samples beside the repository that are in an adapter's own form.
  private static let owners = [
    "complaints/cfpb_350.csv": "cfpb-complaints",
    "genesys/conversation1.json": "genesys-conversations",
    "genesys/conversation2.json": "genesys-conversations",
    "hubspot/ticket_data.csv": "hubspot-ticket-table",
    "hubspot/ticket_pipeline_stage_data.csv": "hubspot-pipeline-stages",
    "hubspot/ticket_property_history_data.csv": "hubspot-ticket-property-history",
    "intercom/api_get_conversations.json": "intercom-conversations",
    "intercom/api_post_conversations_search.json": "intercom-conversations",
    "intercom/contact_history_data.csv": "intercom-contact-history",
    "intercom/conversation_history_data.csv": "intercom-conversation-history",
    "intercom/conversation_part_history_data.csv": "intercom-conversation-part-history",
    "jira/issue.csv": "jira-issue-table",
    "jira/issue_field_history.csv": "jira-issue-field-history",
    "jira/status.csv": "jira-statuses",
    "municipal311/boston311-100.csv": "boston-311-requests",
    "municipal311/nyc311-100.csv": "nyc-311-requests",
    "qualtrics/sample.csv": "qualtrics-responses",
    "qualtrics/sample_legacy.csv": "qualtrics-legacy-responses",
    "qualtrics/survey_response.csv": "qualtrics-survey-response-table",
    "servicenow/incident_data.csv": "servicenow-incident-table",
    "servicenow/task_data.csv": "servicenow-task-table",
    "servicenow/task_sla_data.csv": "servicenow-task-sla-export",
    "snowplow/enriched_event.tsv": "snowplow-events",
    "twilio/calls_page.json": "twilio-calls",
    "twilio/taskrouter_events.json": "twilio-taskrouter-events",
    "twilio/taskrouter_tasks.json": "twilio-taskrouter-tasks",
    "twilio/twilio_call_data.csv": "twilio-calls-warehouse",
    "zendesk/ticket_comment_data.csv": "zendesk-ticket-comments-warehouse",
    "zendesk/ticket_data.csv": "zendesk-tickets-warehouse",
    "zendesk/ticket_field_history_data.csv": "zendesk-ticket-field-history-warehouse",
    "zendesk/ticket_sla_policy_data.csv": "zendesk-ticket-sla-policies-warehouse",
    "zendesk/user_data.csv": "zendesk-users-warehouse",
  ]

  /// Counts of accepted, rejected and skipped records where they are not 1, 0 and 0: the events
  /// are a worker's, one of the calls was made on 30 February, one field of a ticket is not read,
  /// one user is an agent, the task is a change, lists of stages and statuses are no records, and
  /// the warehouse's answers are in another table.
  private static let counts: [String: [Int64]] = [
    "complaints/cfpb_350.csv": [349, 0, 0],
    "hubspot/ticket_data.csv": [25, 0, 0],
    "hubspot/ticket_pipeline_stage_data.csv": [0, 0, 15],
    "hubspot/ticket_property_history_data.csv": [2, 0, 13],
    "intercom/contact_history_data.csv": [9, 0, 0],
    "intercom/conversation_history_data.csv": [9, 0, 0],
    "intercom/conversation_part_history_data.csv": [9, 0, 0],
    "jira/issue.csv": [4, 0, 0],
    "jira/issue_field_history.csv": [0, 0, 10],
    "jira/status.csv": [0, 0, 3],
    "municipal311/boston311-100.csv": [89, 0, 11],
    "municipal311/nyc311-100.csv": [100, 0, 0],
    "qualtrics/survey_response.csv": [0, 0, 5],
    "servicenow/task_data.csv": [0, 0, 1],
    "twilio/calls_page.json": [2, 0, 0],
    "twilio/taskrouter_events.json": [0, 0, 1],
    "twilio/twilio_call_data.csv": [8, 1, 0],
    "zendesk/ticket_comment_data.csv": [20, 0, 0],
    "zendesk/ticket_data.csv": [10, 0, 0],
    "zendesk/ticket_field_history_data.csv": [37, 0, 1],
    "zendesk/ticket_sla_policy_data.csv": [10, 0, 0],
    "zendesk/user_data.csv": [9, 0, 1],
  ]

  @Test func samplesOfOtherSystemsAreUnknownAndOwnOnesAreKnown() throws {
    let folder = Repository.shared.appending(path: "samples")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
      .filter { ["json", "csv", "tsv"].contains(URL(filePath: $0).pathExtension) }.sorted()
    #expect(files.count > 30)
    for file in files {
      let bytes = try Repository.bytes(folder.appending(path: file))
      let found = bytes.withUnsafeBytes { bundled.recognise($0, isFinal: true) }
      #expect(Self.id(found) == Self.owners[file], "\(file)")
    }
  }

  @Test func theSamplesAreRead() throws {
    for (file, id) in Self.owners.sorted(by: { $0.key < $1.key }) {
      let bytes = try Repository.bytes(
        Repository.shared.appending(path: "samples").appending(path: file))
      let adapter = try #require(bundled.adapter(id: id))
      let hasScore = ["qualtrics-responses", "qualtrics-legacy-responses"].contains(id)
      let parameters = hasScore ? ["csat": "Q1"] : [:]
      let reading = try read(bytes, adapter: adapter, settings: settings(parameters))
      let ledger = reading.ledger
      let found = [ledger.accepted, ledger.rejected, ledger.skippedTotal]
      #expect(found == Self.counts[file] ?? [1, 0, 0], "\(file)")
    }
  }

  @Test func aSampleCutInTheMiddleIsRecognisedToo() throws {
    let folder = Repository.root.appending(path: "Fixtures/adapters")
    for id in [
      "amazon-connect", "servicenow-incident-log", "servicenow-incidents", "zendesk-tickets",
      "zendesk-users",
    ] {
      let file = try #require(
        try FileManager.default.contentsOfDirectory(
          atPath: folder.appending(path: id).path()
        ).sorted().first { $0.hasPrefix("sample") })
      let bytes = try Repository.bytes(folder.appending(path: id).appending(path: file))
      let half = Array(bytes.prefix(bytes.count * 2 / 3))
      let found = half.withUnsafeBytes { bundled.recognise($0, isFinal: false) }
      #expect(Self.id(found) == id)
    }
  }

  /// Every sample of every adapter, with the adapter it is for.
  private static func samples() throws -> [(id: String, file: String, bytes: [UInt8])] {
    let folder = Repository.root.appending(path: "Fixtures/adapters")
    return try bundled.adapters.flatMap { adapter in
      let own = folder.appending(path: adapter.id)
      return try FileManager.default.contentsOfDirectory(atPath: own.path()).sorted()
        .filter { $0.hasPrefix("sample") }
        .map { (adapter.id, $0, try Repository.bytes(own.appending(path: $0))) }
    }
  }

  @Test func noTwoAdaptersKnowEachOthersSamples() throws {
    var known: [String: Set<String>] = [:]
    for (id, file, bytes) in try Self.samples() {
      let found = bytes.withUnsafeBytes { bundled.adapters(knowing: $0, isFinal: true) }
      // Columns by parameter are only known under their default names.
      if id != "customers" { #expect(found.contains(id), "\(id)/\(file)") }
      known[id, default: []].formUnion(found)
    }
    for (id, others) in known {
      for other in others where other != id {
        #expect(known[other]?.contains(id) != true, "\(id) and \(other)")
      }
    }
    #expect(known.count == bundled.adapters.count)
  }

  @Test func theReasonNamesWhatWasFound() {
    let text = Array("customer_id,email\nC1,a@b.org\n".utf8)
    guard
      case .one(let adapter, let reason) = text.withUnsafeBytes({
        bundled.recognise($0, isFinal: true)
      })
    else {
      Issue.record("the list is not recognised")
      return
    }
    #expect(adapter.id == "customers")
    #expect(reason == "columns 'customer_id', 'email' are there")
  }

  @Test func whatNobodyKnowsSaysWhatIsNearest() {
    let cases: [(String, String)] = [
      ("", "the file is empty"),
      (
        "number,incident_state,sys_mod_count\n1,2,3\n",
        "nearest is 'servicenow-incident-log', but 'sys_updated_at' is missing"
      ),
      ("\u{0}\u{1}\u{2}", "no adapter reads such a file"),
      ("{\"hello\":\"world\"}", "no adapter reads such a file"),
    ]
    for (text, expected) in cases {
      let bytes = Array(text.utf8)
      let found = bytes.withUnsafeBytes { bundled.recognise($0, isFinal: true) }
      guard case .unknown(let reason, _) = found else {
        Issue.record("'\(text)' is recognised")
        continue
      }
      #expect(reason == expected)
    }
  }

  @Test func theAdapterWithMoreNamesWinsOnlyIfItHasAllOfTheOther() throws {
    func library(_ columns: String) throws -> AdapterLibrary {
      var library = bundled
      try library.add(
        text: """
          adapter: mine
          system: crm
          title: Mine
          reads: csv
          recognise: {columns: [\(columns)]}
          record: {entity: e, key: customer_id}
          identifiers: [{kind: customer, value: customer_id}]
          """, file: "mine.yaml")
      return library
    }
    let text = Array("customer_id,email,tier\nC1,a@b.org,x\n".utf8)
    let wider = try library("customer_id, email, tier")
    let other = try library("customer_id, tier")
    #expect(Self.id(text.withUnsafeBytes { wider.recognise($0, isFinal: true) }) == "mine")
    guard case .ambiguous(let ids) = text.withUnsafeBytes({ other.recognise($0, isFinal: true) })
    else {
      Issue.record("two adapters know the file")
      return
    }
    #expect(ids == ["customers", "mine"])
  }

  @Test func bundledAdaptersDescribeThemselvesAndHaveFixtures() throws {
    let fixtures = Repository.root.appending(path: "Fixtures/adapters")
    let folders = try FileManager.default.contentsOfDirectory(atPath: fixtures.path())
    #expect(bundled.adapters.map(\.id) == folders.sorted())
    #expect(bundled.adapters.count >= 40)
    for adapter in bundled.adapters {
      #expect(!adapter.title.isEmpty && !adapter.about.isEmpty && !adapter.entity.isEmpty)
      #expect(adapter.text.hasPrefix("adapter: \(adapter.id)\n"))
      #expect(!adapter.recognisedBy.isEmpty || adapter.text.contains("  where: "))
    }
  }

  private static func id(_ recognition: Recognition) -> String? {
    if case .one(let adapter, _) = recognition { adapter.id } else { nil }
  }
}
