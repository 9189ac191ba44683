package import JourneyModel

/// A row of `interactions`, dated by its start.
package struct InteractionEntry: PublishedEntry {
  /// The interaction; its ranges mean nothing here, but `nativeID`.
  package var row: InteractionRow
  /// Its place in its journey.
  package var step: StepRow
  package var customer: CustomerID
  /// The journey; nil before stitching.
  package var journey: JourneyID?
  /// The interaction it was joined to.
  package var linkedTo: InteractionID?
  /// The customer's persona; none if no rule holds.
  package var persona: Symbol

  /// An interaction with what others say of it.
  package init(
    _ row: InteractionRow, _ step: StepRow, customer: CustomerID, journey: JourneyID?,
    linkedTo: InteractionID?, persona: Symbol
  ) {
    self.row = row
    self.step = step
    self.customer = customer
    self.journey = journey
    self.linkedTo = linkedTo
    self.persona = persona
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    row.nativeID = move(row.nativeID)
  }
}

/// A row of `events`, dated by its own instant: what is published of an `EventRow`.
package struct EventEntry: PublishedEntry {
  /// The interaction it happened in, its customer and its journey.
  package var parents: EventParents
  /// The smallest id of the statements that state it.
  package var record: RecordID
  package var at: Instant
  /// How long it lasted.
  @Sentinel package var durationMilliseconds: Int64?
  /// The queue or group concerned; none where it is unknown.
  package var queue: Symbol
  /// The agent concerned; none where it is unknown.
  package var agent: Symbol
  /// The observed value: a status, a priority, a transfer's target.
  package var value: Symbol
  /// Its position in the interaction, from 1.
  package var sequence: Int32
  package var activity: Activity
  /// Who did it, where that is said or concluded.
  package var by: Party?
  /// The channel of its interaction.
  package var channel: Channel

  /// An event of an interaction, the `sequence`th of it.
  package init(
    _ row: EventRow, sequence: Int32, of interaction: InteractionRow, _ parents: EventParents
  ) {
    self.parents = parents
    record = row.record
    at = row.at
    queue = row.queue
    agent = row.agent
    value = row.value
    self.sequence = sequence
    activity = row.activity
    by = row.by
    channel = interaction.channel
    durationMilliseconds = row.durationMilliseconds
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    parents.place = move(parents.place)
  }
}

/// The ids that the events of an interaction have in common: 16 bytes each, once for a run of
/// events, among the texts that travel with them.
package struct EventParents: BitwiseCopyable, Sendable {
  fileprivate(set) var place: RowRange<UInt8>

  /// Ids that are kept behind these texts.
  package init(
    _ interaction: InteractionID, customer: CustomerID, journey: JourneyID?,
    in texts: inout RowList<UInt8>
  ) {
    let start = texts.count
    withUnsafeBytes(of: interaction.hash) { texts.append(bytes: $0) }
    withUnsafeBytes(of: customer.hash) { texts.append(bytes: $0) }
    if let journey { withUnsafeBytes(of: journey.hash) { texts.append(bytes: $0) } }
    place = RowRange(first: start, count: texts.count - start)
  }

  /// Where the id of the interaction is kept: the first 16 bytes.
  var interaction: KeptHash { KeptHash(offset: place.first) }
  /// Where the id of the customer is kept: the 16 bytes after it.
  var customer: KeptHash { KeptHash(offset: place.first + 16) }
  /// The journey, if the interaction has one.
  var journey: KeptHash? { place.count > 32 ? KeptHash(offset: place.first + 32) : nil }
}

/// A row of `journeys`, dated by its start.
package struct JourneyEntry: PublishedEntry {
  /// The journey; its ranges mean nothing here, but `path`.
  package var row: JourneyRow
  /// How many interactions it has.
  package var interactions: Int32
  /// What friction makes of it.
  package var effort: EffortRow
  package var customer: CustomerID
  /// The customer's persona; none if no rule holds.
  package var persona: Symbol

  /// A journey with what others say of it.
  package init(_ row: JourneyRow, _ effort: EffortRow, customer: CustomerID, persona: Symbol) {
    self.row = row
    interactions = row.interactions
    self.effort = effort
    self.customer = customer
    self.persona = persona
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    row.path = move(row.path)
  }
}

