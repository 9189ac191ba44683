internal import JourneyModel

/// An adapter bound to an input's parameters: what to take from a record and what to make of it.
///
/// ```
/// record ─ trie (JSON) or columns (CSV) ─▶ slots ─ instructions ─▶ statements ─▶ encoder
/// ```
///
/// - **Slots** are numbered places for values: a byte range of the record, an array's place on the
///   tape, or nothing. Each belongs to a scope.
/// - **Scopes** are the record (number 0) and the arrays of `each`, parents before children. The
///   trie of a scope is walked once per element; its slots then hold that element's values while
///   its statements are made and its child scopes are walked.
/// - **Instructions** are the nodes of all expressions in one flat array; a number is a program.
///   `none` (-1) is an absent program.
///
/// Everything is a value in a flat array: a record is normalized without allocating, and plans of
/// the same adapter are equal. What is added here needs a case in `PlanCompiler` and one in
/// `RecordNormalizer`.
struct FieldPlan: Sendable {
  /// The absent program, slot or text.
  static let none: Int32 = -1

  /// The nodes of all expressions.
  var instructions: [Instruction] = []
  /// Lists of instruction numbers that instructions refer to.
  var operands: [Int32] = []
  /// Constants: texts and their vocabulary codes.
  var texts: [PlannedText] = []
  /// The UTF-8 of all texts.
  var textBytes: [UInt8] = []
  /// Number constants in thousandths, each once.
  var numbers: [Int64] = []
  /// The tables of `map`.
  var tables: [PlannedTable] = []
  /// The lines of all tables.
  var tableEntries: [PlannedTableEntry] = []
  /// What values without a line in a map are counted under.
  var notes: [ReadingNotes.Note] = []
  /// The tables of look-ups.
  var lookups: [PlannedLookup] = []
  /// The lines of all look-ups.
  var lookupLines: [PlannedTableEntry] = []
  /// Time stamp formats beside those of `times`.
  var timeFormats: [String] = []
  /// Paths inside JSON texts.
  var innerPaths: [[PathStep]] = []
  /// Numbered as `.slot` instructions name them.
  var slots: [PlannedSlot] = []
  /// The slots of all scopes, those of a scope together.
  var slotLists: [Int32] = []
  /// The wanted paths of JSON records.
  var trie = PathTrie()
  /// The record and the arrays of `each`.
  var scopes: [PlannedScope] = []
  /// How identifiers become tokens.
  var tokenForms: [TokenForm] = []
  /// Where named interactions live.
  var targets: [PlannedTarget] = []

  /// The parts of the record's key.
  var key: [Int32] = []
  /// Gives a number or an instant; `none` if records have no version.
  var version = FieldPlan.none
  /// Gives the rank at equal instants; `none` for 0.
  var order = FieldPlan.none
  /// The condition of a tombstone.
  var deleted = FieldPlan.none
  /// Values whose emptiness clears a header field.
  var clears: [PlannedClear] = []
  /// Conditions under which a record is passed over.
  var skips: [PlannedSkip] = []
  /// Conditions under which a record is rejected.
  var refusals: [PlannedSkip] = []
  /// The skip of records that state nothing; nil if they are rejected.
  var emptySkip: Int?
  /// What is said about an interaction.
  var interaction: PlannedInteraction?
  /// Sorted by scope, and within one in file order; so are links, hints, events and scores.
  var identifiers: [PlannedIdentifier] = []
  var links: [PlannedLink] = []
  /// Values that tell why the customer came, by scope.
  var hints: [PlannedHint] = []
  /// The reasons of rules and the rules' names, as texts, in rule order.
  var reasons: [PlannedReason] = []
  var events: [PlannedEvent] = []
  var feedback: [PlannedFeedback] = []
  /// Attributes of a customer.
  var attributes: [PlannedAttribute] = []
  /// What the vendor counted, in file order; computed once a record.
  var checks: [PlannedCheck] = []
}

extension FieldPlan {
  /// The path or column a program reads; nil if it reads none.
  ///
  /// - Parameter decisive: Which operand of a `first` to follow.
  func column(of program: Int32, decisive: (Instruction) -> Int32) -> String? {
    var number = program
    while number != FieldPlan.none {
      let instruction = instructions[Int(number)]
      switch instruction.operation {
      case .slot: return slots[Int(instruction.first)].name
      case .null, .text, .number: return nil
      case .first: number = decisive(instruction)
      case .sum, .concat: number = operands[Int(instruction.first)]
      case .choice: number = instruction.second
      default: number = instruction.first
      }
    }
    return nil
  }

