package import JourneyModel

/// The compact row of a vertex, as it is shuffled to its customer.
///
/// ```
/// u8  0 leg · 1 profile · 2 feedback
/// leg:      kind, reference, native id, header, record, source, then the counted lists of
///           tokens, links, events, scores, texts, checks, shares, and the number of future events
/// profile:  key, version, record, tokens, attributes, shares
/// feedback: key, tokens, scores, shares, texts, derived reason
/// ```
///
/// Lists are a 32-bit count and their elements; absent words are 255, absent numbers Int64.min.
/// `encode` and `init(reader:)` must be changed together; the round trip is tested.
extension AssembledVertex {
  /// Appends the row.
  package func encode(into writer: inout ByteWriter) {
    switch self {
    case .leg(let leg):
      writer.write(UInt8(0))
      leg.encode(into: &writer)
    case .profile(let profile):
      writer.write(UInt8(1))
      profile.encode(into: &writer)
    case .feedback(let response):
      writer.write(UInt8(2))
      response.encode(into: &writer)
    }
  }

  /// Reads one row.
  package init(reader: inout ByteReader) {
    switch reader.read(UInt8.self) {
    case 0: self = .leg(Leg(reader: &reader))
    case 1: self = .profile(Profile(reader: &reader))
    case 2: self = .feedback(FeedbackResponse(reader: &reader))
    default: preconditionFailure("a shuffled row begins with 0, 1 or 2")
    }
  }
}

extension Leg {
  fileprivate func encode(into writer: inout ByteWriter) {
    writer.write(kind.rawValue)
    writer.write(reference)
    writer.write(nativeID)
    writer.write(header)
    writer.write(record.hash)
    writer.write(source)
    writer.write(list: tokens) { $0.write($1) }
    writer.write(list: links) { $0.write($1) }
    writer.write(list: events) { $0.write($1) }
    writer.write(list: scores) { $0.write($1) }
    writer.write(list: texts) { $0.write($1) }
    writer.write(list: checks) { $0.write($1) }
    writer.write(list: shares) { $0.write($1) }
    writer.write(futureEvents)
  }

  fileprivate init(reader: inout ByteReader) {
    let kind = reader.readWord(InteractionKind.self)
    let reference = reader.readReference()
    let statement = InteractionStatement(
      kind: kind, nativeID: reader.readText(), reference: reference)
    let header = reader.readHeader()
    self.init(
      statement: statement, header: header, record: RecordID(reader.readHash()),
      source: reader.readSource())
    tokens = reader.readList { $0.readToken() }
    links = reader.readList { $0.readLink() }
    events = reader.readList { $0.readEvent() }
    scores = reader.readList { $0.readScore() }
    texts = reader.readList { $0.readTextStatement() }
    checks = reader.readList { $0.readCount() }
    shares = reader.readList { $0.readShare() }
    futureEvents = reader.read(Int32.self)
  }
}

extension Profile {
  fileprivate func encode(into writer: inout ByteWriter) {
    writer.write(key)
    writer.write(version ?? .min)
    writer.write(record.hash)
    writer.write(list: tokens) { $0.write($1) }
    writer.write(list: attributes) {
      $0.write($1.name)
      $0.write($1.value)
    }
    writer.write(list: shares) { $0.write($1) }
  }

  fileprivate init(reader: inout ByteReader) {
    let key = reader.readHash()
    let version = reader.read(Int64.self)
    self.init(
      key: key, version: version == .min ? nil : version, record: RecordID(reader.readHash()),
      tokens: reader.readList { $0.readToken() },
      attributes: reader.readList { ProfileAttribute(name: $0.readText(), value: $0.readText()) },
      shares: reader.readList { $0.readShare() })
  }
}

extension FeedbackResponse {
  fileprivate func encode(into writer: inout ByteWriter) {
    writer.write(key)
    writer.write(list: tokens) { $0.write($1) }
    writer.write(list: scores) { $0.write($1) }
    writer.write(list: shares) { $0.write($1) }
    writer.write(list: texts) { $0.write($1) }
    writer.write(derivedReason)
  }

  fileprivate init(reader: inout ByteReader) {
    self.init(
      key: reader.readHash(), tokens: reader.readList { $0.readToken() },
      scores: reader.readList { $0.readScore() }, shares: reader.readList { $0.readShare() })
    texts = reader.readList { $0.readTextStatement() }
    derivedReason = reader.readDerivedReason()
  }
}
