import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct VertexAssemblerTests {
  private func assembled(_ text: String) -> AssembledScenario { Scenario(text).assembled }

  @Test func theGreatestVersionOfARecordCounts() {
    let found = assembled(
      """
      ticket t key=k version=2 queue=B
        1T10:00 opened
      ticket t key=k version=1 queue=A
        1T09:00 opened
      """)
    #expect(found.text(found[0].queue) == "B")
    #expect(found.events(0).map(\.at) == [Scenario.instant("1T10:00")])
  }

  @Test func aDeletedRecordTakesItsStatementsWithIt() {
    let found = assembled(
      """
      ticket t key=k version=1 queue=A
        1T09:00 opened
      ticket t key=k version=2 deleted
      ticket t key=other
        1T11:00 status value=open
      """)
    #expect(found[0].queue.isNone)
    #expect(found.events(0).map(\.activity) == [.status])
  }

  @Test func nothingIsLeftWhenEveryRecordIsDeleted() {
    let found = assembled(
      """
      ticket t key=k version=1
        1T09:00 opened
      ticket t key=k version=2 deleted
      """)
    #expect(found.count == 0)
  }

  @Test func headerFieldsComeFromTheNewestRecordThatStatesThem() {
    let found = assembled(
      """
      ticket t key=a version=1 queue=A agent=ann reason=billing
        1T09:00 opened
      ticket t key=b version=2 agent=bob
        1T10:00 note
      """)
    #expect(found.text(found[0].queue) == "A")
    #expect(found.text(found[0].agent) == "bob")
    #expect(found.text(found[0].reason) == "billing")
    #expect(found.text(found[0].reasonBasis) == "record")
  }

  @Test func observedEmptinessClearsAField() {
    let found = assembled(
      """
      ticket t key=a order=1 queue=A
        1T09:00 opened
      ticket t key=b order=2 clears=queue
        1T10:00 note
      """)
    #expect(found[0].queue.isNone)
    #expect(HeaderField.allCases.filter(found[0].cleared.contains) == [.queue])
  }

  @Test func anEventMayStateWhatTheHeaderClears() {
    let found = assembled(
      """
      ticket t clears=queue,agent
        1T09:00 assigned queue=A
      """)
    #expect(HeaderField.allCases.filter(found[0].cleared.contains) == [.agent])
  }

  @Test func aRecordThatClearsTheQueueObservesAnAssignmentToNobody() {
    let found = assembled(
      """
      ticket t key=before order=1 queue=A
        1T09:00 opened
      ticket t order=2 clears=queue
        1T09:00 opened
        1T10:00 status value=open
      """)
    let assigned = found.events(0).first { $0.activity == .assigned }
    #expect(assigned?.at == Scenario.instant("1T10:00"))
    #expect(assigned?.clearsQueue == true)
  }

  @Test func equalStatementsOfSeveralRecordsAreOneEvent() {
    let found = assembled(
      """
      ticket t key=a order=0
        1T09:00 opened
      ticket t key=b order=1
        1T09:00 opened
      """)
    #expect(found.events(0).count == 1)
    #expect(found.events(0).first?.record == found.ids.min())
  }

  @Test func observationsOfOneMinuteAreKeptInTheAdaptersOrder() {
    let found = assembled(
      """
      ticket t key=c order=3
        1T09:00 status value=solved
      ticket t key=a order=1
        1T09:00 status value=solved
      ticket t key=b order=2
        1T09:00 status value=open
      """)
    #expect(found.events(0).map { found.text($0.value) } == ["solved", "open", "solved"])
    #expect(found.events(0).map(\.status) == [.solved, .open, .solved])
  }

  @Test func eventsAreOrderedByInstantOrderAndRank() {
    let found = assembled(
      """
      call c
        1T09:00 ended
        1T09:00 answered
        1T09:00 queued
        1T08:59 ivr-entered
      """)
    #expect(found.events(0).map(\.activity) == [.ivrEntered, .queued, .answered, .ended])
  }

  @Test func statementsOfOneRecordAreOrderedByTheirTexts() {
    let found = assembled(
      """
      ticket t
        1T09:00 assigned queue=b
        1T09:00 assigned agent=z
        1T09:00 assigned queue=a
      """)
    #expect(found.events(0).map { found.text($0.queue) } == [nil, "a", "b"])
  }

  @Test(arguments: [15, 16, 17, 200])
  func manyEventsOfOneInstantAreASetToo(count: Int) {
    var text = ""
    for number in 0..<count {
      text += "chat c key=k\(number)\n  1T09:00 message-in value=\(number % 13)\n"
    }
    let found = assembled(text)
    let values = found.events(0).compactMap { found.text($0.value) }
    #expect(values.count == min(count, 13) && Set(values).count == values.count)
    for event in found.events(0) {
      let stating = (0..<count).filter { "\($0 % 13)" == found.text(event.value) }
      #expect(event.record == stating.map { found.ids[$0] }.min())
    }
  }

  @Test func eventsAfterAsOfAreKeptOutAndCounted() {
    let found = assembled(
      """
      as-of 2T00:00
      ticket t
        1T09:00 opened
        3T09:00 status value=solved
      """)
    #expect(found.events(0).count == 1)
    #expect(found.futureEvents == 1)
  }

  @Test func anInteractionThatLiesInTheFutureIsNotVisible() {
    let found = assembled("as-of 1T00:00\nticket t\n  3T09:00 opened\n")
    #expect(found.count == 0)
    #expect(found.futureEvents == 1)
  }

  @Test func theNewestCounterCounts() {
    let found = assembled(
      """
      ticket t key=a order=1 reopens=0 transfers=5
        1T09:00 opened
      ticket t key=b order=2 reopens=3
        1T10:00 note
      """)
    #expect(found.counters(0).map(\.check) == [.reopens, .transfers])
    #expect(found.counters(0).map(\.value) == [3, 5])
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
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      var other = scenario
      other.records = order.map { scenario.records[$0] }
      #expect(other.analysis == scenario.analysis)
    }
  }

  @Test func listsReadBackAsTheyWereWrittenBehindOthers() {
    let found = assembled(
      """
      call c1 channel=voice direction=inbound queue=Ä agent=ann reason=a/b outcome=handled \
      customer=7 phone=1 of=c0 about=t transfers=1 waitMs=9 csat=4 at=1T11:00
        1T10:00 queued queue=Ä for=12 count=2 by=customer actor=7 value=x
        1T10:05 ended actor=8
      ticket t clears=queue,agent,team,reason
        1T10:00 opened
        9T10:00 note
      profile p version=3 customer=7 segment=gold
      survey s nps=9 scale=0..10 at=2T10:00 about=c1 email=x low-is-good
      """)
    var lists = VertexLists()
    let pieces = found.content.lists.pieces()
    // Twice, so that the second time every range is shifted.
    for _ in 0..<2 {
      lists.append(found.content.lists.counts) { rooms in
        for (room, piece) in zip(rooms, pieces) {
          room.copyMemory(from: piece)
        }
      }
    }
    #expect(lists.vertices.count == 8)
    for number in 0..<4 {
      let (original, shifted) = (found[number], lists.vertices[4 + number])
      #expect(
        lists.events[shifted.events].map {
          "\($0.activity) \($0.at) \($0.value) \($0.status as Any)"
        }
          == found.events(number).map { "\($0.activity) \($0.at) \($0.value) \($0.status as Any)" })
      #expect(
        lists.events[shifted.events].filter { !$0.actor.isNone }.map { lists.actors[$0.actor] }
          == found.events(number).filter { !$0.actor.isNone }
          .map { found.content.lists.actors[$0.actor] })
      #expect(
        Array(lists.texts[shifted.nativeID]) == Array(found.content.lists.texts[original.nativeID]))
      #expect(
        Array(lists.tokens[shifted.tokens]) == Array(found.content.lists.tokens[original.tokens]))
      #expect(
        lists.attributes[shifted.attributes].map { Array(lists.texts[$0.value]) }
          == found.content.lists.attributes[original.attributes]
          .map { Array(found.content.lists.texts[$0.value]) })
    }
  }
}