  /// The path or column a program reads first.
  func column(of program: Int32) -> String {
    column(of: program) { operands[Int($0.first)] } ?? ""
  }
}

/// One node of an expression: an operation and what it works on.
struct Instruction: Sendable, Hashable {
  var operation: Operation
  /// The first operand; see `Operation`.
  var first: Int32 = FieldPlan.none
  /// `b` of `Operation`; `none` if the operation has none.
  var second: Int32 = FieldPlan.none
  /// `c` of `Operation`; `none` if the operation has none.
  var third: Int32 = FieldPlan.none
}

/// What an instruction does; `a`, `b`, `c` are its operands.
enum Operation: UInt8, Sendable {
  /// Null, where an operand has no program.
  case null
  /// The value of slot `a`.
  case slot
  /// Text constant `a`, an index of `texts`.
  case text
  /// Number constant `a`, an index of `numbers`.
  case number
  /// Instruction `a` looked up in table `b`.
  case table
  /// Instruction `a` looked up in look-up `b`; keys without a line are counted unless `c` is 1.
  case lookUp
  /// The value at inner path `b` of the JSON text `a`.
  case inner
  /// Text `a`, or null if it is among the operands from `b`, `c` of them.
  case nullIf
  /// `b` if condition `a` holds, else `c`.
  case choice
  /// The first of the operands from `a`, `b` of them, that exists.
  case first
  /// Instruction `a` read as an instant, number, integer, or version (integer or instant); a number
  /// is written as programs do if `b` is 1, else as the input's are.
  case readInstant, readNumber, readInteger, readVersion
  /// Text `a` read as an instant of time format `b`.
  case readTime
  /// Number `a` as an integer.
  case whole
  /// Number `a` as a duration of that unit.
  case seconds, milliseconds, minutes, hours
  /// Text `a` as a duration.
  case clock, since1970
  /// Instant `a` plus, or less, duration `b`.
  case after, before
  /// The duration from instant `a` to instant `b`.
  case between
  /// The sum of the operands from `a`, `b` of them, that exist.
  case sum
  /// Number `a` as an amount in the currency that text `b` is the code of.
  case amount
  /// How many elements the array `a` has.
  case count
  /// `a` less `b`; null for a duration below zero.
  case difference
  /// Text `a` in lower case.
  case lower
  /// The operands from `a`, `b` of them, one behind the other.
  case concat
  /// Text `a` without the `.0` of a number.
  case id
  /// So many characters of text `a` as `c` says, from the `b`-th.
  case slice
  /// Whether text `a` begins with, ends with or holds text constant `b`.
  case startsWith, endsWith, contains
  /// Whether text `a` is a number.
  case isNumber
  /// Part `c` of text `a` split at text constant `b`.
  case split
  /// Text `a` up to its last text constant `b`.
  case withoutLast
  /// Texts `a` and `b` compared; comparison `c`.
  case compareTexts
  /// Numbers, instants or durations `a` and `b` compared; comparison `c`.
  case compareNumbers
  /// Whether text or number `a` is among the operands from `b`, `c` of them.
  case memberOfTexts, memberOfNumbers
  /// Whether `a` is anything but null, an object or array included.
  case exists
  /// Conditions `a` and `b` combined; null counts as one that does not hold.
  case not, and, or
}

/// A constant text with its vocabulary code, each pair once.
struct PlannedText: Sendable, Equatable {
  /// Its first byte in `textBytes`.
  var start: Int32
  /// How many bytes it has.
  var count: Int32
  /// Its word's number in the vocabulary it belongs to; -1 for other texts.
  var code: Int32
}

/// One `map`; of equal keys the first one counts.
struct PlannedTable: Sendable, Equatable {
  /// The index of its first line in `tableEntries`.
  var first: Int32
  /// How many lines it has, perhaps none.
  var count: Int32
  /// The text for values without a line; `none` for null.
  var otherwise: Int32
  /// The number among `notes` under which values without a line are counted; `none` if nobody is
  /// told of them.
  var note: Int32
}

/// The table of a look-up, its lines in the order of their keys' bytes.
struct PlannedLookup: Sendable, Equatable {
  /// The table's name, under which keys without a line are counted.
  var name: String
  /// Its lines, in `lookupLines`.
  var lines: Range<Int>
}

/// A line of a table: two texts.
struct PlannedTableEntry: Sendable, Equatable {
  var key: Int32
  var value: Int32
}

