import JourneyModel
import Testing

@Suite struct VocabularyTests {
  @Test func namesAreTheFieldsKebabCaseWords() {
    #expect(Activity.messageIn.name == "message-in")
    #expect(Activity.ivrEntered.name == "ivr-entered")
    #expect(TicketStatus.onHold.name == "on-hold")
    #expect(LinkKind.legOf.name == "leg-of")
    #expect(Channel(name: "voice") == .voice && Channel(name: "Voice") == nil)
  }

  @Test func everyWordIsFoundByItsName() {
    for activity in Activity.allCases { #expect(Activity(name: activity.name) == activity) }
    #expect(Set(Activity.names).count == Activity.allCases.count)
  }

  @Test func diagnosticCodesAreUniqueAndSpeakInSentences() {
    let codes = DiagnosticCode.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(codes == codes.sorted { area($0) < area($1) })
    for code in DiagnosticCode.all {
      #expect(code.meaning.hasSuffix(".") && code.advice.hasSuffix("."), "\(code)")
    }
  }

  /// The registry's order of areas, then the number.
  private func area(_ code: String) -> String {
    let order = "CAISPR"
    let place = order.firstIndex { $0 == code.first }.map {
      order.distance(from: order.startIndex, to: $0)
    }
    return "\(place ?? 9)\(code)"
  }

  @Test func aDiagnosticPointsAtItsPlace() {
    let diagnostic = Diagnostic(
      code: .c102, file: "throughline.yaml", line: 7, column: 3,
      message: "unknown key 'windwo'", excerpt: Excerpt(of: Array("  windwo: 7d")[...], around: 3),
      help: "did you mean 'window'?")
    #expect(
      diagnostic.rendered == """
        throughline.yaml:7:3: error[C102]: unknown key 'windwo'
         7 |   windwo: 7d
           |   ^
        help: did you mean 'window'?

        """)
  }
}
