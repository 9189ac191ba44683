internal import JourneyModel
internal import RecordFormats
internal import Settings

/// What an adapter file says, read and checked but not yet bound to an input's parameters.
///
/// The language, beside what each section below states:
///
/// - **Values** are expressions, `{is: constant}` or `{from: value, map: {…}, else: …}`. `else` is
///   for values without a line, unless the condition of `unless` holds; null stays null. Values
///   without a line are counted and shown unless the map is `partial: true`. Fields of a vocabulary
///   (`kind`, `channel`, `by`, a status) take only the last two forms, so that their words are
///   checked when the file is read.
/// - **Paths**: `Queue.Name`, `Attributes["ACD End"]`, `metrics[name == "tAcd"].value`,
///   `sessions[0].mediaType`, `$parameter` (the path the user gives; of rows the column, verbatim),
///   `Attributes[$parameter]` (the key the user gives). JSON keys match exactly, columns trimmed
///   and in any case. A parameter that is null makes its value null, and a statement that cannot do
///   without it is not made.
/// - **`each: participants as participant / sessions / segments`** makes a statement once per
///   element; `/` goes into an array of the element. Paths then begin at the innermost element, at
///   an outer one by its alias (`participant.purpose`), at the record by `record.…`; `element` is
///   the innermost element itself. An event with `events:` is a group that shares its `each`. An
///   object in the place of an array counts as its only element.
/// - **`reads: {csv: {…}}`** says of rows what their content cannot: `delimiter` (a character, or
///   comma, semicolon, tab, bar) and `encoding` (utf-8, latin1, windows-1252, utf-16le, utf-16be;
///   a byte order mark goes first), which an input may overrule; `names` where there is no header;
///   `header-rows-to-skip` below the header (a number, or `detect` for Qualtrics); `nulls`;
///   `preamble-lines` above it, blank ones included, where its names do not tell (it is looked for
///   on the first 50 lines); `footer: after-blank-line` where rows of another width behind a blank
///   line are no records. A line `sep=;` is obeyed. Of columns of one name, `Label[1]` is the
///   second.
/// - **Null** is what is missing, JSON null, blank, a null marker of the rows, or an object or
///   array where a text is needed. Texts lose the blanks around them.
/// - **Conditions**: `==` and `!=` compare texts unless one side is a number, instant or duration;
///   `<` and its kin need one. Null equals nothing, so `!=` holds for it and all others do not.
///   `x in ["a", "b"]`, `x not in […]`, `exists x`, `and`, `or`, `not`, parentheses, `true` and
///   `false` for the texts of these names.
/// - **Functions** are listed in `ExpressionFunction`. A duration always names its unit; durations
///   and numbers are exact to a thousandth.
/// - **Instants** are read by `times`; an empty one makes no event or score, an unreadable or
///   impossible one rejects the record.
/// - **Versions** are whole numbers or instants, whatever the value turns out to be.
/// - **`clears`** names values that feed queue, agent, team or reason, alone or within an
///   expression: if one is in the record and empty, the header field is cleared. A value that is
///   not in the record is silence.
/// - **Hints** say where a record tells why the customer came, beside `reason` and queue: tags,
///   wrap-up codes, menu choices, and texts, of which only features are kept. An event's `text` is
///   what was written in it.
/// - **Feedback** without `about` is about the record's own interaction, if it has one.
/// - **`actor`** is stored as a customer token of the adapter's own namespace unless `by` gives a
///   party.
/// - **Targets** of links and feedback in another system have no instance unless `instance` is
///   given; without `entity` any kind is meant.
struct AdapterDefinition: Sendable {
  /// The form of the files.
  var reads = ReadsDefinition.json(JSONDefinition())
  /// Columns, or top-level keys, that make a file this adapter's.
  var recognise: [RecogniseName] = []
  /// What must hold for at least half of the first records of its files.
  var recogniseWhere: Expression?
  /// The tables that `lookup` knows.
  var tables: [LookupDefinition] = []
  /// How time stamps are read.
  var times = TimesDefinition()
  /// What identifies a record.
  var record = RecordDefinition()
  /// Conditions under which a record is not about a customer.
  var skip: [SkipDefinition] = []
  /// Conditions under which a record is in a form that must not be read.
  var refusals: [SkipDefinition] = []
  /// What is said about an interaction.
  var interaction: InteractionDefinition?
  /// Values that become tokens, in file order.
  var identifiers: [IdentifierDefinition] = []
  /// References to other interactions.
  var links: [LinkDefinition] = []
  /// Where the record tells why the customer came.
  var hints: [HintDefinition] = []
  /// One entry an event: groups that share an `each` are taken apart.
  var events: [EventDefinition] = []
  /// Scores of surveys and quality forms.
  var feedback: [FeedbackDefinition] = []
  /// Attributes of a customer, in file order.
  var attributes: [AttributeDefinition] = []
  /// What the vendor counted itself, to compare with what a run derives.
  var checks: [CheckDefinition] = []
}

