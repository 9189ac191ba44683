/// What systems get to know about who makes contact.
extension MatterSimulation {
  /// What networks write where the caller hides the number, and what keypads make of the words
  /// (`domain.md` D2).
  private static let withheld = [
    "anonymous", "Restricted", "unavailable", "+266696687", "+7378742833", "",
  ]
  /// What a masking relay shows for everybody (`formats.md` 0.4).
  private static let mask = "+190011112222"

  /// What a caller shows.
  func shownOnPhone(_ group: inout GroupSimulation, at: Int) -> ShownIdentity {
    let person = group.result.group.people[person]
    let rates = group.world.rates
    var shown = ShownIdentity()
    let lines = person.phones.filter { $0.from <= at && at < $0.until }
    if group.dice.chance(person.withheld) || lines.isEmpty {
      shown.phone = group.dice.choose(Self.withheld)
    } else if group.dice.chance(rates.masked) {
      shown.phone = Self.mask
    } else {
      shown.phone = lines[lines.count > 1 && group.dice.chance(300) ? 1 : 0].number
    }
    shown.isAuthenticated = isAuthenticated(&group, permille: 660)
    shown.reason = statedReason(&group)
    return shown
  }

  /// What somebody who chats shows.
  func shownInChat(_ group: inout GroupSimulation) -> ShownIdentity {
    var shown = ShownIdentity()
    shown.isAuthenticated = isAuthenticated(&group, permille: 520)
    let emails = group.result.group.people[person].emails
    if group.dice.chance(600) { shown.email = emails.first }
    shown.reason = statedReason(&group)
    return shown
  }

  /// What somebody who writes shows.
  func shownInWriting(_ group: inout GroupSimulation, via: Ticket.Via) -> ShownIdentity {
    let person = group.result.group.people[person]
    var shown = ShownIdentity()
    shown.ticketUser = person.ticketUser
    if let mailbox = person.sharedMailbox, via == .email, group.dice.chance(500) {
      shown.ticketUser = mailbox.ticketUser
      shown.email = mailbox.address
    } else if via == .email {
      let second = person.emails.count > 1 && group.dice.chance(250)
      shown.email = second ? person.emails[1] : person.emails.first
    }
    shown.reason = statedReason(&group)
    return shown
  }

  private func isAuthenticated(_ group: inout GroupSimulation, permille: Int) -> Bool {
    guard group.result.group.people[person].crmID != nil else { return false }
    return group.dice.chance(permille) && !group.dice.chance(group.world.rates.unidentified)
  }

  /// The reason somebody writes down; nil if nobody does.
  func statedReason(_ group: inout GroupSimulation) -> String? {
    if group.dice.chance(group.world.rates.withoutReason) { return nil }
    if group.dice.chance(group.world.rates.wrongReason) {
      return group.dice.choose(Reason.all).text
    }
    return Reason.all[reason].text
  }
}
