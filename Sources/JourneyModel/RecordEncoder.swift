/// Writes one `NormalizedRecord` as bytes, piece by piece, reusing its buffers from record to
/// record.
///
/// ```
/// offset  0  u32  bytes in the whole record, this field included
///         4  u32  catalog number of the input      ┐ origin: not part of the content,
///         8  u64  first byte in the file           │ so copies of one statement in two
///        16  u32  number of bytes in the file      ┘ files have one id
///        20  16   record id = hash(key ‖ content)
///        36  16   key
///        52  16   exact interaction reference, or zero
///        68  i64  version (Int64.min: none)
///        76  …    content: order, flags, clears, interaction, then the counted lists of
///                 tokens, links, events, feedback, attributes and checks; with the second bit
///                 of the flags what was made of texts: a derived reason and a counted list
/// ```
///
/// Adapters call `begin`, any of the `add` functions in any order, then `finish`. Texts are passed
/// as UTF-8 bytes so that no `String` exists per field. `RecordDecoder` is its inverse.
package struct RecordEncoder: Sendable {
  private var tokens = Section()
  private var links = Section()
  private var events = Section()
  private var feedback = Section()
  private var attributes = Section()
  private var checks = Section()
  private var texts = Section()
  private var derivedReason = ByteWriter()
  private var interaction = ByteWriter()
  private var interactionReference: InteractionReference?
  private var content = ByteWriter()
  private var key = StableHash128.zero
  private var version: Int64?
  private var order: Int64 = 0
  private var isDeleted = false
  private var clears: UInt8 = 0

  /// A counted list under construction.
  private struct Section {
    var count: UInt16 = 0
    var writer = ByteWriter()

    mutating func reset() {
      count = 0
      writer.removeAll()
    }
  }

  /// The most elements one record may have of each list.
  package static let maximumElements = Int(UInt16.max)

  /// An encoder ready for its first record.
  package init() {}

  /// Begins a record; everything of the previous one is forgotten.
  package mutating func begin(key: StableHash128, version: Int64?, order: Int64) {
    tokens.reset()
    links.reset()
    events.reset()
    feedback.reset()
    attributes.reset()
    checks.reset()
    texts.reset()
    derivedReason.removeAll()
    interaction.removeAll()
    interactionReference = nil
    self.key = key
    self.version = version
    self.order = order
    isDeleted = false
    clears = 0
  }

  /// States that the thing is gone.
  package mutating func markDeleted() { isDeleted = true }

  /// States that a header field's emptiness is an observation.
  package mutating func clear(_ field: HeaderField) { clears |= 1 << field.rawValue }

  /// The interaction's header fields; nil text means silence.
  package struct Header {
    /// The interaction's kind.
    package var kind: InteractionKind
    /// The hashed names.
    package var reference: InteractionReference
    /// The source's id of it.
    package var nativeID: UnsafeRawBufferPointer
    /// How the customer reached us.
    package var channel: Channel?
    /// The channel it came from.
    package var origin: Channel?
    /// Who began it.
    package var direction: Direction?
    /// The outcome stated.
    package var outcome: Outcome?
    /// The queue.
    package var queue: UnsafeRawBufferPointer?
    /// The agent.
    package var agent: UnsafeRawBufferPointer?
    /// The team.
    package var team: UnsafeRawBufferPointer?
    /// The reason.
    package var reason: UnsafeRawBufferPointer?

    /// A header that only names the interaction.
    package init(
      kind: InteractionKind, reference: InteractionReference, nativeID: UnsafeRawBufferPointer
    ) {
      self.kind = kind
      self.reference = reference
      self.nativeID = nativeID
    }
  }

  /// States the interaction's header.
  package mutating func set(_ header: Header) {
    interactionReference = header.reference
    interaction.removeAll()
    interaction.write(header.kind.rawValue)
    interaction.write(header.reference.exact)
    interaction.write(header.reference.loose)
    interaction.write(bytes: header.nativeID)
    interaction.write(header.channel?.rawValue ?? .max)
    interaction.write(header.origin?.rawValue ?? .max)
    interaction.write(header.direction?.rawValue ?? .max)
    interaction.write(header.outcome?.rawValue ?? .max)
    interaction.write(optional: header.queue)
    interaction.write(optional: header.agent)
    interaction.write(optional: header.team)
    interaction.write(optional: header.reason)
  }

  /// Adds an identifier.
  package mutating func add(_ token: Token) {
    tokens.count += 1
    tokens.writer.write(token.kind.rawValue)
    tokens.writer.write(token.namespace)
    tokens.writer.write(token.hash)
  }

  /// Adds a link.
  package mutating func add(_ link: Link) {
    links.count += 1
    links.writer.write(link.kind.rawValue)
    links.writer.write(link.target.exact)
    links.writer.write(link.target.loose)
  }

  /// An event whose texts are still bytes of the record being read.
  package struct Event {
    /// What happened.
    package var activity: Activity
    /// When.
    package var at: Instant
    /// Who did it.
    package var by: Party?
    /// Token of the acting user.
    package var actor: StableHash128?
    /// The queue concerned.
    package var queue: UnsafeRawBufferPointer?
    /// The agent concerned.
    package var agent: UnsafeRawBufferPointer?
    /// The observed value.
    package var value: UnsafeRawBufferPointer?
    /// How long it lasted.
    package var durationMilliseconds: Int64?
    /// How often it happened.
    package var count: Int32?

    /// An event with nothing but its activity and instant.
    package init(activity: Activity, at: Instant) {
      self.activity = activity
      self.at = at
    }
  }

  /// Adds an event.
  package mutating func add(_ event: Event) {
    events.count += 1
    events.writer.write(event.activity.rawValue)
    events.writer.write(event.at.microseconds)
    events.writer.write(event.by?.rawValue ?? .max)
    events.writer.write(event.actor ?? .zero)
    events.writer.write(optional: event.queue)
    events.writer.write(optional: event.agent)
    events.writer.write(optional: event.value)
    events.writer.write(event.durationMilliseconds ?? .min)
    events.writer.write(event.count ?? .min)
  }

  /// Adds a score.
  package mutating func add(_ statement: FeedbackStatement) {
    feedback.count += 1
    feedback.writer.write(statement.about?.exact ?? .zero)
    feedback.writer.write(statement.about?.loose ?? .zero)
    feedback.writer.write(statement.instrument.rawValue)
    feedback.writer.write(statement.scoreMilli)
    feedback.writer.write(statement.scaleLow)
    feedback.writer.write(statement.scaleHigh)
    feedback.writer.write(UInt8(statement.lowIsGood ? 1 : 0))
    feedback.writer.write(statement.at.microseconds)
  }

  /// Adds a profile attribute.
  package mutating func addAttribute(
    name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) {
    attributes.count += 1
    attributes.writer.write(bytes: name)
    attributes.writer.write(bytes: value)
  }

  /// Adds a vendor's counter.
  package mutating func add(_ value: CheckValue) {
    checks.count += 1
    checks.writer.write(value.check.rawValue)
    checks.writer.write(value.value)
  }

  /// States the reason a rule found.
  package mutating func setReason(
    _ reason: UnsafeRawBufferPointer, rule: UnsafeRawBufferPointer, ground: ReasonGround
  ) {
    derivedReason.removeAll()
    derivedReason.write(ground.rawValue)
    derivedReason.write(bytes: reason)
    derivedReason.write(bytes: rule)
  }

  /// A text whose features are still in the memory of who found them.
  package struct Text {
    /// Which text it is.
    package var role: TextRole
    /// The signals found in it.
    package var signals: TextSignals
    /// The text itself, if it is kept.
    package var kept: UnsafeRawBufferPointer?

    /// A text that is not kept.
    package init(role: TextRole, signals: TextSignals) {
      self.role = role
      self.signals = signals
    }
  }

  /// Adds what is left of a text; of the event added last if `ofLastEvent`.
  package mutating func add(_ text: Text, shingles: [UInt64], ofLastEvent: Bool) {
    texts.count += 1
    texts.writer.write(text.role.rawValue)
    texts.writer.write(ofLastEvent ? events.count - 1 : UInt16.max)
    texts.writer.write(text.signals.mask)
    texts.writer.write(UInt16(shingles.count))
    for shingle in shingles { texts.writer.write(shingle) }
    texts.writer.write(optional: text.kept)
  }

  /// Appends the finished record to `output` and returns its id.
  package mutating func finish(origin: RecordOrigin, to output: inout ByteWriter) -> RecordID {
    writeContent()
    let id = contentID()
    let size = RecordEncoder.headerSize + content.count
    output.write(UInt32(size))
    output.write(origin.input)
    output.write(origin.byteOffset)
    output.write(origin.byteLength)
    output.write(id.hash)
    output.write(key)
    output.write(interactionReference?.exact ?? .zero)
    output.write(version ?? .min)
    output.append(content)
    return id
  }

  /// The bytes before the content.
  package static let headerSize = 76
  /// The bytes of a token: kind, namespace, hash.
  static let tokenSize = 1 + 8 + 16
  /// The bytes of a link: kind, exact and loose name.
  static let linkSize = 1 + 2 * 16
  /// The bytes of a score: both names, instrument, score, scale, direction, instant.
  static let feedbackSize = 2 * 16 + 1 + 8 + 2 * 4 + 1 + 8
  /// The bytes of a vendor's counter: which one, value.
  static let checkSize = 1 + 8

  private mutating func writeContent() {
    content.removeAll()
    content.write(order)
    // A record nothing was read from the texts of has the bytes, and so the id, it always had.
    let hasTexts = texts.count > 0 || derivedReason.count > 0
    content.write(UInt8((isDeleted ? 1 : 0) | (hasTexts ? 2 : 0)))
    content.write(clears)
    content.write(UInt8(interactionReference == nil ? 0 : 1))
    content.append(interaction)
    append(tokens)
    append(links)
    append(events)
    append(feedback)
    append(attributes)
    append(checks)
    guard hasTexts else { return }
    content.write(UInt8(derivedReason.count > 0 ? 1 : 0))
    content.append(derivedReason)
    append(texts)
  }

  private mutating func append(_ section: Section) {
    content.write(section.count)
    content.append(section.writer)
  }

  private func contentID() -> RecordID {
    var hasher = StableHasher(domain: "record")
    hasher.combine(key)
    hasher.combine(UInt64(bitPattern: version ?? .min))
    content.withBytes { hasher.combine(bytes: $0) }
    return RecordID(hasher.finalize())
  }
}

extension ByteWriter {
  /// Appends bytes that may be absent; absence is the count 2³²−1.
  mutating func write(optional bytes: UnsafeRawBufferPointer?) {
    guard let bytes else { return write(UInt32.max) }
    write(bytes: bytes)
  }
}
