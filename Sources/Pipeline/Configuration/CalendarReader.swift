internal import CivilTime
internal import JourneyAnalysis
internal import JourneyModel
internal import Settings

/// Reading of `calendars` and `targets`.
extension ConfigurationReader {
  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  mutating func readCalendars(_ node: YAMLNode) {
    if let shape = node.shape { return shape.add(.freeMapping) }
    guard let entries = node.entries else {
      return diagnostics.append(
        node.problem(.c103, "'calendars' must be a mapping of names to calendars"))
    }
    for entry in entries { readCalendar(entry.key, entry.value) }
  }

  private mutating func readCalendar(_ name: String, _ node: YAMLNode) {
    var keys = MappingReader(node, what: "a calendar")
    let zone = self.zone(&keys, "timezone") ?? configuration.zone
    let hours = keys.requiredNode("hours").map { readHours($0) } ?? Self.never
    var holidays: Set<Int32> = []
    for node in keys.list("holidays") ?? [] { holidays.formUnion(readHolidays(node)) }
    let queues = keys.texts("queues") ?? []
    let channels = keys.words("channels", among: Channel.names) ?? []
    if name == "default", !queues.isEmpty || !channels.isEmpty {
      keys.report(
        node.problem(
          .c103, "the calendar 'default' is for everything that has no other",
          help: "give a calendar of queues or channels a name of its own"))
    }
    if name != "default", queues.isEmpty, channels.isEmpty {
      keys.report(
        node.problem(
          .c104, "the calendar '\(name)' is for nothing",
          help: "name its 'queues' or 'channels', or call it 'default'"))
    }
    for (word, isTaken) in queues.map({ ($0, configuration.calendars.queues[$0] != nil) })
      + channels.map({ ($0, configuration.calendars.channels[$0] != nil) }) where isTaken
    {
      keys.report(node.problem(.c105, "'\(word)' is in two calendars"))
    }
    keys.finish(into: &diagnostics)
    for queue in queues { configuration.calendars.queues[queue] = name }
    for channel in channels { configuration.calendars.channels[channel] = name }
    configuration.calendars.calendars[name] = BusinessCalendar(
      zone: zone, hours: hours, holidays: holidays)
  }

  private static var never: [[Range<Int>]] { Array(repeating: [], count: 7) }

  /// Open times by weekday: `{mon-fri: "08:00-20:00", sat: ["09:00-12:00", "13:00-15:00"]}`.
  private mutating func readHours(_ node: YAMLNode) -> [[Range<Int>]] {
    guard let entries = node.entries else {
      diagnostics.append(
        node.problem(.c103, "'hours' must be a mapping such as {mon-fri: \"08:00-20:00\"}"))
      return Self.never
    }
    var hours = Self.never
    var given: Set<Int> = []
    for entry in entries {
      guard let days = Self.days(entry.key) else {
        diagnostics.append(
          entry.keyNode.problem(
            .c105, "'\(entry.key)' is no weekday and no range of them",
            help: "write mon, tue … sun, or mon-fri"))
        continue
      }
      for day in days where !given.insert(day).inserted {
        diagnostics.append(
          entry.keyNode.problem(.c105, "'\(Self.weekdays[day])' is given twice"))
      }
      for value in entry.value.elements ?? [entry.value] {
        if let range = value.text.flatMap(Self.minutes) {
          days.forEach { Self.add(range, on: $0, to: &hours) }
        } else {
          diagnostics.append(
            value.problem(.c103, "open hours are written as \"08:00-20:00\""))
        }
      }
    }
    return hours.map(Self.joined)
  }

  /// Adds open minutes of a weekday; those after midnight are the next day's.
  private static func add(_ range: Range<Int>, on day: Int, to hours: inout [[Range<Int>]]) {
    hours[day].append(range.lowerBound..<min(range.upperBound, 1440))
    if range.upperBound > 1440 { hours[(day + 1) % 7].append(0..<range.upperBound - 1440) }
  }

  /// The weekdays of `mon` or `fri-mon`, from 0.
  private static func days(_ text: String) -> [Int]? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
      .map { weekdays.firstIndex(of: $0.lowercased()) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else {
      return nil
    }
    return (0...(last - first + 7) % 7).map { (first + $0) % 7 }
  }

  /// Minutes since midnight of `08:00-20:00`; beyond 1440 if it goes on after midnight.
  private static func minutes(_ text: String) -> Range<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { part -> Int? in
      let parts = part.split(separator: ":", omittingEmptySubsequences: false)
        .map { $0.filter { $0 != " " } }
      guard parts.count == 2, parts.allSatisfy({ 1...2 ~= $0.count }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), 0...24 ~= hour, 0...59 ~= minute,
        hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }
    guard ends.count == 2, let from = ends[0], let to = ends[1], from < 1440 else { return nil }
    return from..<(to > from ? to : to + 1440)
  }

  /// Ranges in order, those that touch joined.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  /// A day, or a file of days: one a line, or an iCalendar.
  private mutating func readHolidays(_ node: YAMLNode) -> Set<Int32> {
    if let date = node.text.flatMap({ CivilDate($0) }) { return [date.dayNumber] }
    let days = readFile(node, what: "holidays") { (text, path) throws(DiagnosticError) in
      do throws(BusinessCalendar.UnreadableHoliday) {
        return try BusinessCalendar.holidays(in: text)
      } catch {
        throw DiagnosticError([
          Diagnostic(code: .c103, file: path, line: error.line, message: error.message)
        ])
      }
    }
    return days ?? []
  }

  mutating func readTargets(_ node: YAMLNode) {
    var keys = MappingReader(node, what: "'targets'")
    configuration.targets.firstResponse = promise(&keys, "first-response")
    configuration.targets.nextReply = promise(&keys, "next-reply")
    configuration.targets.resolution = promise(&keys, "resolution")
    keys.finish(into: &diagnostics)
  }

  private mutating func promise(
    _ keys: inout MappingReader, _ key: String
  ) -> TargetSettings.Promise {
    var promise = TargetSettings.Promise()
    guard let node = keys.node(key) else { return promise }
    let allowed = Int64(1)...31_536_000_000
    var targets = MappingReader(node, what: "'\(key)'")
    for channel in Channel.names {
      promise.channels[channel] = targets.duration(channel, in: allowed)
    }
    if let node = targets.node("priorities") {
      if let shape = node.shape {
        shape.add(.freeMapping)
      } else {
        var words = MappingReader(node, what: "'priorities'")
        for entry in node.entries ?? [] {
          promise.priorities[entry.key] = words.duration(entry.key, in: allowed)
        }
        words.finish(into: &diagnostics)
      }
    }
    targets.finish(into: &diagnostics)
    return promise
  }
}
