import JourneyModel

/// Files what measures count by day and place.
struct MeasureCells {
  private let contacts: [(measure: any ContactMeasure, table: CellTable)]
  private let others: [(measure: any Measure, table: CellTable)]
  /// The day of as-of, on which nothing is over yet.
  private let today: Int32

  init(today: Int32) {
    self.today = today
    let all = zip(Measures.all, Measures.tables).map { (measure: $0.init(), table: $1) }
    contacts = all.compactMap { item in
      (item.measure as? any ContactMeasure).map { (measure: $0, table: item.table) }
    }
    others = all.filter { !($0.measure is any ContactMeasure) }
  }

  /// Counts a customer; contact by contact, since the measures of one place lie side by side.
  func count(_ customer: CustomerView, _ clock: inout DayClock, in tallies: inout CellTallies) {
    let persona = Coordinate(customer.persona)
    for contact in customer.contacts {
      let place = CountedPlace(contact.row)
      // By number: a loop over the items would copy each measure.
      for index in contacts.indices {
        let count = contacts[index].measure.count(contact)
        if count.isCounted { file(count, place, persona, contacts[index].table, &clock, &tallies) }
      }
    }
    for index in others.indices {
      let table = others[index].table
      others[index].measure.count(customer) { count, place in
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
    if count.isMeasured {
      tallies.add(key, measured: count.value)
    } else {
      // The day and those after it that matter are over when the next one has begun.
      let isProvisional = count.finalAfter >= 0 && day + 1 + count.finalAfter > today
      tallies.add(key, sum: count.value, isProvisional: isProvisional)
    }
  }
}