/// The form of an adapter's files.
enum ReadsDefinition: Sendable, Equatable {
  case json(JSONDefinition)
  case csv(CSVDefinition)

  /// Texts that mean null, besides nothing.
  var nulls: [String] {
    switch self {
    case .json(let form): form.nulls
    case .csv(let form): form.nulls
    }
  }
}

extension ReadsDefinition {
  /// How its numbers are written.
  var decimal: DecimalMark {
    if case .csv(let form) = self { form.decimal } else { .plain }
  }

  /// The keys under which its objects may lie.
  var members: [String] { if case .json(let form) = self { form.members } else { [] } }

  /// Where the envelope around its objects counts them.
  var counts: CountMembers {
    if case .json(let form) = self { form.counts } else { CountMembers() }
  }
}

/// What an adapter says about its objects: one per line, glued, in a top-level array, or in an
/// array under a key.
struct JSONDefinition: Sendable, Equatable {
  /// The keys under which the array may lie.
  var members: [String] = []
  /// The members beside the array that say how many records there are.
  var counts = CountMembers()
  /// Texts that mean null, besides nothing.
  var nulls: [String] = []
}

/// What an adapter says about its rows.
struct CSVDefinition: Sendable, Equatable {
  /// The delimiter; nil to detect it.
  var delimiter: UInt8?
  /// Rows between the header and the data: a number, or detected (Qualtrics writes two or one).
  var extraHeaderRows: Int? = 0
  /// Whether the row below the header names parts of its columns.
  var hasSubHeader = false
  /// Column names of files without a header.
  var names: [String] = []
  /// How many columns a row has at least; nil if all that are named.
  var fewestColumns: Int?
  /// Whether fields can be quoted at all.
  var hasQuotes = true
  /// The encoding of files without a byte order mark; nil for UTF-8.
  var encoding: TextEncoding?
  /// Lines before the header, blank ones included; nil to look for the header.
  var preambleLines: Int?
  /// Whether rows of another width behind a blank line are framing.
  var hasFooter = false
  /// Texts that mean null, besides nothing.
  var nulls: [String] = []
  /// How numbers are written.
  var decimal = DecimalMark.plain
}

/// A name that must be in the file, or the parameter that holds it.
enum RecogniseName: Sendable, Equatable {
  case name(String)
  case parameter(String)
}

/// How time stamps are read.
struct TimesDefinition: Sendable, Equatable {
  /// What stamps without an offset mean.
  enum Zone: Sendable, Equatable {
    /// Every stamp carries its offset.
    case data
    /// The zone the input configures.
    case input
    /// The zone the input configures, else the one of that name.
    case inputElse(String)
    /// A zone of that name.
    case fixed(String)
  }

  /// Patterns, tried in this order.
  var formats = ["iso8601"]
  /// The zone of stamps without an offset.
  var zone = Zone.data
  /// The language of the names of months and weekdays; nil for English.
  var locale: String?
}

/// A value, as a path, expression or mapping of the file gives it.
struct ValueDefinition: Sendable {
  /// The forms of values.
  enum Form: Sendable {
    /// Computed from the record.
    case expression(Expression)
    /// The text of `{is: …}`, the same for every record.
    case constant(String)
    /// Looked up in a table.
    case map(TableDefinition)
  }

