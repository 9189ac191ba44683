internal import Synchronization

/// The offsets of one time zone: of the pinned IANA database, or fixed.
///
/// A zone is a table of transitions. Where the database gives a yearly rule, the table is extended
/// by it over 400 years, after which the Gregorian calendar repeats, weekdays included; later times
/// are looked up whole cycles earlier. So every lookup is one step into an index by time and a
/// look at the few transitions from there. Times before 1900 have the offset of 1900.
package struct ZoneRules: Sendable, Equatable {
  /// The name, as it was asked for.
  package let identifier: String

  /// When the offset changes, in UTC seconds, ascending.
  private let transitions: [Int64]
  /// The offset before each transition and after the last, in seconds east of UTC.
  private let offsets: [Int32]
  /// How many transitions lie before the beginning of each bucket of 2²⁴ seconds (194 days), the
  /// first of which begins at `indexOrigin`.
  private let index: [UInt16]
  private let indexOrigin: Int64
  /// From here on times are looked up whole cycles earlier; `.max` where no rule repeats.
  private let cycleEnd: Int64

  private static let bucketShift: Int64 = 24
  private static let cycleYears = 400
  private static let cycleSeconds: Int64 = 146_097 * 86_400
  /// More than any offset, so that a wall clock reading is within this of its UTC time.
  private static let widestOffset: Int64 = 26 * 3600

  /// Coordinated universal time, which has no changes.
  package static let utc = ZoneRules(identifier: "UTC", ZoneDecoder.Zone(offsets: [0]))

  /// The release of the IANA database that is pinned, such as `2026f`.
  package static let databaseVersion: String = ZoneData.version

  /// Every identifier of the database, links included, sorted by bytes.
  package static let identifiers: [String] = ZoneDecoder.identifiers()

  /// The zone of an IANA identifier, spelled exactly, or of a fixed offset `+hh:mm` or `-hh:mm`.
  ///
  /// Nil for everything else: abbreviations such as `CST` mean different zones to different people.
  /// Searching and decoding the table takes up to a millisecond, the first time.
  package static func named(_ identifier: String) -> ZoneRules? {
    if let known = decoded.withLock({ $0[identifier] }) { return known }
    let zone = search(identifier)
    // There are as many as the database has, and the whole hours and minutes.
    if let zone { decoded.withLock { $0[identifier] = zone } }
    return zone
  }

  /// The zones that were asked for.
  private static let decoded = Mutex([String: ZoneRules]())

  private static func search(_ identifier: String) -> ZoneRules? {
    if let seconds = fixedOffset(identifier) {
      return ZoneRules(identifier: identifier, ZoneDecoder.Zone(offsets: [seconds]))
    }
    return ZoneDecoder.zone(identifier).map { ZoneRules(identifier: identifier, $0) }
  }

  /// Equality by identifier; there is one database in a binary.
  package static func == (left: ZoneRules, right: ZoneRules) -> Bool {
    left.identifier == right.identifier
  }

  /// Seconds east of UTC at a time in UTC microseconds.
  package func offsetSeconds(at utcMicroseconds: Int64) -> Int {
    let time = inTable(utcMicroseconds.flooredDivision(by: 1_000_000).quotient)
    return Int(offsets[firstTransition(after: time)])
  }

  /// What a wall clock reading, as microseconds since 1970-01-01T00:00:00 on that clock, means.
  package func resolve(localMicroseconds: Int64) -> LocalTime {
    let around = readings(ofLocal: localMicroseconds.flooredDivision(by: 1_000_000).quotient)
    let before = localMicroseconds - Int64(around.before) * 1_000_000
    guard around.before != around.after else { return .unique(before) }
    let after = localMicroseconds - Int64(around.after) * 1_000_000
    return before < after
      ? .overlap(earlier: before, later: after) : .gap(before: before, after: after)
  }

  /// The day on the wall clock at a time in UTC microseconds, in days since 1970-01-01.
  package func localDay(at utcMicroseconds: Int64) -> Int32 {
    let utc = utcMicroseconds.flooredDivision(by: 1_000_000).quotient
    let local = utc + Int64(offsetSeconds(at: utcMicroseconds))
    return Int32(local.flooredDivision(by: 86_400).quotient)
  }

  /// The first instant, in UTC microseconds, at which the wall clock shows a day.
  ///
  /// That is midnight, the earlier one where the clock shows two; the instant of the change where
  /// the clock is put forward over midnight or over the whole day (Apia, 2011-12-30). `day` counts
  /// from 1970-01-01 and lies within 100,000,000 of it.
  package func startOfDay(_ day: Int32) -> Int64 {
    let midnight = Int64(day) * 86_400
    switch resolve(localMicroseconds: midnight * 1_000_000) {
    case .unique(let time), .overlap(let time, _): return time
    case .gap(let before, _):
      // The change is the last one up to the reading that ignores it.
      let reading = before.flooredDivision(by: 1_000_000).quotient
      let time = inTable(reading)
      return (transitions[firstTransition(after: time) - 1] + reading - time) * 1_000_000
    }
  }
}