/// A row of `findings`, dated by its instant: numbers, and the words that were made of them.
package struct FindingEntry: PublishedEntry {
  /// The hash of detector, journey, interaction and instant.
  package var id: FindingID
  package var customer: CustomerID
  /// The journey it is in.
  package var journey: JourneyID
  /// The interaction it is in.
  package var interaction: InteractionID
  package var at: Instant
  /// Where it happened: a queue, or the name of a channel.
  package var place: Symbol
  /// Customer time it cost.
  package var customerActiveMilliseconds: Int64
  /// Time it delayed the customer.
  package var customerElapsedMilliseconds: Int64
  /// Agent time it cost.
  package var agentMilliseconds: Int64
  /// What it cost in minor units of the currency; nil where that is not known.
  @Sentinel package var costMinor: Int64?
  /// That interaction's native id.
  package var nativeID: RowRange<UInt8>
  /// One sentence without any customer value.
  package var message: RowRange<UInt8>
  /// JSON array of what proves it.
  package var evidence: RowRange<UInt8>
  /// Effort points of this finding alone; 0 if it only informs.
  package var points: Int32
  /// Contacts that would not have been needed.
  package var avoidable: Int32
  /// How sure it is, permille.
  package var confidencePermille: Int32
  /// That interaction's source, by position in the sources.
  package var source: UInt16
  /// How bad it is.
  package var severity: UInt8
  /// The detector, by position.
  package var detector: UInt8
  /// The detector that counts this instead, by position; `.max` if none does.
  package var suppressedBy: UInt8

  /// A finding in an interaction of a journey; its message and evidence are made by the caller.
  package init(
    _ row: FindingRow, in interaction: InteractionRow, of journey: JourneyID,
    customer: CustomerID, message: RowRange<UInt8>, evidence: RowRange<UInt8>
  ) {
    id = row.id
    self.customer = customer
    self.journey = journey
    self.interaction = interaction.id
    at = row.at
    place = row.place
    customerActiveMilliseconds = row.customerActiveMilliseconds
    customerElapsedMilliseconds = row.customerElapsedMilliseconds
    agentMilliseconds = row.agentMilliseconds
    costMinor = row.costMinor
    nativeID = interaction.nativeID
    self.message = message
    self.evidence = evidence
    points = row.points
    avoidable = row.avoidable
    confidencePermille = Int32(row.confidencePermille)
    source = interaction.source
    severity = row.severity
    detector = row.detector
    suppressedBy = row.suppressedBy
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    nativeID = move(nativeID)
    message = move(message)
    evidence = move(evidence)
  }
}

/// A row of `customers`.
package struct CustomerEntry: PublishedEntry {
  /// The customer; its range of attributes means nothing here.
  package var row: CustomerRow
  /// JSON object: distinct identifiers by kind.
  package var identifiers: RowRange<UInt8>
  /// JSON object: attributes allowed for publication.
  package var attributes: RowRange<UInt8>

  /// A customer whose texts were made by `PublishedTexts`.
  package init(
    _ row: CustomerRow, identifiers: RowRange<UInt8>, attributes: RowRange<UInt8>
  ) {
    self.row = row
    self.identifiers = identifiers
    self.attributes = attributes
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    identifiers = move(identifiers)
    attributes = move(attributes)
  }
}

