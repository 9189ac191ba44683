internal import CivilTime
internal import JourneyAnalysis
internal import JourneyModel
internal import Publishing

/// Makes the published rows of a partition's customers, in the order of the datasets.
struct PartitionRows: ~Copyable {
  private var rows = PublishedRows()
  private var clock: DayClock
  private let words: Words
  private let text: FindingText
  private var writer: FindingWriter
  private var order: [Int] = []
  private var document = RowList<UInt8>()

  init(_ words: Words, _ text: FindingText, zone: ZoneRules) {
    self.words = words
    self.text = text
    writer = FindingWriter(words)
    clock = DayClock(zone: zone)
  }

  /// Appends the rows of the customer analysed last; their texts go to the partition's own.
  mutating func append(lastOf partition: inout Partition) {
    let number = partition.customers.count - 1
    let places = partition.places[number]
    appendCustomer(number, &partition)
    let journeys = partition.journeys[places.journeys]
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: journeys.indices)
    if order.count > 1 { order.sort { journeys[$0].id < journeys[$1].id } }
    for journey in order { appendJourney(journey, number, &partition) }
    for finding in places.findings.numbers { append(finding, number, &partition) }
  }

  /// Hands over all rows appended.
  mutating func seal(_ partition: borrowing Partition) -> SealedRows {
    rows.seal(texts: partition.vertices.texts.all)
  }

  private mutating func appendCustomer(_ number: Int, _ partition: inout Partition) {
    let row = partition.customers[number]
    document.removeAll()
    let identifiers = PublishedTexts.append(row.identifiers, to: &document)
    let attributes = PublishedTexts.append(
      partition.vertices.attributes[row.attributes], values: partition.vertices.texts.all,
      words: words, to: &document)
    rows.append(
      CustomerEntry(
        row, identifiers: partition.vertices.texts.append(contentsOf: document[identifiers]),
        attributes: partition.vertices.texts.append(contentsOf: document[attributes])))
  }

  private mutating func appendJourney(
    _ position: Int, _ number: Int, _ partition: inout Partition
  ) {
    let (customer, places) = (partition.customers[number], partition.places[number])
    let journey = partition.journeys[places.journeys][position]
    let effort = partition.efforts[Int(places.journeys.first) + position]
    rows.append(
      JourneyEntry(journey, effort, customer: customer.id, persona: customer.persona),
      day: clock.day(of: journey.startedAt))
    let interactions = partition.interactions[places.interactions]
    for member in partition.members[journey.members] {
      let interaction = interactions[Int(member)]
      let step = partition.steps[Int(places.interactions.first) + Int(member)]
      rows.append(
        InteractionEntry(
          interaction, step, customer: customer.id, journey: journey.id,
          linkedTo: step.linkedTo.map { interactions[Int($0)].id }, persona: customer.persona),
        day: clock.day(of: interaction.startedAt))
      let parents = EventParents(
        interaction.id, customer: customer.id, journey: journey.id, in: &partition.vertices.texts)
      rows.append(partition.vertices.events[interaction.events], of: interaction, parents) {
        clock.day(of: $0)
      }
    }
  }

  private mutating func append(_ finding: Int, _ number: Int, _ partition: inout Partition) {
    let places = partition.places[number]
    let row = partition.findings[finding]
    let interaction = partition.interactions[Int(places.interactions.first) + Int(row.interaction)]
    let journey = partition.journeys[Int(places.journeys.first) + Int(row.journey)]
    let message = appendSentence(of: row, to: &partition.vertices.texts)
    let evidence = appendEvidence(of: row, to: &partition.vertices.texts)
    rows.append(
      FindingEntry(
        row, in: interaction, of: journey.id, customer: partition.customers[number].id,
        message: message, evidence: evidence), day: clock.day(of: row.at))
  }

  private mutating func appendSentence(
    of finding: FindingRow, to texts: inout RowList<UInt8>
  ) -> RowRange<UInt8> {
    let start = texts.count
    writer.removeAll()
    text.write(finding, to: &writer)
    writer.bytes.withUnsafeBytes { texts.append(bytes: $0) }
    return RowRange(first: start, count: texts.count - start)
  }

  /// Appends a JSON array of what proves a finding.
  private mutating func appendEvidence(
    of finding: FindingRow, to texts: inout RowList<UInt8>
  ) -> RowRange<UInt8> {
    let start = texts.count
    texts.append(UInt8(ascii: "["))
    text.forEachProof(of: finding, through: &writer) { record, field, value, rule in
      if texts.count > start + 1 { texts.append(UInt8(ascii: ",")) }
      PublishedTexts.appendPlain("{\"record_id\":", to: &texts)
      PublishedTexts.appendQuoted(record.hash, to: &texts)
      PublishedTexts.appendPlain(",\"field\":", to: &texts)
      PublishedTexts.appendQuoted(field, to: &texts)
      PublishedTexts.appendPlain(",\"value\":", to: &texts)
      PublishedTexts.appendQuoted(value, to: &texts)
      PublishedTexts.appendPlain(",\"rule\":", to: &texts)
      PublishedTexts.appendQuoted(rule, to: &texts)
      texts.append(UInt8(ascii: "}"))
    }
    texts.append(UInt8(ascii: "]"))
    return RowRange(first: start, count: texts.count - start)
  }
}
