import JourneyModel
import Pipeline
import Testing

/// What somebody may write down about who is who.
@Suite struct OverrideFileTests {
  private func problems(_ rules: String) -> [String] {
    do throws(DiagnosticError) {
      _ = try OverrideFile.read(text: "overrides:\n" + rules, file: "o.yaml")
      return []
    } catch {
      return error.diagnostics.map { "\($0.line): \($0.message)" }
    }
  }

  private let why = "reason: told us, date: 2026-03-01"

  @Test func rulesAreRead() {
    #expect(
      problems(
        """
          - {same: ["customer@crm:C-1", "email:ann@example.org"], \(why)}
          - {apart: ["phone:+493012345678", "customer@crm:C-2", "cookie:x"], \(why)}
        """) == [])
  }

  @Test(arguments: [
    ("{same: ['email:a@x.org'], WHY}", "an override names 2 to 20 identifiers"),
    ("{same: ['email:a@x.org', 'email:b@x.org']}", "key 'reason' is missing"),
    ("{same: ['mail:a@x.org', 'email:b@x.org'], WHY}", "'mail:a@x.org' is no identifier"),
    ("{same: ['email:a', 'email:b@x.org'], WHY}", "'email:a' is no identifier"),
    ("{same: ['customer:7', 'email:b@x.org'], WHY}", "'customer:7' is no identifier"),
    ("{same: ['email@x:a@x.org', 'email:b@x.org'], WHY}", "'email@x:a@x.org' is no identifier"),
    ("{same: ['phone:030 12345', 'email:b@x.org'], WHY}", "'phone:030 12345' is no identifier"),
    ("{WHY}", "an override says 'same' or 'apart'"),
  ])
  func mistakesAreNamed(rule: String, expected: String) {
    let found = problems("  - " + rule.replacing("WHY", with: why))
    #expect(found.contains("2: " + expected), "\(found)")
  }

  @Test func contradictionsAreNamed() {
    let found = problems(
      """
        - {same: ["email:a@x.org", "email:b@x.org"], \(why)}
        - {same: ["email:c@x.org", "email:B@x.org"], \(why)}
        - {apart: ["email:a@x.org", "email:c@x.org"], \(why)}
        - {apart: ["email:a@x.org", "email:d@x.org"], \(why)}
        - {apart: ["email:d@x.org", "email:D@x.org"], \(why)}
      """)
    let told = "two of these are the same by other overrides, or are one"
    #expect(found == ["4: \(told)", "6: \(told)"])
  }
}
