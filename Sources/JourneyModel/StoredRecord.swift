/// A record as it lies in a block, read where it lies: no text, list or object is made.
///
/// The bytes are those `StoredRecordWriter` wrote and must outlive the record. Its lists are walked
/// in order. Texts that repeat are symbols of whatever book the block's words were looked up in;
/// others are lent as bytes.
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
  /// Orders statements that differ in identifiers alone.
  package let identifierDigest: UInt16
  /// Header fields whose emptiness in this record is an observation.
  package let clears: HeaderFields
  /// What is said about an interaction; nil for profiles and bare feedback.
  package let interaction: Header?
  /// The reason a rule found; nil if none did.
  package let derivedReason: Derived?
  /// How many events it states.
  package let eventCount: Int
  private let bytes: UnsafeRawBufferPointer
  private let symbols: UnsafePointer<Symbol>
  private let parts: StoredParts
  private var tokens = 0
  private var links = 0
  private var feedback = 0
  private var checks = 0
  private var events = 0
  private var attributes = 0

  /// The interaction's header; a field without a symbol is silent.
  package struct Header {
    /// What the interaction is.
    package var kind: InteractionKind
    package var reference: InteractionReference
    /// How the customer reached us.
    package var channel: Channel?
    /// The channel the matter came from.
    package var origin: Channel?
    package var direction: Direction?
    /// The outcome, where the source states one.
    package var outcome: Outcome?
    /// Whether it settled the matter, where the source says so beside any status.
    package var resolution: Resolution?
    /// The queue or group that has it.
    package var queue: Symbol
    /// The agent that has it.
    package var agent: Symbol
    package var team: Symbol
    /// The reason from its hints.
    package var reason: Symbol
    /// The source's id of it.
    package var nativeID: UnsafeRawBufferPointer
  }

  /// A reason that a rule found.
  package struct Derived {
    /// What the rule found it in.
    package var ground: ReasonGround
    /// The reason, levels joined by " / ".
    package var reason: Symbol
    /// The name of the rule.
    package var rule: Symbol
  }

  /// One event as the record states it.
  package struct Event {
    package var activity: Activity
    package var at: Instant
    /// Who did it, where the record says so.
    package var by: Party?
    /// Token of the acting user; zero where the record names none.
    package var actor = StableHash128.zero
    /// The queue or group concerned.
    package var queue = Symbol.none
    package var agent = Symbol.none
    package var value = Symbol.none
    /// How long it lasted, in milliseconds; `Int64.min` if that is not said.
    package var durationMilliseconds = Int64.min
    /// How often it happened within the duration; `Int32.min` if that is not said.
    package var count = Int32.min
  }

  /// The record whose row begins at an offset; `symbols` are those of the block's words, the first
  /// of no text.
  package init(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, id: RecordID, symbols: UnsafePointer<Symbol>
  ) {
    var reader = ByteReader(bytes, at: offset)
    let row = StoredRecord.row(&reader)
    self.bytes = bytes
    self.id = id
    self.symbols = symbols
    key = row.key
    parts = row.parts
    isDeleted = parts.contains(.deleted)
    clears = row.clears
    version = parts.contains(.version) ? reader.read(Int64.self) : .min
    order = parts.contains(.order) ? reader.read(Int64.self) : 0
    interaction = parts.contains(.interaction) ? StoredRecord.header(&reader, symbols) : nil
    identifierDigest = parts.contains(.identifierDigest) ? reader.read(UInt16.self) : 0
    tokens = reader.offset
    if parts.contains(.tokens) { reader.skipList(width: RecordLayout.tokenBytes) }
    links = reader.offset
    if parts.contains(.links) { reader.skipList(width: RecordLayout.linkBytes) }
    feedback = reader.offset
    if parts.contains(.feedback) { reader.skipList(width: RecordLayout.feedbackBytes) }
    checks = reader.offset
    if parts.contains(.checks) { reader.skipList(width: RecordLayout.checkBytes) }
    derivedReason = parts.contains(.derived) ? StoredRecord.derived(&reader, symbols) : nil
    eventCount = parts.contains(.events) ? Int(reader.read(UInt16.self)) : 0
    attributes = reader.offset
    guard eventCount > 0 else { return }
    let eventBytes = Int(reader.read(UInt32.self))
    events = reader.offset
    attributes = events + eventBytes
  }

  /// Calls `body` with every identifier.
  package func forEachToken(_ body: (Token) -> Void) {
    guard parts.contains(.tokens) else { return }
    var reader = ByteReader(bytes, at: tokens)
    for _ in 0..<reader.read(UInt16.self) { body(RecordDecoder.token(&reader)) }
  }

  /// Calls `body` with every reference to another interaction.
  package func forEachLink(_ body: (Link) -> Void) {
    guard parts.contains(.links) else { return }
    var reader = ByteReader(bytes, at: links)
    for _ in 0..<reader.read(UInt16.self) { body(RecordDecoder.link(&reader)) }
  }

  /// Calls `body` with every event and its position.
  package func forEachEvent(_ body: (Int, Event) -> Void) {
    var reader = ByteReader(bytes, at: events)
    for position in 0..<eventCount { body(position, StoredRecord.event(&reader, symbols)) }
  }

  /// Calls `body` with every score.
  package func forEachFeedback(_ body: (FeedbackStatement) -> Void) {
    guard hasFeedback else { return }
    var reader = ByteReader(bytes, at: feedback)
    for _ in 0..<reader.read(UInt16.self) { body(RecordDecoder.feedback(&reader)) }
  }

  /// Whether it states a score.
  package var hasFeedback: Bool { parts.contains(.feedback) }

  /// Calls `body` with the name and value of every profile attribute.
  package func forEachAttribute(_ body: (_ name: Symbol, _ value: UnsafeRawBufferPointer) -> Void) {
    guard parts.contains(.attributes) else { return }
    var reader = ByteReader(bytes, at: attributes)
    for _ in 0..<reader.read(UInt16.self) {
      body(reader.readSymbol(symbols), reader.lendText() ?? .empty)
    }
  }

  /// Calls `body` with every counter of the vendor.
  package func forEachCheck(_ body: (CheckValue) -> Void) {
    guard parts.contains(.checks) else { return }
    var reader = ByteReader(bytes, at: checks)
    for _ in 0..<reader.read(UInt16.self) {
      body(
        CheckValue(
          check: RecordDecoder.required(reader.read(UInt8.self)), value: reader.read(Int64.self)))
    }
  }

  /// Calls `body` with what is left of every text of an event: the event's position, the signals
  /// heard and a hash of the words that is never 0.
  package func forEachEventText(_ body: (Int, TextSignals, UInt64) -> Void) {
    forEachText { text in
      if let event = text.event { body(event, text.signals, text.digest) }
    }
  }

  /// Calls `body` with what is left of every text.
  package func forEachText(_ body: (Text) -> Void) {
    guard parts.contains(.texts) else { return }
    var reader = ByteReader(bytes, at: attributes)
    if parts.contains(.attributes) {
      for _ in 0..<reader.read(UInt16.self) {
        _ = reader.readSymbol(symbols)
        reader.skipText()
      }
    }
    for _ in 0..<reader.read(UInt16.self) { body(StoredRecord.text(&reader)) }
  }

  /// What is left of a text.
  package struct Text {
    /// Which text it is.
    package var role: TextRole
    /// The position of the event it belongs to; nil if it belongs to none.
    package var event: Int?
    /// What the lexicon heard.
    package var signals: TextSignals
    /// Its shingles, eight little-endian bytes each, sorted, distinct.
    package var shingles: UnsafeRawBufferPointer
    /// The text itself, if it is kept.
    package var kept: UnsafeRawBufferPointer?

    /// A hash of signals and words that is never 0.
    package var digest: UInt64 {
      var digest = UInt64(signals.mask) &+ 0x9e37_79b9_7f4a_7c15
      var reader = ByteReader(shingles)
      while !reader.isAtEnd {
        digest = (digest ^ reader.read(UInt64.self)) &* 0xd6e8_feb8_6659_fd93
        digest ^= digest >> 32
      }
      return digest | 1
    }
  }
}

