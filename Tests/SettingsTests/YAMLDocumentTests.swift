import JourneyModel
import Settings
import Testing

@Suite struct YAMLDocumentTests {
  private func problems(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticError) {
      _ = try YAMLDocument.parse(text: text, file: "f.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test func everyValueKnowsItsPlaceAndItsTextAsWritten() throws {
    let root = try YAMLDocument.parse(
      text: """
        on: yes
        octal: 012
        list: [2024-01-02, "null", null, ~]
        inner:
          key: 'quoted'
        empty:
        """, file: "f.yaml")
    #expect(root.entries?.map(\.key) == ["on", "octal", "list", "inner", "empty"])
    #expect(root["on"]?.text == "yes")
    #expect(root["octal"]?.text == "012")
    #expect(root["list"]?.elements?.map(\.text) == ["2024-01-02", "null", nil, nil])
    #expect(root["inner"]?["key"].map { [$0.line, $0.column] } == [5, 8])
    #expect(root["list"]?.elements?[1].column == 20)
    #expect(root["empty"]?.isNull == true)
    #expect(root["absent"] == nil)
  }

  @Test func anEmptyTextIsAnEmptyMapping() throws {
    for text in ["", "\n", "# only a comment\n"] {
      #expect(try YAMLDocument.parse(text: text, file: "f").entries?.isEmpty == true)
    }
  }

  @Test func aProblemShowsLineAndCaretInsideTheScalar() throws {
    let root = try YAMLDocument.parse(text: "a: 1\nwhen: \"x = y\"\n", file: "f.yaml")
    let problem = try #require(root["when"]).problem(.a101, "not understood", help: "h", at: 2)
    #expect(
      problem.rendered == """
        f.yaml:2:10: error[A101]: not understood
         2 | when: "x = y"
           |          ^
        help: h

        """)
  }

  @Test(arguments: [
    ("w: x = y", 2, "1:6"), ("w: 'it''s = y'", 5, "1:11"), ("w: 'it''s'", 2, "1:7"),
    (#"w: "say \"a\" = b""#, 8, "1:15"), ("w: >-\n  exists a\n  and b = c", 15, "3:9"),
    ("w: |\n  one\n  two\n", 4, "3:3"), ("w: a\n  b = c", 4, "2:5"),
    ("w: \"a\n   b = c\"", 4, "2:6"),
    ("w: >-\n  a", 0, "2:3"), ("w: >-\n  exists a\n  and b", 9, "3:3"),
    (#"w: "\u00e9 = b""#, 2, "1:5"), ("w: a", 1, "1:5"),
  ])
  func theCaretFindsItsPlaceInEveryStyle(text: String, offset: Int, place: String) throws {
    let root = try YAMLDocument.parse(text: text, file: "f.yaml")
    let problem = try #require(root["w"]).problem(.a101, "not understood", at: offset)
    #expect("\(problem.line):\(problem.column)" == place)
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", "C105", 1), ("a: 1\n\"a\": 2\n", "C105", 1), ("a: [1\nb: 2", "C101", 2),
    ("a: *nowhere", "C101", 1), ("? [a]\n: 1\n", "C103", 1), ("a: 1\n---\nb: 2\n", "C101", 2),
    ("\ta: 1", "C101", 1),
  ])
  func whatIsNotReadIsReportedAtItsPlace(text: String, code: String, line: Int) {
    let found = problems(text)
    #expect(found.first?.code.code == code, "\(found)")
    #expect(found.first?.line == line, "\(found)")
  }

  @Test func aliasesThatMultiplyAreStopped() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...7 {
      let element = "*a\(level - 1)"
      text +=
        "a\(level): &a\(level) [" + Array(repeating: element, count: 10).joined(separator: ", ")
      text += "]\n"
    }
    #expect(problems(text).map(\.code) == [.c105])
  }
}
