import JourneyModel

/// Counts which activity directly follows which on a journey, and journeys by their path.
///
/// The rule, exact enough to be recomputed from the published `events` and `interactions`:
///
/// 1. A journey's events are ordered by (at, started_at of their interaction, interaction_id,
///    sequence).
/// 2. A label is `<kind> <activity>`, for `status` events with a value `<kind> <value>`; the kind
///    is the interaction's.
/// 3. Observations that change nothing are left out: a `status` event whose value equals that of
///    the interaction's previous `status` event, an `assigned` event whose queue and agent equal
///    those of the interaction's previous `assigned` event (absent equals absent).
/// 4. Each pair of consecutive remaining events counts at its edge, with the milliseconds between
///    them (rounded down). An edge from no label to the first and one from the last to no label
///    bound the journey and have no times, so a label occurs as often as its edges lead to it. A
///    journey whose events are all left out cannot be: the first of each kind stays.
///
/// Everything is filed on the day the journey began, so that days have whole journeys.
struct ProcessCells: ~Copyable {
  private var steps = RowList<Step>()
  private var isSorted = true
  private var mark: UInt32 = 0

  /// An event that changes something, with what orders it in the journey.
  struct Step: BitwiseCopyable {
    var at: Instant
    var start: Instant
    var interaction: InteractionID
    var sequence: Int32
    var label: Label

    func precedes(_ other: Step) -> Bool {
      if at != other.at { return at < other.at }
      if start != other.start { return start < other.start }
      if interaction != other.interaction { return interaction < other.interaction }
      return sequence < other.sequence
    }
  }

  /// A kind of interaction and what happens in it; unknown before and after a journey.
  struct Label: BitwiseCopyable {
    var kind = Coordinate.unknown
    var activity = Coordinate.unknown
  }

  /// Counts a journey that began on a day.
  mutating func count(_ journey: JourneyView, day: Int32, in tallies: inout CellTallies) {
    steps.removeAll()
    isSorted = true
    for contact in journey.contacts { append(contact) }
    if !isSorted { steps.sort { $0.precedes($1) } }
    mark = mark == .max ? 1 : mark + 1
    var last = Label()
    var previous: Instant?
    for step in steps.all {
      let time = previous.map { step.at.milliseconds(since: $0) }
      tallies.add(edge(last, step.label, day), once: mark, value: time)
      last = step.label
      previous = step.at
    }
    if previous != nil { tallies.add(edge(last, Label(), day), once: mark, value: nil) }
    countPath(journey, day, &tallies)
  }

  private func edge(_ from: Label, _ to: Label, _ day: Int32) -> CellKey {
    CellKey(
      .processEdges, day: day, Coordinates(from.kind, from.activity, to.kind, to.activity))
  }

  /// Appends the events of an interaction that change something.
  private mutating func append(_ contact: Contact) {
    let row = contact.row
    let kind = Coordinate(row.kind)
    var status: Symbol?
    var assigned: (queue: Symbol, agent: Symbol)?
    for (sequence, event) in contact.events.enumerated() {
      var label = Label(kind: kind, activity: Coordinate(event.activity))
      if event.activity == .status {
        if status == event.value { continue }
        status = event.value
        if !event.value.isNone { label.activity = Coordinate(besideWords: event.value) }
      } else if event.activity == .assigned {
        if let assigned, assigned == (event.queue, event.agent) { continue }
        assigned = (event.queue, event.agent)
      }
      append(
        Step(
          at: event.at, start: row.startedAt, interaction: row.id,
          sequence: Int32(clamping: sequence), label: label))
    }
  }

  private mutating func append(_ step: Step) {
    if let last = steps.all.last, step.precedes(last) { isSorted = false }
    steps.append(step)
  }

  private func countPath(
    _ journey: JourneyView, _ day: Int32, _ tallies: inout CellTallies
  ) {
    let row = journey.row
    let path = row.variantCoordinates
    tallies.add(
      CellKey(.variantTimes, day: day, path), measured: row.elapsedMilliseconds)
    let outcome = Coordinates(path.a, path.b, Coordinate(row.status))
    tallies.add(
      CellKey(.variantOutcomes, day: day, outcome), sum: Int64(journey.effort.findings))
    tallies.offer(
      CellKey(.variantExamples, day: CellKey.undated, path), row.id.hash
    ) { $0.write(bytes: journey.path.bytes) }
  }
}
