/// Reads records that `RecordEncoder` wrote.
package enum RecordDecoder {
  /// The fixed part of an encoded record: enough to route, compare and deduplicate it.
  package struct Prefix: Sendable {
    /// Bytes in the whole record.
    package var byteCount: Int
    /// Where it was read.
    package var origin: RecordOrigin
    package var id: RecordID
    package var key: StableHash128
    /// The exact reference of its interaction; zero if it has none.
    package var interaction: StableHash128
    /// Its version; nil sorts first.
    package var version: Int64?
    /// Orders statements that differ in identifiers alone.
    package var identifierDigest: UInt16
  }

  /// Reads the fixed part of the record at an offset.
  package static func prefix(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Prefix {
    var reader = ByteReader(bytes, at: offset)
    return prefix(&reader)
  }

  /// Reads the whole record at an offset.
  package static func record(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> NormalizedRecord {
    var reader = ByteReader(bytes, at: offset)
    let prefix = prefix(&reader)
    var record = NormalizedRecord(
      id: prefix.id, key: prefix.key, version: prefix.version, origin: prefix.origin)
    record.order = reader.read(Int64.self)
    let flags = reader.read(UInt8.self)
    record.isDeleted = flags & 1 != 0
    record.clears = clears(reader.read(UInt8.self))
    if reader.read(UInt8.self) != 0 { record.interaction = interaction(&reader) }
    record.tokens = list(&reader, token)
    record.links = list(&reader, link)
    record.events = list(&reader, event)
    record.feedback = list(&reader, feedback)
    record.attributes = list(&reader) {
      ProfileAttribute(name: $0.readText(), value: $0.readText())
    }
    record.checks = list(&reader) {
      CheckValue(check: required($0.read(UInt8.self)), value: $0.read(Int64.self))
    }
    if flags & 2 != 0 { readTexts(&reader, into: &record) }
    return record
  }

  private static func readTexts(_ reader: inout ByteReader, into record: inout NormalizedRecord) {
    if reader.read(UInt8.self) != 0 {
      let ground: ReasonGround = required(reader.read(UInt8.self))
      record.derivedReason = DerivedReason(
        reason: reader.readText(), rule: reader.readText(), ground: ground)
    }
    for _ in 0..<reader.read(UInt16.self) {
      let role: TextRole = required(reader.read(UInt8.self))
      let event = Int(reader.read(UInt16.self))
      let signals = TextSignals(mask: reader.read(UInt16.self))
      let shingles = (0..<reader.read(UInt16.self)).map { _ in reader.read(UInt64.self) }
      let kept = reader.readOptionalText()
      let features = TextFeatures(signals: signals, shingles: shingles)
      if record.events.indices.contains(event) {
        record.events[event].text = features
      } else {
        record.texts.append(TextStatement(role: role, features: features, kept: kept))
      }
    }
  }

  /// Skips the list of events.
  static func skipEvents(_ reader: inout ByteReader) {
    for _ in 0..<reader.read(UInt16.self) {
      reader.skip(RecordLayout.eventBytesBeforeTexts)
      for _ in 0..<RecordLayout.eventTexts { reader.skipText() }
      reader.skip(RecordLayout.eventBytesBehindTexts)
    }
  }

  /// Skips the list of attributes.
  static func skipAttributes(_ reader: inout ByteReader) {
    for _ in 0..<reader.read(UInt16.self) {
      reader.skipText()
      reader.skipText()
    }
  }

  static func prefix(_ reader: inout ByteReader) -> Prefix {
    let size = reader.read(UInt32.self)
    let origin = RecordOrigin(
      input: reader.read(UInt32.self), byteOffset: reader.read(UInt64.self),
      byteLength: reader.read(UInt32.self))
    return Prefix(
      byteCount: Int(size), origin: origin, id: RecordID(reader.readHash()),
      key: reader.readHash(), interaction: reader.readHash(),
      version: optional(reader.read(Int64.self)), identifierDigest: reader.read(UInt16.self))
  }

  private static func interaction(_ reader: inout ByteReader) -> InteractionStatement {
    let kind: InteractionKind = required(reader.read(UInt8.self))
    let reference = InteractionReference(exact: reader.readHash(), loose: reader.readHash())
    var statement = InteractionStatement(
      kind: kind, nativeID: reader.readText(), reference: reference)
    statement.channel = Channel(rawValue: reader.read(UInt8.self))
    statement.origin = Channel(rawValue: reader.read(UInt8.self))
    statement.direction = Direction(rawValue: reader.read(UInt8.self))
    let result = reader.read(UInt8.self)
    statement.outcome = StatedResult.outcome(in: result)
    statement.resolution = StatedResult.resolution(in: result)
    statement.queue = reader.readOptionalText()
    statement.agent = reader.readOptionalText()
    statement.team = reader.readOptionalText()
    statement.reason = reader.readOptionalText()
    return statement
  }

  static func token(_ reader: inout ByteReader) -> Token {
    Token(
      kind: required(reader.read(UInt8.self)), namespace: reader.read(UInt64.self),
      hash: reader.readHash())
  }

  static func link(_ reader: inout ByteReader) -> Link {
    Link(
      kind: required(reader.read(UInt8.self)),
      target: InteractionReference(exact: reader.readHash(), loose: reader.readHash()))
  }

  private static func event(_ reader: inout ByteReader) -> EventStatement {
    var event = EventStatement(
      activity: required(reader.read(UInt8.self)),
      at: Instant(microseconds: reader.read(Int64.self)))
    event.by = Party(rawValue: reader.read(UInt8.self))
    let actor = reader.readHash()
    event.actor = actor.isZero ? nil : actor
    event.queue = reader.readOptionalText()
    event.agent = reader.readOptionalText()
    event.value = reader.readOptionalText()
    event.durationMilliseconds = optional(reader.read(Int64.self))
    event.count = optional(reader.read(Int32.self))
    return event
  }

  static func feedback(_ reader: inout ByteReader) -> FeedbackStatement {
    let about = InteractionReference(exact: reader.readHash(), loose: reader.readHash())
    let instrument: Instrument = required(reader.read(UInt8.self))
    let score = reader.read(Int64.self)
    let scale = reader.read(Int32.self)...reader.read(Int32.self)
    let lowIsGood = reader.read(UInt8.self) != 0
    return FeedbackStatement(
      about: about.loose.isZero ? nil : about, instrument: instrument, scoreMilli: score,
      scale: scale, lowIsGood: lowIsGood, at: Instant(microseconds: reader.read(Int64.self)))
  }

  private static func clears(_ mask: UInt8) -> Set<HeaderField> {
    Set(HeaderField.allCases.filter { mask & (1 << $0.rawValue) != 0 })
  }

  private static func list<Element>(
    _ reader: inout ByteReader, _ element: (inout ByteReader) -> Element
  ) -> [Element] {
    let count = reader.read(UInt16.self)
    return (0..<count).map { _ in element(&reader) }
  }

  static func required<Word: Vocabulary>(_ code: UInt8) -> Word {
    guard let word = Word(rawValue: code) else {
      preconditionFailure("a stored record names word \(code) that \(Word.self) does not have")
    }
    return word
  }

  private static func optional<Number: FixedWidthInteger & SignedInteger>(
    _ number: Number
  ) -> Number? {
    number == .min ? nil : number
  }
}
