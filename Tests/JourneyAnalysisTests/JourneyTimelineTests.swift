import JourneyAnalysis
import JourneyModel
import Testing

@Suite struct JourneyTimelineTests {
  private static let cells = Scenario(
    """
    call c1 reason=billing queue=Billing customer=7
      1T10:00:00 queued queue=Billing
      1T10:05:00 answered queue=Billing agent=ann
      1T10:09:00 ended
    call c2 reason=billing queue=Retention customer=7 follows=c1
      2T10:00:00 queued queue=Retention
      2T10:00:10 answered queue=Retention agent=lee
      2T10:01:00 ended
    chat h1 reason=other queue=Web customer=7
      20T10:00:00 queued queue=Web
      20T10:00:05 answered queue=Web
      20T10:03:00 ended
    """
  ).analysis.cells

  private func journeys(_ sample: String) throws -> [JourneyExample] {
    try #require(Self.cells.journeys(.journeyTimelines).first { $0.place == [sample] }).journeys
  }

  @Test func `a timeline has every step with its times and why it is there`() throws {
    let journey = try #require(try journeys("worst").first)
    #expect(journey.interactions == 2 && journey.steps.map(\.number) == [1, 2])
    #expect(journey.steps.map(\.nativeID) == ["c1", "c2"])
    #expect(journey.steps.map(\.waitMilliseconds) == [300_000, 10_000])
    #expect(journey.steps.map(\.talkMilliseconds) == [240_000, 50_000])
    #expect(journey.steps[0].basis == nil && journey.steps[0].linkedTo == nil)
    #expect(journey.steps[1].basis == .explicit && journey.steps[1].linkedTo == 1)
    #expect(journey.steps[1].confidencePermille == 1000)
  }

  @Test func `friction is marked at its step with what proves it`() throws {
    let journey = try #require(try journeys("worst").first)
    let wait = try #require(
      journey.marks.first { Self.cells.text($0.detector, of: .detector) == "long-wait" })
    #expect(wait.step == 1)
    #expect(wait.message.contains("5 m"))
    #expect(wait.evidence.contains { $0.field == "wait_ms" && $0.value == "300000" })
    #expect(journey.findings == Int64(journey.marks.count))
  }

  @Test func `samples are ordered by their keys`() throws {
    #expect(try journeys("newest").map { $0.steps[0].nativeID } == ["h1", "c1"])
    #expect(try journeys("worst").map { $0.steps[0].nativeID } == ["c1", "h1"])
    let drawn = try journeys("drawn").map(\.id)
    #expect(drawn == drawn.sorted() && drawn.count == 2)
  }

  @Test func `all names are listed, those of sentences too`() throws {
    let journey = try #require(try journeys("worst").first)
    #expect(
      Set(journey.queues.compactMap { Self.cells.text($0, of: .queue) })
        == ["Billing", "Retention"])
    #expect(journey.reasons.compactMap { Self.cells.text($0, of: .reason) } == ["billing"])
  }

  @Test func `groups, paths and friction have examples of their own`() throws {
    let groups = Self.cells.journeys(.groupTimelines).map(\.place)
    for group in [
      ["voice", nil, nil, nil], [nil, "billing", nil, nil], [nil, nil, "Retention", nil],
    ] { #expect(groups.contains(group)) }
    #expect(Self.cells.table(.variantTimelines).count == 4)
    let friction = try #require(
      Self.cells.journeys(.frictionTimelines)
        .first { $0.place == ["long-wait", "Billing", "billing"] })
    #expect(friction.journeys.map { $0.steps[0].nativeID } == ["c1"])
  }

  @Test func `of a long journey the first and the last steps are kept`() throws {
    let calls = (1...20).map { number in
      "call c\(number) reason=a customer=1\n  \(number)T10:00 answered\n  \(number)T10:05 ended\n"
    }
    let cells = Scenario(calls.joined()).analysis.cells
    let journey = try #require(cells.journeys(.journeyTimelines).first?.journeys.first)
    #expect(journey.interactions == 20)
    #expect(journey.steps.map(\.number) == Array(1...12) + Array(17...20))
    #expect(journey.marks.count == JourneyExample.markLimit)
    #expect(cells.table(.variantTimelines).isEmpty)
  }
}
