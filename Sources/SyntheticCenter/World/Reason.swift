/// Why customers come: what it takes to help them, and where it goes wrong.
struct Reason: Sendable {
  /// The reason as all systems of the center write it.
  let text: String
  /// The desk that can settle it.
  let desk: Desk
  /// How often it is the reason, in proportion.
  let weight: Int
  /// First channels: voice, chat, message, e-mail, web form, social.
  let channels: [Int]
  /// How long agents talk about it, in seconds.
  let talk: Quantiles
  /// How often one contact settles it, in permille.
  let resolved: Int
  /// How often the one who answers hands over, in permille, and to whom.
  let transferred: Int
  let transferDesk: Desk
  /// How often menu or bot settles it, in permille.
  let selfServed: Int
  /// How often an unsettled call becomes an incident, in permille.
  let incident: Int

  private init(
    _ text: String, _ desk: Desk, weight: Int, channels: [Int], talk: Quantiles = Reason.usualTalk,
    resolved: Int = 720, transferred: Int = 90, to transferDesk: Desk = .account,
    selfServed: Int = 60, incident: Int = 0
  ) {
    self.text = text
    self.desk = desk
    self.weight = weight
    self.channels = channels
    self.talk = talk
    self.resolved = resolved
    self.transferred = transferred
    self.transferDesk = transferDesk
    self.selfServed = selfServed
    self.incident = incident
  }

  private static let usualTalk = Quantiles(40, 95, 150, 250, 400, 620, 1_300, 2_400)
  private static let shortTalk = Quantiles(25, 50, 80, 130, 210, 320, 700, 1_200)
  private static let longTalk = Quantiles(80, 200, 320, 520, 800, 1_200, 2_400, 4_000)

  /// All reasons.
  ///
  /// The stories to discover: refunds go to Billing though Retention decides them; the bot cannot
  /// help with logins and sends people to the phone.
  static let all: [Reason] = [
    Reason(
      "billing / duplicate charge", .billing, weight: 90, channels: [500, 150, 60, 180, 80, 30],
      resolved: 700),
    Reason(
      "billing / refund", .billing, weight: 80, channels: [480, 140, 60, 200, 80, 40],
      resolved: 560, transferred: 430, to: .retention, selfServed: 10),
    Reason(
      "billing / invoice copy", .billing, weight: 60, channels: [300, 200, 80, 250, 170, 0],
      talk: shortTalk, resolved: 900, transferred: 30, selfServed: 300),
    Reason(
      "orders / late delivery", .orders, weight: 120, channels: [420, 200, 140, 110, 60, 70],
      resolved: 620),
    Reason(
      "orders / where is it", .orders, weight: 130, channels: [400, 230, 160, 90, 80, 40],
      talk: shortTalk, resolved: 880, transferred: 30, selfServed: 420),
    Reason(
      "orders / damaged", .orders, weight: 50, channels: [430, 170, 80, 200, 60, 60],
      resolved: 640),
    Reason(
      "account / login", .account, weight: 110, channels: [350, 330, 150, 70, 80, 20],
      talk: shortTalk, resolved: 830, transferred: 60, to: .technical, selfServed: 110),
    Reason(
      "account / change of address", .account, weight: 50, channels: [420, 200, 90, 190, 100, 0],
      talk: shortTalk, resolved: 950, transferred: 20, to: .technical, selfServed: 200),
    Reason(
      "technical / outage", .technical, weight: 70, channels: [560, 150, 110, 60, 50, 70],
      talk: longTalk, resolved: 480, transferred: 140, to: .orders, selfServed: 30, incident: 420),
    Reason(
      "technical / slow", .technical, weight: 70, channels: [520, 190, 90, 110, 70, 20],
      talk: longTalk, resolved: 590, transferred: 110, to: .orders, selfServed: 40, incident: 300),
    Reason(
      "technical / setup", .technical, weight: 50, channels: [500, 260, 100, 70, 70, 0],
      talk: longTalk, resolved: 760, transferred: 70, to: .orders, selfServed: 80, incident: 60),
    Reason(
      "contract / cancel", .retention, weight: 55, channels: [620, 120, 40, 160, 40, 20],
      resolved: 680, transferred: 120, to: .complaints, selfServed: 5),
    Reason(
      "contract / upgrade", .retention, weight: 40, channels: [560, 240, 90, 60, 50, 0],
      resolved: 850, transferred: 60, to: .technical, selfServed: 20),
    Reason(
      "complaint / service", .complaints, weight: 35, channels: [430, 60, 40, 270, 70, 130],
      talk: longTalk, resolved: 520, transferred: 150, to: .retention, selfServed: 0),
  ]

  /// The positions of reasons by weight.
  static let weights = all.map(\.weight)
}
