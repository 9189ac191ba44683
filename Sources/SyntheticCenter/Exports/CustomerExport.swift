/// The CRM's list of customers, phones and addresses as people typed them.
struct CustomerExport {
  static let header =
    "customer_id,name,email,phone,segment,account_id,servicenow_caller,notes,updated_at"

  /// Whose row it is.
  let person: Person
  /// The id in the CRM.
  let id: String
  /// The company they belong to.
  let account: String?
  /// When the simulated time begins and ends.
  let clock: CenterClock

  /// Delivers the customer's row, and for some a newer one.
  func deliver(to delivery: inout Delivery) {
    let created = clock.start - delivery.dice.within(1...400) * 86_400 - 43_200
    deliver(segment: person.segment, updated: created, at: clock.start + 7 * 3_600, to: &delivery)
    guard delivery.dice.chance(80) else { return }
    let changed = clock.start + delivery.dice.below(clock.end - clock.start)
    let segment = person.segment == "gold" ? "silver" : "gold"
    deliver(segment: segment, updated: changed, at: Delivery.night(after: changed), to: &delivery)
  }

  private func deliver(
    segment: String, updated: Int, at delivered: Int, to delivery: inout Delivery
  ) {
    var email = person.emails.first
    var phone = person.phones.first?.number
    if person.hasTypo { CustomerExport.mistype(&email, &phone) }
    let respells = delivery.dice.chance(delivery.dirt.respelled)
    let written = phone.map { respells ? respelled($0, &delivery.dice) : $0 }
    let address = email.map {
      respells && delivery.dice.chance(400) ? "\"\(person.name)\" <\($0.uppercased())>" : $0
    }
    let at = clock.text(updated, at: .newYork)
    let notes = respells && delivery.dice.chance(200) ? "called about\n\"the contract\"" : nil
    let text: ExportText = """
      \(id),\(csv: person.name),\(csv: address),\(csv: written),\(segment),\(csv: account),\
      \(person.caller),\(csv: notes),\(at)
      """
    let marks = Delivery.Marks(
      key: id, keyCell: id, instantCell: String(decoding: at.bytes, as: UTF8.self))
    delivery.deliver(text, of: .customers, marks: marks, at: delivered)
  }

  /// One wrong digit, one missing letter.
  private static func mistype(_ email: inout String?, _ phone: inout String?) {
    if var address = email, let at = address.firstIndex(of: "@"), at > address.startIndex {
      address.remove(at: address.index(before: at))
      email = address
    }
    if let last = phone?.popLast() { phone?.append(last == "9" ? "8" : "9") }
  }

  private func respelled(_ phone: String, _ dice: inout Dice) -> String {
    let digits = phone.dropFirst(person.site == .newYork ? 2 : 3)
    let (area, rest) = (digits.prefix(3), digits.dropFirst(3))
    let (middle, last) = (rest.prefix(3), rest.dropFirst(3))
    if person.site == .london {
      return dice.choose([
        "+44 \(area) \(rest)", "0044\(digits)", "+44 (0)\(area) \(middle)-\(last)",
      ])
    }
    return dice.choose([
      "(\(area)) \(middle)-\(last)", "\(area)-\(middle)-\(last)", "1 \(area) \(middle) \(last)",
      "+1.\(area).\(middle).\(last)", "tel:\(phone)",
    ])
  }
}
