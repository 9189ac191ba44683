import JourneyAnalysis
import JourneyModel
import Pipeline
import Testing

/// Files of personas: what they mean, and what users read when they are wrong.
@Suite struct PersonaFileTests {
  private func problems(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticError) {
      _ = try PersonaFile.read(text: text, file: "personas.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func failures(_ text: String) throws -> [String] {
    PersonaTests(try PersonaFile.read(text: text, file: "personas.yaml")).problems
      .map { "\($0.line) \($0.code) \($0.message)" }
  }

  @Test func `all problems are told in one pass with their places`() {
    let found = problems(
      """
      personas:
        - {persona: a, when: {contcts: 3..}}
        - {persona: b, when: {contacts: 5..3, effort: much}}
        - {persona: c, when: {share: {voise: 10%..}}}
        - {persona: a, when: {kinds: cal}}
        - {persona: d, when: {attributes: {segment: "a*b"}}}
        - {persona: e, unless: {}}
        - {persona: f}
        - {persona: g, when: {journeys: 1}}
      tests:
        - {name: t, customer: {contacts: -1}, persona: h}
      """)
    let places = found.map { "\($0.line):\($0.column) \($0.code)" }
    #expect(
      places == [
        "2:25 C102", "3:35 C105", "3:49 C103", "4:33 C106", "5:5 C105", "5:32 C106", "6:48 C103",
        "7:26 C104", "9:5 C105", "11:36 C105", "11:50 C106",
      ])
    #expect(found.first?.help == "did you mean 'contacts'?")
    #expect(found[3].help == "did you mean 'voice'?")
  }

  private static let people = """
    personas:
      - persona: firm
        when: {attributes: {segment: [business, "enterprise*"]}}
      - persona: struggling
        when: [{findings: 3.., contacts: 2..}, {effort: 50..}]
        unless: {reasons: [marketing], share: {email: 80%..}}
      - persona: digital
        when: {share: {voice: ..10%}, preferred-channel: [chat, web]}
      - persona: content
        when: {csat: 75%.., kinds: call}
    tests:

    """

  @Test(arguments: [
    "{name: a, customer: {attributes: {segment: Business}}, persona: firm}",
    "{name: a, customer: {attributes: {segment: ENTERPRISE-2}}, persona: firm}",
    "{name: the first, customer: {attributes: {segment: business}, effort: 60}, persona: firm}",
    "{name: a, customer: {findings: 3, contacts: 2}, persona: struggling}",
    "{name: half of a group, customer: {findings: 3, contacts: 1}, persona: null}",
    "{name: the other group, customer: {effort: 50}, persona: struggling}",
    "{name: a, customer: {effort: 50, reasons: marketing, share: {email: 80%}}, persona: null}",
    "{name: a, customer: {effort: 50, share: {email: 81%}}, persona: struggling}",
    "{name: a, customer: {share: {voice: 10%}, preferred-channel: chat}, persona: digital}",
    "{name: nobody calls who never came, customer: {preferred-channel: chat}, persona: null}",
    "{name: a, customer: {contacts: 1, preferred-channel: chat}, persona: digital}",
    "{name: a, customer: {csat: 75%, kinds: [chat, call]}, persona: content}",
    "{name: unknown is not 0, customer: {kinds: [call]}, persona: null}",
  ])
  func `a persona means what the page says`(_ test: String) throws {
    #expect(try failures(Self.people + "  - \(test)\n") == [])
  }

  @Test func `a failing test says who was found`() throws {
    let text = Self.people + "  - {name: t, customer: {effort: 80}, persona: digital}\n"
    #expect(
      try failures(text) == ["12 C109 test 't': expected digital, found struggling"])
  }

  @Test func `everything that decides is in the analysis fingerprint`() throws {
    let files = try [
      "personas: [{persona: a, when: {contacts: 1..}}]",
      "personas: [{persona: b, when: {contacts: 1..}}]",
      "personas: [{persona: a, when: {contacts: 2..}}]",
      "personas: [{persona: a, when: {contacts: ..1}}]",
      "personas: [{persona: a, unless: {contacts: 1..}}]",
      "personas: [{persona: a, when: {journeys: 1..}}]",
      "personas: [{persona: a, when: {share: {voice: 1%..}}}]",
      "personas: [{persona: a, when: {share: {chat: 1%..}}}]",
      "personas: [{persona: a, when: {attributes: {x: y}}}]",
      "personas: [{persona: a, when: {attributes: {x: z}}}]",
      "personas: [{persona: a, when: {kinds: call}}]",
      "personas: [{persona: a, when: [{contacts: 1..}, {kinds: call}]}]",
      "personas: [{persona: a, when: {contacts: 1.., kinds: call}}]",
    ].map { try PersonaFile.read(text: $0, file: "p.yaml").rules }
    let prints = files.map { rules in
      var configuration = Configuration()
      configuration.personas = rules
      return configuration.analysisFingerprint
    }
    #expect(Set(prints + [Configuration().analysisFingerprint]).count == files.count + 1)
    let noted = try PersonaFile.read(
      text: "# note\npersonas: [{persona: a, about: x, when: {contacts: 1..}}]", file: "p.yaml")
    #expect(noted.rules == files[0])
  }
}
