import CivilTime
import JourneyModel

/// What a manager should do, in three to five sentences that are made from numbers.
///
/// Each has the anchor of its evidence. A sentence that the numbers do not carry is left out: a
/// report without friction, without a period before or without reasons has fewer.
struct ReportActions {
  /// A sentence and where its numbers stand.
  struct Action: Equatable {
    /// What it is about, in kebab-case.
    var kind: String
    /// What to do or to know, in two or three words.
    var title: String
    var sentence: String
    /// The anchor of the evidence in the page.
    var anchor: String
  }

  private let input: ReportInput
  private let points: [FrictionPoint]
  private let toldReasons: Set<String>

  /// The actions of a report.
  init(_ input: ReportInput) {
    self.input = input
    points = input.toldFriction
    toldReasons = Breakdown.told(.reason, input)
  }

  /// At most five, in the order in which they are read.
  var all: [Action] {
    [costliest, change, firstFix, selfService, call].compactMap(\.self)
  }

  // MARK: Friction

  /// What costs most, of all places together, and the worst place of it.
  private var costliest: Action? {
    var sums: [String: FrictionPoint] = [:]
    for point in input.friction {
      sums.add(point, to: point.detector) { $0.add($1) }
    }
    let worst = sums.values.max { first, second in
      (first.costMinor, first.avoidable, first.customerActiveMilliseconds, second.detector)
        < (second.costMinor, second.avoidable, second.customerActiveMilliseconds, first.detector)
    }
    guard let worst, worst.avoidable + worst.customerActiveMilliseconds > 0 else { return nil }
    var sentence = "\(input.detectorTitle(worst.detector)): "
    sentence +=
      worst.avoidable > 0
      ? "\(NumberText.grouped(worst.avoidable)) avoidable contacts, "
        + "\(NumberText.duration(worst.agentMilliseconds)) of agents’ and "
      : "\(NumberText.grouped(worst.points.denominator)) times, "
    sentence += "\(NumberText.duration(worst.customerActiveMilliseconds)) of customers’ time"
    if let currency = input.settings.currency {
      sentence += ", \(NumberText.money(worst.costMinor, currency))"
    }
    if let place = points.first(where: { $0.detector == worst.detector }) {
      sentence += "; worst: \(name(of: place))"
    }
    return Action(
      kind: "costliest", title: "What costs most", sentence: sentence + ".", anchor: "friction")
  }

  /// The place to begin with, and what halving it would save.
  private var firstFix: Action? {
    guard let point = points.first, point.avoidable > 1 else { return nil }
    let range = HalvedRange(point.avoidable)
    let sentence =
      "\(input.detectorTitle(point.detector)), \(name(of: point)). If it were halved: "
      + "−\(NumberText.grouped(range.middle)) contacts "
      + "(\(NumberText.grouped(range.low)) to \(NumberText.grouped(range.high)) by chance)"
      + (input.settings.currency.map { ", −\(NumberText.money(point.costMinor / 2, $0))" } ?? "")
      + "."
    let isProven = point.examples.contains { input.isShown($0.at) }
    return Action(
      kind: "first-fix", title: "What to fix first", sentence: sentence,
      anchor: isProven ? "friction-1" : "friction")
  }

  private func name(of point: FrictionPoint) -> String {
    [point.place, point.reason].compactMap(\.self).map(TableMarkup.clipped)
      .joined(separator: " · ")
  }

  // MARK: Changes

  /// The measure that became worse most, beyond chance; else the one that became better.
  private var change: Action? {
    let changes = input.measures.filter(\.isHeadline).compactMap { Change($0, input) }
    guard !changes.isEmpty else { return nil }
    let clear = changes.filter(\.isClear)
    let most = clear.filter(\.isWorse).max { $0.size < $1.size } ?? clear.max { $0.size < $1.size }
    guard let most else {
      return Action(
        kind: "change", title: "What changed",
        sentence: "No measure changed beyond chance"
          + (input.settings.compared == nil ? " in the last 28 days." : "."), anchor: "headline")
    }
    let isRange = input.settings.compared != nil
    let days =
      isRange
      ? "in " + input.settings.periods.text
      : "in the 28 days up to " + InstantText.date(dayNumber: most.lastDay)
    return Action(
      kind: "change", title: most.isWorse ? "What became worse" : "What became better",
      sentence: "\(most.title): \(most.before.shown) → \(most.recent.shown) \(days), beyond "
        + "chance.",
      anchor: "measure-\(most.id)")
  }

  /// A measure's last 28 days beside those before.
  private struct Change {
    var id: String
    var title: String
    var before: ReportValue
    var recent: ReportValue
    var lastDay: Int32
    var isClear: Bool
    var isWorse: Bool
    /// How large it is, in permille of the value before; of a hundred points if it is in points,
    /// which have no zero to be a share of.
    var size: Int64

    /// Nil if there is nothing to compare, or nobody knows which way is good.
    init?(_ measure: ComponentDescription, _ input: ReportInput) {
      guard let unit = measure.unit, let isHighGood = measure.isHighGood,
        let comparison = input.comparison(of: measure.id),
        min(comparison.recent.customers.count, comparison.before.customers.count)
          >= input.minimumGroup,
        let then = comparison.before.value(in: unit).number,
        let now = comparison.recent.value(in: unit).number
      else { return nil }
      id = measure.id
      title = measure.title
      before = comparison.before.value(in: unit, input.settings.currency)
      recent = comparison.recent.value(in: unit, input.settings.currency)
      lastDay = comparison.lastDay
      isClear = input.clearChanges.contains(id)
      isWorse = (now > then) != isHighGood
      size = NumberText.permille(
        Int64((now - then).magnitude), of: unit == .points ? 1000 : max(then, 1))
    }
  }

