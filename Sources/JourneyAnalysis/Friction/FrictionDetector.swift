package import JourneyModel

/// Finds one kind of friction on a journey.
///
/// To add one: write `Detectors/<Name>.swift`, list it in `Detectors.all`, add a folder of cases
/// under `Fixtures/detectors/`. The messages it gives stand as typed functions at the foot of its
/// file.
package protocol FrictionDetector: Sendable {
  /// How the detector describes itself.
  var description: ComponentDescription { get }
  /// What its findings have in common with those of other detectors.
  var family: FrictionFamily { get }
  /// Detectors whose findings about the same return this one counts instead.
  var suppresses: [String] { get }
  /// What it finds on a journey, in any order.
  func detect(in context: JourneyContext) -> [Detection]
}

extension FrictionDetector {
  /// Most detectors suppress nothing.
  package var suppresses: [String] { [] }
}

/// Families of friction, those first that are given a shared millisecond (`domain.md` F2).
package enum FrictionFamily: UInt8, CaseIterable, Sendable {
  case repetition, transfer, channelSwitch, wait, deadEnd, digital
}

/// A journey as a detector sees it.
package struct JourneyContext: Sendable {
  /// The customer with all interactions, for what reaches beyond the journey.
  package let customer: CustomerContext
  /// The journey's row without friction and effort.
  package let journey: Journey
  /// Positions of its interactions among the customer's, in order.
  package let members: [Int]

  /// The interaction at a position.
  package func interaction(_ place: Int) -> AssembledInteraction { customer.interactions[place] }
}

/// One hit of a detector, before suppression and attribution of time.
package struct Detection: Equatable, Sendable {
  /// The position of the interaction it is in.
  package var place: Int
  /// When it happened.
  package var at: Instant
  /// 0 information, 1 nuisance, 2 costs ≥ 10 minutes or a contact, 3 unresolved or broken promise.
  package var severity: Int32 = 1
  /// Effort points.
  package var points: Int32 = 0
  /// The parts of the interaction's time it claims.
  var claim = TimeParts()
  /// Milliseconds it delayed the customer.
  package var elapsedMilliseconds: Int64 = 0
  /// Contacts that would not have been needed.
  package var avoidable: Int32 = 0
  /// How sure it is, permille.
  package var confidencePermille: Int32 = 1000
  /// One sentence without any customer value.
  package var message = ""
  /// What proves it.
  package var evidence: [Evidence] = []
  /// The queue or channel it happened at.
  package var location: String?
  /// The settlement of an earlier interaction after which the customer came again.
  var prior: ReasonIndex.Settlement?

  /// A hit in an interaction at a moment.
  package init(place: Int, at: Instant) {
    self.place = place
    self.at = at
  }
}
