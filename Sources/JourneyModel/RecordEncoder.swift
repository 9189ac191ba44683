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
/// as UTF-8 bytes so that no `String` exists per field. `RecordDecoder` is its inverse, and
/// `RecordLayout` names the widths both know.
package struct RecordEncoder: ~Copyable, Sendable {
  private var tokens = Section()
  private var links = Section()
  private var events = Section()
  private var feedback = Section()
  private var attributes = Section()
  private var checks = Section()
  private var texts = Section()
  private var derivedReason = RecordBuffer()
  private var interaction = RecordBuffer()
  private var interactionReference: InteractionReference?
  private var record = RecordBuffer(capacity: 1 << 10)
  private var key = StableHash128.zero
  private var version: Int64?
  private var order: Int64 = 0
  private var isDeleted = false
  private var clears: UInt8 = 0
  private var identifierDigest: UInt16 = 0

  /// A counted list under construction.
  private struct Section: ~Copyable {
    var count: UInt16 = 0
    var buffer = RecordBuffer()

    mutating func reset() {
      count = 0
      buffer.removeAll()
    }

    /// Begins an element and makes room for it.
    @inline(__always)
    mutating func begin(_ byteCount: Int) {
      count &+= 1
      buffer.reserve(byteCount)
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
    identifierDigest = 0
  }

  /// States that the thing is gone.
  package mutating func markDeleted() { isDeleted = true }

  /// States that a header field's emptiness is an observation.
  package mutating func clear(_ field: HeaderField) { clears |= 1 << field.rawValue }

  /// The interaction's header fields; nil text means silence.
  package struct Header {
    package var kind: InteractionKind
    /// The hashed names, of which the exact one also goes into the record's prefix.
    package var reference: InteractionReference
    /// The source's id of it.
    package var nativeID: UnsafeRawBufferPointer
    /// How the customer reached us.
    package var channel: Channel?
    /// The channel it came from.
    package var origin: Channel?
    package var direction: Direction?
    package var outcome: Outcome?
    package var resolution: Resolution?
    package var queue: UnsafeRawBufferPointer?
    package var agent: UnsafeRawBufferPointer?
    package var team: UnsafeRawBufferPointer?
    /// The reason from its hints, most general first, joined by " / ".
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
    interaction.reserve(
      RecordLayout.headerFixedBytes + RecordLayout.text(header.nativeID)
        + RecordLayout.text(header.queue) + RecordLayout.text(header.agent)
        + RecordLayout.text(header.team) + RecordLayout.text(header.reason))
    interaction.put(header.kind.rawValue)
    interaction.put(header.reference.exact)
    interaction.put(header.reference.loose)
    interaction.put(header.nativeID)
    interaction.put(header.channel?.rawValue ?? .max)
    interaction.put(header.origin?.rawValue ?? .max)
    interaction.put(header.direction?.rawValue ?? .max)
    interaction.put(StatedResult.byte(header.outcome, header.resolution))
    interaction.put(header.queue)
    interaction.put(header.agent)
    interaction.put(header.team)
    interaction.put(header.reason)
  }

  /// Adds an identifier; the caller counts that no list gets more than `maximumElements`.
  package mutating func add(_ token: Token) {
    tokens.begin(RecordLayout.tokenBytes)
    tokens.buffer.put(token.kind.rawValue)
    tokens.buffer.put(token.namespace)
    tokens.buffer.put(token.hash)
  }

  /// Adds to the digest by which statements are ordered that differ in identifiers alone.
  ///
  /// It must not depend on the key, and sixteen bits tell nobody which identifier it was.
  package mutating func order(byIdentifier text: UnsafeRawBufferPointer) {
    identifierDigest &+= StableHasher.shortDigest(of: text)
  }

  package mutating func add(_ link: Link) {
    links.begin(RecordLayout.linkBytes)
    links.buffer.put(link.kind.rawValue)
    links.buffer.put(link.target.exact)
    links.buffer.put(link.target.loose)
  }

  /// An event whose texts are still bytes of the record being read.
  package struct Event {
    package var activity: Activity
    package var at: Instant
    package var by: Party?
    /// Token of the acting user.
    package var actor: StableHash128?
    package var queue: UnsafeRawBufferPointer?
    package var agent: UnsafeRawBufferPointer?
    /// A status, a priority, a transfer's target, or the text if texts are kept.
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

  /// Adds an event; what is left of its text is added right after it.
  package mutating func add(_ event: Event) {
    events.begin(
      RecordLayout.eventBytesBeforeTexts + RecordLayout.text(event.queue)
        + RecordLayout.text(event.agent) + RecordLayout.text(event.value)
        + RecordLayout.eventBytesBehindTexts)
    events.buffer.put(event.activity.rawValue)
    events.buffer.put(event.at.microseconds)
    events.buffer.put(event.by?.rawValue ?? .max)
    events.buffer.put(event.actor ?? .zero)
    events.buffer.put(event.queue)
    events.buffer.put(event.agent)
    events.buffer.put(event.value)
    events.buffer.put(event.durationMilliseconds ?? .min)
    events.buffer.put(event.count ?? .min)
  }

  /// Adds a score; one that names no interaction is written with zero hashes.
  package mutating func add(_ statement: FeedbackStatement) {
    feedback.begin(RecordLayout.feedbackBytes)
    feedback.buffer.put(statement.about?.exact ?? .zero)
    feedback.buffer.put(statement.about?.loose ?? .zero)
    feedback.buffer.put(statement.instrument.rawValue)
    feedback.buffer.put(statement.scoreMilli)
    feedback.buffer.put(statement.scaleLow)
    feedback.buffer.put(statement.scaleHigh)
    feedback.buffer.put(UInt8(statement.lowIsGood ? 1 : 0))
    feedback.buffer.put(statement.at.microseconds)
  }

  /// Adds a profile attribute.
  package mutating func addAttribute(
    name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) {
    attributes.begin(RecordLayout.text(name) + RecordLayout.text(value))
    attributes.buffer.put(name)
    attributes.buffer.put(value)
  }

  /// Adds a vendor's counter.
  package mutating func add(_ value: CheckValue) {
    checks.begin(RecordLayout.checkBytes)
    checks.buffer.put(value.check.rawValue)
    checks.buffer.put(value.value)
  }

  /// States the reason a rule found.
  package mutating func setReason(
    _ reason: UnsafeRawBufferPointer, rule: UnsafeRawBufferPointer, ground: ReasonGround
  ) {
    derivedReason.removeAll()
    derivedReason.reserve(1 + RecordLayout.text(reason) + RecordLayout.text(rule))
    derivedReason.put(ground.rawValue)
    derivedReason.put(reason)
    derivedReason.put(rule)
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
    texts.begin(
      RecordLayout.textFixedBytes + shingles.count * MemoryLayout<UInt64>.size
        + RecordLayout.text(text.kept))
    texts.buffer.put(text.role.rawValue)
    texts.buffer.put(ofLastEvent ? events.count - 1 : UInt16.max)
    texts.buffer.put(text.signals.mask)
    texts.buffer.put(UInt16(shingles.count))
    for shingle in shingles { texts.buffer.put(shingle) }
    texts.buffer.put(text.kept)
  }

  /// Completes the record, whose bytes are then `bytes`, and returns its id.
  package mutating func finish(origin: RecordOrigin) -> RecordID {
    record.removeAll()
    record.reserve(RecordLayout.prefixBytes)
    record.put(UInt32.zero)
    record.put(origin.input)
    record.put(origin.byteOffset)
    record.put(origin.byteLength)
    record.put(StableHash128.zero)
    record.put(key)
    record.put(interactionReference?.exact ?? .zero)
    record.put(version ?? .min)
    record.put(identifierDigest)
    writeContent()
    let id = contentID()
    record.replace(at: 0, with: UInt32(record.count))
    record.replace(at: RecordLayout.idOffset, with: id.hash)
    return id
  }

  /// The record finished last, valid until the next is begun.
  package var bytes: UnsafeRawBufferPointer { record.bytes }

  private mutating func writeContent() {
    record.reserve(RecordLayout.flagBytes)
    record.put(order)
    // A record nothing was read from the texts of has the bytes, and so the id, it always had.
    let hasTexts = texts.count > 0 || derivedReason.count > 0
    record.put(UInt8((isDeleted ? 1 : 0) | (hasTexts ? 2 : 0)))
    record.put(clears)
    record.put(UInt8(interactionReference == nil ? 0 : 1))
    record.append(interaction.bytes)
    Self.append(tokens, to: &record)
    Self.append(links, to: &record)
    Self.append(events, to: &record)
    Self.append(feedback, to: &record)
    Self.append(attributes, to: &record)
    Self.append(checks, to: &record)
    guard hasTexts else { return }
    record.write(UInt8(derivedReason.count > 0 ? 1 : 0))
    record.append(derivedReason.bytes)
    Self.append(texts, to: &record)
  }

  private static func append(_ section: borrowing Section, to record: inout RecordBuffer) {
    record.reserve(MemoryLayout<UInt16>.size + section.buffer.count)
    record.put(section.count)
    record.append(section.buffer.bytes)
  }

  private func contentID() -> RecordID {
    var hasher = StableHasher(domain: "record")
    hasher.combine(key)
    hasher.combine(UInt64(bitPattern: version ?? .min))
    hasher.combine(
      bytes: UnsafeRawBufferPointer(rebasing: record.bytes[RecordLayout.prefixBytes...]))
    return RecordID(hasher.finalize())
  }
}
