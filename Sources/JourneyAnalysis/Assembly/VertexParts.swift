import JourneyModel

/// The elements of a shuffled row; each `write` has its `read` of the same name below.
extension ByteWriter {
  /// Appends a counted list.
  mutating func write<Element>(
    list: [Element], _ element: (inout ByteWriter, Element) -> Void
  ) {
    write(UInt32(list.count))
    for part in list { element(&self, part) }
  }

  /// Appends the number of a word that may be absent.
  mutating func write(word: (some Vocabulary)?) { write(word?.rawValue ?? .max) }

  /// Appends both hashes of a reference.
  mutating func write(_ reference: InteractionReference) {
    write(reference.exact)
    write(reference.loose)
  }

  /// Appends an identifier.
  mutating func write(_ token: Token) {
    write(token.kind.rawValue)
    write(token.namespace)
    write(token.hash)
  }

  /// Appends a link.
  mutating func write(_ link: Link) {
    write(link.kind.rawValue)
    write(link.target)
  }

  /// Appends a header.
  mutating func write(_ header: LegHeader) {
    write(word: header.channel)
    write(word: header.origin)
    write(word: header.direction)
    write(word: header.outcome)
    write(header.queue)
    write(header.agent)
    write(header.team)
    write(header.reason)
    write(header.derivedReason)
    write(header.cleared.reduce(UInt8(0)) { $0 | 1 << $1.rawValue })
  }

  /// Appends a source.
  mutating func write(_ source: SourceDescription) {
    write(source.name)
    write(source.system)
    write(source.instance)
    write(source.entity)
    write(source.adapter)
  }

  /// Appends an event; the leg's position is not part of a row.
  mutating func write(_ event: LegEvent) {
    let statement = event.statement
    write(statement.activity.rawValue)
    write(statement.at.microseconds)
    write(word: statement.by)
    write(statement.actor ?? .zero)
    write(statement.queue)
    write(statement.agent)
    write(statement.value)
    write(statement.durationMilliseconds ?? .min)
    write(statement.count ?? .min)
    write(UInt8(statement.text == nil ? 0 : 1))
    if let text = statement.text { write(text) }
    write(event.order)
    write(event.key)
    write(event.record.hash)
    write(UInt8(event.clearsQueue ? 1 : 0))
  }

  /// Appends a score.
  mutating func write(_ score: Score) {
    let statement = score.statement
    write(statement.about ?? InteractionReference(exact: .zero, loose: .zero))
    write(statement.instrument.rawValue)
    write(statement.scoreMilli)
    write(statement.scaleLow)
    write(statement.scaleHigh)
    write(UInt8(statement.lowIsGood ? 1 : 0))
    write(statement.at.microseconds)
    write(score.record.hash)
  }

  /// Appends a vendor's counter.
  mutating func write(_ count: VendorCount) {
    write(count.value.check.rawValue)
    write(count.value.value)
    write(count.source)
  }

  /// Appends a source's share.
  mutating func write(_ share: SourceShare) {
    write(share.source)
    write(share.liveRecords)
    write(share.firstEvent?.microseconds ?? .min)
    write(share.lastEvent?.microseconds ?? .min)
  }
}

extension ByteReader {
  /// Reads a counted list.
  mutating func readList<Element>(_ element: (inout ByteReader) -> Element) -> [Element] {
    let count = Int(read(UInt32.self))
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(element(&self)) }
    return list
  }

  /// Reads a word.
  mutating func readWord<Word: Vocabulary>(_: Word.Type) -> Word {
    guard let word = Word(rawValue: read(UInt8.self)) else {
      preconditionFailure("a shuffled row names a word that \(Word.self) does not have")
    }
    return word
  }

  /// Reads a word that may be absent.
  mutating func readOptionalWord<Word: Vocabulary>(_: Word.Type) -> Word? {
    Word(rawValue: read(UInt8.self))
  }

  /// Reads both hashes of a reference.
  mutating func readReference() -> InteractionReference {
    InteractionReference(exact: readHash(), loose: readHash())
  }

  /// Reads an identifier.
  mutating func readToken() -> Token {
    Token(kind: readWord(TokenKind.self), namespace: read(UInt64.self), hash: readHash())
  }

  /// Reads a link.
  mutating func readLink() -> Link {
    Link(kind: readWord(LinkKind.self), target: readReference())
  }

  /// Reads a header.
  mutating func readHeader() -> LegHeader {
    var header = LegHeader()
    header.channel = readOptionalWord(Channel.self)
    header.origin = readOptionalWord(Channel.self)
    header.direction = readOptionalWord(Direction.self)
    header.outcome = readOptionalWord(Outcome.self)
    header.queue = readOptionalText()
    header.agent = readOptionalText()
    header.team = readOptionalText()
    header.reason = readOptionalText()
    header.derivedReason = readDerivedReason()
    let mask = read(UInt8.self)
    header.cleared = Set(HeaderField.allCases.filter { mask & (1 << $0.rawValue) != 0 })
    return header
  }

  /// Reads a source.
  mutating func readSource() -> SourceDescription {
    SourceDescription(
      name: readText(), system: readText(), instance: readText(), entity: readText(),
      adapter: readText())
  }

  /// Reads an event.
  mutating func readEvent() -> LegEvent {
    let activity = readWord(Activity.self)
    var statement = EventStatement(activity: activity, at: readInstant())
    statement.by = readOptionalWord(Party.self)
    let actor = readHash()
    statement.actor = actor.isZero ? nil : actor
    statement.queue = readOptionalText()
    statement.agent = readOptionalText()
    statement.value = readOptionalText()
    statement.durationMilliseconds = readOptionalInt64()
    statement.count = readOptionalInt32()
    if read(UInt8.self) != 0 { statement.text = readFeatures() }
    var event = LegEvent(
      statement: statement, order: read(Int64.self), key: readHash(), record: RecordID(readHash()))
    event.clearsQueue = read(UInt8.self) != 0
    return event
  }

  /// Reads a score.
  mutating func readScore() -> Score {
    let about = readReference()
    let instrument = readWord(Instrument.self)
    let milli = read(Int64.self)
    let scale = read(Int32.self)...read(Int32.self)
    let lowIsGood = read(UInt8.self) != 0
    let statement = FeedbackStatement(
      about: about.loose.isZero && about.exact.isZero ? nil : about, instrument: instrument,
      scoreMilli: milli, scale: scale, lowIsGood: lowIsGood, at: readInstant())
    return Score(statement: statement, record: RecordID(readHash()))
  }

  /// Reads a vendor's counter.
  mutating func readCount() -> VendorCount {
    let value = CheckValue(check: readWord(Check.self), value: read(Int64.self))
    return VendorCount(value: value, source: readText())
  }

  /// Reads a source's share.
  mutating func readShare() -> SourceShare {
    var share = SourceShare(source: readSource())
    share.liveRecords = read(Int64.self)
    share.firstEvent = readOptionalInt64().map { Instant(microseconds: $0) }
    share.lastEvent = readOptionalInt64().map { Instant(microseconds: $0) }
    return share
  }

  private mutating func readInstant() -> Instant { Instant(microseconds: read(Int64.self)) }

  private mutating func readOptionalInt64() -> Int64? {
    let number = read(Int64.self)
    return number == .min ? nil : number
  }

  private mutating func readOptionalInt32() -> Int32? {
    let number = read(Int32.self)
    return number == .min ? nil : number
  }
}
