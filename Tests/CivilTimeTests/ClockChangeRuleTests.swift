import CivilTime
import Testing

/// What a rule makes of local times that a clock showed twice or never.
@Suite struct ClockChangeRuleTests {
  private let skipped = LocalTime.gap(before: 20, after: 10)
  private let repeated = LocalTime.overlap(earlier: 10, later: 20)

  @Test func theDefaultIsThePreferredReading() {
    for time in [skipped, repeated, .unique(7)] {
      #expect(time.resolved(by: ClockChangeRule()) == time.preferred)
    }
    #expect(skipped.preferred == 20 && repeated.preferred == 10)
  }

  @Test(arguments: [
    (ClockChangeRule.Choice.earlier, Int64?.some(10)), (.later, 20), (.reject, nil),
  ])
  func eachChoicePicksItsReading(choice: ClockChangeRule.Choice, expected: Int64?) {
    let rule = ClockChangeRule(repeated: choice, skipped: choice)
    #expect(skipped.resolved(by: rule) == expected)
    #expect(repeated.resolved(by: rule) == expected)
    #expect(LocalTime.unique(7).resolved(by: rule) == 7)
    #expect(skipped.resolved(by: ClockChangeRule(repeated: choice)) == 20)
    #expect(repeated.resolved(by: ClockChangeRule(skipped: choice)) == 10)
  }
}