/// A row of `measures`: a daily cell.
package struct MeasureEntry: PublishedEntry {
  /// What is counted, or the sum of what is measured.
  package var numerator: Int64
  /// How many were looked at: the whole of a share, the divisor of a mean.
  package var denominator: Int64
  /// `bucket:count` pairs joined by spaces; nil for measures without a histogram.
  package var histogram: RowRange<UInt8>?
  /// JSON array of the smallest customer ids.
  package var customers: RowRange<UInt8>
  /// The day in the reporting zone.
  package var day: Int32
  /// The reason; none where it is unknown.
  package var reason: Symbol
  /// The queue; none where it is unknown.
  package var queue: Symbol
  /// The customers' persona; none if no rule holds.
  package var persona: Symbol
  /// The measure, by its place among all measures' ids in the order of their texts.
  package var measure: UInt16
  /// The channel; nil where it is unknown.
  package var channel: Channel?
  /// Whether the cell can still change by time alone.
  package var isProvisional: Bool

  /// What a measure counts on a day, in no place yet.
  package init(
    measure: UInt16, day: Int32, numerator: Int64, denominator: Int64,
    histogram: RowRange<UInt8>?, customers: RowRange<UInt8>
  ) {
    self.measure = measure
    self.day = day
    self.numerator = numerator
    self.denominator = denominator
    self.histogram = histogram
    self.customers = customers
    reason = .none
    queue = .none
    persona = .none
    channel = nil
    isProvisional = false
  }

  /// The row of a measure's cell, whose histogram is appended to the texts.
  init(_ cell: MeasureCell, customers: RowRange<UInt8>, texts: inout RowList<UInt8>) {
    var histogram: RowRange<UInt8>?
    if !cell.buckets.isEmpty {
      let start = texts.count
      cell.buckets.writeHistogram(into: &texts)
      histogram = RowRange(first: start, count: texts.count - start)
    }
    self.init(
      measure: UInt16(cell.measure), day: cell.key.day, numerator: cell.row.sum,
      denominator: cell.row.count, histogram: histogram,
      customers: customers)
    let channel = cell.key[.channel].number
    self.channel = channel == 0 ? nil : Channel(rawValue: UInt8(channel - 1))
    reason = Symbol(cell.key[.reason].number)
    queue = Symbol(cell.key[.queue].number)
    persona = Symbol(cell.key[.persona].number)
    isProvisional = cell.row.isProvisional
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    histogram = histogram.map(move)
    customers = move(customers)
  }
}

/// A row of `rejects`.
package struct RejectEntry: PublishedEntry {
  /// The hash of the rejected bytes.
  package var record: RecordID
  /// The cells between which it stands.
  package var system, source, code: RowRange<UInt8>
  /// The column or path concerned.
  package var column: RowRange<UInt8>?
  /// What happened, what to do about it, and the first bytes, masked.
  package var message, hint, excerpt: RowRange<UInt8>

  /// A rejected record, whose texts are appended to the others.
  package init(_ reject: RejectedRecord, texts: inout RowList<UInt8>) {
    record = reject.record
    system = PublishedTexts.append(reject.system, to: &texts)
    source = PublishedTexts.append(reject.source, to: &texts)
    code = PublishedTexts.append(reject.code.code, to: &texts)
    column = nil
    if let text = reject.column { column = PublishedTexts.append(text, to: &texts) }
    message = PublishedTexts.append(reject.message, to: &texts)
    hint = PublishedTexts.append(reject.code.advice, to: &texts)
    excerpt = PublishedTexts.append(reject.excerptRedacted, to: &texts)
  }

  package mutating func moveTexts(_ move: (RowRange<UInt8>) -> RowRange<UInt8>) {
    system = move(system)
    source = move(source)
    code = move(code)
    column = column.map(move)
    message = move(message)
    hint = move(hint)
    excerpt = move(excerpt)
  }
}

/// A row of the release's lineage: where a statement or a rejection was read.
package struct LineageEntry: PublishedEntry {
  /// The id of the statement or of the rejection.
  package var record: RecordID
  /// The first byte of its record in the input.
  package var byteOffset: Int64
  /// The bytes of its record.
  package var byteLength: Int64
  /// The input, by number.
  package var input: UInt32

  /// A statement and its origin.
  package init(record: RecordID, origin: RecordOrigin) {
    self.record = record
    byteOffset = Int64(origin.byteOffset)
    byteLength = Int64(origin.byteLength)
    input = origin.input
  }
}

extension LineageEntry: SortableRow {
  package var sortKey: UInt64 { record.hash.high }

  /// Orders by statement, then by place.
  package static func < (left: LineageEntry, right: LineageEntry) -> Bool {
    if left.record != right.record { return left.record < right.record }
    if left.input != right.input { return left.input < right.input }
    return left.byteOffset < right.byteOffset
  }
}
