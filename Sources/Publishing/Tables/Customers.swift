import JourneyModel

extension Tables {
  /// One row per resolved customer.
  static let customers = Table<CustomerEntry>(
    "customers", "One row per resolved customer; the id is a keyed hash.",
    keys: TableKeys(primary: ["customer_id"]),
    columns: [
      Column(
        "customer_id", "The customer.", by: "keyed hash of the strongest, smallest identifier"
      ) { $0.row.id },
      Column("persona", "The first persona whose rule holds; null if none does.") {
        $0.row.persona
      },
      Column("first_seen", "Start of the first interaction.") { $0.row.firstSeen },
      Column("last_seen", "Start of the last interaction.") { $0.row.lastSeen },
      Column("interactions", in: "count", "Interactions.") { $0.row.interactions },
      Column("journeys", in: "count", "Journeys.") { $0.row.journeys },
      Column("channels", in: "count", "Distinct channels.") { $0.row.channels },
      Column("preferred_channel", "The most frequent channel of first contact.") {
        $0.row.preferredChannel
      },
      Column("identifiers", "JSON object: distinct identifiers by kind.") { $0.identifiers },
      Column("attributes", "JSON object: attributes allowed for publication.") {
        $0.attributes
      },
      Column(
        "anonymous", "Whether no identifier tells the customer's contacts from other people's."
      ) { $0.row.isAnonymous },
    ])
}
