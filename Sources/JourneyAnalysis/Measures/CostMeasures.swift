import JourneyModel

/// What it costs and what it brings.
enum CostMeasures {
  static let all = [
    costPerContact, costPerResolution, costToServe, costPerConversion, conversion, orderValue,
  ]

  static let costPerContact = Measure(
    ComponentDescription(
      id: "cost-per-contact", title: "Cost per contact",
      summary: "What a contact of a customer costs in agents' time and per contact.",
      formula: """
        Mean cost of contacts of customers whose cost is known: agents' talk, hold and \
        after-contact work × the rate of the queue, else of the team, else of the channel ÷ \
        contacts handled at once, and the price per contact. Filed at their start.
        """, requires: ["costs in the configuration", "talk_ms"],
      source: "domain.md C7 (cost per contact)", unit: .money, isHighGood: false, group: .money),
    contact: { contact in
      guard contact.isCustomerContact, let cost = contact.row.costMinor else { return .none }
      return .number(cost)
    })

  static let costPerResolution = perJourney(
    ComponentDescription(
      id: "cost-per-resolution", title: "Cost per resolution",
      summary: "What all closed journeys cost for each that was resolved.",
      formula: """
        Sum of cost of the journeys that are not open and whose cost is known ÷ those of them that \
        are resolved; filed at their start.
        """, requires: ["costs in the configuration", "cost", "status"],
      source: "domain.md C7 (cost per resolution)", unit: .money, isHighGood: false,
      group: .money, isHeadline: true)
  ) { journey in
    guard let cost = journey.row.costMinor else { return .none }
    guard journey.row.status != .open else { return journey.notYet }
    var count = Count.number(cost, of: journey.row.status == .resolved ? 1 : 0)
    if journey.row.isProvisional { count.finalAfter = Count.never }
    return count
  }

  static let costPerConversion = perJourney(
    ComponentDescription(
      id: "cost-per-conversion", title: "Cost per conversion",
      summary: "What all journeys cost for each in which the customer bought.",
      formula: """
        Sum of cost of the journeys whose cost is known ÷ those of them that are converted; filed \
        at their start. Provisional while a journey may go on.
        """, requires: ["costs in the configuration", "cost", "converted"],
      activities: [.ordered, .paid, .converted], source: "domain.md C7 (cost per conversion)",
      unit: .money, isHighGood: false, group: .money)
  ) { journey in
    guard let cost = journey.row.costMinor, let isConverted = journey.row.isConverted else {
      return .none
    }
    var count = Count.number(cost, of: isConverted ? 1 : 0)
    if journey.row.isProvisional { count.finalAfter = Count.never }
    return count
  }

  static let costToServe = Measure(
    ComponentDescription(
      id: "cost-to-serve", title: "Cost to serve",
      summary: "What all journeys of a known customer cost.",
      formula: """
        Mean over customers with an identifier of the sum of cost of all their journeys, if each \
        is known; filed at the customer's first contact, so that a range of days has the customers \
        who were first seen in it. Always provisional.
        """, requires: ["costs in the configuration", "cost"],
      source: "domain.md C7 (cost to serve)", unit: .money, isHighGood: false, group: .money),
    customer: { customer, counted in
      guard !customer.isAnonymous, customer.count > 0 else { return }
      var sum: Int64? = 0
      customer.forEachJourney { journey in
        sum = sum.flatMap { sum in journey.row.costMinor.map { sum + $0 } }
      }
      guard let sum else { return }
      var count = Count.number(sum)
      count.finalAfter = Count.never
      counted(count, CountedPlace(customer[0].row))
    })

  static let conversion = perJourney(
    ComponentDescription(
      id: "conversion-rate", title: "Conversion rate",
      summary: "The share of journeys in which the customer bought.",
      formula: """
        Journeys with an order, a payment or a conversion that was not cancelled after it ÷ \
        journeys; filed at their start. Nothing if no source states orders.
        """, requires: ["converted"], activities: [.ordered, .paid, .converted],
      source: "domain.md C7, C8 (conversion)", unit: .ratio, isHighGood: true, group: .money)
  ) { journey in
    guard let isConverted = journey.row.isConverted else { return .none }
    var count = Count.share(isConverted)
    if journey.row.isProvisional, !isConverted { count.finalAfter = Count.never }
    return count
  }

  static let orderValue = perJourney(
    ComponentDescription(
      id: "revenue-per-conversion", title: "Revenue per conversion",
      summary: "What customers bought for in the journeys in which they bought.",
      formula: """
        Mean revenue of the converted journeys whose revenue is known; filed at their start.
        """, requires: ["revenue"], activities: [.ordered, .paid],
      source: "domain.md C7 (value)", unit: .money, isHighGood: true, group: .money)
  ) { journey in
    guard journey.row.isConverted == true, let revenue = journey.row.revenueMinor else {
      return .none
    }
    return .number(revenue)
  }

  private static func perJourney(
    _ description: ComponentDescription, _ rule: @escaping @Sendable (JourneyView) -> Count
  ) -> Measure {
    Measure(
      description,
      customer: { customer, counted in
        customer.forEachJourney { counted(rule($0), CountedPlace($0.row)) }
      })
  }
}
