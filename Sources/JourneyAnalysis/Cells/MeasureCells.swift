import JourneyModel

/// Files what measures count by day and place.
struct MeasureCells {
  private let contacts: [ContactRule]
  private let customers: [CustomerRule]
  // A function in a tuple is wrapped anew, in memory of its own, whenever it is taken out.

  /// What a measure counts of contacts, and where.
  private struct ContactRule {
    let rule: @Sendable (Contact) -> Count
    let table: CellTable
  }

  /// What a measure counts of customers, and where.
  private struct CustomerRule {
    let rule: @Sendable (CustomerView, (Count, CountedPlace) -> Void) -> Void
    let table: CellTable
  }

  /// The day of as-of, on which nothing is over yet.
  private let today: Int32

  init(today: Int32, _ parameters: ParameterValues) {
    self.today = today
    var contacts: [ContactRule] = []
    var customers: [CustomerRule] = []
    for (measure, number) in zip(Measures.all, Measures.numbers) {
      switch measure.rule(parameters) {
      case .contact(let rule): contacts.append(ContactRule(rule: rule, table: .measure(number)))
      case .customer(let rule): customers.append(CustomerRule(rule: rule, table: .measure(number)))
      }
    }
    self.contacts = contacts
    self.customers = customers
  }

  /// Counts a customer; contact by contact, since the measures of one place lie side by side.
  func count(_ customer: CustomerView, _ clock: inout DayClock, in tallies: inout CellTallies) {
    let persona = Coordinate(customer.persona)
    for position in 0..<customer.count {
      let contact = customer[position]
      let place = CountedPlace(contact.row)
      for index in contacts.indices {
        let count = contacts[index].rule(contact)
        if count.isCounted { file(count, place, persona, contacts[index].table, &clock, &tallies) }
      }
    }
    for index in customers.indices {
      let table = customers[index].table
      customers[index].rule(customer) { count, place in
        if count.isCounted { file(count, place, persona, table, &clock, &tallies) }
      }
    }
  }

  private func file(
    _ count: Count, _ place: CountedPlace, _ persona: Coordinate, _ table: CellTable,
    _ clock: inout DayClock, _ tallies: inout CellTallies
  ) {
    let day = clock.day(of: count.at ?? place.at)
    let key = CellKey(
      table, day: day,
      Coordinates(
        Coordinate(place.channel), Coordinate(place.reason),
        Coordinate(count.queue.or(place.queue)), persona))
    // The day and those after it that matter are over when the next one has begun.
    let isProvisional = count.finalAfter >= 0 && day + 1 + count.finalAfter > today
    if count.isMeasured {
      tallies.add(key, measured: count.value, isProvisional: isProvisional)
    } else {
      tallies.add(key, sum: count.value, count: count.of, isProvisional: isProvisional)
    }
  }
}
