import JourneyAnalysis
import JourneyModel
import TestSupport
import Testing

/// Properties of whole analyses, on random customers.
@Suite struct CustomerAnalyzerTests {
  /// A random customer's records: calls with legs, tickets with histories, surveys, profiles.
  private func scenario(seed: Int) -> Scenario {
    var random = SeededRandom(seed: UInt64(seed))
    var text = ""
    for number in 0..<(1 + random.below(7)) {
      let day = 1 + random.below(28)
      let reason = ["", " reason=a/b", " reason=a/c", " reason=d"][random.below(4)]
      let link = number > 0 && random.chance(25) ? " about=i\(random.below(number))" : ""
      if random.chance(60) {
        text += "call i\(number) channel=voice phone=1\(reason)\(link)\n"
        text += "  \(day)T10:00 queued queue=A\n"
        if random.chance(70) { text += "  \(day)T10:0\(random.below(9)) answered agent=ann\n" }
        if random.chance(30) { text += "  \(day)T10:10 transferred queue=B\n" }
        text += "  \(day)T10:2\(random.below(9)) ended by=customer\n"
        if random.chance(20) {
          text += "call leg\(number) of=i\(number) channel=voice\n  \(day)T10:15 answered\n"
        }
      } else {
        text += "ticket i\(number) customer=7\(reason)\(link) reopens=1\n  \(day)T09:00 opened\n"
        for step in 0..<random.below(5) {
          let value = ["open", "solved", "pending"][random.below(3)]
          text += "  \(day + step)T1\(step):00 status value=\(value)\n"
          text += "  \(day + step)T1\(step):00 assigned queue=\(random.below(2))\n"
        }
      }
      if random.chance(30) {
        text += "survey s\(number) csat=\(1 + random.below(5)) at=\(day)T12:00\n"
      }
    }
    return Scenario(
      text + "profile p customer=7 segment=gold\nprofile q version=2 segment=silver\n")
  }

  @Test(arguments: 0..<150)
  func theOrderOfVerticesDoesNotMatter(seed: Int) {
    let scenario = scenario(seed: seed)
    let expected = scenario.analysis
    var random = SeededRandom(seed: UInt64(seed) &+ 7)
    for _ in 0..<3 {
      #expect(scenario.analysis { $0.shuffled(using: &random) } == expected)
    }
  }

  @Test(arguments: 0..<150)
  func rowsFitTogether(seed: Int) {
    let scenario = scenario(seed: seed)
    let analysis = scenario.analysis
    let journeys = analysis.journeys
    #expect(journeys.map(\.id) == journeys.map(\.id).sorted())
    #expect(Set(analysis.interactions.map(\.id)).count == analysis.interactions.count)
    var place = 0
    for journey in journeys {
      let rows = Array(analysis.interactions[place..<(place + Int(journey.interactions))])
      place += rows.count
      #expect(rows.map(\.step) == (1...journey.interactions).map { $0 })
      #expect(rows.allSatisfy { $0.journey == journey.id })
      #expect(rows.map(\.startedAt) == rows.map(\.startedAt).sorted())
      #expect(rows.first?.linkBasis == nil && rows.dropFirst().allSatisfy { $0.linkBasis != nil })
      #expect((0...100).contains(journey.effortScore))
      checkTimes(of: journey, rows: rows, in: analysis)
    }
    #expect(place == analysis.interactions.count)
    for (row, events) in zip(analysis.interactions, analysis.events) {
      #expect(events.map(\.sequence) == (1...Int32(events.count)).map { $0 })
      #expect(events.map(\.at) == events.map(\.at).sorted())
      #expect(events.allSatisfy { $0.interaction == row.id && $0.at <= scenario.settings.asOf })
      #expect(events.first?.at == row.startedAt)
    }
  }

  /// The time of all findings in a journey never exceeds the time that passed in it.
  private func checkTimes(
    of journey: AnalysedCustomer.Journey, rows: [AnalysedCustomer.Interaction],
    in analysis: AnalysedCustomer
  ) {
    let findings = analysis.findings.filter { $0.journey == journey.id }
    let active = findings.reduce(0) { $0 + $1.customerActiveMilliseconds }
    let agent = findings.reduce(0) { $0 + $1.agentMilliseconds }
    #expect(active <= journey.customerActiveMilliseconds)
    #expect(agent <= journey.agentMilliseconds)
    #expect(Set(findings.map(\.id)).count == findings.count)
    #expect(findings.filter { $0.suppressedBy == nil }.count == Int(journey.findings))
  }

  @Test func cellsCountWhatTheRowsHold() {
    for seed in 0..<30 {
      let analysis = scenario(seed: seed).analysis
      let cells = analysis.cells
      #expect(cells.total(.interactions) == Int64(analysis.interactions.count))
      #expect(
        cells.table(.interactions).reduce(0) { $0 + $1.sum }
          == Int64(analysis.events.reduce(0) { $0 + $1.count }))
      #expect(cells.total(.journeys) == Int64(analysis.journeys.count))
      #expect(cells.total(.variantOutcomes) == Int64(analysis.journeys.count))
      #expect(cells.total(.mapVolume) == Int64(analysis.interactions.count))
      let active = Int64(analysis.findings.count { $0.suppressedBy == nil })
      #expect(cells.total(.frictionPoints) == active && cells.total(.mapFindings) == active)
      #expect(cells.table(.frictionCustomers).allSatisfy { $0.count == 1 })
      #expect(cells.total(.customers) == 1)
      #expect(cells.all.allSatisfy { $0.customers.allSatisfy { $0 == Scenario.customer } })
    }
  }

  @Test func attributesComeFromTheNewestProfileAndOnlyIfAllowed() {
    var scenario = scenario(seed: 1)
    #expect(scenario.analysis.customer.attributes.isEmpty)
    scenario.settings.publishAttributes = ["segment"]
    let expected = [ProfileAttribute(name: "segment", value: "silver")]
    #expect(scenario.analysis.customer.attributes == expected)
  }

  @Test func aCustomerWithoutInteractionsStillHasARow() {
    let analysis = Scenario("profile p customer=7 email=x email=y\n").analysis
    #expect(analysis.customer.interactions == 0)
    #expect(analysis.customer.firstSeen == nil)
    #expect(analysis.customer.identifiers.map(\.kind) == [.customer, .email])
    #expect(analysis.interactions.isEmpty && analysis.journeys.isEmpty)
  }
}
