import JourneyModel
import Settings
import Testing

@Suite struct EnvironmentSubstitutionTests {
  private let environment = [
    "THROUGHLINE_DIR": "/data", "THROUGHLINE_EMPTY": "", "HOME": "/root",
    "THROUGHLINE_YAML": "[a, b]",
  ]

  private func value(_ text: String) throws(DiagnosticError) -> String? {
    let root = try YAMLDocument.parse(text: "x: \"\(text)\"", file: "f.yaml")
    return try EnvironmentSubstitution.apply(environment, to: root)["x"]?.text
  }

  @Test(arguments: [
    ("plain", "plain"), ("${THROUGHLINE_DIR}/x", "/data/x"), ("a${THROUGHLINE_DIR}b", "a/datab"),
    ("${THROUGHLINE_DIR}${THROUGHLINE_DIR}", "/data/data"), ("${THROUGHLINE_NO:-d}", "d"),
    ("${THROUGHLINE_EMPTY:-d}", "d"), ("${THROUGHLINE_EMPTY}", ""), ("${THROUGHLINE_NO:-}", ""),
    ("$THROUGHLINE_DIR", "$THROUGHLINE_DIR"), ("${THROUGHLINE_YAML}", "[a, b]"),
  ])
  func variablesAreReplacedInsideTexts(text: String, expected: String) throws {
    #expect(try value(text) == expected)
  }

  @Test(arguments: [
    ("${THROUGHLINE_NO}", "C108"), ("${HOME}", "C103"), ("${THROUGHLINE_DIR", "C103"),
  ])
  func whatCannotBeReplacedIsReported(text: String, code: String) {
    do throws(DiagnosticError) {
      _ = try value(text)
      Issue.record("no problem found")
    } catch {
      #expect(error.diagnostics.map(\.code.code) == [code])
    }
  }

  @Test func keysAndStructureStay() throws {
    let root = try YAMLDocument.parse(
      text: "${THROUGHLINE_DIR}: [\"${THROUGHLINE_DIR}\", {a: \"${THROUGHLINE_DIR}\"}]",
      file: "f.yaml")
    let result = try EnvironmentSubstitution.apply(environment, to: root)
    #expect(result.entries?.first?.key == "${THROUGHLINE_DIR}")
    let list = result.entries?.first?.value.elements
    #expect(list?[0].text == "/data")
    #expect(list?[1]["a"]?.text == "/data")
  }
}