  var form: Form
}

/// A table of a value: `{from: …, table: …, map: {…}, else: …, unless: …, partial: …}`.
struct TableDefinition: Sendable {
  /// What is looked up; null stays null.
  var from: Expression
  /// The configured table that is asked first; nil if there is none.
  var table: String?
  /// The lines of `map` in file order, without those whose meaning is null.
  var entries: [MapEntry]
  /// The meaning of values without a line; nil for null.
  var otherwise: String?
  /// When values without a line mean null all the same.
  var unless: Expression?
  /// The field whose words it gives; nil if they are no vocabulary's.
  var field: WordField?
  /// Whether values without a line are no surprise, so that nobody is told of them.
  var isPartial = false

  /// Whether nobody is told of values without a line: they are no surprise, or who ended and with
  /// what outcome is not stated then and is concluded from events.
  var isSilent: Bool {
    isPartial || (otherwise == nil && [.by, .outcome, .resolved].contains(field))
  }
}

/// One line of a value's table.
struct MapEntry: Sendable {
  /// The value in the record.
  var key: String
  /// What it means; where a vocabulary is asked for, one of its words.
  var value: String
}

/// A table that `lookup` knows: one that the adapter brings along, or that an input gives.
struct LookupDefinition: Sendable {
  /// As `lookup`, `table` and the input's `tables` write it.
  var name: String
  /// What it holds, for people.
  var about: String
  /// Its lines unless the input gives a table; nil if only an input can give it.
  var lines: LookupTable?
}

/// What identifies a record and its versions.
struct RecordDefinition: Sendable {
  /// The kind of record.
  var entity = ""
  /// The parts of its native key.
  var key: [ValueDefinition] = []
  /// What grows with every version.
  var version: ValueDefinition?
  /// The numeric rank at equal instants.
  var order: ValueDefinition?
  /// When the source says the thing is gone.
  var deleted: Expression?
  /// Values whose emptiness is an observation, and the header fields they feed.
  var clears: [ClearDefinition] = []
  /// Why records that state nothing are skipped; nil if they are rejected.
  var emptyReason: String?
}

/// A value whose emptiness clears header fields.
struct ClearDefinition: Sendable {
  /// Read from the record, outside of any `each`.
  var path: PathSyntax
  /// The fields it feeds.
  var fields: [HeaderField]
}

/// A condition under which a record is passed over, or rejected.
struct SkipDefinition: Sendable {
  /// Asked before anything is stated; the first one that holds decides.
  var when: Expression
  /// Why, for the ledger or the rejection.
  var reason: String
}

/// What is said about an interaction.
struct InteractionDefinition: Sendable {
  /// What it is; words of `InteractionKind`.
  var kind: ValueDefinition
  /// The source's id of it.
  var id: ValueDefinition
  /// How the customer reached the center; words of `Channel`.
  var channel: ValueDefinition?
  /// The channel the matter came from; words of `Channel`.
  var origin: ValueDefinition?
  /// Who began it; words of `Direction`.
  var direction: ValueDefinition?
  /// How it came out; words of `Outcome`.
  var outcome: ValueDefinition?
  /// Whether it settled the matter, beside any status; words of `Resolution`.
  var resolved: ValueDefinition?
  var queue: ValueDefinition?
  var agent: ValueDefinition?
  var team: ValueDefinition?
  /// Hints, most general first.
  var reason: [ValueDefinition] = []
}

/// A value that tells why the customer came.
struct HintDefinition: Sendable {
  /// The arrays around it.
  var each: [EachStep]
  /// What kind of value it is.
  var field: ReasonField
  var value: ValueDefinition
  /// Nil if every element gives the hint.
  var when: Expression?
}

/// One step of an `each`: the path of an array and the name of its elements.
struct EachStep: Sendable, Equatable {
  /// The array, from the enclosing element.
  var path: PathSyntax
  /// The name by which paths reach its element.
  var alias: String?
}

/// A constant text or the parameter that holds it.
enum NameDefinition: Sendable, Equatable {
  case constant(String)
  case parameter(String)
}

