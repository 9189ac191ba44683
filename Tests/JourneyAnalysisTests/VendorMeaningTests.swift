import JourneyAnalysis
import JourneyModel
import Testing

/// What vendors state that is not what happened to the customer, as the assembler concludes it.
@Suite struct VendorMeaningTests {
  private func rows(_ text: String) -> [AnalysedCustomer.Interaction] {
    Scenario(text).analysis.interactions
  }

  private func events(_ text: String) -> [AnalysedCustomer.Event] {
    Scenario(text).analysis.events.flatMap(\.self)
  }

  private func share(_ measure: String, _ text: String) -> [String] {
    Scenario(text).analysis.cells.measure(measure).map { "\($0.sum) of \($0.count)" }
  }

  // MARK: Merged tickets

  private static let survivor = """
    ticket 51 customer=9
      1T08:00 opened
      1T08:00 status value=new
      1T15:00 status value=solved

    """
  private static let merged = """
    ticket 52 customer=9 merged-into=51
      1T10:00 opened
      1T10:00 status value=new
      1T11:00 message-out by=system
      1T11:00 status value=closed
      1T11:00 merged

    """

  @Test func aMergedTicketGoesOnInAnother() throws {
    let both = Self.survivor + Self.merged
    let rows = rows(both)
    let (first, second) = (rows[0], rows[1])
    #expect(first.outcome == .handled && first.resolved == true)
    #expect(second.outcome == nil && second.resolved == nil && second.reopens == 0)
    #expect(second.endedAt == Scenario.instant("1T11:00"))
    #expect(second.firstResponseMilliseconds == nil)
    #expect(second.linkBasis == .explicit && second.journey == first.journey)
    #expect(share("time-to-resolve", both) == ["25200000 of 1"])
    #expect(share("fcr-7d", both) == ["1 of 1"])
    #expect(Scenario(both).analysis.journeys.map(\.status) == [.resolved])
  }

  @Test func whichTicketIsOlderDoesNotMatter() {
    let older = Self.merged.replacing("1T10:00", with: "1T07:00")
    #expect(share("fcr-7d", older + Self.survivor) == ["1 of 1"])
    #expect(share("time-to-resolve", older + Self.survivor) == ["25200000 of 1"])
  }

  @Test func whatWasSolvedBeforeAMergeStaysSolved() {
    let late = Self.merged.replacing("1T11:00", with: "2T11:00")
    #expect(Scenario(Self.survivor + late).analysis.journeys.map(\.status) == [.resolved])
  }

  @Test func aMergedTicketThatIsOpenedAgainHasAMatterAgain() {
    let rows = rows(Self.merged + "  2T09:00 status value=open\n  2T10:00 status value=solved\n")
    #expect(rows[0].outcome == .handled && rows[0].endedAt == Scenario.instant("2T10:00"))
  }

  // MARK: Consults

  private static func consult(end: String) -> String {
    """
    call a customer=9
      1T10:00:00 queued queue=A
      1T10:01:00 answered queue=A agent=ann
      1T10:20:00 ended
      1T10:20:00 wrapped-up agent=ann for=30
    call b of=a
      1T10:05:00 transferred queue=B
      1T10:05:30 answered queue=B agent=bob
      1T\(end) ended
      1T\(end) wrapped-up agent=bob for=20
    """
  }

  @Test func aConsultThatReturnsIsNoTransfer() throws {
    let row = rows(Self.consult(end: "10:08:00"))[0]
    #expect(row.transfers == 0)
    #expect(row.talkMilliseconds == 1_140_000)
    #expect(row.wrapMilliseconds == 50_000)
    #expect(row.queue == "A" && row.agent == "ann")
    let events = events(Self.consult(end: "10:08:00"))
    let consulted = try #require(events.first { $0.activity == .consulted })
    #expect(consulted.durationMilliseconds == 180_000)
    #expect(!events.contains { $0.activity == .transferred })
  }

  @Test func aLegThatOutlivesTheOneBeforeIsATransfer() {
    let row = rows(Self.consult(end: "10:30:00"))[0]
    #expect(row.transfers == 1)
    #expect(row.queue == "B" && row.agent == "bob")
  }

  // MARK: Holds

  @Test(arguments: [
    ("a hold of the agent that goes on", "05:00 held for=600", "300000 300000 1"),
    ("holds told together", "00:00 held for=900", "600000 0 1"),
    ("a hold after the end", "11:00 held for=60", "nil 600000 0"),
    ("a hold at the end", "10:00 held for=60", "nil 600000 0"),
    ("a hold within", "05:00 held for=60", "60000 540000 1"),
  ])
  func aHoldIsCutWhereTheCustomerIsGone(name: String, held: String, expected: String) {
    let row = rows("call c\n  1T10:00:00 answered\n  1T10:\(held)\n  1T10:10:00 ended\n")[0]
    let hold = row.holdMilliseconds.map(String.init) ?? "nil"
    #expect("\(hold) \(row.talkMilliseconds ?? -1) \(row.holds)" == expected, "\(name)")
  }

  // MARK: Told twice

  private static let ended = """
    call c key=end order=3
      1T10:00:01 queued queue=A for=59
      1T10:01:00 answered queue=A agent=ann for=119
      1T10:03:00 ended

    """

  @Test func whatALaterRowLooksBackOnIsNotToldTwice() {
    let began = """
      call c key=enter
        1T10:00:00 queued queue=A
      call c key=connect
        1T10:01:01 answered queue=A agent=ann

      """
    #expect(events(began + Self.ended).map(\.activity) == [.queued, .answered, .ended])
    let whole = rows(began + Self.ended)[0]
    #expect(whole.waitMilliseconds == 61_000)
    #expect(whole.talkMilliseconds == 119_000)
    let cut = rows(Self.ended)[0]
    #expect(cut.answeredAt == Scenario.instant("1T10:01:00"))
    #expect(cut.waitMilliseconds == 59_000 && cut.talkMilliseconds == 119_000)
    #expect(cut.outcome == .handled)
  }

  @Test func anotherAnswerIsAnotherAnswer() {
    for other in ["1T10:01:01 answered queue=A agent=bob", "1T10:01:03 answered queue=A agent=ann"]
    {
      let events = events("call c key=connect\n  \(other)\n" + Self.ended)
      #expect(events.count { $0.activity == .answered } == 2, "\(other)")
    }
  }

  // MARK: Assignments

  @Test func whatNeverHadAQueueDidNotLoseIt() {
    let never = events("ticket t clears=queue\n  1T10:00 opened\n  1T11:00 status value=open\n")
    #expect(!never.contains { $0.activity == .assigned })
    let lost = Scenario(
      """
      ticket t key=audit
        1T10:00 assigned queue=A
      ticket t clears=queue
        1T10:00 opened
        1T11:00 status value=open
      """)
    #expect(lost.analysis.events.flatMap(\.self).count { $0.activity == .assigned } == 2)
    #expect(lost.analysis.interactions[0].reassignments == 1)
  }
}
