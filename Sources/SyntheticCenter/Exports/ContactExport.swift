/// Amazon Connect contact records (`formats.md` 2): one per leg, newer copies when agents add
/// something later, objects delivered some minutes after the work on them ended.
struct ContactExport {
  private static let account = "123456789012"
  private static let instance =
    "arn:aws:connect:us-east-1:123456789012:instance/0a1b2c3d-1111-4222-8333-444455556666"

  /// The call with what was shown of the caller.
  let touch: Touch
  let contact: Contact
  /// Who called, whatever the call shows.
  let person: Person
  /// The call back that answers a leg, by that leg.
  let answers: [String: String]

  /// Delivers the records of the call.
  func deliver(to delivery: inout Delivery) {
    let legs = contact.legs.isEmpty ? [Leg?.none] : contact.legs.map { $0 }
    for place in legs.indices {
      let end = legs[place].map { $0.end + $0.wrap } ?? contact.end
      let updated = end + delivery.dice.within(40...600)
      deliver(place, legs[place], updated: updated, extra: "", to: &delivery)
      if let noted = contact.noted, place == legs.count - 1 {
        let later = max(updated, noted.at) + delivery.dice.within(60...4_000)
        let extra: ExportText = #","caseNumber":"\#(noted.ticket)""#
        deliver(place, legs[place], updated: later, extra: extra, to: &delivery)
      } else if delivery.dice.chance(delivery.dirt.redelivered) {
        let later = updated + delivery.dice.within(300...500_000)
        deliver(place, legs[place], updated: later, extra: #","reviewed":"Y""#, to: &delivery)
      }
      if delivery.dice.chance(delivery.dirt.besides), let leg = legs[place] {
        monitor(leg, updated: updated, to: &delivery)
      }
    }
  }

  private func deliver(
    _ place: Int, _ leg: Leg?, updated: Int, extra: ExportText, to delivery: inout Delivery
  ) {
    let id = leg?.id ?? touch.nativeID
    let start = place == 0 ? contact.start : leg?.start ?? contact.start
    let method =
      place > 0
      ? "TRANSFER" : contact.isRequested ? "CALLBACK" : contact.isOutbound ? "OUTBOUND" : "INBOUND"
    let requestedOn = contact.isRequested ? contact.callbackOf : nil
    let chain = Chain(
      initial: place > 0 ? contact.legs[0].id : requestedOn,
      previous: place > 0 ? contact.legs[place - 1].id : requestedOn,
      next: place + 1 < contact.legs.count
        ? contact.legs[place + 1].id : contact.hasAcceptedCallback ? answers[id] : nil)
    let text = record(
      id: id, leg: leg, method: method, start: start, chain: chain, updated: updated, extra: extra)
    delivery.deliver(
      text, of: .contacts, marks: marks(id: id, start: start), at: updated + 60)
  }

  private func marks(id: String, start: Int) -> Delivery.Marks {
    Delivery.Marks(key: id, in: "ContactId", instant: "InitiationTimestamp", at: start)
  }

  private struct Chain {
    var initial: String?
    var previous: String?
    var next: String?
  }

  private func record(
    id: String, leg: Leg?, method: String, start: Int, chain: Chain, updated: Int,
    extra: ExportText
  ) -> ExportText {
    let end = leg?.end ?? contact.end
    let connected = contact.isOutbound ? leg?.answered ?? start : start
    let related = contact.isRequested ? nil : contact.callbackOf
    return """
      {"AWSAccountId":"\(Self.account)","AWSContactTraceRecordFormatVersion":"2017-03-10",\
      "Agent":\(agent(leg)),"AgentConnectionAttempts":\(leg?.answered == nil ? 0 : 1),\
      "AnsweringMachineDetectionStatus":null,"Attributes":{\(attributes(extra, leg: leg))},\
      "Campaign":{"CampaignId":null},"Channel":"VOICE",\
      "ConnectedToSystemTimestamp":"\(utc: connected)","ContactId":"\(id)",\
      "CustomerEndpoint":\(endpoint(touch.shown.phone)),\
      "DisconnectReason":"\(disconnectReason(leg))","DisconnectTimestamp":"\(utc: end)",\
      "InitialContactId":\(json: chain.initial),"InitiationMethod":"\(method)",\
      "InitiationTimestamp":"\(utc: start)","InstanceARN":"\(Self.instance)",\
      "LastUpdateTimestamp":"\(utc: updated)","MediaStreams":[{"Type":"AUDIO"}],\
      "NextContactId":\(json: chain.next),"PreviousContactId":\(json: chain.previous),\
      "Queue":\(queue(leg)),"Recording":null,"Recordings":null,"References":[],\
      "RelatedContactId":\(json: related),"ScheduledTimestamp":null,\
      "SystemEndpoint":{"Address":"\(Population.ownNumber)","Type":"TELEPHONE_NUMBER"},\
      "TransferCompletedTimestamp":null,"TransferredToEndpoint":null,"VoiceIdResult":null}
      """
  }

  private func endpoint(_ phone: String?) -> ExportText {
    guard let phone, !phone.isEmpty else { return "null" }
    return #"{"Address":\#(json: phone),"Type":"TELEPHONE_NUMBER"}"#
  }

  private func attributes(_ extra: ExportText, leg: Leg?) -> ExportText {
    var text: ExportText = #""language":"en""#
    if touch.shown.isAuthenticated, let id = person.crmID {
      text.append(#","customerId":"\#(id)""#)
    }
    if let reason = touch.shown.reason { text.append(#","contactReason":\#(json: reason)"#) }
    if contact.hasAcceptedCallback { text.append(#","callbackAccepted":"Y""#) }
    if let promised = contact.promisedFor, leg?.id == contact.legs.last?.id {
      text.append(#","callbackPromisedFor":"\#(utc: promised)""#)
    }
    text.append(extra)
    return text
  }

  private func agent(_ leg: Leg?) -> ExportText {
    guard let leg, let answered = leg.answered, let agent = leg.agent else { return "null" }
    let longest = leg.holds.map(\.seconds).max() ?? 0
    return """
      {"ARN":"\(Self.instance)/agent/\(agent.username)","AfterContactWorkDuration":\(leg.wrap),\
      "AfterContactWorkEndTimestamp":"\(utc: leg.end + leg.wrap)",\
      "AfterContactWorkStartTimestamp":"\(utc: leg.end)",\
      "AgentInteractionDuration":\(leg.talk),"ConnectedToAgentTimestamp":"\(utc: answered)",\
      "CustomerHoldDuration":\(leg.held),"HierarchyGroups":null,\
      "LongestHoldDuration":\(longest),"NumberOfHolds":\(leg.holds.count),\
      "RoutingProfile":{"ARN":"\(Self.instance)/routing-profile/basic","Name":"Basic"},\
      "Username":"\(agent.username)"}
      """
  }

  private func queue(_ leg: Leg?) -> ExportText {
    // A callback is in queue from when it was asked for until it is dialled.
    guard let leg, let enqueued = contact.isRequested ? contact.start : leg.enqueued else {
      return "null"
    }
    let left = contact.isRequested ? leg.start : leg.answered ?? leg.end
    return """
      {"ARN":"\(Self.instance)/queue/\(leg.desk.rawValue)","DequeueTimestamp":"\(utc: left)",\
      "Duration":\(left - enqueued),"EnqueueTimestamp":"\(utc: enqueued)",\
      "Name":"\(leg.desk.name)"}
      """
  }

  private func disconnectReason(_ leg: Leg?) -> String {
    guard let leg else {
      return contact.hasMenu ? "CUSTOMER_DISCONNECT" : "CONTACT_FLOW_DISCONNECT"
    }
    switch leg.endedBy {
    case .customer: return "CUSTOMER_DISCONNECT"
    case .agent, .coldTransfer, .warmTransfer: return "AGENT_DISCONNECT"
    case .system: return "CONTACT_FLOW_DISCONNECT"
    }
  }

  /// A supervisor's leg, which is no contact of a customer.
  private func monitor(_ leg: Leg, updated: Int, to delivery: inout Delivery) {
    let id = NativeID.guid("monitor", Int(truncatingIfNeeded: Delivery.hash(leg.id) >> 8))
    let text = record(
      id: id, leg: leg, method: "MONITOR", start: leg.start,
      chain: Chain(initial: leg.id, previous: leg.id, next: nil), updated: updated, extra: "")
    delivery.deliver(
      text, of: .contacts, marks: marks(id: id, start: leg.start), at: updated + 60,
      isBeside: true)
  }
}
