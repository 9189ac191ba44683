internal import JourneyModel
internal import RecordFormats

/// Runs a field plan over one record after the other.
///
/// Everything a record needs lies in memory that is reused: slots, scratch arena, encoder.
/// Values point into the window, the constants or the arena and hold until the next record.
///
/// Methods change it, or are static: one that only borrowed it would be lent a copy of it all.
struct RecordNormalizer: ~Copyable {
  let plan: FieldPlan
  /// What of the plan is walked for every record.
  var memory: PlanMemory
  /// The wanted paths of JSON records.
  let trie: TrieMemory
  /// The texts of the plan, in memory that does not move.
  let constants: ConstantTexts
  /// Places for the values of the current record.
  let slots: UnsafeMutableBufferPointer<Slot>
  /// The values of the current row that `each` iterates, those of a scope together.
  var elements: [Slot] = []
  /// Where the values of a scope lie among them, by scope.
  var elementRanges: [Range<Int>] = []
  /// Texts that mean null.
  let nulls: NullMarkers
  /// The encoding of rows.
  var encoding = TextEncoding.utf8 { didSet { isTranscoded = encoding != .utf8 } }
  /// Whether rows are in another encoding than UTF-8.
  private(set) var isTranscoded = false
  /// The quote of rows.
  var quote = UInt8(ascii: "\"")
  /// Texts made for the current record.
  var arena = ScratchArena()
  /// A text under construction.
  var buffer: [UInt8] = []
  /// Reads time stamps and counts local times that a clock showed twice or never.
  var times: TimeReader
  /// Makes tokens of identifiers under the input's key and region.
  var mint: TokenMint
  /// The record under construction.
  var encoder = RecordEncoder()
  /// The first thing wrong with the current record.
  var failure: Failure?
  /// The tape of the current JSON record and its first byte.
  var tape: JSONTape?
  var recordBytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Whether the current record is read a second time, so that nothing of it is counted twice.
  var isReadAgain = false
  /// How many keys had no line, by look-up.
  var missingLines: [Int64]
  /// Whether a record had the value of each slot.
  let seen: UnsafeMutableBufferPointer<Bool>
  /// What else did not fit.
  var notes = ReadingNotes()
  /// How numbers are written.
  let decimal: DecimalMark
  /// The JSON text inside the current record that was read last.
  var inner = InnerJSON()
  /// What the current record states so far.
  var statesSomething = false
  var interactionReference: InteractionReference?
  var statementCount = 0
  /// The values for which events with `once-per` were stated.
  var statedOnce: Set<StableHash128> = []
  /// The interaction's header, until the whole record was looked at.
  var header: RecordEncoder.Header?
  /// Reasons, signals and shingles.
  var finder: ReasonFinder
  /// The ids its texts quote.
  var quotes = QuotedIDFinder()
  /// Whether texts are kept.
  let keepsText: Bool
  private let keyPrefix: StableHasher

  /// Why a record cannot be accepted.
  struct Failure {
    /// The kind of problem.
    var code: DiagnosticCode
    /// The program that met it; `FieldPlan.none` if it is about the whole record.
    var program: Int32
    /// The languages whose names of months would make a time stamp readable.
    var languages: [String] = []
    /// The refusal that applied, by number.
    var refusal: Int?
  }

  /// What became of a record.
  enum Outcome: Equatable {
    /// `encoder` holds it until the next record.
    case accepted
    /// The skip of that number applies.
    case skipped(Int)
    /// `failure` says why, and which program met it.
    case rejected
  }

  /// A normalizer of an input's records.
  init(plan: FieldPlan, adapter: Adapter, settings: InputSettings, key: IdentifierKey) {
    self.plan = plan
    memory = PlanMemory(of: plan)
    trie = TrieMemory(of: plan)
    constants = ConstantTexts(of: plan)
    slots = .allocate(capacity: max(plan.slots.count, 1))
    slots.initialize(repeating: Slot())
    seen = .allocate(capacity: max(plan.slots.count, 1))
    seen.initialize(repeating: false)
    nulls = NullMarkers(adapter.definition.reads.nulls)
    times = TimeReader(
      adapter.definition.times, others: plan.timeFormats, settings: settings)
    missingLines = Array(repeating: 0, count: plan.lookups.count)
    finder = ReasonFinder(rules: settings.textRules, salt: key.textSalt)
    keepsText = settings.keepsText
    decimal = settings.decimal ?? adapter.definition.reads.decimal
    mint = TokenMint(
      key: key, region: settings.region, ownNumbers: settings.ownNumbers, forms: plan.tokenForms)
    keyPrefix = Naming.recordKeyPrefix(
      system: adapter.system, instance: settings.instance, entity: adapter.entity)
  }

