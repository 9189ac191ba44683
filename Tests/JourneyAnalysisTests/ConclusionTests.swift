import JourneyAnalysis
import JourneyModel
import Testing

/// One table per conclusion: events in, one column of the interaction out.
@Suite struct ConclusionTests {
  /// The single interaction of a case.
  private func row(_ text: String) -> AnalysedCustomer.Interaction {
    let rows = Scenario(text).analysis.interactions
    precondition(rows.count == 1, "the case has one interaction")
    return rows[0]
  }

  @Test(arguments: [
    ("queued until answered", "  1T10:00:00 queued\n  1T10:02:00 answered", 120_000),
    ("two queues", "  1T10:00:00 queued\n  1T10:01:00 queued\n  1T10:03:00 answered", 180_000),
    ("until transferred", "  1T10:00:00 queued\n  1T10:00:30 transferred", 30_000),
    ("abandoned", "  1T10:00:00 queued\n  1T10:00:09 ended", 9000),
    ("stated duration", "  1T10:00:00 queued for=7\n  1T10:02:00 answered", 7000),
    (
      "after the first answer", "  1T10:00:00 answered\n  1T10:01:00 queued\n  1T10:09:00 ended",
      nil
    ),
    ("never queued", "  1T10:00:00 answered\n  1T10:01:00 ended", nil),
    ("still waiting", "  1T10:00:00 queued", nil),
    ("answered at once", "  1T10:00:00 queued\n  1T10:00:00 answered", 0),
  ])
  func wait(name: String, events: String, expected: Int64?) {
    #expect(row("call c\n\(events)").waitMilliseconds == expected, "\(name)")
  }

  @Test(arguments: [
    ("until queued", "  1T10:00:00 ivr-entered\n  1T10:00:40 queued\n  1T10:01:00 ended", 40_000),
    ("until ended", "  1T10:00:00 ivr-entered\n  1T10:00:20 ended", 20_000),
    ("no menu", "  1T10:00:00 queued\n  1T10:00:20 ended", nil),
  ])
  func menu(name: String, events: String, expected: Int64?) {
    #expect(row("call c\n\(events)").ivrMilliseconds == expected, "\(name)")
  }

  @Test func talkIsTheAnswerLessItsHolds() {
    let row = row(
      """
      call c
        1T10:00:00 answered
        1T10:01:00 held for=30 count=2
        1T10:02:00 held
        1T10:02:10 resumed
        1T10:05:00 ended
        1T10:05:00 wrapped-up for=45
      """)
    #expect(row.talkMilliseconds == 260_000)
    #expect(row.holdMilliseconds == 40_000)
    #expect(row.wrapMilliseconds == 45_000)
    #expect(row.holds == 3)
  }

  @Test func aMomentIsHeldOnce() {
    let row = row(
      """
      call c
        1T10:00:00 answered
        1T10:01:00 held for=120
        1T10:02:00 held for=120
        1T10:09:00 ended
      """)
    #expect(row.holdMilliseconds == 180_000)
    #expect(row.talkMilliseconds == 360_000)
  }

  @Test func legsSumTheirTimesAndAreNamedAfterTheEarliest() {
    let row = row(
      """
      call later of=first queue=B agent=bob
        1T10:05:00 transferred queue=B
        1T10:05:00 queued queue=B
        1T10:06:00 answered agent=bob
        1T10:09:00 ended by=customer
      call first channel=voice queue=A reason=billing
        1T10:00:00 queued queue=A
        1T10:01:00 answered agent=ann
        1T10:05:01 transferred
        1T10:05:02 ended by=system
      """)
    #expect(row.nativeID == "first")
    #expect(row.talkMilliseconds == 421_000)
    #expect(row.waitMilliseconds == 60_000)
    #expect(row.transfers == 1)
    #expect(row.endedAt == Scenario.instant("1T10:09:00"))
    #expect([row.queue, row.agent, row.reason] == ["B", "bob", "billing"])
    #expect(row.outcome == .handled)
  }