/// A value that becomes a token.
struct IdentifierDefinition: Sendable {
  /// The arrays around it.
  var each: [EachStep]
  /// Decides how the value is normalized, and its namespace where none is given.
  var kind: TokenKind
  /// Its namespace; nil for the kind's default.
  var namespace: NameDefinition?
  /// One that identifies nobody, such as `unknown`, makes no token.
  var value: ValueDefinition
  /// How phone numbers are written.
  var phones: PhoneSpelling
  /// Nil if every element has the identifier.
  var when: Expression?
}

/// A reference to another interaction.
struct LinkDefinition: Sendable {
  /// The arrays around it.
  var each: [EachStep]
  /// What the record's own interaction is to the other one.
  var kind: LinkKind
  /// The interaction's native id.
  var id: ValueDefinition
  /// Where the interaction lives.
  var target: TargetDefinition
  /// Nil if every element makes the link.
  var when: Expression?
}

/// Where a named interaction lives.
struct TargetDefinition: Sendable {
  /// The system; nil for the adapter's own.
  var system: NameDefinition?
  /// The system as the record says it; `system` where that is null.
  var systemFrom: ValueDefinition?
  /// The instance; nil for the input's own, or none in another system.
  var instance: NameDefinition?
  /// What it is; nil if the reference does not say.
  var entity: InteractionKind?
}

/// Makes an event of every element, or of every record without `each`.
struct EventDefinition: Sendable {
  /// The arrays around it.
  var each: [EachStep]
  /// Decides what `value` is: of `status` a word of `TicketStatus`, else any text.
  var activity: Activity
  /// Null makes no event; what cannot be read rejects the record.
  var at: ValueDefinition
  /// Nil if every element makes the event.
  var when: Expression?
  /// An `assigned` event needs this or an agent.
  var queue: ValueDefinition?
  /// An `assigned` event needs this or a queue.
  var agent: ValueDefinition?
  /// What was observed; `status` and `priority` events need it.
  var value: ValueDefinition?
  /// Words of `Party`; where it gives none, `actor` is stored.
  var by: ValueDefinition?
  /// The acting user's id.
  var actor: ValueDefinition?
  /// What the file calls `for`; milliseconds once computed.
  var duration: ValueDefinition?
  /// A whole number, clamped to 32 bits.
  var count: ValueDefinition?
  /// The value of which only the first element states the event; every element if absent.
  var oncePer: ValueDefinition?
  /// What was written; only features of it are kept unless texts are.
  var text: ValueDefinition?
}

/// A score of a survey or a quality form.
struct FeedbackDefinition: Sendable {
  /// The arrays around it.
  var each: [EachStep]
  /// The native id of the interaction it is about; nil for the record's own.
  var about: ValueDefinition?
  /// Where that interaction lives.
  var target: TargetDefinition
  var instrument: Instrument
  /// A score outside of it rejects the record (I215).
  var scale: ScaleDefinition
  /// Whether a low score is the good one.
  var lowIsGood: Bool
  /// Null states no feedback.
  var score: ValueDefinition
  /// When it was given.
  var at: ValueDefinition
  /// Nil if every element gives the score.
  var when: Expression?
}

/// The scale of a score.
enum ScaleDefinition: Sendable, Equatable {
  case fixed(ClosedRange<Int32>)
  case parameter(String)

  /// The two ends in a text such as `1..5`; nil for everything else.
  static func range(of text: String) -> ClosedRange<Int32>? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty, let low = Int32(parts[0]),
      let high = Int32(parts[2]), low < high
    else { return nil }
    return low...high
  }
}

/// An attribute of a customer.
struct AttributeDefinition: Sendable {
  var name: String
  /// A record in which it is null does not state the attribute.
  var value: ValueDefinition
}

/// What the vendor counted itself, to compare with what a run derives.
struct CheckDefinition: Sendable {
  var check: Check
  /// The vendor's count: a number, or a duration for the `-ms` checks.
  var value: ValueDefinition
  /// The type of the value.
  var type: ValueType
}
