import CivilTime
import JourneyAnalysis
import JourneyModel
import Testing

/// Every detector against its golden folder.
@Suite struct DetectorTests {
  @Test(arguments: Detectors.descriptions.map(\.id))
  func goldenCases(detector: String) throws {
    try GoldenFolder("detectors/\(detector)").check { scenario in
      let analysis = scenario.analysis
      return analysis.findings.filter { $0.detector == detector }
        .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        .flatMap { lines(of: $0, in: analysis) }
    }
  }

  private func lines(of finding: AnalysedCustomer.Finding, in analysis: AnalysedCustomer)
    -> [String]
  {
    let numbers = [
      "severity \(finding.severity)", "points \(finding.points)",
      "active \(finding.customerActiveMilliseconds)",
      "elapsed \(finding.customerElapsedMilliseconds)", "agent \(finding.agentMilliseconds)",
      "avoidable \(finding.avoidable)", "confidence \(finding.confidencePermille)",
    ]
    var lines = [
      "\(finding.nativeID) \(InstantText.iso8601(microseconds: finding.at.microseconds))"
        + " at \(finding.place ?? "-"): \(finding.message)",
      "  " + numbers.joined(separator: ", "),
    ]
    for fact in finding.evidence { lines.append("  \(fact.field) = \(fact.value): \(fact.rule)") }
    if let other = finding.suppressedBy { lines.append("  counted by \(other)") }
    return lines
  }

  @Test func findingsAreNamedByDetectorJourneyInteractionAndInstant() {
    let text = """
      call c channel=voice
        1T10:00 queued
        1T10:05 answered
        1T10:10 ended
      """
    let one = Scenario(text).analysis.findings
    let other = Scenario(text.replacing("1T10:05", with: "1T10:06")).analysis.findings
    #expect(one.map(\.id) == other.map(\.id))
    #expect(one.first?.message != other.first?.message)
  }

  @Test func timeIsGivenToOneFindingOnly() {
    let analysis = Scenario(
      """
      call a channel=voice reason=billing
        1T10:00 queued
        1T10:05 answered
        1T10:10 ended
      call b channel=voice reason=billing
        2T10:00 queued
        2T10:20 answered
        2T10:30 transferred
        2T10:30 answered
        2T10:40 ended
      """
    ).analysis
    let repeated = analysis.findings.filter { $0.nativeID == "b" }
    #expect(repeated.map(\.detector).sorted() == ["long-wait", "repeat-contact", "transfer"])
    let active = repeated.map(\.customerActiveMilliseconds)
    #expect(active.reduce(0, +) == 40 * 60_000)
    #expect(
      repeated.filter { $0.detector != "repeat-contact" }.allSatisfy { $0.agentMilliseconds == 0 })
  }

  @Test func delayIsGivenToOneFindingOnly() {
    // The reply to what reopened it came after 28 hours, of which the last four were too many.
    let analysis = Scenario(
      """
      ticket t channel=ticket
        1T10:00:00 opened
        1T10:00:00 status value=open
        1T11:00:00 message-out by=agent
        1T12:00:00 status value=solved by=agent
        2T08:00:00 status value=open by=customer
        2T08:00:00 message-in by=customer
        3T12:00:00 message-out by=agent
        3T12:00:00 status value=solved by=agent
      """
    ).analysis
    let delays = analysis.findings.map {
      "\($0.detector) \($0.customerElapsedMilliseconds / 3_600_000)"
    }
    #expect(delays.sorted() == ["reopened 28", "slow-reply 0"])
  }

  @Test(arguments: [
    ("names it without a reason", "call d continues=c", "3T10:00", true),
    ("names it for another reason", "chat d reason=b about=c", "3T10:00", true),
    ("names it too late", "call d continues=c", "9T10:00", false),
    ("a follow-up", "call d reason=a follows=c", "3T10:00", false),
    ("a callback", "call d reason=a callback-of=c", "3T10:00", false),
    ("a document", "ticket d reason=a about=c", "1T10:20", false),
    ("the same reason", "call d reason=a", "3T10:00", true),
  ])
  func repeatContact(name: String, second: String, start: String, expected: Bool) {
    let analysis = Scenario(
      """
      call c reason=a
        1T10:00:00 answered
        1T10:10:00 ended
      \(second)
        \(start) answered
        \(start):30 ended
      """
    ).analysis
    let found = analysis.findings.filter { $0.detector == "repeat-contact" }.map(\.nativeID)
    #expect(found == (expected ? ["d"] : []), "\(name)")
  }

  @Test(arguments: [
    ("one wait", 1, Int32(5)), ("two", 2, 7), ("three", 3, 8), ("five", 5, 11),
  ])
  func effortHasDiminishingReturns(name: String, calls: Int, expected: Int32) {
    let lines = (0..<calls).map { call in
      """
      call c\(call) channel=voice follows=c\(max(call - 1, 0))
        1T1\(call):00:00 queued
        1T1\(call):02:30 answered
        1T1\(call):03:00 ended

      """
    }
    let journeys = Scenario(lines.joined()).analysis.journeys
    #expect(journeys.map(\.effortScore) == [expected], "\(name)")
  }

  @Test func aFamilyAddsAtMostForty() {
    let lines = (0..<8).map { call in
      """
      call c\(call) channel=voice
        1T1\(call):00:00 queued
        1T1\(call):20:00 ended by=customer

      """
    }
    let journey = Scenario(lines.joined()).analysis.journeys[0]
    #expect(journey.effortScore == 40)
    #expect(journey.effortBand == .medium)
    #expect(journey.findings == 16)
  }
}
