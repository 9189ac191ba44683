import CivilTime
package import JourneyModel

/// A measure over time, in days, weeks or months.
package struct Trend: Sendable {
  /// The length of a slot.
  package enum Step: String, CaseIterable, Sendable {
    case day, week, month
  }

  /// A day, a week from Monday on, or a calendar month.
  package struct Slot: Sendable {
    /// The first day of the slot, in days since 1970-01-01.
    package var day: Int32
    /// What was counted; nil if there is no cell.
    package var tally: Tally?
    /// Whether days of it are still to come or its numbers can still change.
    package var isProvisional: Bool
  }

  /// The length of its slots.
  package let step: Step
  /// The slots without a gap, oldest first.
  package let slots: [Slot]

  private static let slotLimit = 100

  /// The finest trend that has at most 100 slots and hides at most a tenth of them for too few
  /// customers; the one by months if there is none.
  package init(_ days: [Int32: Tally], minimumGroup: Int, lastCompleteDay: Int32) {
    var chosen: (Step, [Slot]) = (.month, [])
    for step in Step.allCases {
      let slots = Trend.slots(days, step, lastCompleteDay)
      chosen = (step, slots)
      let known = slots.compactMap(\.tally)
      let small = known.count { $0.customers.count < minimumGroup }
      if slots.count <= Trend.slotLimit, small * 10 <= known.count { break }
    }
    (step, slots) = chosen
  }

  private static func slots(
    _ days: [Int32: Tally], _ step: Step, _ lastCompleteDay: Int32
  ) -> [Slot] {
    guard let first = days.keys.min(), let last = days.keys.max() else { return [] }
    var slots: [Slot] = []
    var day = start(of: first, step)
    while day <= last {
      let next = start(of: day + (step == .month ? 31 : step == .week ? 7 : 1), step)
      var tally: Tally?
      for member in day..<next {
        guard let part = days[member] else { continue }
        tally = tally ?? Tally()
        tally?.add(part)
      }
      let isUnfinished = next - 1 > lastCompleteDay
      slots.append(
        Slot(day: day, tally: tally, isProvisional: isUnfinished || tally?.isProvisional == true))
      day = next
    }
    return slots
  }

  /// The first day of the slot that a day is in; weeks begin on Monday.
  private static func start(of day: Int32, _ step: Step) -> Int32 {
    let date = CivilDate(dayNumber: day)
    switch step {
    case .day: return day
    case .week: return day - Int32(date.weekday - 1)
    case .month: return day - Int32(date.day - 1)
    }
  }

  /// The name of a slot.
  package func label(_ slot: Slot) -> String {
    let text = InstantText.date(dayNumber: slot.day)
    return step == .month ? String(text.prefix(7)) : text
  }
}

/// A measure's last 28 complete, final days beside the 28 days before.
///
/// Four whole weeks have every weekday equally often (domain.md C9, seasonality). Days that are
/// not over, and provisional days right before them, are left out of both.
package struct Comparison: Sendable {
  /// The 28 days up to `lastDay`.
  package let recent: Tally
  /// The 28 days right before `recent`.
  package let before: Tally
  /// The last day of the later block.
  package let lastDay: Int32

  /// How many days before as-of may matter.
  package static let reach: Int32 = 90

  /// A comparison of known blocks.
  package init(recent: Tally, before: Tally, lastDay: Int32) {
    self.recent = recent
    self.before = before
    self.lastDay = lastDay
  }

  /// A comparison of a measure's days; nil unless both blocks have data.
  package init?(_ days: [Int32: Tally], lastCompleteDay: Int32) {
    guard let newest = days.keys.max() else { return nil }
    var last = min(newest, lastCompleteDay)
    let floor = last - 28
    while last > floor, days[last]?.isProvisional == true { last -= 1 }
    let recent = Comparison.sum(days, (last - 27)...last)
    let before = Comparison.sum(days, (last - 55)...(last - 28))
    guard let recent, let before else { return nil }
    self.recent = recent
    self.before = before
    lastDay = last
  }

  private static func sum(_ days: [Int32: Tally], _ range: ClosedRange<Int32>) -> Tally? {
    let parts = range.compactMap { days[$0] }
    guard !parts.isEmpty else { return nil }
    var sum = Tally()
    for part in parts { sum.add(part) }
    return sum
  }

  /// The change between the blocks in a unit: points for shares and scores, else relative.
  package func change(in unit: MeasureUnit) -> ReportValue {
    guard let now = recent.value(in: unit).number, let then = before.value(in: unit).number else {
      return .absent
    }
    switch unit {
    case .ratio, .permille: return .points(permille: now - then)
    case .points: return .tenths(now - then)
    case .count, .milliseconds, .mean, .money:
      return .change(from: then, to: now)
    }
  }
}
