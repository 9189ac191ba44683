import Intake
import JourneyModel
import Testing

/// Expressions inside expressions are checked in a time their length decides, to a stated depth.
@Suite struct NestedExpressionTests {
  /// What is wrong with an adapter whose attribute, check or skip is an expression.
  private func problems(_ statement: String) -> [Diagnostic] {
    var library = AdapterLibrary()
    do throws(DiagnosticError) {
      let text = """
        adapter: mine
        system: mine
        title: Mine
        reads: json
        recognise: {keys: [id]}
        record: {entity: thing, key: id}
        \(statement)
        """
      try library.add(text: text, file: "a.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  private static func nested(_ open: String, _ inner: String, _ close: String, _ depth: Int)
    -> String
  {
    String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
  }

  private static func condition(_ text: String) -> String { "skip: [{when: '\(text)', reason: r}]" }

  private static func attribute(_ text: String) -> String {
    "profile: {attributes: {x: '\(text)'}}"
  }

  private static let forms: [@Sendable (Int) -> String] = [
    { attribute(nested("first(", "a", ", b)", $0)) },
    { attribute(nested("if(exists a,", "a", ",b)", $0)) },
    { condition(nested("sum(", "b", ",1)", $0) + " > 1") },
    { condition(nested("difference(", "b", ",1)", $0) + " > 1") },
    { condition(nested("(", "a == b", ")", $0)) },
    { condition(nested("not ", "exists a", "", $0)) },
    { condition(nested("exists ", "a", "", $0)) },
  ]

  @Test(.timeLimit(.minutes(10)), arguments: forms)
  func nestingCostsNoMoreThanLength(_ form: @Sendable (Int) -> String) {
    #expect(problems(form(28)).isEmpty)
    #expect(problems(form(200)).isEmpty)
  }

  @Test(arguments: forms.filter { $0(300).utf8.count < 4000 })
  func nestingHasALimit(_ form: @Sendable (Int) -> String) {
    let found = problems(form(300))
    #expect(found.map(\.code) == [.a101])
    #expect(found.first?.message == "the expression is nested deeper than 256 levels")
    #expect(found.first?.help?.contains("'map'") == true)
  }

  @Test func whatIsWrongFarInsideIsStillFound() {
    let found = problems(Self.attribute(Self.nested("first(", "seconds(b)", ", a)", 20)))
    #expect(found.map(\.code) == [.a102])
    #expect(found.first?.message == "a duration is needed here, but this is a value of the record")
    let other = problems(Self.condition(Self.nested("first(", "nobody(b)", ", a)", 20)))
    #expect(other.first?.message == "there is no function 'nobody'")
  }

  @Test(.timeLimit(.minutes(10)))
  func manyColumnsAndValuesCostNoMoreThanTheirLength() {
    var library = AdapterLibrary()
    let names = (0..<60_000).map { "c\($0)" }
    #expect(throws: Never.self) {
      try library.add(
        text: """
          adapter: mine
          system: mine
          title: Mine
          reads: {csv: {names: [\(names.joined(separator: ", "))]}}
          recognise: {where: exists c0}
          record: {entity: thing, key: c0}
          profile: {attributes: {\(names.map { "\($0): \($0)" }.joined(separator: ", "))}}
          """, file: "a.yaml")
    }
  }
}
