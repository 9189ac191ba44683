/// Makes the people of a center, group by group.
struct Population: Sendable {
  /// The most people a group has; numbers of people and phones leave room for so many.
  static let largestGroup = 128
  /// The center's own line, from which its staff test.
  static let testLine = "+12025550177"
  /// The number callers dial.
  static let ownNumber = "+18005550100"

  /// What kind of center it is.
  let settings: CenterSettings
  /// When the simulated time begins and ends.
  let clock: CenterClock

  /// The people of a group.
  func group(_ number: Int, _ dice: inout Dice) -> PeopleGroup {
    let kind = self.kind(&dice)
    let site: Site = dice.chance(600) ? .newYork : .london
    let first = number * Population.largestGroup
    var people = (0..<size(of: kind, &dice)).map { place in
      person(first + place, at: site, &dice)
    }
    share(kind, group: number, site: site, among: &people, &dice)
    return PeopleGroup(number: number, people: people, kind: kind)
  }

  private func kind(_ dice: inout Dice) -> PeopleGroup.Kind {
    let household = settings.shape.householdPermille
    let weights = [1_000 - household, household, 14, 36, 60, 5]
    return PeopleGroup.Kind.allCases[dice.pick(weights)]
  }

  private func size(of kind: PeopleGroup.Kind, _ dice: inout Dice) -> Int {
    switch kind {
    case .alone, .stranger, .testLine: 1
    case .recycledNumber: 2
    case .household: dice.within(2...4)
    case .company: dice.within(3...settings.shape.switchboardPeople)
    }
  }

  private func person(_ number: Int, at site: Site, _ dice: inout Dice) -> Person {
    let first = dice.choose(Names.first)
    let last = dice.choose(Names.last)
    let hasSecond = dice.chance(350)
    let lines = (0..<(hasSecond ? 2 : 1)).map { PhoneLine(number: phone(number, $0, at: site)) }
    var emails = [email(first, last, number, &dice)]
    if dice.chance(150) {
      emails.append("\(last.asciiLetters).\(NativeID.base36(number))@work.example")
    }
    return Person(
      number: number, site: site, name: "\(first) \(last)",
      crmID: "C-\(NativeID.padded(number, 7))", phones: lines, emails: emails,
      segment: ["gold", "silver", "basic"][dice.pick([150, 350, 500])],
      withheld: dice.chance(40) ? 800 : 15, hasTypo: dice.chance(DirtRates(settings.dirt).typo))
  }

  private func phone(_ person: Int, _ line: Int, at site: Site) -> String {
    NativeID.phone(person * 4 + line, at: site)
  }

  private func email(
    _ first: String, _ last: String, _ number: Int, _ dice: inout Dice
  ) -> String {
    let domain = ["gmail.com", "example.org", "mail.example", "post.example"][
      dice.pick([450, 250, 180, 120])]
    return "\(first.asciiLetters).\(last.asciiLetters)\(NativeID.base36(number))@\(domain)"
  }

  /// Gives the people of a group what they share.
  private func share(
    _ kind: PeopleGroup.Kind, group: Int, site: Site, among people: inout [Person],
    _ dice: inout Dice
  ) {
    // The last person's fourth line is nobody's own.
    let shared = phone((group + 1) * Population.largestGroup - 1, 3, at: site)
    switch kind {
    case .alone:
      // One in ten is no customer yet.
      if dice.chance(100) { people[0].crmID = nil }
    case .household:
      let home = PhoneLine(number: shared, isShared: true)
      for place in people.indices {
        if dice.chance(500) {
          people[place].phones = [home]
        } else {
          people[place].phones.append(home)
        }
        people[place].segment = people[0].segment
      }
    case .company: equip(company: group, with: shared, &people, &dice)
    case .recycledNumber:
      let day = dice.within(clock.days / 3...max(clock.days / 3, clock.days * 2 / 3))
      let handed = clock.start + day * 86_400
      people[0].phones = [PhoneLine(number: shared, until: handed)]
      people[1].phones = [PhoneLine(number: shared, from: handed + 5 * 86_400)]
    case .stranger:
      people[0].crmID = nil
      people[0].withheld = 700
      people[0].emails = []
    case .testLine:
      people[0].role = .staffTest
      people[0].crmID = nil
      people[0].emails = []
      people[0].phones = [PhoneLine(number: Population.testLine, isShared: true)]
      people[0].withheld = 0
    }
  }

  private func equip(
    company: Int, with switchboard: String, _ people: inout [Person], _ dice: inout Dice
  ) {
    let domain = "company\(NativeID.base36(company)).example"
    let mailbox = Mailbox(address: "info@\(domain)", ticketUser: 380_000_000_000 + company)
    for place in people.indices {
      people[place].phones = [PhoneLine(number: switchboard, isShared: true)]
      let local = people[place].name.split(separator: " ").map { String($0).asciiLetters }
      people[place].emails = ["\(local.joined(separator: "."))\(place)@\(domain)"]
      people[place].withheld = 0
      if dice.chance(80) { people[place].sharedMailbox = mailbox }
      if dice.chance(200) { people[place].crmID = nil }
    }
  }
}

extension String {
  /// The ASCII letters of a name in lower case, as an address has them.
  fileprivate var asciiLetters: String {
    String(
      decoding: utf8.filter { ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 }.map { $0 | 0x20 },
      as: UTF8.self)
  }
}

extension NativeID {
  /// A number in digits and letters.
  static func base36(_ number: Int) -> String { String(number, radix: 36) }
}