  @Test(arguments: [
    ("handled", "call", "  1T10:00 answered\n  1T10:05 ended", Outcome.handled),
    ("still talking", "call", "  1T10:00 answered", .open),
    ("gave up", "call", "  1T10:00 queued\n  1T10:05 ended by=customer", .abandoned),
    ("given up by the queue", "call", "  1T10:00 queued\n  1T10:05 ended by=system", .missed),
    (
      "given up by the queue, then hung up", "call",
      "  1T10:00 queued\n  1T10:05 ended by=system\n  1T10:06 ended", .missed
    ),
    (
      "given up by one queue, abandoned in the next", "call",
      "  1T10:00 queued\n  1T10:05 ended by=system\n  1T10:05 queued\n  1T10:06 ended by=customer",
      .abandoned
    ),
    ("ended by the agent", "call", "  1T10:00 queued\n  1T10:05 ended by=agent", .missed),
    ("voicemail", "call", "  1T10:00 queued\n  1T10:04 voicemail\n  1T10:05 ended", .voicemail),
    ("menu only", "call", "  1T10:00 ivr-entered\n  1T10:05 ended", .contained),
    ("rang out", "call", "  1T10:00 ended", .missed),
    ("in queue", "call", "  1T10:00 queued", .open),
    ("callback", "call", "  1T10:00 queued\n  1T10:01 callback-requested\n  1T10:02 ended", nil),
    (
      "not reached", "call",
      "  1T10:00 callback-requested\n  1T10:01 callback-attempted\n  1T10:02 ended", .missed
    ),
    ("solved", "ticket", "  1T10:00 status value=solved", .handled),
    ("pending", "ticket", "  1T10:00 status value=pending", .open),
    ("bot only", "chat", "  1T10:00 bot-message\n  1T10:05 ended", .contained),
    (
      "written to", "chat", "  1T10:00 queued\n  1T10:01 message-out by=agent\n  1T10:05 ended",
      .handled
    ),
    ("being written to", "chat", "  1T10:00 message-in\n  1T10:01 message-out", .open),
    (
      "written to by a bot", "chat",
      "  1T10:00 queued\n  1T10:01 message-out by=bot\n  1T10:05 ended", .abandoned
    ),
    ("a visit", "visit", "  1T10:00 visited", nil),
    ("left like a letter", "message", "  1T10:00 opened\n  1T10:05 ended", nil),
    (
      "met live", "message", "  1T10:00 queued\n  1T10:01 answered\n  1T10:05 ended", .handled
    ),
    ("queued in vain", "message", "  1T10:00 queued\n  1T10:05 ended by=customer", .abandoned),
  ])
  func outcome(name: String, kind: String, events: String, expected: Outcome?) {
    #expect(row("\(kind) c\n\(events)").outcome == expected, "\(name)")
  }

  @Test func afterContactWorkDoesNotSayWhereTheCustomerWaits() {
    let row = Scenario(
      """
      chat c channel=chat customer=7
        1T10:00 queued queue=A
        1T10:01 answered queue=A agent=ann
        1T10:05 transferred
        1T10:05 queued queue=B
        1T10:05 wrapped-up queue=A agent=ann for=90
        1T10:09 ended by=customer
      """
    ).analysis.interactions[0]
    #expect(row.queue == "B")
  }

  @Test func aDispositionIsNoStatus() {
    let text = "call c resolved=unresolved\n  1T10:00 queued\n  1T10:02 answered\n  1T10:09 ended"
    let call = row(text)
    #expect(call.outcome == .handled && call.resolved == false && call.reopens == 0)
    #expect(call.endedAt == Scenario.instant("1T10:09"))
    #expect(row(text.replacing("unresolved", with: "resolved")).resolved == true)
    #expect(row(text.replacing(" resolved=unresolved", with: "")).resolved == nil)
    // What a ticket's status says of the matter goes before what is said of the contact.
    let ticket = "ticket t resolved=unresolved\n  1T10:00 status value=open\n"
    #expect(row(ticket + "  1T11:00 status value=solved").resolved == true)
    #expect(row(ticket).resolved == false)
  }

  @Test(arguments: [
    ("resolved", JourneyStatus.resolved, ResolutionBasis.status),
    ("unresolved", .expired, .silence),
  ])
  func aJourneyEndsAsItsLastContactSays(
    stated: String, status: JourneyStatus, basis: ResolutionBasis
  ) {
    let journey = Scenario(
      """
      call a reason=x resolved=unresolved
        1T10:00 answered
        1T10:05 ended
      call b reason=x resolved=\(stated)
        2T10:00 answered
        2T10:05 ended
      """
    ).analysis.journeys
    #expect(journey.map(\.status) == [status] && journey.map(\.resolutionBasis) == [basis])
  }

  @Test func theOutcomeASourceStatesWins() {
    #expect(row("call c outcome=missed\n  1T10:00 answered\n  1T10:01 ended").outcome == .missed)
  }

  @Test(arguments: [
    ("one", "  1T10:00 answered\n  1T10:01 transferred queue=B\n  1T10:05 ended", 1),
    ("consults are none", "  1T10:00 answered\n  1T10:01 consulted\n  1T10:05 ended", 0),
    ("within two seconds", "  1T10:00:00 transferred\n  1T10:00:02 transferred value=x", 1),
    ("three seconds apart", "  1T10:00:00 transferred\n  1T10:00:03 transferred value=x", 2),
    ("queue changes", "  1T10:00 assigned queue=A\n  1T11:00 assigned queue=B", 1),
    ("first assignment", "  1T10:00 assigned queue=A\n  1T11:00 assigned queue=A agent=b", 0),
    (
      "through nobody",
      "  1T10:00 assigned queue=A\n  1T11:00 assigned\n  1T12:00 assigned queue=A", 0
    ),
  ])
  func transfers(name: String, events: String, expected: Int32) {
    #expect(row("call c\n\(events)").transfers == expected, "\(name)")
  }