extension ZoneRules {
  /// A zone of known transitions, extended by its rule.
  private init(identifier: String, _ zone: ZoneDecoder.Zone) {
    var zone = zone
    self.identifier = identifier
    cycleEnd = Self.extend(&zone)
    transitions = zone.transitions
    offsets = zone.offsets.map { Int32($0) }
    indexOrigin = zone.transitions.first ?? 0
    index = Self.index(zone.transitions)
  }

  /// Appends what the rule gives until the calendar repeats; the end of the repeated cycle.
  private static func extend(_ zone: inout ZoneDecoder.Zone) -> Int64 {
    guard let rule = zone.rule, let last = zone.transitions.last else { return .max }
    let day = last.flooredDivision(by: 86_400).quotient
    let lastYear = CivilDate(dayNumber: Int32(day)).year
    // The cycle begins two years after the listed transitions end and is whole: a look at the
    // neighbourhood of either end meets the rule's transitions only.
    let endYear = lastYear + 2 + cycleYears
    for year in lastYear...endYear {
      for (instant, offset) in rule.transitions(in: year) where instant > last {
        zone.transitions.append(instant)
        zone.offsets.append(offset)
      }
    }
    return Int64(CivilDate.dayNumber(year: endYear, month: 1, day: 1)) * 86_400
  }

  private static func index(_ transitions: [Int64]) -> [UInt16] {
    guard let first = transitions.first, let last = transitions.last else { return [0] }
    var counts: [UInt16] = []
    var count = 0
    for bucket in 0...((last - first) >> bucketShift) {
      while transitions[count] < first + bucket << bucketShift { count += 1 }
      counts.append(UInt16(count))
    }
    return counts
  }

  /// The seconds of a fixed offset `±hh:mm` up to 18 hours.
  private static func fixedOffset(_ identifier: String) -> Int? {
    let bytes = Array(identifier.utf8)
    guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-") else {
      return nil
    }
    let digits = bytes[1...].map { Int($0) - 48 }
    guard bytes[3] == UInt8(ascii: ":") else { return nil }
    guard [0, 1, 3, 4].allSatisfy({ 0...9 ~= digits[$0] }) else { return nil }
    let minutes = digits[3] * 10 + digits[4]
    let seconds = (digits[0] * 10 + digits[1]) * 3600 + minutes * 60
    guard minutes < 60, seconds <= 18 * 3600 else { return nil }
    return bytes[0] == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// The same time of the cycle that the table covers.
  @inline(__always)
  private func inTable(_ seconds: Int64) -> Int64 {
    guard seconds >= cycleEnd else { return seconds }
    let beyond = (seconds - cycleEnd) / Self.cycleSeconds + 1
    return seconds - beyond * Self.cycleSeconds
  }

  /// The number of the first transition later than a time of the table.
  @inline(__always)
  private func firstTransition(after seconds: Int64) -> Int {
    let bucket = (max(seconds, indexOrigin) - indexOrigin) >> Self.bucketShift
    var next = Int(index[min(Int(bucket), index.count - 1)])
    while next < transitions.count && transitions[next] <= seconds { next += 1 }
    return next
  }

  /// The offsets a wall clock reading has if it precedes the change it is next to, and if not.
  ///
  /// They differ only in a gap or an overlap. A change at T from offset a to b takes the wall clock
  /// from T+a to T+b; a reading precedes it in one sense until the later of these, in the other
  /// until the earlier (as CPython's `zoneinfo` defines `fold`).
  private func readings(ofLocal local: Int64) -> (before: Int32, after: Int32) {
    let local = inTable(local)
    var next = firstTransition(after: local - Self.widestOffset)
    while next < transitions.count && transitions[next] + later(next) <= local { next += 1 }
    let before = offsets[next]
    while next < transitions.count && transitions[next] + sooner(next) <= local { next += 1 }
    return (before, offsets[next])
  }

  @inline(__always)
  private func later(_ transition: Int) -> Int64 {
    Int64(max(offsets[transition], offsets[transition + 1]))
  }

  @inline(__always)
  private func sooner(_ transition: Int) -> Int64 {
    Int64(min(offsets[transition], offsets[transition + 1]))
  }
}
