internal import CivilTime

/// The time in which records are delivered, cut into slots and nightly drops.
///
/// A slot is a day or a part of it, small enough that the records of a slot of one export fit in
/// memory many times. A drop is a run of whole days.
struct DeliverySlots: Sendable {
  private static let recordsPerSlot = 20_000
  /// How long after the last day records may still come.
  private static let lateDays = 30

  private let clock: CenterClock
  private let perDay: Int
  /// How many drops there are.
  let drops: Int

  /// The slots of a center.
  init(settings: CenterSettings, clock: CenterClock) {
    self.clock = clock
    drops = settings.nights
    let wanted = settings.interactions / (settings.days * DeliverySlots.recordsPerSlot)
    perDay = [1, 2, 4, 8, 24].first { $0 > wanted } ?? 24
  }

  /// How many slots there are.
  var count: Int { (clock.days + DeliverySlots.lateDays) * perDay }

  /// The slot of an instant.
  func slot(of second: Int) -> Int {
    min(max(0, second - clock.start) / (86_400 / perDay), count - 1)
  }

  /// The slots of a drop; the last drop takes what comes late.
  func slots(of drop: Int) -> Range<Int> {
    let from = drop * clock.days / drops * perDay
    return from..<(drop + 1 == drops ? count : (drop + 1) * clock.days / drops * perDay)
  }

  /// The date of a drop: the day after its last.
  func date(of drop: Int) -> String {
    CivilDate(dayNumber: clock.firstDay + Int32((drop + 1) * clock.days / drops)).description
  }
}
