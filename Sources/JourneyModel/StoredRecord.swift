/// A record as it lies in a bucket, read where it lies: no text, list or object is made.
///
/// The bytes are those `RecordEncoder` wrote and must outlive the record. Its lists are walked in
/// order; texts are lent as bytes.
package struct StoredRecord {
  /// The id of the statement.
  package let id: RecordID
  /// The hash of (system, instance, entity, native key).
  package let key: StableHash128
  /// The version, greater is newer; `Int64.min` where the source gives none.
  package let version: Int64
  /// The adapter's numeric rank at equal instants.
  package let order: Int64
  /// Whether the source says the thing is gone.
  package let isDeleted: Bool
  /// Header fields whose emptiness in this record is an observation.
  package let clears: HeaderFields
  /// What is said about an interaction; nil for profiles and bare feedback.
  package let interaction: Header?
  /// The reason a rule found; nil if none did.
  package private(set) var derivedReason: Derived?
  private let bytes: UnsafeRawBufferPointer
  private let lists: Int
  private let eventsOffset: Int
  private let hasTexts: Bool
  private var feedbackOffset = 0
  private var attributesOffset = 0
  private var checksOffset = 0
  private var textsOffset = 0

  /// The interaction's header; an absent text is silence.
  package struct Header {
    /// What the interaction is.
    package var kind: InteractionKind
    /// Its hashed name.
    package var reference: InteractionReference
    /// The source's id of it.
    package var nativeID: UnsafeRawBufferPointer
    /// How the customer reached us.
    package var channel: Channel?
    /// The channel the matter came from.
    package var origin: Channel?
    /// Who began it.
    package var direction: Direction?
    /// The outcome, where the source states one.
    package var outcome: Outcome?
    /// The queue or group that has it.
    package var queue: UnsafeRawBufferPointer?
    /// The agent that has it.
    package var agent: UnsafeRawBufferPointer?
    /// The agent's team.
    package var team: UnsafeRawBufferPointer?
    /// The reason from its hints.
    package var reason: UnsafeRawBufferPointer?
  }

  /// A reason that a rule found.
  package struct Derived {
    /// What the rule found it in.
    package var ground: ReasonGround
    /// The reason.
    package var reason: UnsafeRawBufferPointer
    /// The name of the rule.
    package var rule: UnsafeRawBufferPointer
  }

  /// One event as the record states it.
  package struct Event {
    /// What happened.
    package var activity: Activity
    /// When.
    package var at: Instant
    /// Who did it, where the record says so.
    package var by: Party?
    /// Token of the acting user; zero where the record names none.
    package var actor: StableHash128
    /// The queue or group concerned.
    package var queue: UnsafeRawBufferPointer?
    /// The agent concerned.
    package var agent: UnsafeRawBufferPointer?
    /// The observed value.
    package var value: UnsafeRawBufferPointer?
    /// How long it lasted, in milliseconds; `Int64.min` if that is not said.
    package var durationMilliseconds: Int64
    /// How often it happened within the duration; `Int32.min` if that is not said.
    package var count: Int32
  }

  /// The record at an offset of a bucket's bytes.
  package init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    var reader = ByteReader(bytes, at: offset)
    let prefix = RecordDecoder.prefix(&reader)
    self.bytes = bytes
    id = prefix.id
    key = prefix.key
    version = prefix.version ?? .min
    order = reader.read(Int64.self)
    let flags = reader.read(UInt8.self)
    isDeleted = flags & 1 != 0
    hasTexts = flags & 2 != 0
    clears = HeaderFields(mask: reader.read(UInt8.self))
    interaction = reader.read(UInt8.self) != 0 ? StoredRecord.header(&reader) : nil
    lists = reader.offset
    reader.skip(Int(reader.read(UInt16.self)) * RecordLayout.tokenBytes)
    reader.skip(Int(reader.read(UInt16.self)) * RecordLayout.linkBytes)
    eventsOffset = reader.offset
    for _ in 0..<reader.read(UInt16.self) { _ = StoredRecord.event(&reader) }
    feedbackOffset = reader.offset
    reader.skip(Int(reader.read(UInt16.self)) * RecordLayout.feedbackBytes)
    attributesOffset = reader.offset
    for _ in 0..<reader.read(UInt16.self) {
      reader.skipText()
      reader.skipText()
    }
    checksOffset = reader.offset
    reader.skip(Int(reader.read(UInt16.self)) * RecordLayout.checkBytes)
    guard hasTexts else { return }
    if reader.read(UInt8.self) != 0 {
      let ground: ReasonGround = RecordDecoder.required(reader.read(UInt8.self))
      derivedReason = Derived(
        ground: ground, reason: reader.lendText() ?? .empty, rule: reader.lendText() ?? .empty)
    }
    textsOffset = reader.offset
  }

  /// How many events it states.
  package var eventCount: Int {
    var reader = ByteReader(bytes, at: eventsOffset)
    return Int(reader.read(UInt16.self))
  }

  /// Calls `body` with every identifier.
  package func forEachToken(_ body: (Token) -> Void) {
    var reader = ByteReader(bytes, at: lists)
    for _ in 0..<reader.read(UInt16.self) { body(RecordDecoder.token(&reader)) }
  }

  /// Calls `body` with every reference to another interaction.
  package func forEachLink(_ body: (Link) -> Void) {
    var reader = ByteReader(bytes, at: lists)
    reader.skip(Int(reader.read(UInt16.self)) * RecordLayout.tokenBytes)
    for _ in 0..<reader.read(UInt16.self) { body(RecordDecoder.link(&reader)) }
  }

  /// Calls `body` with every event and its position.
  package func forEachEvent(_ body: (Int, Event) -> Void) {
    var reader = ByteReader(bytes, at: eventsOffset)
    for position in 0..<Int(reader.read(UInt16.self)) {
      body(position, StoredRecord.event(&reader))
    }
  }

  /// Calls `body` with every score.
  package func forEachFeedback(_ body: (FeedbackStatement) -> Void) {
    var reader = ByteReader(bytes, at: feedbackOffset)
    for _ in 0..<reader.read(UInt16.self) { body(RecordDecoder.feedback(&reader)) }
  }

  /// Whether it states a score.
  package var hasFeedback: Bool {
    var reader = ByteReader(bytes, at: feedbackOffset)
    return reader.read(UInt16.self) > 0
  }

  /// Calls `body` with the name and value of every profile attribute.
  package func forEachAttribute(
    _ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
  ) {
    var reader = ByteReader(bytes, at: attributesOffset)
    for _ in 0..<reader.read(UInt16.self) {
      body(reader.lendText() ?? .empty, reader.lendText() ?? .empty)
    }
  }

  /// Calls `body` with every counter of the vendor.
  package func forEachCheck(_ body: (CheckValue) -> Void) {
    var reader = ByteReader(bytes, at: checksOffset)
    for _ in 0..<reader.read(UInt16.self) {
      body(
        CheckValue(
          check: RecordDecoder.required(reader.read(UInt8.self)), value: reader.read(Int64.self)))
    }
  }

  /// Calls `body` with what is left of every text of an event: the event's position, the signals
  /// heard and a hash of the words that is never 0.
  package func forEachEventText(_ body: (Int, TextSignals, UInt64) -> Void) {
    guard hasTexts else { return }
    var reader = ByteReader(bytes, at: textsOffset)
    for _ in 0..<reader.read(UInt16.self) {
      reader.skip(1)
      let event = Int(reader.read(UInt16.self))
      let signals = TextSignals(mask: reader.read(UInt16.self))
      var digest = UInt64(signals.mask) &+ 0x9e37_79b9_7f4a_7c15
      for _ in 0..<reader.read(UInt16.self) {
        digest = (digest ^ reader.read(UInt64.self)) &* 0xd6e8_feb8_6659_fd93
        digest ^= digest >> 32
      }
      reader.skipText()
      if event != Int(UInt16.max) { body(event, signals, digest | 1) }
    }
  }

  private static func header(_ reader: inout ByteReader) -> Header {
    let kind: InteractionKind = RecordDecoder.required(reader.read(UInt8.self))
    let reference = InteractionReference(exact: reader.readHash(), loose: reader.readHash())
    var header = Header(
      kind: kind, reference: reference, nativeID: reader.lendText() ?? .empty)
    header.channel = Channel(rawValue: reader.read(UInt8.self))
    header.origin = Channel(rawValue: reader.read(UInt8.self))
    header.direction = Direction(rawValue: reader.read(UInt8.self))
    header.outcome = Outcome(rawValue: reader.read(UInt8.self))
    header.queue = reader.lendText()
    header.agent = reader.lendText()
    header.team = reader.lendText()
    header.reason = reader.lendText()
    return header
  }

  private static func event(_ reader: inout ByteReader) -> Event {
    Event(
      activity: RecordDecoder.required(reader.read(UInt8.self)),
      at: Instant(microseconds: reader.read(Int64.self)),
      by: Party(rawValue: reader.read(UInt8.self)), actor: reader.readHash(),
      queue: reader.lendText(), agent: reader.lendText(), value: reader.lendText(),
      durationMilliseconds: reader.read(Int64.self), count: reader.read(Int32.self))
  }
}

extension UnsafeRawBufferPointer {
  /// No bytes.
  package static var empty: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nil, count: 0)
  }
}