  @Test func aWarmTransferStatedByBothLegsAtDifferentMomentsIsOne() {
    let row = row(
      """
      call a
        1T10:00:00 answered
        1T10:07:00 transferred
        1T10:07:05 ended
      call b of=a
        1T10:05:00 transferred queue=B
        1T10:06:00 answered
        1T10:20:00 ended
      """)
    #expect(row.transfers == 1)
  }

  @Test(arguments: [
    ("to and from nobody", "A,-,A", 2), ("the same", "A,A", 0), ("first is no change", "-,A", 1),
    ("back and forth", "A,B,A", 2),
  ])
  func reassignments(name: String, queues: String, expected: Int32) {
    let lines = queues.split(separator: ",").enumerated().map { index, queue in
      let queue = queue == "-" ? "" : " queue=\(queue)"
      return "ticket t key=\(index) order=\(index) clears=queue\n"
        + "  1T10:00 assigned agent=ann\(queue)\n"
    }
    #expect(row(lines.joined()).reassignments == expected, "\(name)")
  }

  @Test func anAssignmentOfAnAgentAloneIsSilentAboutTheQueue() {
    let row = row(
      """
      ticket t
        1T10:00 assigned queue=A
        1T11:00 assigned agent=ann
        1T12:00 assigned queue=A
      """)
    #expect(row.reassignments == 0)
    #expect(row.queue == "A")
  }

  @Test(arguments: [
    ("never", "open,solved,closed", 0, true), ("once", "solved,open", 1, false),
    ("twice", "open,solved,pending,closed,open,solved", 2, true), ("no status", "", 0, nil),
    ("unknown values are passed over", "solved,frozen,closed", 0, true),
  ])
  func reopens(name: String, values: String, expected: Int32, isResolved: Bool?) {
    let lines = values.split(separator: ",").enumerated().map { index, value in
      "  1T1\(index):00 status value=\(value)\n"
    }
    let row = row("ticket t\n  1T09:00 opened\n\(lines.joined())")
    #expect(row.reopens == expected, "\(name)")
    #expect(row.resolved == isResolved, "\(name)")
  }

  @Test func aTicketEndsWhenItWasLastSettled() {
    let row = row(
      """
      ticket t
        1T09:00 opened
        2T09:00 status value=solved
        3T09:00 status value=open
        4T09:00 status value=solved
        6T09:00 status value=closed
      """)
    #expect(row.endedAt == Scenario.instant("4T09:00"))
    #expect(self.row("ticket t\n  1T09:00 opened\n  1T09:00 status value=open").endedAt == nil)
  }

  @Test(arguments: [
    ("from the queue", "call", "  1T10:00 queued\n  1T10:02 answered", 120_000),
    (
      "from opening", "ticket",
      "  1T10:00 opened\n  1T10:00 message-in\n  1T11:00 message-out by=agent", 3_600_000
    ),
    (
      "agents' own tickets: the second message", "ticket",
      "  1T10:00 opened\n  1T10:00 message-out by=agent\n  1T11:00 message-out by=agent", 3_600_000
    ),
    (
      "automatic replies do not count", "ticket",
      "  1T10:00 opened\n  1T10:01 message-out by=system\n  1T11:00 message-out by=agent",
      3_600_000
    ),
    ("no answer", "ticket", "  1T10:00 opened", nil),
  ])
  func firstResponse(name: String, kind: String, events: String, expected: Int64?) {
    #expect(row("\(kind) c\n\(events)").firstResponseMilliseconds == expected, "\(name)")
  }

  @Test func theRequesterIsTheCustomerAndEveryoneElseAnAgent() {
    let analysis = Scenario(
      """
      ticket t customer=7
        1T10:00 opened
        1T10:00 message-out actor=7
        1T11:00 message-in actor=8
        1T12:00 message-out by=system actor=8
        1T13:00 status value=solved actor=8
        1T14:00 status value=open actor=7
      """
    ).analysis
    let senders = analysis.events[0].map { "\($0.activity.name) \($0.by?.name ?? "-")" }
    #expect(
      senders == [
        "opened -", "message-in customer", "message-out agent", "message-out system",
        "status agent", "status customer",
      ])
    #expect(analysis.interactions[0].messagesIn == 1)
    #expect(analysis.interactions[0].messagesOut == 2)
  }

  @Test func withoutARequesterNothingIsConcluded() {
    let analysis = Scenario("ticket t\n  1T10:00 message-in actor=7\n").analysis
    #expect(analysis.events[0].map(\.activity) == [.messageIn])
    #expect(analysis.events[0][0].by == nil)
  }

  @Test func derivedCountsAreComparedWithTheVendors() {
    let cells = Scenario(
      """
      ticket t reopens=1 reassignments=5
        1T10:00 status value=solved
        1T11:00 status value=open
      """
    ).analysis.cells.table(.checks)
    #expect(cells.map(\.place) == [["test", "reopens"], ["test", "reassignments"]])
    #expect(cells.map(\.sum) == [1, 0] && cells.map(\.count) == [1, 1])
  }
}
