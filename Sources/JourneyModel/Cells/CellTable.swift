/// What a cell counts: one of the closed list below, or as a name one of the measures, which share
/// the cells of `Kind.measures`.
///
/// Every table says its dimensions here and nowhere else; what `sum` and `count` are is in the
/// comment of its case.
@frozen
package struct CellTable: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// The number, which orders the cells of a day.
  package let number: UInt16

  private static let firstMeasure: UInt16 = 256

  /// A table of the closed list.
  package init(_ kind: Kind) { number = UInt16(kind.rawValue) }

  /// A measure by its place among all measures' ids, sorted as texts.
  package static func measure(_ place: Int) -> CellTable {
    CellTable(number: firstMeasure + UInt16(place))
  }

  private init(number: UInt16) { self.number = number }

  /// The place of the measure among all measures' ids; nil for every other table.
  package var measure: Int? {
    number >= CellTable.firstMeasure ? Int(number - CellTable.firstMeasure) : nil
  }

  /// The table of the closed list; nil for a measure.
  package var kind: Kind? { measure == nil ? Kind(rawValue: UInt8(number)) : nil }

  package static func < (left: CellTable, right: CellTable) -> Bool { left.number < right.number }

  /// What the coordinates of its cells say, in order.
  package var dimensions: [Dimension] {
    (kind ?? .measures).dimensions
  }

  /// How many examples its cells keep: those of the smallest ids.
  package var exampleLimit: Int { kind?.exampleLimit ?? 0 }

  /// The tables that are no measures.
  package enum Kind: UInt8, CaseIterable, Sendable {
    /// Events (sum) of interactions (count), by the interaction's day.
    case interactions
    /// Journeys (count), by the day they began, as is everything about them below.
    case journeys
    /// Customers (count), by the day they were first seen.
    case customers
    /// Scores (count), without a day.
    case feedback
    /// What is missing (count), without a day.
    case gaps
    /// Interactions (count) at a place of the journey map, by the interaction's day.
    case mapVolume
    /// Scores (count, permille in sum) at a place of the journey map.
    case mapScores
    /// Waits (milliseconds) at a place of the journey map.
    case mapWaits
    /// Findings (count) at a place of the journey map.
    case mapFindings
    /// Times (count) and journeys (sum) that one activity directly follows another.
    case processEdges
    /// Milliseconds from first start to last end (sum) of the journeys of a path (count).
    case variantTimes
    /// Findings (sum) in resolved and other journeys (count) of a path.
    case variantOutcomes
    /// The smallest journey id of a path, without a day.
    case variantExamples
    /// Changes of channel (count) inside journeys.
    case switches
    /// Effort points (sum) of findings (count), by the finding's day, as all friction.
    case frictionPoints
    /// Customer time in milliseconds.
    case frictionActive
    /// Delay in milliseconds (sum) of the findings that cost any (count).
    case frictionElapsed
    /// Agent time in milliseconds.
    case frictionAgent
    /// Minor units of the currency (sum) of the findings whose cost is known (count).
    case frictionCost
    /// Avoidable contacts (sum) of the findings that cost any (count).
    case frictionAvoidable
    /// Journeys with such a finding (count), by the day of the first.
    case frictionJourneys
    /// Customers with such a finding (count), by the day of the first.
    case frictionCustomers
    /// The findings of the smallest ids, without a day.
    case frictionExamples
    /// Interactions where a vendor's counter is compared (count) and agrees (sum).
    case checks
    /// The interactions of the smallest ids where it does not, without a day.
    case checkExamples
    /// Customers (count) with so many interactions (sum), without a day, as all that follows.
    case customerSizes
    /// Identifiers of a kind (count) by what they did; of no kind are links. No customer has them.
    case identifiers
    /// Legs and profiles of a source (count) that carry an identifier of a kind, and those of them
    /// (sum) that carry one which other systems may have too; with an unknown kind all of them.
    case carriers
    /// Interactions of a source (count) of customers who were joined to nothing of another system
    /// and carry no identifier of a kind that other systems may have too.
    case unjoined
    /// Journeys of each sample of all (count), with those of the smallest keys as examples.
    case journeyTimelines
    /// The same of the worst and drawn ones of a path; of long paths there are none.
    case variantTimelines
    /// The same of those that a channel began, of a reason, through a queue, or of a persona: one
    /// coordinate is known, the others are not.
    case groupTimelines
    /// The shortest journey with a finding of a kind.
    case frictionTimelines
    /// Contacts of customers (count) by weekday and hour of the reporting zone.
    case hourContacts
    /// Their waits in queues (milliseconds).
    case hourWaits
    /// Queued ones of them (count), and those that were given up (sum).
    case hourAbandons
    /// Contacts of customers (count) of a reason.
    case reasonContacts
    /// Rated journeys of a reason (count, permille in sum).
    case journeyScores
    /// Rated journeys with friction of a kind (count, permille in sum), by the day they began.
    case frictionScores
    /// Handled interactions (count) of an agent, and those passed on (sum).
    case agentContacts
    /// Their handle times (milliseconds).
    case agentTimes
    /// Their satisfaction (count, permille in sum).
    case agentScores
    /// Handled interactions of a channel (count), and those with a score (sum).
    case surveys
    /// Scores of a kind (count), in sum permille, for recommendations those for less those against.
    case surveyScores
    /// Changes of channel that a failed contact forced (count).
    case forcedSwitches
    /// Interactions of a source (count) in which something happens, without a day.
    case sourceActivities
    /// Scores of a kind (count) in journeys of a band of effort, in sum as `surveyScores`.
    case effortScores
    /// Resolved journeys of a band of effort (count), and those after which the customer came with
    /// another matter within 30 days (sum), of customers who can be recognised.
    case effortReturns
    /// All measures at a place on a day: see `MeasureRow`.
    case measures

    /// What the coordinates say, in order.
    package var dimensions: [Dimension] {
      switch self {
      case .interactions: []
      case .journeys: [.status, .multiChannel, .withFindings]
      case .customers: [.anonymous]
      case .feedback: [.attachment]
      case .gaps: [.gap]
      case .mapVolume: [.stage, .channel, .persona, .queue]
      case .mapScores, .mapWaits: [.stage, .channel, .persona]
      case .mapFindings: [.stage, .channel, .persona, .detector]
      case .processEdges: [.kind, .activity, .nextKind, .nextActivity]
      case .variantTimes, .variantExamples: [.pathHigh, .pathLow]
      case .variantOutcomes: [.pathHigh, .pathLow, .status]
      case .switches: [.channel, .nextChannel]
      case .frictionPoints, .frictionActive, .frictionElapsed, .frictionAgent, .frictionCost,
        .frictionAvoidable, .frictionJourneys, .frictionCustomers, .frictionExamples,
        .frictionScores, .frictionTimelines:
        [.detector, .place, .reason]
      case .checks, .checkExamples: [.source, .check]
      case .customerSizes: [.anonymous, .size]
      case .identifiers: [.identifier, .role]
      case .carriers, .unjoined: [.source, .identifier]
      case .hourContacts, .hourWaits, .hourAbandons: [.weekday, .hour]
      case .reasonContacts, .journeyScores: [.reason]
      case .agentContacts, .agentTimes, .agentScores: [.agent, .team]
      case .surveys: [.channel]
      case .surveyScores: [.channel, .score]
      case .forcedSwitches: [.channel, .nextChannel]
      case .sourceActivities: [.source, .activity]
      case .effortScores: [.band, .score]
      case .effortReturns: [.band]
      case .journeyTimelines: [.sample]
      case .variantTimelines: [.pathHigh, .pathLow, .sample]
      case .groupTimelines: [.channel, .reason, .queue, .persona]
      case .measures: [.channel, .reason, .queue, .persona]
      }
    }

    var exampleLimit: Int {
      switch self {
      case .variantExamples, .variantTimelines, .frictionTimelines: 1
      case .groupTimelines: 2
      case .journeyTimelines: 24
      case .frictionExamples: 3
      case .checkExamples: 5
      default: 0
      }
    }
  }
}