/// A place for one value.
struct PlannedSlot: Sendable, Equatable {
  /// The scope it belongs to.
  var scope: Int32
  /// The path or column, for messages.
  var name: String
}

/// The record or an array of `each`, with the statements made per element.
struct PlannedScope: Sendable, Equatable {
  /// The enclosing scope; `none` for the record.
  var parent: Int32
  /// The slot of the enclosing scope that holds the array.
  var arraySlot: Int32
  /// Where its trie begins.
  var trieRoot: Int32
  /// The slot of the column at hand, and its program, where columns of one name are iterated.
  var elementSlot = FieldPlan.none
  var element = FieldPlan.none
  /// Its slots, in `slotLists`.
  var slots: Range<Int32> = 0..<0
  /// Its statements, as ranges of the plan's lists.
  var identifiers: Range<Int> = 0..<0
  var links: Range<Int> = 0..<0
  var hints: Range<Int> = 0..<0
  var events: Range<Int> = 0..<0
  var feedback: Range<Int> = 0..<0
}

/// A value whose emptiness clears a header field.
struct PlannedClear: Sendable, Equatable {
  var value: Int32
  var field: HeaderField
}

/// A condition under which a record is passed over or rejected, and why.
struct PlannedSkip: Sendable, Equatable {
  var when: Int32
  var reason: String
}

/// What is said about an interaction: programs.
struct PlannedInteraction: Sendable {
  /// The namers of the own system, by kind.
  var namers: [InteractionNamer]
  var kind: Int32
  var id: Int32
  var channel: Int32
  var origin: Int32
  var direction: Int32
  var outcome: Int32
  var resolved: Int32
  var queue: Int32
  var agent: Int32
  var team: Int32
  var reason: [Int32]
}

/// An identifier: an index of `tokenForms`, and programs of value and condition.
struct PlannedIdentifier: Sendable, Equatable {
  var scope: Int32
  var form: Int32
  var value: Int32
  var when: Int32
}

/// Where a named interaction lives.
struct PlannedTarget: Sendable {
  /// The namer of the system that is known; nil if none is.
  var known: InteractionNamer?
  /// The program of the system that the record says; `none` if it says none.
  var said: Int32
  var naming: TargetNaming
}

/// What names an interaction beside its system and id.
struct TargetNaming: Sendable {
  /// The adapter's system, and its instance.
  var own: String
  var ownInstance: String
  /// The instance that is named; nil for the own one, or none in another system.
  var instance: String?
  var kind: InteractionKind?

  /// The namer of a system's interactions.
  func namer(of system: String) -> InteractionNamer {
    InteractionNamer(
      system: system, instance: instance ?? (system == own ? ownInstance : ""), kind: kind)
  }
}

/// A link: an index of `targets`, and programs of id and condition.
struct PlannedLink: Sendable, Equatable {
  var scope: Int32
  var kind: LinkKind
  var target: Int32
  var id: Int32
  var when: Int32
}

/// A value that tells why the customer came.
struct PlannedHint: Sendable, Equatable {
  var scope: Int32
  var field: ReasonField
  var value: Int32
  var when: Int32
}

/// The texts of a rule for reasons.
struct PlannedReason: Sendable, Equatable {
  var reason: Int32
  var rule: Int32
}

/// An event: programs, `none` for what is not stated.
struct PlannedEvent: Sendable, Equatable {
  var scope: Int32
  var activity: Activity
  var at: Int32
  var when: Int32
  var queue: Int32
  var agent: Int32
  var value: Int32
  var by: Int32
  var actor: Int32
  /// The token form of `actor`.
  var actorForm: Int32
  var duration: Int32
  var count: Int32
  /// Only the first element of each value of it states the event.
  var oncePer: Int32
  var text: Int32
}

/// A score: programs, and the scale bound to the input's parameters.
struct PlannedFeedback: Sendable, Equatable {
  var scope: Int32
  /// The native id it is about; `none` for the record's own interaction.
  var about: Int32
  var target: Int32
  var instrument: Instrument
  var scale: ClosedRange<Int32>
  var lowIsGood: Bool
  var score: Int32
  var at: Int32
  var when: Int32
}

/// An attribute: its name's text and its value's program.
struct PlannedAttribute: Sendable, Equatable {
  var name: Int32
  var value: Int32
}

/// What the vendor counted: its value's program.
struct PlannedCheck: Sendable, Equatable {
  var check: Check
  var value: Int32
}
