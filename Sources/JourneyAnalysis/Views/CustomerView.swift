package import JourneyModel

/// One customer's rows while they are analysed: what views look into.
///
/// It lies on the stack of `CustomerAnalyzer` and lends rows of its partition, which stay where
/// they are until the customer is done.
package struct CustomerFrame {
  package var id: CustomerID
  /// Whether no identifier tells the customer's contacts from other people's.
  package var isAnonymous: Bool
  /// Who the customer is; none without a persona, and until everything else is known.
  package var persona = Symbol.none
  /// The interactions by start, end and id.
  package var interactions: RowSlice<InteractionRow>
  /// For each interaction what stitching says of it.
  package var steps: RowSlice<StepRow>
  /// The journeys, by their first interaction.
  package var journeys: RowSlice<JourneyRow>
  /// For each journey what friction makes of it; empty until friction is known.
  package var efforts: RowSlice<EffortRow>
  /// The findings by journey id, step, instant and id; empty until friction is known.
  package var findings: RowSlice<FindingRow>
  /// Legs, profiles and surveys.
  package var vertices: RowSlice<VertexRow>
  /// The rows interactions and journeys refer to, of the whole partition.
  package var lists: InteractionLists
  /// The names of channels as words, by the channel's number.
  package let channelWords: [Symbol]
  /// What analysis depends on beside the records.
  package let settings: AnalysisSettings
  /// How working time is counted; nil where every hour counts.
  let clock: BusinessClock?
  /// What is promised to customers; nil where nothing is.
  let promises: Promises?
  /// The customer's contacts and settlements of each reason.
  package var reasons: ReasonIndex
}

/// The rows that interactions and journeys refer to.
package struct InteractionLists {
  /// Events of legs and of joined legs.
  package var events: RowSlice<EventRow>
  /// Transfers of interactions, consults excluded.
  package var handOvers: RowSlice<HandOverRow>
  /// Times tickets were settled.
  package var settlements: RowSlice<SettlementRow>
  /// What vendors count themselves, to compare with ours.
  package var counters: RowSlice<CounterRow>
  /// Interactions of journeys, as positions among their customer's.
  package var members: RowSlice<Int32>
  /// UTF-8 of native ids and paths.
  package var texts: RowSlice<UInt8>
  /// Identifiers of legs, profiles and surveys.
  package var tokens: RowSlice<Token>
}

/// A customer with all interactions and journeys, as measures see them.
package struct CustomerView {
  let frame: UnsafePointer<CustomerFrame>

  /// The customer of a frame that is lent.
  package init(frame: UnsafePointer<CustomerFrame>) { self.frame = frame }

  package var id: CustomerID { frame.pointee.id }
  /// Whether no identifier tells the customer's contacts from other people's.
  package var isAnonymous: Bool { frame.pointee.isAnonymous }
  /// What analysis depends on beside the records.
  package var settings: AnalysisSettings { frame.pointee.settings }
  /// The customer's contacts and settlements of each reason.
  package var reasons: ReasonIndex { frame.pointee.reasons }
  /// Legs, profiles and surveys.
  var vertices: RowSlice<VertexRow> { frame.pointee.vertices }
  /// The identifiers one of them carries.
  func tokens(of vertex: VertexRow) -> RowSlice<Token> { frame.pointee.lists.tokens[vertex.tokens] }

  /// How many interactions; 0 for a customer known only by a profile or survey.
  package var count: Int { frame.pointee.interactions.count }
  /// The interaction of a position.
  package subscript(position: Int) -> Contact { Contact(frame: frame, position: position) }
  /// The interactions by start, end and id.
  package var contacts: LazyMapSequence<Range<Int>, Contact> {
    let frame = frame
    return (0..<count).lazy.map { Contact(frame: frame, position: $0) }
  }
  /// The journeys, by their first interaction.
  package var journeys: LazyMapSequence<Range<Int>, JourneyView> {
    let frame = frame
    return (0..<frame.pointee.journeys.count).lazy.map { JourneyView(frame: frame, number: $0) }
  }
}

/// A journey, as detectors see it.
package struct JourneyView {
  let frame: UnsafePointer<CustomerFrame>
  /// Its position among the customer's journeys.
  package let number: Int

  package var row: JourneyRow { frame.pointee.journeys[number] }
  /// The customer, for what reaches beyond the journey.
  package var customer: CustomerView { CustomerView(frame: frame) }
  /// How many interactions the journey has, at least one.
  package var count: Int { members.count }
  /// The interaction of a step, from 0.
  package subscript(step: Int) -> Contact { Contact(frame: frame, position: Int(members[step])) }
  /// The interactions in order.
  package var contacts: LazyMapSequence<RowSlice<Int32>, Contact> {
    let frame = frame
    return members.lazy.map { Contact(frame: frame, position: Int($0)) }
  }

  private var members: RowSlice<Int32> {
    frame.pointee.lists.members[frame.pointee.journeys[number].members]
  }
}

/// An interaction of a customer, as detectors and measures see it.
package struct Contact {
  let frame: UnsafePointer<CustomerFrame>
  /// Its position among the customer's interactions.
  package let position: Int

  package var row: InteractionRow { frame.pointee.interactions[position] }
  /// Why and where it is in its journey.
  package var step: StepRow { frame.pointee.steps[position] }
  /// The customer, for what reaches beyond the interaction.
  package var customer: CustomerView { CustomerView(frame: frame) }

  /// The events, in order.
  package var events: RowSlice<EventRow> { frame.pointee.lists.events[row.events] }
  /// The hand-overs, in order.
  package var handOvers: RowSlice<HandOverRow> { frame.pointee.lists.handOvers[row.handOvers] }
  /// The times it was settled, in order.
  package var settlements: RowSlice<SettlementRow> {
    frame.pointee.lists.settlements[row.settlements]
  }
  /// The vendor's own counters.
  package var counters: RowSlice<CounterRow> { frame.pointee.lists.counters[row.counters] }

  /// The first `queued` event.
  package var firstQueued: EventRow? { row.queued.map { events[Int($0)] } }
  /// The first `answered` event.
  package var firstAnswered: EventRow? { row.answered.map { events[Int($0)] } }
  /// The last `ended` event.
  package var lastEnded: EventRow? { row.ended.map { events[Int($0)] } }

  /// The name of its channel.
  package var channelWord: Symbol { frame.pointee.channelWords[Int(row.channel.rawValue)] }
  /// Its last queue, or its channel.
  package var place: Symbol { row.queue.or(channelWord) }
  /// The queue first entered, or the last, or the channel.
  package var waitingPlace: Symbol { (firstQueued?.queue ?? .none).or(place) }

  /// Whether the customer made contact by it.
  package var isCustomerContact: Bool {
    row.isCustomerContact(step, among: frame.pointee.interactions)
  }

  /// Milliseconds from the end of this interaction to the start of a later one; 0 if they overlap.
  package func gap(to later: Contact) -> Int64 { row.gap(to: later.row) }
}

extension InteractionRow {
  /// Whether the customer made contact by it: neither outbound nor a visit or task, nor merged into
  /// another, nor a ticket that documents an interaction it is explicitly linked to.
  func isCustomerContact(_ step: StepRow, among rows: RowSlice<InteractionRow>) -> Bool {
    if direction == .outbound || kind == .visit || kind == .task || isMerged { return false }
    guard kind == .ticket, step.basis == .explicit else { return true }
    // What was merged into a ticket is not documented by it: it is the same matter.
    return step.linkedTo.map { rows[Int($0)].isMerged } ?? false
  }
}
