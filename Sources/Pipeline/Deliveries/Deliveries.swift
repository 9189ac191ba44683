internal import CivilTime
internal import JourneyModel
internal import RecordStore

/// Compares what configured inputs have delivered with what is expected of them: a night that did
/// not come must not look like a quiet one.
///
/// ```
/// calls, path {date}/*.csv, expect-within 26h, now = 5 March 02:15
/// dates      1 March   2 March   3 March   4 March      the last one expected: now − 26h
/// files         ✓         ✓         –      ✓, empty
///                                missing    empty        ▶ I317, exit 66, both named
/// ```
struct Deliveries {
  private let configuration: Configuration
  /// The moment within whose reach deliveries are expected: as-of, else the clock.
  private let now: Instant
  private var days: [String: [CivilDate: Day]] = [:]

  /// What an input delivered of one date.
  private struct Day {
    var records: Int64 = 0
    var isNew = false
  }

  /// Nothing delivered yet.
  init(to configuration: Configuration, now: Instant) {
    self.configuration = configuration
    self.now = now
  }

  /// Adds what a run and the runs before it have found; the store's dates are brought up to date.
  mutating func add(
    _ outcome: RunOutcome, files: [InputFile], known: inout DeliveredDates
  ) throws(RunFailure) {
    let paths = Dictionary(
      uniqueKeysWithValues: configuration.inputs.compactMap { input in
        DatedPath(input.path).map { (input.name, $0) }
      })
    // A state may have a million inputs.
    if paths.isEmpty { return }
    var found: [String: Set<CivilDate>] = [:]
    for file in files {
      guard let name = file.configured?.name, let date = paths[name]?.date(in: file.path) else {
        continue
      }
      found[name, default: []].insert(date)
    }
    let read = Set(
      outcome.files.compactMap { result in
        if case .read(let input, _) = result { input.number } else { nil }
      })
    for input in outcome.inputs {
      let name = input.source.name
      guard let date = paths[name]?.date(in: input.path) else { continue }
      found[name, default: []].insert(date)
      days[name, default: [:]][date, default: Day()].records += input.ledger.recordsRead
      if read.contains(input.number) { days[name, default: [:]][date]?.isNew = true }
    }
    try known.add(found)
    for (name, dates) in known.dates where paths[name] != nil {
      for date in dates where days[name]?[date] == nil { days[name, default: [:]][date] = Day() }
    }
  }

  /// What did not come, came empty or stopped, of every input that has `expect-within`.
  func undelivered(in inputs: StoredInputs) -> [RunFailure] {
    configuration.inputs.flatMap { input -> [RunFailure] in
      guard let within = input.expectWithin else { return [] }
      let limit = now.adding(milliseconds: -within)
      if DatedPath(input.path) != nil { return dates(of: input, until: limit) }
      return stopped(input, inputs, limit: limit).map { [$0] } ?? []
    }
  }

  private func dates(of input: ConfiguredInput, until limit: Instant) -> [RunFailure] {
    let delivered = days[input.name] ?? [:]
    let zone = input.zone ?? configuration.zone
    let last = CivilDate(dayNumber: zone.localDay(at: limit.microseconds))
    let first = delivered.keys.min() ?? last
    guard first <= last else { return [] }
    return (first.dayNumber...last.dayNumber).compactMap { number in
      let date = CivilDate(dayNumber: number)
      guard input.expects(date) else { return nil }
      guard let day = delivered[date] else {
        return Self.failure("input '\(input.name)' has no file of \(date)")
      }
      return day.records == 0
        ? Self.failure("input '\(input.name)' has no record of its own in its files of \(date)")
        : nil
    }
  }

  private func stopped(
    _ input: ConfiguredInput, _ inputs: StoredInputs, limit: Instant
  ) -> RunFailure? {
    let newest = inputs.lazy.filter { $0.source.name == input.name }
      .compactMap { $0.newestEvents.newest(notAfter: now) }.max()
    guard let newest else {
      return RunFailure(
        .inputMissing, .i317, "input '\(input.name)' states no instant up to now",
        help: "Have {date} in its path, so that 'expect-within' is judged by dates.")
    }
    if newest >= limit { return nil }
    return Self.failure(
      "the newest event of input '\(input.name)' is of "
        + "\(InstantText.iso8601(microseconds: newest.microseconds)), before "
        + InstantText.iso8601(microseconds: limit.microseconds))
  }

  private static func failure(_ message: String) -> RunFailure {
    RunFailure(.inputMissing, .i317, message)
  }

  // MARK: Volumes

  /// So many same weekdays are needed to know what is usual, and no more are looked at.
  private static let weekdays = 4...8

  /// The dates that this run read whose number of records is far from that of the same weekdays.
  var unusual: [RunFailure] {
    days.sorted { $0.key < $1.key }.flatMap { name, delivered in
      let dates = delivered.keys.sorted()
      return dates.filter { delivered[$0]?.isNew == true }.compactMap { date in
        let before = dates.filter { $0 < date && $0.weekday == date.weekday }
          .suffix(Self.weekdays.upperBound).compactMap { delivered[$0]?.records }
        return Self.unusual(delivered[date]?.records ?? 0, before).map { message in
          RunFailure(.dataRefused, .i318, "input '\(name)', \(date): \(message)")
        }
      }
    }
  }

  /// What is wrong with a number beside those before it: less than a quarter of their median, or
  /// more than four times it.
  static func unusual(_ records: Int64, _ before: [Int64]) -> String? {
    guard before.count >= weekdays.lowerBound else { return nil }
    let sorted = before.sorted()
    let twiceMedian = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    guard 8 * records < twiceMedian || records > 2 * twiceMedian else { return nil }
    let half = twiceMedian % 2 == 0 ? "" : ".5"
    return "\(records) records, where the \(sorted.count) same weekdays before it have a median of "
      + "\(twiceMedian / 2)\(half)"
  }
}

extension ConfiguredInput {
  /// Whether a file is expected of a date.
  fileprivate func expects(_ date: CivilDate) -> Bool {
    expectOn.contains(date.weekday) && !withoutDates.contains(date)
  }
}