// MARK: Reading

extension StoredRecord {
  /// What is known of a record before it is read: enough to sort it.
  package struct Row {
    /// Bytes in the whole row.
    package var byteCount: Int
    /// The first byte in the file and the number of bytes.
    package var place: (byteOffset: UInt64, byteLength: UInt32)
    package var key: StableHash128
    /// The vertex it belongs to: its interaction's exact reference, or its own key.
    package var home: StableHash128
    fileprivate var parts: StoredParts
    fileprivate var clears: HeaderFields
  }

  /// The beginning of the row at an offset.
  package static func row(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Row {
    var reader = ByteReader(bytes, at: offset)
    var row = row(&reader)
    guard row.parts.contains(.interaction) else { return row }
    if row.parts.contains(.version) { reader.skip(MemoryLayout<Int64>.size) }
    if row.parts.contains(.order) { reader.skip(MemoryLayout<Int64>.size) }
    let name = reader.readHash()
    if !name.isZero { row.home = name }
    return row
  }

  private static func row(_ reader: inout ByteReader) -> Row {
    let byteCount = Int(reader.read(UInt32.self))
    let place = (reader.read(UInt64.self), reader.read(UInt32.self))
    let key = reader.readHash()
    return Row(
      byteCount: byteCount, place: place, key: key, home: key,
      parts: StoredParts(rawValue: reader.read(UInt16.self)),
      clears: HeaderFields(mask: reader.read(UInt8.self)))
  }

  private static func header(
    _ reader: inout ByteReader, _ symbols: UnsafePointer<Symbol>
  ) -> Header {
    let reference = InteractionReference(exact: reader.readHash(), loose: reader.readHash())
    let kind: InteractionKind = RecordDecoder.required(reader.read(UInt8.self))
    let channel = Channel(rawValue: reader.read(UInt8.self))
    let origin = Channel(rawValue: reader.read(UInt8.self))
    let direction = Direction(rawValue: reader.read(UInt8.self))
    let result = reader.read(UInt8.self)
    return Header(
      kind: kind, reference: reference, channel: channel, origin: origin, direction: direction,
      outcome: StatedResult.outcome(in: result), resolution: StatedResult.resolution(in: result),
      queue: reader.readSymbol(symbols), agent: reader.readSymbol(symbols),
      team: reader.readSymbol(symbols), reason: reader.readSymbol(symbols),
      nativeID: reader.lendText() ?? .empty)
  }

  private static func derived(
    _ reader: inout ByteReader, _ symbols: UnsafePointer<Symbol>
  ) -> Derived {
    Derived(
      ground: RecordDecoder.required(reader.read(UInt8.self)),
      reason: reader.readSymbol(symbols), rule: reader.readSymbol(symbols))
  }

  private static func text(_ reader: inout ByteReader) -> Text {
    let role: TextRole = RecordDecoder.required(reader.read(UInt8.self))
    let event = reader.read(UInt16.self)
    let signals = TextSignals(mask: reader.read(UInt16.self))
    let count = Int(reader.read(UInt16.self))
    return Text(
      role: role, event: event == .max ? nil : Int(event), signals: signals,
      shingles: reader.lend(count * MemoryLayout<UInt64>.size), kept: reader.lendText())
  }

  private static func event(
    _ reader: inout ByteReader, _ symbols: UnsafePointer<Symbol>
  ) -> Event {
    let activity: Activity = RecordDecoder.required(reader.read(UInt8.self))
    let parts = StoredEventParts(rawValue: reader.read(UInt8.self))
    var event = Event(activity: activity, at: Instant(microseconds: reader.read(Int64.self)))
    if parts.contains(.by) { event.by = Party(rawValue: reader.read(UInt8.self)) }
    if parts.contains(.actor) { event.actor = reader.readHash() }
    if parts.contains(.queue) { event.queue = reader.readSymbol(symbols) }
    if parts.contains(.agent) { event.agent = reader.readSymbol(symbols) }
    if parts.contains(.value) { event.value = reader.readSymbol(symbols) }
    if parts.contains(.duration) { event.durationMilliseconds = reader.read(Int64.self) }
    if parts.contains(.count) { event.count = reader.read(Int32.self) }
    return event
  }
}

extension ByteReader {
  /// Reads the words of a block: appends the symbol of no text and that of every word.
  package mutating func readWords(into words: inout WordBook, symbols: inout [Symbol]) {
    symbols.append(.none)
    let count = Int(read(UInt32.self))
    var ends = ByteReader(lend(count * MemoryLayout<UInt32>.size))
    var start = 0
    for _ in 0..<count {
      let end = Int(ends.read(UInt32.self))
      symbols.append(words.symbol(of: lend(end - start)))
      start = end
    }
  }

  /// Skips a counted list whose elements have one width.
  fileprivate mutating func skipList(width: Int) { skip(Int(read(UInt16.self)) * width) }

  /// Reads a word of a block.
  fileprivate mutating func readSymbol(_ symbols: UnsafePointer<Symbol>) -> Symbol {
    symbols[Int(read(UInt32.self))]
  }
}

extension UnsafeRawBufferPointer {
  /// No bytes; the base address is nil.
  package static var empty: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nil, count: 0)
  }
}
