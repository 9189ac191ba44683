import Intake
import JourneyModel
import Testing

/// Files of rules for reasons: what they mean, and what users read when they are wrong.
@Suite struct ReasonFileTests {
  private func file(_ text: String) throws -> ReasonFile {
    do throws(DiagnosticError) {
      return try ReasonFile.read(text: text, file: "reasons.yaml")
    } catch {
      Issue.record("\(error.diagnostics.map(\.rendered).joined())")
      throw error
    }
  }

  private func problems(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticError) {
      _ = try ReasonFile.read(text: text, file: "reasons.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  /// The tests of a file that fail, each in one line.
  private func failures(_ text: String) throws -> [String] {
    ReasonTests(try file(text)).problems.map { "\($0.line) \($0.code) \($0.message)" }
  }

  @Test func `all problems are told in one pass with their places`() {
    let found = problems(
      """
      abstain: {score: 0}
      weights: {sbject: 3}
      rules:
        - {any: [refund]}
        - {reason: a, ani: [b]}
        - {reason: b, any: ["re*fund", "!!"]}
        - {reason: c, any: [x], fields: [mesage]}
        - {reason: d, any: [x], none: [X]}
        - {reason: e, queue: Billing}
        - {reason: e, queue: Sales}
        - {reason: "f /", any: [x]}
      lexicon: {repeeted: [again]}
      tests:
        - {name: t, record: {subject: x}, reason: zz}
      """)
    let places = found.map { "\($0.line):\($0.column) \($0.code)" }
    #expect(
      places == [
        "1:18 C105", "2:11 C102", "4:5 C104", "5:17 C102", "6:26 C105", "6:35 C105", "7:36 C106",
        "8:33 C105", "10:5 C105", "11:15 C105", "12:11 C102", "14:45 C106",
      ])
    #expect(found[1].help == "did you mean 'subject'?")
    #expect(found[6].help == "did you mean 'message'?")
    #expect(found[10].help == "did you mean 'repeated'?")
  }

  private static let shop = """
    rules:
      - reason: billing / charged twice
        name: twice
        category: [payments, "payments / *"]
        queue: Billing*
        any: [charged twice, double charge*]
      - reason: delivery
        tag: late
        ivr: "*parcel*"
        any: [parcel, Zustellung]
        none: [newsletter]
      - {reason: cancellation, any: [cancel*, kündigen], all: [contract], weight: 2}
      - {reason: greetings, any: [season], fields: [subject]}
    tests:

    """

  @Test(arguments: [
    "{name: a, record: {subject: I was CHARGED  twice!}, reason: billing / charged twice}",
    "{name: a, record: {message: double-charged}, reason: billing / charged twice, rule: twice}",
    "{name: whole words, record: {message: overcharged twice}, reason: null}",
    "{name: a, record: {category: Payments / Card}, reason: billing / charged twice}",
    "{name: another category is stated, record: {category: Other, subject: parcel}, reason: null}",
    "{name: a, record: {queue: Billing EU, subject: parcel}, reason: null}",
    "{name: lead, record: {queue: Billing EU, message: parcel}, reason: billing / charged twice}",
    "{name: a queue is matched whole, record: {queue: New Billing}, reason: null}",
    "{name: a, record: {tag: [vip, LATE]}, reason: delivery}",
    "{name: a, record: {ivr: Main menu > Parcel status}, reason: delivery}",
    "{name: excluded, record: {subject: parcel, message: from your newsletter}, reason: null}",
    "{name: all, record: {message: cancel my contract}, reason: cancellation}",
    "{name: not all, record: {message: cancel it}, reason: null}",
    "{name: accents, record: {message: 'KUNDIGEN, contract'}, reason: cancellation}",
    "{name: too weak, record: {reply: parcel}, reason: null}",
    "{name: only in the subject, record: {message: season}, reason: null}",
    "{name: a, record: {message: '<p>a&shy;</p><b>charged</b> twice'}, rule: twice}",
    "{name: quoted, record: {message: \"fine\\n> charged twice\"}, reason: null}",
    "{name: signed, record: {message: \"fine\\n-- \\ncharged twice\"}, reason: null}",
    "{name: s, record: {message: I call for the 3rd time}, signals: [repeated]}",
    "{name: two, record: {message: 'again, still not'}, signals: [repeated, repeated-weakly]}",
    "{name: one weak, record: {message: again and again}, signals: [repeated-weakly]}",
    "{name: s, record: {message: Ihr Vorgesetzter!}, signals: [escalation]}",
    "{name: fields are not texts, record: {queue: cancel}, signals: []}",
  ])
  func `a rule means what the page says`(_ test: String) throws {
    #expect(try failures(Self.shop + "  - \(test)\n") == [])
  }

  @Test func `a failing test says what was found`() throws {
    let test = "{name: t, record: {subject: parcel}, reason: cancellation, signals: [thanks]}"
    let text = Self.shop + "  - \(test)\n"
    #expect(
      try failures(text) == [
        "15 C109 test 't': reason: expected cancellation, found delivery",
        "15 C109 test 't': signals: expected thanks, found none",
      ])
  }

  @Test func `of equal rules the first wins if they mean the same, else none`() throws {
    let same = """
      rules:
        - {reason: a, name: one, any: [x]}
        - {reason: a, name: two, any: [y]}
      tests: [{name: t, record: {subject: y x}, reason: a, rule: one}]
      """
    #expect(try failures(same) == [])
    let different = """
      rules: [{reason: a, any: [x]}, {reason: b, any: [y]}]
      tests: [{name: t, record: {subject: y x}, reason: null}]
      """
    #expect(try failures(different) == [])
  }

  @Test func `phrases of the user join those of the binary`() throws {
    let text = """
      lexicon: {thanks: {nl: [dank u wel]}}
      tests:
        - {name: t, record: {message: "Dank u wel"}, signals: [thanks]}
        - {name: t, record: {message: "Merci beaucoup"}, signals: [thanks]}
      """
    #expect(try failures(text) == [])
  }

  @Test func `comments and tests are not part of the fingerprint, words are`() throws {
    let settings = try ["", "# note\n", "abstain: {margin: 1}\n"].map { prefix in
      try fingerprint(prefix + "rules: [{reason: a, any: [x]}]\n")
    }
    #expect(Set(settings).count == 1)
    let others = try [
      "rules: [{reason: a, any: [y]}]", "rules: [{reason: b, any: [x]}]",
      "rules: [{reason: a, name: n, any: [x]}]", "rules: [{reason: a, queue: x}]",
      "rules: [{reason: a, tag: x}]", "rules: [{reason: a, any: [x], weight: 2}]",
      "rules: [{reason: a, any: [x], fields: [subject]}]", "rules: [{reason: a, all: [x]}]",
      "rules: [{reason: a, any: [x]}]\nabstain: {score: 1}",
      "rules: [{reason: a, any: [x]}]\nweights: {tag: 1}",
      "rules: [{reason: a, any: [x]}]\nlexicon: {thanks: [x]}",
    ].map { try fingerprint($0) }
    #expect(Set(others + settings).count == others.count + 1)
  }

  private func fingerprint(_ text: String) throws -> StableHash128 {
    var changed = InputSettings(name: "t")
    changed.textRules = try file(text).rules
    let adapter = try #require(bundled.adapter(id: "zendesk-tickets"))
    return intakeFingerprint(adapter: adapter, settings: changed, key: testKey)
  }
}
