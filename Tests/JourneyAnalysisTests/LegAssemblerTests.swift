import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct LegAssemblerTests {
  private func leg(_ text: String) -> Leg? {
    guard case .leg(let leg)? = Scenario(text).vertices.first else { return nil }
    return leg
  }

  @Test func theGreatestVersionOfARecordCounts() {
    let leg = leg(
      """
      ticket t key=k version=2 queue=B
        1T10:00 opened
      ticket t key=k version=1 queue=A
        1T09:00 opened
      """)
    #expect(leg?.header.queue == "B")
    #expect(leg?.events.map(\.statement.at) == [Scenario.instant("1T10:00")])
  }

  @Test func aDeletedRecordTakesItsStatementsWithIt() {
    let leg = leg(
      """
      ticket t key=k version=1 queue=A
        1T09:00 opened
      ticket t key=k version=2 deleted
      ticket t key=other
        1T11:00 status value=open
      """)
    #expect(leg?.header.queue == nil)
    #expect(leg?.events.map(\.statement.activity) == [.status])
  }

  @Test func nothingIsLeftWhenEveryRecordIsDeleted() {
    let text = """
      ticket t key=k version=1
        1T09:00 opened
      ticket t key=k version=2 deleted
      """
    #expect(Scenario(text).vertices.isEmpty)
  }

  @Test func headerFieldsComeFromTheNewestRecordThatStatesThem() {
    let leg = leg(
      """
      ticket t key=a version=1 queue=A agent=ann reason=billing
        1T09:00 opened
      ticket t key=b version=2 agent=bob
        1T10:00 note
      """)
    #expect(leg?.header.queue == "A")
    #expect(leg?.header.agent == "bob")
    #expect(leg?.header.reason == "billing")
  }

  @Test func observedEmptinessClearsAField() {
    let leg = leg(
      """
      ticket t key=a order=1 queue=A
        1T09:00 opened
      ticket t key=b order=2 clears=queue
        1T10:00 note
      """)
    #expect(leg?.header.queue == nil)
    #expect(leg?.header.cleared == [.queue])
  }

  @Test func aRecordThatClearsTheQueueObservesAnAssignmentToNobody() {
    let leg = leg(
      """
      ticket t order=2 clears=queue
        1T09:00 opened
        1T10:00 status value=open
      """)
    let assigned = leg?.events.first { $0.statement.activity == .assigned }
    #expect(assigned?.statement.at == Scenario.instant("1T10:00"))
    #expect(assigned?.clearsQueue == true)
  }

  @Test func equalStatementsOfSeveralRecordsAreOneEvent() {
    let scenario = Scenario(
      """
      ticket t key=a order=0
        1T09:00 opened
      ticket t key=b order=1
        1T09:00 opened
      """)
    guard case .leg(let leg)? = scenario.vertices.first else { return #expect(Bool(false)) }
    #expect(leg.events.count == 1)
    #expect(leg.events.first?.record == scenario.records.map(\.record.id).min())
  }

  @Test func observationsOfOneMinuteAreKeptInTheAdaptersOrder() {
    let leg = leg(
      """
      ticket t key=c order=3
        1T09:00 status value=solved
      ticket t key=a order=1
        1T09:00 status value=solved
      ticket t key=b order=2
        1T09:00 status value=open
      """)
    #expect(leg?.events.map(\.statement.value) == ["solved", "open", "solved"])
  }

  @Test func eventsAreOrderedByInstantOrderAndRank() {
    let leg = leg(
      """
      call c
        1T09:00 ended
        1T09:00 answered
        1T09:00 queued
        1T08:59 ivr-entered
      """)
    #expect(leg?.events.map(\.statement.activity) == [.ivrEntered, .queued, .answered, .ended])
  }

  @Test func eventsAfterAsOfAreKeptOutAndCounted() {
    let leg = leg(
      """
      as-of 2T00:00
      ticket t
        1T09:00 opened
        3T09:00 status value=solved
      """)
    #expect(leg?.events.count == 1)
    #expect(leg?.futureEvents == 1)
  }

  @Test func anInteractionThatLiesInTheFutureIsNotVisible() {
    let scenario = Scenario("as-of 1T00:00\nticket t\n  3T09:00 opened\n")
    #expect(scenario.vertices.isEmpty)
    let assembler = LegAssembler(asOf: scenario.settings.asOf, sources: [Scenario.source])
    #expect(assembler.futureEvents(in: scenario.records) == 1)
  }

  @Test func theNewestCounterCounts() {
    let leg = leg(
      """
      ticket t key=a order=1 reopens=0
        1T09:00 opened
      ticket t key=b order=2 reopens=3
        1T10:00 note
      """)
    #expect(
      leg?.checks == [VendorCount(value: CheckValue(check: .reopens, value: 3), source: "test")])
  }

  @Test func theOrderOfRecordsDoesNotMatter() {
    let scenario = Scenario(
      """
      ticket t key=a order=1 queue=A customer=7 about=c
        1T09:00 opened
        1T09:00 assigned queue=A
      ticket t key=b order=2 clears=queue phone=5
        1T09:00 opened
        1T10:00 status value=solved
      ticket t key=b version=1 order=2 queue=C
        1T09:00 opened
      """)
    let assembler = LegAssembler(asOf: scenario.settings.asOf, sources: [Scenario.source])
    let expected = assembler.assemble(scenario.records)
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      #expect(assembler.assemble(order.map { scenario.records[$0] }) == expected)
    }
  }

  @Test func rowsAreReadBackAsTheyWereWritten() {
    let scenario = Scenario(
      """
      call c1 channel=voice direction=inbound queue=Ä agent=ann reason=a/b outcome=handled \
      customer=7 phone=1 of=c0 about=t transfers=1 waitMs=9 csat=4 at=1T11:00
        1T10:00 queued queue=Ä for=12 count=2 by=customer actor=7 value=x
        1T10:05 ended
      ticket t clears=queue,agent,team,reason
        1T10:00 opened
        9T10:00 note
      profile p version=3 customer=7 segment=gold
      survey s nps=9 scale=0..10 at=2T10:00 about=c1 email=x low-is-good
      """)
    for vertex in scenario.vertices {
      var writer = ByteWriter()
      vertex.encode(into: &writer)
      writer.write(UInt8(77))
      let back = writer.bytes.withUnsafeBytes { bytes in
        var reader = ByteReader(bytes)
        let vertex = AssembledVertex(reader: &reader)
        #expect(reader.read(UInt8.self) == 77)
        return vertex
      }
      #expect(back == vertex)
    }
    #expect(scenario.vertices.count == 4)
  }
}
