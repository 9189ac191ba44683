/// A journey that lies in the report as an example, with all that its timeline shows.
///
/// It is a cell's example: written while customers are analysed, kept if it is among the smallest
/// keys of its cell, merged like every other example. Names are coordinates, so that whoever shows
/// it can ask how many customers stand behind each.
package struct JourneyExample: Equatable, Sendable {
  package var id: JourneyID
  /// The two halves of its path's number, as the cells of variants have them.
  package var variant: Coordinates
  package var status: JourneyStatus
  /// The first known reason.
  package var reason: Coordinate
  package var persona: Coordinate
  package var startedAt: Instant
  package var elapsedMilliseconds: Int64
  package var customerActiveMilliseconds: Int64
  package var agentMilliseconds: Int64
  /// The effort score, 0 to 100.
  package var effort: Int64
  /// How many interactions it has, listed or not.
  package var interactions: Int64
  /// How many findings it has that no other detector counts instead, listed or not.
  package var findings: Int64
  /// Its interactions in order; of a long journey the first and the last.
  package var steps: [Step] = []
  /// Findings in the order of steps and instants; of many those of the most points.
  package var marks: [Mark] = []
  /// Every reason it names, sorted.
  package var reasons: [Coordinate] = []
  /// Every queue it names, in sentences and evidence too, sorted.
  package var queues: [Coordinate] = []

  /// The most steps of one that are kept: of longer ones the first twelve and the last four.
  package static let stepLimit = 16
  /// How many of them are the first of a longer one.
  package static let firstSteps = 12
  /// The most findings of one that are kept.
  package static let markLimit = 8

  /// An interaction of it.
  package struct Step: Equatable, Sendable {
    /// Its number in the journey, from 1.
    package var number: Int64
    package var kind: InteractionKind
    package var channel: Channel
    package var startedAt: Instant
    /// The end, or the last event while it has none.
    package var lastMoment: Instant
    package var outcome: Outcome?
    package var queue: Coordinate
    /// The step it was joined to; nil for the first.
    package var linkedTo: Int64?
    package var basis: LinkBasis?
    package var confidencePermille: Int64
    package var ivrMilliseconds: Int64?
    package var waitMilliseconds: Int64?
    package var talkMilliseconds: Int64?
    package var holdMilliseconds: Int64?
    package var wrapMilliseconds: Int64?
    package var firstResponseMilliseconds: Int64?
    package var csatPermille: Int64?
    /// The vendor it comes from, and its own id there.
    package var system: String
    package var nativeID: String
  }

  /// A finding in it.
  package struct Mark: Equatable, Sendable {
    package var id: FindingID
    /// The number of the step it is in.
    package var step: Int64
    /// The detector, as cells name it.
    package var detector: Coordinate
    package var at: Instant
    package var severity: Int64
    package var points: Int64
    /// One sentence without any customer value.
    package var message: String
    /// What proves it.
    package var evidence: [Evidence]
  }

  /// A journey without steps yet.
  package init(
    id: JourneyID, variant: Coordinates, startedAt: Instant, status: JourneyStatus
  ) {
    self.id = id
    self.variant = variant
    self.startedAt = startedAt
    self.status = status
    (reason, persona) = (.unknown, .unknown)
    (elapsedMilliseconds, customerActiveMilliseconds, agentMilliseconds) = (0, 0, 0)
    (effort, interactions, findings) = (0, 0, 0)
  }
}

extension JourneyExample.Step {
  /// A step of which no times are known.
  package init(
    _ number: Int64, _ kind: InteractionKind, _ channel: Channel, _ time: ClosedRange<Instant>
  ) {
    self.number = number
    self.kind = kind
    self.channel = channel
    (startedAt, lastMoment) = (time.lowerBound, time.upperBound)
    (queue, confidencePermille) = (.unknown, 0)
    (system, nativeID) = ("", "")
  }
}

extension JourneyExample.Mark {
  /// A finding without its words.
  package init(_ id: FindingID, step: Int64, detector: Coordinate, at instant: Instant) {
    self.id = id
    self.step = step
    self.detector = detector
    at = instant
    (severity, points, message, evidence) = (0, 0, "", [])
  }
}

// MARK: Ranks

extension JourneyExample {
  /// Which journeys of all are kept as examples.
  @usableFromInline
  package enum Sample: UInt8, Vocabulary {
    /// Those of the most effort, then of the most time of the customer.
    case worst
    /// Those of the smallest ids, which are hashes: drawn by chance, the same ones every time.
    case drawn
    /// Those that began last.
    case newest

    package static let names = kebabNames()
  }

  /// The key under which a journey is kept: smaller ones first, ties by the journey's id.
  package static func key(_ rank: UInt64, _ id: JourneyID) -> StableHash128 {
    StableHash128(high: rank, low: id.hash.high)
  }

  /// The rank of effort and time of the customer: the more, the smaller.
  package static func worstRank(effort: Int32, activeMilliseconds: Int64) -> UInt64 {
    let score = UInt64(clamping: effort) & 0xFF
    return ~(score << 56 | min(UInt64(clamping: activeMilliseconds), 1 << 56 - 1))
  }

  /// The rank of a start: the later, the smaller.
  package static func newestRank(_ start: Instant) -> UInt64 {
    ~UInt64(bitPattern: start.microseconds ^ .min)
  }
}

// MARK: Written and read

