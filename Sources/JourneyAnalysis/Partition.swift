package import JourneyModel

/// The customers of one range of ids, with everything that is concluded of them: rows in lists.
///
/// ```
/// vertices ─▶ interactions, steps, journeys, efforts, findings, customers
/// ```
///
/// Each stage appends rows of its own and writes into no other's. Customers come one after another,
/// so what belongs to one lies together in every list.
package struct Partition: ~Copyable {
  /// What was shuffled here; joined legs' events and links are appended to their lists.
  package var vertices = VertexLists()
  /// The customers, by id.
  package var customers = RowList<CustomerRow>()
  /// Where the rows of each customer lie; of the same number as its row.
  package var places = RowList<CustomerPlaces>()
  /// The interactions of each customer by start, end and id.
  package var interactions = RowList<InteractionRow>()
  /// For each interaction what stitching says of it.
  package var steps = RowList<StepRow>()
  /// The journeys of each customer, by their first interaction.
  package var journeys = RowList<JourneyRow>()
  /// For each journey what friction makes of it.
  package var efforts = RowList<EffortRow>()
  /// The findings of each customer by journey id, step, instant and id.
  package var findings = RowList<FindingRow>()
  /// The hand-overs of interactions.
  package var handOvers = RowList<HandOverRow>()
  /// The settlements of interactions.
  package var settlements = RowList<SettlementRow>()
  /// The names of interactions' legs.
  package var names = RowList<InteractionReference>()
  /// The interactions of journeys, as positions among their customer's.
  package var members = RowList<Int32>()

  package init() {}

  /// Forgets everything and keeps the memory.
  package mutating func removeAll() {
    vertices.removeAll()
    customers.removeAll()
    places.removeAll()
    interactions.removeAll()
    steps.removeAll()
    journeys.removeAll()
    efforts.removeAll()
    findings.removeAll()
    handOvers.removeAll()
    settlements.removeAll()
    names.removeAll()
    members.removeAll()
  }

  /// The rows that interactions and journeys refer to; they stay where they are until one is added.
  package var lists: InteractionLists {
    InteractionLists(
      events: vertices.events.all, handOvers: handOvers.all, settlements: settlements.all,
      counters: vertices.counters.all, members: members.all, texts: vertices.texts.all,
      tokens: vertices.tokens.all)
  }
}

/// Where the rows of one customer lie in a partition.
package struct CustomerPlaces: BitwiseCopyable, Sendable {
  /// The interactions, and of the same numbers the steps.
  package var interactions: RowRange<InteractionRow> = .empty
  /// The journeys, and of the same numbers the efforts.
  package var journeys: RowRange<JourneyRow> = .empty
  /// The findings by journey id, step, instant and id.
  package var findings: RowRange<FindingRow> = .empty
  /// Legs, profiles and surveys, among `Partition.vertices`.
  package var vertices: RowRange<VertexRow> = .empty

  package init() {}
}