  deinit {
    slots.deallocate()
    seen.deallocate()
  }

  /// Forgets the previous record.
  mutating func begin() {
    arena.reset()
    times.begin()
    restart()
    tape = nil
    inner.forget()
  }

  /// Forgets what was made of the record, but not its values.
  private mutating func restart() {
    memory.renew(0)
    failure = nil
    statesSomething = false
    interactionReference = nil
    header = nil
    statementCount = 0
    statedOnce.removeAll(keepingCapacity: true)
    finder.begin()
    quotes.begin()
  }

  /// Normalizes the record whose root slots are filled.
  mutating func normalize(origin: RecordOrigin) -> Outcome {
    isReadAgain = false
    let outcome = read()
    guard outcome == .accepted else { return outcome }
    if times.isContradicted {
      // Once is enough: the other readings are not repeated ones.
      isReadAgain = true
      restart()
      guard read() == .accepted else { return .rejected }
    }
    _ = encoder.finish(origin: origin)
    return .accepted
  }

  private mutating func read() -> Outcome {
    for (number, skip) in plan.skips.enumerated() where evaluate(skip.when).holds {
      return .skipped(number)
    }
    for (number, refusal) in plan.refusals.enumerated() where evaluate(refusal.when).holds {
      failure = failure ?? Failure(code: .i217, program: FieldPlan.none, refusal: number)
      return .rejected
    }
    guard let key = recordKey() else { return .rejected }
    let version = evaluate(plan.version)
    let order = evaluate(plan.order)
    encoder.begin(
      key: key, version: version.exists ? version.number : nil,
      order: order.exists ? order.number : 0)
    if evaluate(plan.deleted).holds { encoder.markDeleted() }
    for clear in plan.clears where isEmptied(clear.value) { encoder.clear(clear.field) }
    stateInteraction()
    stateProfile()
    stateElement(of: 0)
    stateReason()
    stateQuotes()
    if failure == nil, !statesSomething {
      if let skip = plan.emptySkip { return .skipped(skip) }
      failure = Failure(code: .i214, program: whatIsMissing)
    }
    return failure == nil ? .accepted : .rejected
  }

  /// Whether a value is in the record and empty: one that is not in the record is silence.
  private mutating func isEmptied(_ program: Int32) -> Bool {
    let slot = slots[Int(plan.instructions[Int(program)].first)]
    return slot.token >= 0 && !evaluate(program).exists
  }

  private mutating func recordKey() -> StableHash128? {
    var hasher = keyPrefix
    for part in plan.key {
      let value = evaluate(part)
      // In a key of several parts each tells records apart, whatever it means.
      guard let text = value.text, plan.key.count > 1 || !WrittenIdentifier.isNothing(text) else {
        fail(value.kind == .lost ? .i216 : .i209, part)
        return nil
      }
      hasher.combine(bytes: text)
    }
    return hasher.finalize()
  }

  /// Notes the first problem of the record.
  mutating func fail(_ code: DiagnosticCode, _ program: Int32) {
    if failure == nil { failure = Failure(code: code, program: program) }
  }

  /// The operand of a `first` that decided: the first one made of something the record has.
  private mutating func firstFilled(_ instruction: Instruction) -> Int32 {
    for index in instruction.first..<(instruction.first + instruction.second) {
      var source = plan.operands[Int(index)]
      while plan.instructions[Int(source)].operation.isReading {
        source = plan.instructions[Int(source)].first
      }
      if evaluate(source).exists { return plan.operands[Int(index)] }
    }
    return plan.operands[Int(instruction.first)]
  }

  /// The path or column a failure is about; nil if it is about the whole record.
  mutating func column(of failure: Failure) -> String? {
    let plan = plan
    return plan.column(of: failure.program) { firstFilled($0) }
  }
}

extension Operation {
  /// Whether it reads the text of its operand as something else, so that nothing may come of it.
  fileprivate var isReading: Bool {
    switch self {
    case .readInstant, .readNumber, .readInteger, .readVersion, .readTime, .whole, .seconds,
      .milliseconds, .minutes, .hours, .clock, .since1970, .id:
      true
    default: false
    }
  }
}
