/// Genesys Cloud conversation details as the job query gives them (`formats.md` 1): participants
/// in no order, one participant per agent with a session per visit, attributes on the customer.
struct ConversationExport {
  /// The chat or message with what was shown of the writer.
  let touch: Touch
  let contact: Contact
  let isMessage: Bool
  /// Who wrote, whatever the chat shows.
  let person: Person

  private var media: String { isMessage ? "message" : "chat" }
  private var provider: String { isMessage ? "PureCloud Messaging" : "PureCloud Webchat v2" }

  /// Delivers the conversation, sometimes also as it stood before it ended.
  func deliver(to delivery: inout Delivery) {
    let end = contact.legs.map { $0.end + $0.wrap }.max() ?? contact.end
    let night = Delivery.night(after: end)
    if delivery.dice.chance(delivery.dirt.overlapping) {
      deliver(participants: [customer(end: nil)], end: nil, at: night - 3_600, to: &delivery)
    }
    var participants = [customer(end: contact.end)]
    if contact.hasMenu { participants.append(bot()) }
    participants += contact.legs.filter { $0.enqueued != nil }.map(acd) + agents()
    let turn = delivery.dice.below(participants.count)
    participants = Array(participants[turn...] + participants[..<turn])
    deliver(participants: participants, end: contact.end, at: night, to: &delivery)
  }

