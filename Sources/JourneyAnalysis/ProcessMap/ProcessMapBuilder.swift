import JourneyModel

/// Counts which activity directly follows which on a journey.
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
/// 4. Each remaining event counts at its node; each pair of consecutive ones at its edge, with the
///    milliseconds between them (rounded down). An edge from `ProcessMap.start` to the first and
///    one from the last to `ProcessMap.end` bound the journey and have no times. A journey whose
///    events are all left out cannot be: the first of each kind stays.
struct ProcessMapBuilder {
  private var nodes: [String: Int64] = [:]
  private var edges: [ProcessEdge: TakenEdge] = [:]
  private var journeys = 0

  /// A labelled event in journey order.
  private struct Step {
    var label: String
    var at: Instant
    var start: Instant
    var interaction: InteractionID
    var sequence: Int
  }

  /// An edge and the number of the last journey that took it.
  private struct TakenEdge {
    var count = EdgeCount()
    var journey = 0

    mutating func take(after time: Int64?, in journey: Int) {
      count.count += 1
      if self.journey != journey { count.journeys += 1 }
      self.journey = journey
      if let time { count.milliseconds.record(time) }
    }
  }

  /// An empty map.
  init() {}

  /// The map of all journeys added.
  var map: ProcessMap {
    var map = ProcessMap()
    map.nodes = nodes
    map.edges = edges.mapValues(\.count)
    return map
  }

  /// Counts one journey's interactions.
  mutating func add(_ items: [AssembledInteraction]) {
    let steps = items.flatMap(ProcessMapBuilder.steps).sorted { left, right in
      if left.at != right.at { return left.at < right.at }
      if left.start != right.start { return left.start < right.start }
      if left.interaction != right.interaction { return left.interaction < right.interaction }
      return left.sequence < right.sequence
    }
    journeys += 1
    var previous: Step?
    for step in steps {
      nodes[step.label, default: 0] += 1
      let edge = ProcessEdge(from: previous?.label ?? ProcessMap.start, to: step.label)
      take(edge, after: previous.map { step.at.milliseconds(since: $0.at) })
      previous = step
    }
    if let previous {
      take(ProcessEdge(from: previous.label, to: ProcessMap.end), after: nil)
    }
  }

  private mutating func take(_ edge: ProcessEdge, after time: Int64?) {
    let journey = journeys
    edges[edge, default: TakenEdge()].take(after: time, in: journey)
  }

  /// The events of an interaction that change something, labelled.
  private static func steps(of item: AssembledInteraction) -> [Step] {
    let kind = item.interaction.kind.name
    var status: String??
    var assigned: [String?]?
    var steps: [Step] = []
    for (sequence, event) in item.events.enumerated() {
      var name = event.activity.name
      if event.activity == .status {
        if let status, status == event.statement.value { continue }
        status = .some(event.statement.value)
        name = event.statement.value ?? name
      } else if event.activity == .assigned {
        if assigned == [event.queue, event.agent] { continue }
        assigned = [event.queue, event.agent]
      }
      steps.append(
        Step(
          label: "\(kind) \(name)", at: event.at, start: item.interaction.startedAt,
          interaction: item.interaction.id, sequence: sequence))
    }
    return steps
  }
}
