import JourneyAnalysis
import JourneyModel
import Testing

/// Which reason an interaction gets if several records know one, and who its customer is then.
@Suite struct ReasonMergeTests {
  /// The reason and basis of the first interaction.
  private func reason(_ text: String) -> String {
    let row = Scenario(text).analysis.interactions[0]
    return [row.reason ?? "none", row.reasonBasis ?? "-"].joined(separator: " by ")
  }

  private func ticket(_ records: String...) -> String {
    records.enumerated().map { place, words in
      "ticket t1 key=k\(place) version=\(place) \(words)\n  \(place + 1)T10:00 opened\n"
    }.joined()
  }

  @Test(arguments: [
    (["reason=card"], "card by record"),
    (["derived=payment:r1:category reason=card"], "payment by rule r1"),
    (["derived=payment:r1:category reason=card", "reason=cash"], "cash by record"),
    (["reason=cash", "derived=payment:r1:category reason=card"], "payment by rule r1"),
    (["derived=late:r2:fields", "reason=cash"], "cash by record"),
    (["reason=cash", "derived=late:r2:fields"], "cash by record"),
    (["derived=late:r2:fields", "derived=lost:r3:fields"], "lost by rule r3"),
    (["derived=late:r2:fields", "derived=lost:r3:text"], "late by rule r2"),
    (["derived=lost:r3:text", "derived=late:r2:fields"], "late by rule r2"),
    (["derived=lost:r3:text", "derived=found:r4:text"], "lost by rule r3"),
    (["derived=payment:r1:category", "derived=late:r2:fields"], "payment by rule r1"),
    (["derived=payment:r1:category", "clears=reason derived=late:r2:text"], "late by rule r2"),
    (["queue=a"], "none by -"),
  ])
  func `stated and categories first, then fields, then the earliest text`(
    _ records: [String], _ expected: String
  ) {
    let text = records.enumerated().map { place, words in
      "ticket t1 key=k\(place) version=\(place) \(words)\n  \(place + 1)T10:00 opened\n"
    }
    #expect(reason(text.joined()) == expected)
    // The order in which records arrive decides nothing.
    #expect(reason(text.reversed().joined()) == expected)
  }

  @Test func `of legs one that states its reason goes first`() {
    let text = """
      call c1 derived=lost:r3:text
        1T10:00 queued
      call c2 of=c1 reason=card
        1T10:05 queued
      call c3 of=c1 derived=late:r2:fields
        1T10:06 queued

      """
    #expect(reason(text) == "card by record")
    #expect(reason(text.replacing(" reason=card", with: "")) == "late by rule r2")
  }

  @Test func `a comment gives its interaction a reason if nothing else does`() {
    let call = "call c1 channel=voice\n  1T10:00 answered\n  1T10:05 ended\n"
    let survey = "survey s1 csat=2 at=1T11:00 about=c1 derived=rude:r5:text\n"
    #expect(reason(call + survey) == "rude by rule r5")
    #expect(reason(call.replacing("voice", with: "voice reason=card") + survey) == "card by record")
    let before = survey.replacing("about=c1 ", with: "").replacing("1T11:00", with: "1T09:00")
    #expect(reason(call + before) == "none by -")
  }

  @Test func `a persona stands in every row of its customer`() {
    var scenario = Scenario(
      """
      call c1 channel=voice reason=card
        1T10:00 queued
        1T10:09 answered
        1T10:20 ended
      profile p customer=7 segment=gold
      profile q version=2 customer=7 segment=silver

      """)
    #expect(scenario.analysis.customer.persona == nil)
    var rule = PersonaRule(name: "silver caller")
    rule.when = [
      [
        .attribute("segment", [WordPattern("SILVER")!]), .number(.contacts, 1...1),
        .words(.reasons, [WordPattern("card")!]), .share(.voice, 1000...1000),
        .number(.findings, 1...9), .words(.firstChannel, [WordPattern("voice")!]),
        .words(.preferredChannel, [WordPattern("voice")!]), .number(.daysKnown, 29...29),
      ]
    ]
    scenario.settings.personas.rules = [rule]
    let analysis = scenario.analysis
    #expect(analysis.customer.persona == "silver caller")
    #expect(analysis.customer.attributes.isEmpty, "what is not published still decides")
    #expect(analysis.interactions.allSatisfy { $0.persona == "silver caller" })
    #expect(analysis.journeys.allSatisfy { $0.persona == "silver caller" })
    let measures = analysis.cells.all.filter { $0.key.table.measure != nil }
    #expect(measures.allSatisfy { $0.place[3] == "silver caller" })
    #expect(analysis.cells.table(.mapVolume).allSatisfy { $0.place[2] == "silver caller" })
  }
}