extension JourneyExample {
  /// Writes all of it.
  package func write(to writer: inout ByteWriter) {
    writeHead(to: &writer)
    for list in [reasons, queues] {
      writer.write(UInt32(list.count))
      for coordinate in list { writer.write(coordinate.number) }
    }
    writer.write(UInt32(steps.count))
    for step in steps {
      var step = step
      step.writeHead(to: &writer)
      step.nativeID.withUTF8 { writer.write(bytes: UnsafeRawBufferPointer($0)) }
    }
    writer.write(UInt32(marks.count))
    for mark in marks {
      var mark = mark
      mark.writeHead(to: &writer)
      mark.message.withUTF8 { writer.write(bytes: UnsafeRawBufferPointer($0)) }
      writer.write(UInt32(mark.evidence.count))
      for fact in mark.evidence {
        writer.write(fact.record.hash)
        writer.write(fact.field)
        writer.write(fact.value)
        writer.write(fact.rule)
      }
    }
  }

  /// Writes what precedes the lists: reasons, queues, steps and marks, each behind its count.
  ///
  /// Whoever writes many writes the parts: no list is made for what is written and forgotten. A
  /// step is its head and its native id; a mark is its head, its message and its facts behind their
  /// count, as `FindingExample.write(fact:)` writes them.
  package func writeHead(to writer: inout ByteWriter) {
    writer.write(id.hash)
    writer.write(startedAt.microseconds)
    writer.write(elapsedMilliseconds)
    writer.write(customerActiveMilliseconds)
    writer.write(agentMilliseconds)
    writer.write(effort)
    writer.write(interactions)
    writer.write(findings)
    writer.write(variant.a.number)
    writer.write(variant.b.number)
    writer.write(reason.number)
    writer.write(persona.number)
    writer.write(status.rawValue)
  }

  /// Reads what was written; under which key it was kept does not matter.
  package init(_ key: StableHash128, _ reader: inout ByteReader) {
    let id = JourneyID(reader.readHash())
    let numbers = (0..<7).map { _ in reader.read(Int64.self) }
    let places = (0..<4).map { _ in Coordinate(number: reader.read(UInt32.self)) }
    self.init(
      id: id, variant: Coordinates(places[0], places[1]),
      startedAt: Instant(microseconds: numbers[0]), status: reader.readWord())
    (elapsedMilliseconds, customerActiveMilliseconds) = (numbers[1], numbers[2])
    (agentMilliseconds, effort, interactions, findings) =
      (numbers[3], numbers[4], numbers[5], numbers[6])
    (reason, persona) = (places[2], places[3])
    reasons = reader.readCoordinates()
    queues = reader.readCoordinates()
    steps = (0..<reader.read(UInt32.self)).map { _ in Step(&reader) }
    marks = (0..<reader.read(UInt32.self)).map { _ in Mark(&reader) }
  }
}

extension JourneyExample.Step {
  private static let unknown = Int64.min

  /// Writes everything but the native id.
  package func writeHead(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(startedAt.microseconds)
    writer.write(lastMoment.microseconds)
    writer.write(confidencePermille)
    writer.write(linkedTo ?? Self.unknown)
    writer.write(ivrMilliseconds ?? Self.unknown)
    writer.write(waitMilliseconds ?? Self.unknown)
    writer.write(talkMilliseconds ?? Self.unknown)
    writer.write(holdMilliseconds ?? Self.unknown)
    writer.write(wrapMilliseconds ?? Self.unknown)
    writer.write(firstResponseMilliseconds ?? Self.unknown)
    writer.write(csatPermille ?? Self.unknown)
    writer.write(queue.number)
    writer.write(kind.rawValue)
    writer.write(channel.rawValue)
    writer.write(outcome?.rawValue ?? .max)
    writer.write(basis?.rawValue ?? .max)
    writer.write(system)
  }

  fileprivate init(_ reader: inout ByteReader) {
    let numbers = (0..<12).map { _ in reader.read(Int64.self) }
    let known = numbers.map { $0 == Self.unknown ? nil : $0 }
    let queue = Coordinate(number: reader.read(UInt32.self))
    let time = Instant(microseconds: numbers[1])...Instant(microseconds: numbers[2])
    self.init(numbers[0], reader.readWord(), reader.readWord(), time)
    outcome = Outcome(rawValue: reader.read(UInt8.self))
    basis = LinkBasis(rawValue: reader.read(UInt8.self))
    self.queue = queue
    confidencePermille = numbers[3]
    (linkedTo, ivrMilliseconds, waitMilliseconds) = (known[4], known[5], known[6])
    (talkMilliseconds, holdMilliseconds, wrapMilliseconds) = (known[7], known[8], known[9])
    (firstResponseMilliseconds, csatPermille) = (known[10], known[11])
    system = reader.readText()
    nativeID = reader.readText()
  }
}

extension JourneyExample.Mark {
  /// Writes everything but the message and the facts.
  package func writeHead(to writer: inout ByteWriter) {
    writer.write(id.hash)
    writer.write(step)
    writer.write(at.microseconds)
    writer.write(severity)
    writer.write(points)
    writer.write(detector.number)
  }

  fileprivate init(_ reader: inout ByteReader) {
    let id = FindingID(reader.readHash())
    let numbers = (0..<4).map { _ in reader.read(Int64.self) }
    self.init(
      id, step: numbers[0], detector: Coordinate(number: reader.read(UInt32.self)),
      at: Instant(microseconds: numbers[1]))
    (severity, points) = (numbers[2], numbers[3])
    message = reader.readText()
    evidence = reader.readEvidence()
  }
}

extension ByteReader {
  /// A word of a vocabulary that was written as its number.
  fileprivate mutating func readWord<Word: Vocabulary>() -> Word {
    guard let word = Word(rawValue: read(UInt8.self)) else {
      preconditionFailure("cells are read by what wrote them")
    }
    return word
  }

  fileprivate mutating func readCoordinates() -> [Coordinate] {
    (0..<read(UInt32.self)).map { _ in Coordinate(number: read(UInt32.self)) }
  }
}
