/// How long customers wait: what an analyst should find in the report.
///
/// Mondays and late mornings are busy. From three fifths of the time on the Technical desk has
/// a third of its people. Friday afternoons the promises to call back are forgotten.
struct Load: Sendable {
  /// When the simulated time begins and ends.
  let clock: CenterClock

  private static let phone = Quantiles(2, 6, 14, 34, 82, 170, 520, 1_500)
  private static let chat = Quantiles(3, 9, 18, 38, 80, 150, 420, 900)
  private static let phonePatience = Quantiles(3, 100, 210, 420, 800, 1_300, 2_400, 3_600)
  private static let chatPatience = Quantiles(10, 110, 190, 340, 560, 900, 1_700, 2_400)

  /// Seconds in queue until an agent is free.
  func wait(_ dice: inout Dice, desk: Desk, site: Site, at second: Int, isChat: Bool) -> Int {
    let quantiles = isChat ? Load.chat : Load.phone
    return dice.sample(quantiles.scaled(permille: pressure(desk, site, second)))
  }

  /// Seconds until the customer gives up.
  func patience(_ dice: inout Dice, isChat: Bool) -> Int {
    dice.sample(isChat ? Load.chatPatience : Load.phonePatience)
  }

  private func pressure(_ desk: Desk, _ site: Site, _ second: Int) -> Int {
    let (day, time) = clock.local(second, at: site)
    var permille = 1_000
    if CenterClock.weekday(day) == 0 { permille = permille * 17 / 10 }
    if (9..<12).contains(time / 3_600) { permille = permille * 14 / 10 }
    if desk == .technical, isUnderstaffed(second) { permille *= 3 }
    if desk == .account { permille = permille * 7 / 10 }
    return permille
  }

  /// Whether the Technical desk has lost most of its people.
  func isUnderstaffed(_ second: Int) -> Bool {
    second - clock.start > (clock.end - clock.start) * 3 / 5
  }

  /// How often a promised call is made, in permille.
  func keptPromises(_ second: Int, at site: Site) -> Int {
    let (day, time) = clock.local(second, at: site)
    return CenterClock.weekday(day) == 4 && time > 12 * 3_600 ? 250 : 820
  }
}
