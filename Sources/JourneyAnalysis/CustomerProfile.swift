import JourneyModel

/// What is known of a customer beyond the journeys.
struct CustomerProfile {
  /// Every attribute by name, publishable or not.
  let values: [String: String]
  private let attributes: [ProfileAttribute]
  private let identifiers: [IdentifierCount]

  /// The identifiers of all vertices and the attributes of the profiles.
  ///
  /// The newest profile that states an attribute wins; of equal versions, the greater record.
  init(_ vertices: SortedVertices, publish: [String]) {
    var values: [String: String] = [:]
    for profile in vertices.profiles {
      for attribute in profile.attributes { values[attribute.name] = attribute.value }
    }
    self.values = values
    attributes = values.sorted { $0.key < $1.key }
      .filter { publish.contains($0.key) }
      .map { ProfileAttribute(name: $0.key, value: $0.value) }
    let tokens = Set(
      vertices.legs.flatMap(\.tokens) + vertices.profiles.flatMap(\.tokens)
        + vertices.responses.flatMap(\.tokens))
    identifiers = TokenKind.allCases.compactMap { kind in
      let count = tokens.count { $0.kind == kind }
      return count == 0 ? nil : IdentifierCount(kind: kind, count: Int32(clamping: count))
    }
  }

  /// The customer's row.
  func customer(_ context: CustomerContext) -> Customer {
    let rows = context.interactions.map(\.interaction)
    var customer = Customer(id: context.customer)
    customer.firstSeen = rows.first?.startedAt
    customer.lastSeen = rows.last?.startedAt
    customer.interactions = Int32(clamping: rows.count)
    customer.journeys = Int32(clamping: context.journeys.count)
    customer.channels = Int32(clamping: Set(rows.map(\.channel)).count)
    customer.preferredChannel = preferredChannel(context.journeys)
    customer.identifiers = identifiers
    customer.attributes = attributes
    return customer
  }

  /// The channel most journeys began on; of equals the first of the vocabulary.
  private func preferredChannel(_ journeys: [StitchedJourney]) -> Channel? {
    var counts = Array(repeating: 0, count: Channel.allCases.count)
    for stitched in journeys { counts[Int(stitched.journey.firstChannel.rawValue)] += 1 }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else {
      return nil
    }
    return Channel(rawValue: UInt8(index))
  }
}
