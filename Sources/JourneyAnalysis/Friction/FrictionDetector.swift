package import JourneyModel

/// Finds one kind of friction on a journey.
///
/// To add one: write `Detectors/<Name>.swift`, list it in `Detectors.all`, add a folder of cases
/// under `Fixtures/detectors/`. A detector says its rule in numbers; the words of its findings are
/// made when they are published, by the functions at the foot of its file.
package protocol FrictionDetector: Sendable {
  /// How the detector describes itself.
  static var description: ComponentDescription { get }
  /// What its findings have in common with those of other detectors.
  static var family: FrictionFamily { get }
  /// Detectors whose findings about the same return this one counts instead.
  static var suppresses: [String] { get }
  /// What its proofs ask, by `ProofRow.rule`; `{limit}` stands for the finding's limit.
  static var rules: [String] { get }

  /// The detector with its parameters bound.
  init(_ parameters: ParameterValues)
  /// Gives what it finds on a journey, in any order.
  func inspect(_ journey: JourneyView, _ found: (Hit) -> Void)
  /// Writes the sentence of one of its findings, without any customer value.
  func write(_ finding: FindingRow, to text: inout FindingWriter)
}

extension FrictionDetector {
  /// Most detectors suppress nothing.
  package static var suppresses: [String] { [] }
}

/// Families of friction, those first that are given a shared millisecond.
package enum FrictionFamily: UInt8, CaseIterable, Sendable {
  case repetition, transfer, channelSwitch, wait, deadEnd, digital
}

/// One hit of a detector, before suppression and attribution of time.
package struct Hit: BitwiseCopyable {
  /// What becomes the finding; id, journey and detector are the analysis' to set.
  package var finding: FindingRow
  /// The parts of the interaction's time it claims.
  var claim = TimeParts()
  /// The time it delays the customer by.
  var delay: Delay?
  /// The settlement of an earlier interaction after which the customer came again.
  var prior: ReasonIndex.Settlement?

  /// A hit in an interaction at a moment.
  package init(_ contact: Contact, at instant: Instant) {
    finding = FindingRow(
      id: FindingID(.zero), detector: 0, interaction: Int32(clamping: contact.position),
      journey: 0, at: instant)
  }

  /// Adds an event as a proof.
  mutating func prove(_ event: EventRow, rule: UInt8) {
    var proof = ProofRow(event.record, .event, rule: rule)
    proof.activity = event.activity
    proof.number = event.at.microseconds
    finding.proofs.append(proof)
  }

  /// Adds a number or an instant of a record as a proof.
  mutating func prove(_ field: ProofField, _ number: Int64, of record: RecordID, rule: UInt8) {
    var proof = ProofRow(record, field, rule: rule)
    proof.number = number
    finding.proofs.append(proof)
  }

  /// Adds a text of a record as a proof.
  mutating func prove(_ field: ProofField, _ text: Symbol, of record: RecordID, rule: UInt8) {
    var proof = ProofRow(record, field, rule: rule)
    proof.text = text
    finding.proofs.append(proof)
  }
}

/// A parameter of every channel that has one.
struct PerChannel {
  private var values: [Int64?]

  /// The parameters of a component that are named after channels.
  init(_ parameters: ParameterValues, of component: ComponentDescription) {
    values = Channel.allCases.map { parameters[component.id, $0.name] }
  }

  /// The value for what was written to: a ticket has that of the channel the matter came from.
  func ofWriting(_ row: InteractionRow) -> Int64? {
    switch row.origin {
    case .social, .email, .web, .message: self[row.origin ?? row.channel] ?? self[row.channel]
    case .voice, .ivr, .chat, .bot, .ticket, .task, .other, nil: self[row.channel]
    }
  }

  /// The value of a channel; nil where the component has none for it.
  subscript(channel: Channel) -> Int64? { values[Int(channel.rawValue)] }
}
