internal import CivilTime
internal import JourneyModel

/// Reads time stamps by an adapter's formats and an input's zone.
///
/// A stamp without an offset is read in its zone. What a local time means that a clock put forward
/// never showed, or one put back showed twice, says the input's `ClockChangeRule`; records with
/// such times are counted. Where a record's times, in the order in which its adapter states them,
/// run backwards inside the hour shown twice, the other reading holds: a call that began at 2:50
/// and ended at 2:10 ended after the clock was put back.
struct TimeReader: Sendable {
  /// What became of a time stamp.
  enum Outcome {
    /// UTC microseconds since 1970, within `believed`.
    case instant(Int64)
    /// None of the formats fits.
    case unreadable
    /// A format fits, but there is no such time, or the rule refuses it, or it lies outside
    /// 1990…2200.
    case impossible
  }

  private let formats: [TimestampFormat]
  private let others: [TimestampFormat]
  private let zone: ZoneRules?
  private let isAssumed: Bool
  /// Whether a time was read in a zone that nobody configured.
  private(set) var usedAssumedZone = false
  /// Records with a local time that was shown twice.
  private(set) var recordsWithRepeated: Int64 = 0
  /// Records with a local time that was never shown.
  private(set) var recordsWithSkipped: Int64 = 0

  private let clockChanges: ClockChangeRule
  /// The readings of the record's times that were shown twice, as the rule has them.
  private var repeated: [(reading: Int64, other: Int64)] = []
  /// Those of them that its events stated, in order.
  private var stated: [Int64] = []
  /// Those of them that the order of its times contradicts.
  private var contradicted: [Int64] = []
  private var sawRepeated = false
  private var sawSkipped = false

  /// Its formats in other languages, made when a time stamp could not be read.
  private var foreign: [(language: String, formats: [TimestampFormat])]?

  /// The formats, in the order they are tried.
  let formatNames: [String]

  /// A reader of an adapter's times; `others` are the formats that expressions name themselves.
  init(_ times: TimesDefinition, others: [String] = [], settings: InputSettings) {
    clockChanges = settings.clockChanges
    formatNames = times.formats
    let names = (settings.locale ?? times.locale).flatMap(CalendarNames.init)
    formats = Self.formats(times.formats, names)
    self.others = Self.formats(others, names)
    switch times.zone {
    case .data: (zone, isAssumed) = (nil, false)
    case .fixed(let name): (zone, isAssumed) = (ZoneRules.named(name), false)
    case .inputElse(let name):
      (zone, isAssumed) = (settings.timeZone ?? ZoneRules.named(name), false)
    case .input:
      zone = settings.timeZone ?? settings.assumedZone
      isAssumed = settings.timeZone == nil
    }
  }

  private static func formats(
    _ patterns: [String], _ names: CalendarNames?
  ) -> [TimestampFormat] {
    patterns.compactMap { pattern in
      // Patterns were checked when the adapter was read.
      try? TimestampFormat(pattern: pattern, names: names)
    }
  }

  /// The zone's name, for `inspect`.
  var zoneDescription: String {
    guard let zone else { return "in the data" }
    return isAssumed ? "\(zone.identifier) (assumed)" : zone.identifier
  }

  /// Called before each record, so that its local times are counted once.
  mutating func begin() {
    if sawRepeated {
      repeated.removeAll(keepingCapacity: true)
      stated.removeAll(keepingCapacity: true)
      contradicted.removeAll(keepingCapacity: true)
    }
    sawRepeated = false
    sawSkipped = false
  }

  /// Whether the record has to be read again, because the order of its times contradicts a reading.
  var isContradicted: Bool { !contradicted.isEmpty }

  /// Notes the instant of the record's next event.
  mutating func note(_ instant: Int64) {
    guard sawRepeated, repeated.contains(where: { $0.reading == instant }),
      !stated.contains(instant)
    else { return }
    let ahead = stated.filter { $0 > instant }
    stated.append(instant)
    if ahead.isEmpty { return }
    // Of the two that contradict each other the rule has one right.
    contradicted += clockChanges.repeated == .later ? ahead : [instant]
  }

  /// Reads one time stamp.
  mutating func read(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    var isImpossible = false
    for number in formats.indices {
      switch formats[number].parse(bytes) {
      case .time(let stamp): return instant(stamp)
      case .impossible: isImpossible = true
      case .unreadable: break
      }
    }
    return isImpossible ? .impossible : .unreadable
  }

  /// Reads one time stamp by one of the other formats.
  mutating func read(_ bytes: UnsafeRawBufferPointer, as other: Int32) -> Outcome {
    switch others[Int(other)].parse(bytes) {
    case .time(let stamp): instant(stamp)
    case .impossible: .impossible
    case .unreadable: .unreadable
    }
  }

  /// The languages whose names of months and weekdays make a time stamp readable.
  mutating func languages(reading bytes: UnsafeRawBufferPointer) -> [String] {
    let candidates = foreign ?? foreignFormats
    foreign = candidates
    return candidates.filter { language in
      language.formats.contains { if case .unreadable = $0.parse(bytes) { false } else { true } }
    }.map(\.language)
  }

  private var foreignFormats: [(language: String, formats: [TimestampFormat])] {
    let patterns = (formats + others).filter(\.hasNames).map(\.pattern)
    if patterns.isEmpty { return [] }
    return CalendarNames.languages.map {
      ($0, Self.formats(patterns, CalendarNames(language: $0)))
    }
  }

  private mutating func instant(_ stamp: ParsedTimestamp) -> Outcome {
    var microseconds = stamp.microseconds
    if !stamp.hasOffset {
      guard let zone else { return .unreadable }
      if isAssumed { usedAssumedZone = true }
      let local = zone.resolve(localMicroseconds: microseconds)
      if !local.isUnique { count(local) }
      guard let time = local.resolved(by: clockChanges) else { return .impossible }
      microseconds = corrected(time, of: local)
    }
    return Instant.believed.contains(microseconds) ? .instant(microseconds) : .impossible
  }

  /// A reading, or the other one of a time shown twice if the order of times says so.
  private mutating func corrected(_ reading: Int64, of local: LocalTime) -> Int64 {
    guard case .overlap(let earlier, let later) = local else { return reading }
    let other = reading == earlier ? later : earlier
    if contradicted.contains(reading) { return other }
    if !repeated.contains(where: { $0.reading == reading }) { repeated.append((reading, other)) }
    return reading
  }

  /// Counts a record once, whatever the number of its times.
  private mutating func count(_ local: LocalTime) {
    if case .gap = local {
      recordsWithSkipped += sawSkipped ? 0 : 1
      sawSkipped = true
    } else {
      recordsWithRepeated += sawRepeated ? 0 : 1
      sawRepeated = true
    }
  }
}