  private func deliver(
    participants: [ExportText], end: Int?, at night: Int, to delivery: inout Delivery
  ) {
    let ending: ExportText = end.map { #""conversationEnd":"\#(millis($0))","# } ?? ""
    let text: ExportText = """
      {"conversationId":"\(touch.nativeID)","conversationStart":"\(millis(contact.start))",\
      \(ending)"originatingDirection":"inbound",\
      "divisionIds":["1b6b98a6-3d70-47be-9406-61a5aa8cc570"],\
      "participants":[\(ExportText(participants, separator: ","))]}
      """
    var marks = Delivery.Marks(
      key: touch.nativeID, in: "conversationId", instant: "conversationStart", at: contact.start)
    marks.instantText = marks.instantText.replacing("Z\"", with: ".000Z\"")
    delivery.deliver(text, of: .conversations, marks: marks, at: night)
  }

  /// An instant with milliseconds, as this vendor writes it.
  private func millis(_ second: Int) -> ExportText {
    var text: ExportText = "\(utc: second)"
    text.bytes.removeLast()
    text.append(".000Z")
    return text
  }

  private func id(_ kind: StaticString, _ part: Int) -> String {
    NativeID.guid(kind, Int(truncatingIfNeeded: Delivery.hash(touch.nativeID) >> 8) &+ part)
  }

  // MARK: Participants

  private func customer(end: Int?) -> ExportText {
    let contactID: ExportText =
      touch.shown.email == nil ? "" : #""externalContactId":"\#(person.chatContact)","#
    let disconnect =
      switch contact.legs.last?.endedBy {
      case .agent: "peer"
      case .system: "system"
      default: "client"
      }
    let ending: ExportText =
      end.map { #""segmentEnd":"\#(millis($0))","disconnectType":"\#(disconnect)","# } ?? ""
    return """
      {"participantId":"\(id("participant", 0))","participantName":\(json: person.name),\
      "purpose":"customer",\(contactID)"attributes":{\(attributes)},\
      "sessions":[{"mediaType":"\(media)","sessionId":"\(id("session", 0))",\
      "direction":"inbound","provider":"\(provider)",\
      "journeyCustomerId":"\(person.cookie)","journeyCustomerIdType":"cookie",\
      "segments":[{"segmentStart":"\(millis(contact.start))",\(ending)\
      "segmentType":"interact","conference":false}],\
      "metrics":[{"name":"nConnected","value":1,"emitDate":"\(millis(contact.start))"}]}]}
      """
  }

  private var attributes: ExportText {
    var parts: [ExportText] = [#""context.pageUrl":"https://shop.example/help""#]
    if touch.shown.isAuthenticated, let id = person.crmID {
      parts.append(#""customerId":"\#(id)""#)
    }
    if let email = touch.shown.email { parts.append(#""context.email":\#(json: email)"#) }
    if let reason = touch.shown.reason { parts.append(#""contactReason":\#(json: reason)"#) }
    return ExportText(parts, separator: ",")
  }

  private func bot() -> ExportText {
    let end = contact.menuEnd ?? contact.end
    let isDone = contact.menuEnd == nil
    return """
      {"participantId":"\(id("participant", 1))","participantName":"Help bot",\
      "purpose":"botflow","sessions":[{"mediaType":"\(media)","sessionId":"\(id("session", 1))",\
      "direction":"inbound","provider":"\(provider)","flow":{"flowId":"\(id("flow", 0))",\
      "flowName":"Help bot","flowType":"BOT","exitReason":"\(isDone ? "DISCONNECT" : "TRANSFER")",\
      "outcomes":[]},"segments":[{"segmentStart":"\(millis(contact.start))",\
      "segmentEnd":"\(millis(end))","disconnectType":"\(isDone ? "client" : "transfer")",\
      "segmentType":"interact","conference":false}],"metrics":[{"name":"tFlow",\
      "value":\((end - contact.start) * 1_000),"emitDate":"\(millis(end))"}]}]}
      """
  }

  private func acd(_ leg: Leg) -> ExportText {
    let enqueued = leg.enqueued ?? leg.start
    let left = leg.answered ?? leg.end
    let metric = leg.answered == nil ? "tAbandon" : "tAcd"
    let part = enqueued - contact.start + 10
    return """
      {"participantId":"\(id("participant", part))","participantName":"\(leg.desk.name)",\
      "purpose":"acd","sessions":[{"mediaType":"\(media)","sessionId":"\(id("session", part))",\
      "direction":"inbound","peerId":"\(id("session", 0))","provider":"\(provider)",\
      "segments":[{"segmentStart":"\(millis(enqueued))","segmentEnd":"\(millis(left))",\
      "queueId":"\(leg.desk.chatQueue)",\
      "disconnectType":"\(leg.answered == nil ? "client" : "transfer")",\
      "segmentType":"interact","conference":false}],\
      "metrics":[{"name":"nOffered","value":1,"emitDate":"\(millis(enqueued))"},\
      {"name":"\(metric)","value":\((left - enqueued) * 1_000),"emitDate":"\(millis(left))"}],\
      "requestedRoutings":["Standard"],"usedRouting":"Standard"}]}
      """
  }

  /// One participant per agent, with a session for each time they had the chat.
  private func agents() -> [ExportText] {
    var order: [Agent] = []
    var sessions: [Int: [ExportText]] = [:]
    for (place, leg) in contact.legs.enumerated() {
      guard let agent = leg.agent, leg.answered != nil else { continue }
      if !order.contains(agent) { order.append(agent) }
      sessions[agent.number, default: []].append(session(leg, place))
    }
    return order.map { agent in
      """
      {"participantId":"\(id("agent", agent.number))","participantName":\(json: agent.fullName),\
      "userId":"\(agent.chatUser)","purpose":"agent",\
      "sessions":[\(ExportText(sessions[agent.number] ?? [], separator: ","))]}
      """
    }
  }

  private func session(_ leg: Leg, _ place: Int) -> ExportText {
    """
    {"mediaType":"\(media)","sessionId":"\(id("visit", place))","direction":"inbound",\
    "peerId":"\(id("session", 0))","provider":"\(provider)",\
    "segments":[\(ExportText(segments(leg), separator: ","))],\
    "metrics":[\(ExportText(metrics(leg), separator: ","))],\
    "requestedRoutings":["Standard"],"usedRouting":"Standard"}
    """
  }

  private func segments(_ leg: Leg) -> [ExportText] {
    let queue: ExportText = #""queueId":"\#(leg.desk.chatQueue)","conference":false"#
    func segment(_ type: String, _ from: Int, _ to: Int, _ extra: ExportText) -> ExportText {
      """
      {"segmentStart":"\(millis(from))","segmentEnd":"\(millis(to))",\(queue),\(extra)\
      "segmentType":"\(type)"}
      """
    }
    var parts: [ExportText] = []
    var from = leg.answered ?? leg.start
    for hold in leg.holds {
      parts.append(segment("interact", from, hold.at, ""))
      parts.append(segment("hold", hold.at, hold.at + hold.seconds, ""))
      from = hold.at + hold.seconds
    }
    let isMoved = leg.endedBy == .coldTransfer || leg.endedBy == .warmTransfer
    let type = isMoved ? "transfer" : leg.endedBy == .agent ? "client" : "peer"
    parts.append(segment("interact", from, leg.end, #""disconnectType":"\#(type)","#))
    parts.append(
      segment("wrapup", leg.end, leg.end + leg.wrap, #""wrapUpCode":"7fb334b0","#))
    return parts
  }

  private func metrics(_ leg: Leg) -> [ExportText] {
    var values = [("tTalk", (leg.talk ?? 0) * 1_000)]
    if let answered = leg.answered, let enqueued = leg.enqueued {
      values.insert(("tAnswered", (answered - enqueued) * 1_000), at: 0)
    }
    if leg.held > 0 { values.append(("tHeld", leg.held * 1_000)) }
    values.append(("tAcw", leg.wrap * 1_000))
    values.append(("tHandle", ((leg.talk ?? 0) + leg.held + leg.wrap) * 1_000))
    switch leg.endedBy {
    case .coldTransfer: values += [("nTransferred", 1), ("nBlindTransferred", 1)]
    case .warmTransfer: values += [("nTransferred", 1), ("nConsultTransferred", 1)]
    case .customer, .agent, .system: break
    }
    return values.map { name, value in
      let at =
        name.hasPrefix("n") ? leg.end : name == "tAnswered" ? leg.answered ?? leg.end : leg.end
      return #"{"name":"\#(name)","value":\#(value),"emitDate":"\#(millis(at))"}"#
    }
  }
}