  // MARK: Channels for reasons

  /// A reason with what decides where it is best handled.
  private struct Reason {
    var name: String
    var contacts: Int64
    var forcedSwitches: Int64
    var resolved: ReportValue
    var transferred: ReportValue
    var handleTime: ReportValue
    var satisfaction: ReportValue
  }

  /// Reasons smaller than this share of all contacts are no project, in permille.
  private static let leastShare: Int64 = 20

  /// What a measure says of some contacts; absent if they are too few to be told.
  private func value(_ measure: String, of tally: Tally?) -> ReportValue {
    guard let tally, !input.isSmall(tally),
      let unit = input.measures.first(where: { $0.id == measure })?.unit
    else { return .absent }
    return tally.value(in: unit)
  }

  /// What a measure says of all contacts.
  private func value(_ measure: String) -> ReportValue {
    value(measure, of: input.cells[measure].total)
  }

  private var reasons: [Reason] {
    guard let volume = input.volume else { return [] }
    let all = input.cells[volume.id].total.numerator
    var switches: [String: Int64] = [:]
    for point in points where point.detector == "forced-switch" {
      if let reason = point.reason { switches[reason, default: 0] += point.points.denominator }
    }
    let resolved = input.cells.groups(.reason, of: "fcr-7d")
    let transferred = input.cells.groups(.reason, of: "transfer-rate")
    let handleTime = input.cells.groups(.reason, of: "handle-time")
    let satisfaction = input.cells.groups(.reason, of: "csat")
    return input.cells.groups(.reason, of: volume.id).compactMap { name, tally in
      guard let name, toldReasons.contains(name),
        NumberText.permille(tally.numerator, of: all) >= ReportActions.leastShare
      else { return nil }
      return Reason(
        name: name, contacts: tally.numerator, forcedSwitches: switches[name] ?? 0,
        resolved: value("fcr-7d", of: resolved[name]),
        transferred: value("transfer-rate", of: transferred[name]),
        handleTime: value("handle-time", of: handleTime[name]),
        satisfaction: value("csat", of: satisfaction[name]))
    }.sorted { ($1.contacts, $0.name) < ($0.contacts, $1.name) }
  }

  /// The largest reason that is simple and well resolved: no worse than all contacts together in
  /// resolution, transfers, handle time and satisfaction.
  private var selfService: Action? {
    let all = (
      resolved: value("fcr-7d").number, transferred: value("transfer-rate").number,
      time: value("handle-time").number, satisfaction: value("csat").number
    )
    let fitting = reasons.first { reason in
      guard let resolved = reason.resolved.number, let time = reason.handleTime.number,
        let transferred = reason.transferred.number
      else { return false }
      return resolved >= all.resolved ?? 0 && time <= all.time ?? 0
        && transferred <= all.transferred ?? 0
        && reason.satisfaction.number.map { $0 >= all.satisfaction ?? 0 } ?? true
    }
    guard let fitting else { return nil }
    return Action(
      kind: "self-service", title: "What to move to self-service",
      sentence: "\(TableMarkup.clipped(fitting.name)): "
        + "\(NumberText.grouped(fitting.contacts)) contacts, \(fitting.resolved.shown) resolved "
        + "by the first, \(fitting.transferred.shown) transferred, "
        + "\(fitting.handleTime.shown) to handle: simple, frequent and well resolved.",
      anchor: "reasons")
  }

  /// The reason whose customers most often had to change the channel and are least content.
  private var call: Action? {
    guard let all = value("csat").number else { return nil }
    let forced = reasons.filter { reason in
      reason.forcedSwitches > 0 && reason.satisfaction.number.map { $0 < all } ?? false
    }
    let worst = forced.max { first, second in
      (first.forcedSwitches * second.contacts, second.name)
        < (second.forcedSwitches * first.contacts, first.name)
    }
    guard let worst else { return nil }
    return Action(
      kind: "offer-call", title: "Where to offer a call",
      sentence: "\(TableMarkup.clipped(worst.name)): "
        + "\(NumberText.grouped(worst.forcedSwitches)) forced switches of channel in "
        + "\(NumberText.grouped(worst.contacts)) contacts, satisfaction "
        + "\(worst.satisfaction.shown) (all: \(NumberText.percent(permille: all))).",
      anchor: "reasons")
  }
}

/// Half of a count, and between which bounds chance alone would leave it.
///
/// A count of independent events has the standard deviation √n (Poisson); 95 % lie within 1.96 of
/// it.
package struct HalvedRange: Equatable, Sendable {
  package let low: Int64
  package let middle: Int64
  package let high: Int64

  /// The range of half of a count.
  package init(_ count: Int64) {
    let deviation = Int64(WilsonInterval.squareRoot(UInt64(clamping: count) * 38_416)) / 100
    middle = (count + 1) / 2
    low = max(0, count - deviation) / 2
    high = (count + deviation + 1) / 2
  }
}
