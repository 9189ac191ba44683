import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct StitchingTests {
  /// Journeys as their interactions with why they belong, in order of time.
  private func journeys(_ text: String) -> [String] {
    describe(Scenario(text).analysis)
  }

  private func describe(_ analysis: AnalysedCustomer) -> [String] {
    analysis.journeys.sorted { $0.startedAt < $1.startedAt }.map { journey in
      analysis.interactions.filter { $0.journey == journey.id }.map { row in
        guard let basis = row.linkBasis else { return row.nativeID }
        let target = Scenario.label(row.linkedTo, in: analysis.interactions)
        return "\(row.nativeID) \(basis.name) \(target)"
      }.joined(separator: ", ")
    }
  }

  @Test func interactionsThatNameEachOtherAreOneJourney() {
    #expect(
      journeys(
        """
        call c reason=a
          1T10:00 answered
          1T10:10 ended
        ticket t reason=b about=c
          20T10:00 opened
        """) == ["c, t explicit c"])
  }

  @Test(arguments: [
    ("the id", "T-1", ["T-1, c explicit T-1", "u"]),
    ("in small letters", "t-1", ["T-1, c explicit T-1", "u"]),
    ("of no contact", "T-9", ["T-1", "u", "c"]),
    ("its own", "c", ["T-1", "u", "c"]),
    ("two, of which the nearest is meant", "T-1,u", ["T-1", "u, c explicit u"]),
    ("a later one", "v", ["T-1", "u", "c, v explicit c"]),
    ("an earlier and a later one", "v,T-1", ["T-1, c explicit T-1", "u"]),
  ])
  func aQuotedIDJoinsWhatTheCustomerHas(name: String, quoted: String, expected: [String]) {
    let found = journeys(
      """
      ticket T-1 reason=a
        1T10:00 opened
      ticket u reason=b
        2T10:00 opened
      call c reason=c quotes=\(quoted)
        20T10:00 answered
      call v reason=d
        25T10:00 answered
      """)
    #expect(found.filter { $0 != "v" } == expected, "\(name)")
  }

  @Test func aQuotedIDOfTwoContactsIsNeither() {
    let found = journeys(
      """
      ticket 41 reason=a
        1T10:00 opened
      chat 41 reason=b key=other
        2T10:00 opened
      call c reason=c quotes=41
        20T10:00 answered
      """)
    #expect(found == ["41", "41", "c"])
  }

  @Test func aQuotedIDIsALinkOnlyWithinItsTime() {
    let text = "ticket t reason=a\n  1T10:00 opened\ncall c reason=b quotes=t\n  30T10:00 answered"
    var scenario = Scenario(text)
    #expect(describe(scenario.analysis) == ["t, c explicit t"])
    scenario.settings.gaps.explicit = 28 * 86_400_000
    #expect(describe(scenario.analysis) == ["t", "c"])
  }

  @Test(arguments: [
    ("same reason within 7 d", "a/b", "a/b", "8T09:00", ["c, d reason c"]),
    ("same first level", "a/b", "a/c", "4T09:00", ["c", "d"]),
    ("a reason below", "a", "a/c/d", "4T09:00", ["c, d reason c"]),
    ("a reason above", "a/b/c", "a/b", "4T09:00", ["c, d reason c"]),
    ("a beginning that is no level", "a/b", "a/bc", "4T09:00", ["c", "d"]),
    ("later than 7 d", "a/b", "a/b", "8T11:00", ["c", "d"]),
    ("another reason", "a", "b", "1T11:00", ["c", "d"]),
  ])
  func reasonAndGap(
    name: String, first: String, second: String, start: String, expected: [String]
  ) {
    let found = journeys(
      """
      call c reason=\(first)
        1T10:00 answered
        1T10:10 ended
      call d reason=\(second)
        \(start) answered
      """)
    #expect(found == expected, "\(name)")
  }

  @Test(arguments: [
    ("within 72 h", "queued", "4T10:00", ["c, d time-only c"]),
    ("later", "queued", "4T10:11", ["c", "d"]),
    ("after what settled something", "answered", "1T11:00", ["c", "d"]),
  ])
  func anUnknownReasonJoinsWhatSettledNothing(
    name: String, event: String, start: String, expected: [String]
  ) {
    let call = "\n  1T10:00 \(event)\n  1T10:10 ended\n"
    let later = "\n  \(start) answered\n  \(start):01 ended"
    #expect(journeys("call c\(call)call d reason=a\(later)") == expected, "\(name)")
    #expect(journeys("call c reason=a\(call)call d\(later)") == expected, "\(name)")
  }

  @Test(arguments: [
    ("within 13 d", "14T10:00", ["c, d reason c"]), ("later", "14T10:11", ["c", "d"]),
  ])
  func whatSettledNothingIsComeBackToForLong(name: String, start: String, expected: [String]) {
    let text = "call c reason=a\n  1T10:00 queued\n  1T10:10 ended\n"
    #expect(journeys(text + "call d reason=a\n  \(start) answered") == expected, "\(name)")
  }

  @Test(arguments: [
    ("visit v channel=web", "call c channel=voice", "2T10:01", ["v", "c"]),
    ("visit v channel=web", "call c channel=voice", "2T09:59", ["v, c reason v"]),
    ("visit v channel=web", "visit c channel=web", "2T09:00", ["v, c reason v"]),
    ("email v", "call c channel=voice", "7T10:00", ["v, c reason v"]),
    ("social v", "call c", "4T09:59", ["v, c reason v"]),
  ])
  func gapsDependOnTheChannels(first: String, second: String, start: String, expected: [String]) {
    let text = """
      \(first) reason=a
        1T10:00 message-in
      \(second) reason=a
        \(start) message-in
      """
    #expect(journeys(text) == expected)
  }

  @Test func overlappingInteractionsHaveNoGap() {
    #expect(
      journeys(
        """
        ticket t reason=a
          1T10:00 opened
          20T10:00 note
        call c reason=a
          15T10:00 answered
        """) == ["t, c reason t"])
  }

  @Test func aContactLongAfterTheSettlementIsANewJourney() {
    let text = """
      ticket t reason=a
        1T10:00 opened
        1T11:00 status value=solved
      ticket u reason=a
        9T10:00 opened
      """
    var scenario = Scenario(text)
    scenario.settings.gaps.set(.ticket, milliseconds: 30 * 86_400_000)
    #expect(describe(scenario.analysis) == ["t", "u"])
    scenario.settings.gaps.resolved = 10 * 86_400_000
    #expect(describe(scenario.analysis) == ["t, u reason t"])
  }

  @Test func linksOlderThanNinetyDaysDoNotJoin() {
    let found = journeys(
      """
      as-of 200T00:00
      call c
        1T10:00 answered
        1T10:10 ended
      call d follows=c
        100T10:00 answered
        100T10:01 ended
      """)
    #expect(found == ["c", "d"])
  }

  @Test func anInteractionThatOnlyALaterOneNamesSaysSo() {
    let found = journeys(
      """
      call a reason=x
        1T10:00 answered
      call b reason=y
        1T11:00 answered
      ticket t about=a
        1T12:00 opened
      ticket t key=second about=b
        1T12:00 opened
      """)
    #expect(found == ["a, b explicit t, t explicit b"])
  }

  @Test func aJourneyIsSplitAtItsLargestGap() {
    let starts = ["1T10:00", "2T10:00", "3T10:00", "6T09:00", "7T10:00"]
    let lines = starts.enumerated().map { "call c\($0) reason=a\n  \($1) answered\n" }
    var scenario = Scenario(lines.joined())
    scenario.settings.gaps.maximumInteractions = 3
    let analysis = scenario.analysis
    #expect(
      describe(analysis) == ["c0, c1 reason c0, c2 reason c1", "c3, c4 reason c3"])
    #expect(analysis.journeys.map(\.isCapped) == [true, true])
  }

  @Test func equalGapsAreSplitInHalves() {
    let lines = (0..<32).map { "call c\($0) reason=a\n  \($0 + 1)T10:00 answered\n" }
    var scenario = Scenario("as-of 60T00:00\n" + lines.joined())
    scenario.settings.gaps.maximumInteractions = 10
    #expect(scenario.analysis.journeys.map(\.interactions) == [8, 8, 8, 8])
  }

  @Test(arguments: [
    ("solved", "ticket t\n  1T10:00 status value=solved", "resolved status"),
    ("open", "ticket t\n  1T10:00 status value=open", "open pending"),
    ("handled long ago", "call c\n  1T10:00 answered\n  1T10:05 ended", "resolved no-repeat"),
    ("handled now", "call c\n  30T10:00 answered\n  30T10:05 ended", "open pending provisional"),
    ("abandoned", "call c\n  1T10:00 queued\n  1T10:05 ended", "abandoned silence"),
    ("voicemail", "call c\n  1T10:00 voicemail\n  1T10:05 ended", "expired silence"),
    ("never ended", "call c\n  1T10:00 queued", "expired silence"),
  ])
  func status(name: String, text: String, expected: String) {
    let journey = Scenario(text).analysis.journeys[0]
    let provisional = journey.isProvisional ? " provisional" : ""
    #expect(
      "\(journey.status.name) \(journey.resolutionBasis.name)\(provisional)" == expected,
      "\(name)")
  }

  @Test func aHandledCallThatIsRepeatedLaterIsNotResolved() {
    var scenario = Scenario(
      """
      call c reason=a
        1T10:00 answered
        1T10:05 ended
      call d reason=a
        6T10:00 answered
        6T10:05 ended
      """)
    scenario.settings.gaps.set(.voice, milliseconds: 72 * 3_600_000)
    let analysis = scenario.analysis
    let statuses = analysis.journeys.sorted { $0.startedAt < $1.startedAt }.map(\.status)
    #expect(statuses == [.expired, .resolved])
  }

  @Test func stagesFollowTheJourney() {
    let rows = Scenario(
      """
      visit v channel=web reason=a
        1T10:00 visited
      call c reason=a
        1T10:10 answered
      call d reason=a
        1T11:00 answered
        1T11:10 ended
      call e reason=a
        1T12:00 answered
      """
    ).analysis.interactions
    #expect(rows.map(\.stage) == [.discover, .reachOut, .interact, .followUp])
  }

  @Test func journeysAddUpTheirInteractions() {
    let journey = Scenario(
      """
      visit v channel=web reason=a
        1T10:00 visited
      call c channel=voice reason=a/b
        1T10:10:00 queued
        1T10:11:00 answered
        1T10:12:00 held for=10
        1T10:16:00 ended
        1T10:16:00 wrapped-up for=30
      """
    ).analysis.journeys[0]
    #expect(journey.path == "visit>call")
    #expect(journey.priorSteps == 1)
    #expect(journey.channelSwitches == 1)
    #expect(journey.waitMilliseconds == 60_000)
    #expect(journey.customerActiveMilliseconds == 360_000)
    #expect(journey.agentMilliseconds == 330_000)
    #expect(journey.elapsedMilliseconds == 960_000)
    #expect(journey.reason == "a")
  }

  @Test func surveysGoToTheInteractionTheyNameElseTheLatest() {
    let analysis = Scenario(
      """
      call c
        1T10:00 answered
        1T10:05 ended
      call d
        2T10:00 answered
        2T10:05 ended
      survey s csat=4 at=3T10:00 about=c
      survey t csat=5 at=3T11:00
      survey u nps=9 scale=0..10 at=6T10:00
      """
    ).analysis
    let rows = analysis.interactions.sorted { $0.startedAt < $1.startedAt }
    #expect(rows.map(\.csatPermille) == [750, 1000])
    #expect(rows.map(\.nps) == [nil, nil])
    #expect(analysis.feedback.named == 1)
    #expect(analysis.feedback.nearest == 1)
    #expect(analysis.feedback.unattached == 1)
  }

  @Test func aSurveyThatNamesALaterLegBelongsToTheWholeCall() {
    let analysis = Scenario(
      """
      call a
        1T10:00 answered
        1T10:05 ended
      call b of=a
        1T10:05 answered
        1T10:09 ended
      survey s nps=9 scale=0..10 at=1T11:00 about=b
      survey t ces=2 scale=1..5 low-is-good at=1T11:00 about=a
      """
    ).analysis
    #expect(analysis.interactions.map(\.nps) == [9])
    #expect(analysis.interactions.map(\.cesPermille) == [750])
  }
}
