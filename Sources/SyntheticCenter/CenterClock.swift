package import CivilTime

/// A place with customers and staff.
enum Site: Int, CaseIterable, Sendable {
  case newYork, london
}

/// A service with opening hours.
enum Service: Sendable {
  case phone, chat, office
}

/// The simulated time: days, wall clocks, opening hours.
///
/// Instants are UTC seconds since 1970.
///
/// Every center ends on the same day, so that a longer one only begins earlier: 30 days hold the
/// spring changes of both zones (8 and 29 March 2026), 165 days the autumn ones as well.
package struct CenterClock: Sendable {
  /// The day after the last simulated one.
  package static let endDate = CivilDate(year: 2026, month: 4, day: 6)

  /// The first simulated instant: the start of a New York day.
  package let start: Int
  /// The instant after the last simulated one.
  package let end: Int
  /// The first simulated day in New York, in days since 1970.
  package let firstDay: Int32
  /// How many days are simulated.
  package let days: Int

  private let zones: [ZoneRules]

  /// The clock of a center of so many days.
  package init(days: Int) {
    guard let endDate = CenterClock.endDate, let newYork = ZoneRules.named("America/New_York"),
      let london = ZoneRules.named("Europe/London")
    else { preconditionFailure("the zones of the center are in the pinned database") }
    zones = [newYork, london]
    self.days = days
    firstDay = endDate.dayNumber - Int32(days)
    start = Int(newYork.startOfDay(firstDay) / 1_000_000)
    end = Int(newYork.startOfDay(endDate.dayNumber) / 1_000_000)
  }

  /// The reporting zone's name.
  package static let reportingZone = "America/New_York"

  /// The reporting day of an instant, in days since 1970.
  func day(of second: Int) -> Int32 { zones[0].localDay(at: Int64(second) * 1_000_000) }

  /// Day and second of the day on a site's wall clock.
  func local(_ second: Int, at site: Site) -> (day: Int, second: Int) {
    let offset = zones[site.rawValue].offsetSeconds(at: Int64(second) * 1_000_000)
    return ((second + offset) / 86_400, (second + offset) % 86_400)
  }

  /// The instant of a wall clock reading; of two the earlier.
  func instant(day: Int, second: Int, at site: Site) -> Int {
    let local = Int64(day * 86_400 + second) * 1_000_000
    return Int(zones[site.rawValue].resolve(localMicroseconds: local).preferred / 1_000_000)
  }

  /// The weekday of a day since 1970: 0 is Monday.
  static func weekday(_ day: Int) -> Int { (day + 3) % 7 }

  /// Whether a service is open at an instant.
  func isOpen(_ service: Service, at site: Site, _ second: Int) -> Bool {
    let (day, time) = local(second, at: site)
    return CenterClock.hours(of: service, on: CenterClock.weekday(day)).contains(time)
  }

  /// The instant itself if the service is open then, else when it next opens.
  func nextOpening(of service: Service, at site: Site, from second: Int) -> Int {
    if isOpen(service, at: site, second) { return second }
    let (today, time) = local(second, at: site)
    for ahead in 0...7 {
      let hours = CenterClock.hours(of: service, on: CenterClock.weekday(today + ahead))
      if hours.isEmpty || (ahead == 0 && time >= hours.lowerBound) { continue }
      return instant(day: today + ahead, second: hours.lowerBound, at: site)
    }
    preconditionFailure("every service opens once a week")
  }

  private static func hours(of service: Service, on weekday: Int) -> Range<Int> {
    switch (service, weekday) {
    case (.phone, 0...4): 8 * 3_600..<20 * 3_600
    case (.phone, 5): 9 * 3_600..<17 * 3_600
    case (.chat, 0...5): 8 * 3_600..<22 * 3_600
    case (.chat, _): 10 * 3_600..<18 * 3_600
    case (.office, 0...4): 8 * 3_600..<18 * 3_600
    default: 0..<0
    }
  }

  /// An instant at which a customer has a reason to come: Mondays and late mornings most.
  func arrival(_ dice: inout Dice, at site: Site) -> Int {
    var day = 0
    repeat {
      day = Int(firstDay) + dice.below(days)
    } while !dice.chance(CenterClock.weekdayPermille[CenterClock.weekday(day)])
    let hour = dice.pick(CenterClock.hourWeights)
    let time = instant(day: day, second: hour * 3_600 + dice.below(3_600), at: site)
    return min(max(time, start), end - 1)
  }

  private static let weekdayPermille = [1_000, 860, 790, 760, 800, 330, 120]
  private static let hourWeights = [
    1, 1, 0, 0, 0, 1, 3, 12, 78, 110, 120, 110, 95, 90, 92, 88, 85, 80, 70, 56, 20, 11, 6, 2,
  ]
}
