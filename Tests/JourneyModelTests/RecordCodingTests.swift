import JourneyModel
import Testing

/// What `RecordEncoder` writes, `RecordDecoder` reads.
@Suite struct RecordCodingTests {
  private let reference = InteractionReference(
    exact: StableHash128(high: 11, low: 12), loose: StableHash128(high: 13, low: 14))

  /// A record that uses every part of the encoding.
  private func encode(
    into encoder: inout RecordEncoder, origin: RecordOrigin, queue: String = "Billing"
  ) -> RecordID {
    encoder.begin(key: StableHash128(high: 1, low: 2), version: 7, order: -3)
    encoder.clear(.queue)
    "call-1".utf8Bytes { native in
      queue.utf8Bytes { queue in
        var header = RecordEncoder.Header(kind: .call, reference: reference, nativeID: native)
        header.channel = .voice
        header.direction = .inbound
        header.queue = queue
        encoder.set(header)
        var event = RecordEncoder.Event(activity: .queued, at: Instant(microseconds: 5_000_000))
        event.queue = queue
        event.durationMilliseconds = 250
        encoder.add(event)
        encoder.addAttribute(name: native, value: queue)
      }
    }
    encoder.add(RecordEncoder.Event(activity: .ended, at: Instant(microseconds: 9_000_000)))
    encoder.add(
      Token(kind: .phone, namespace: 42, hash: StableHash128(high: 3, low: 4)))
    encoder.add(Link(kind: .about, target: reference))
    encoder.add(
      FeedbackStatement(
        about: reference, instrument: .csat, scoreMilli: 2000, scale: 1...5,
        at: Instant(microseconds: 10)))
    encoder.add(CheckValue(check: .reopens, value: 2))
    return encoder.finish(origin: origin)
  }

  @Test(arguments: [nil] + Outcome.allCases, [nil, .resolved, .unresolved] as [Resolution?])
  func outcomeAndResolutionReadBack(outcome: Outcome?, resolution: Resolution?) {
    var encoder = RecordEncoder()
    encoder.begin(key: StableHash128(high: 1, low: 2), version: nil, order: 0)
    "c".utf8Bytes { native in
      var header = RecordEncoder.Header(kind: .call, reference: reference, nativeID: native)
      header.outcome = outcome
      header.resolution = resolution
      encoder.set(header)
    }
    _ = encoder.finish(origin: RecordOrigin(input: 0, byteOffset: 0, byteLength: 1))
    Array(encoder.bytes).withUnsafeBytes { bytes in
      let statement = RecordDecoder.record(bytes, at: 0).interaction
      #expect(statement?.outcome == outcome && statement?.resolution == resolution)
    }
  }

  @Test func everyPartReadsBack() {
    var encoder = RecordEncoder()
    let origin = RecordOrigin(input: 3, byteOffset: 1 << 40, byteLength: 99)
    let id = encode(into: &encoder, origin: origin)
    Array(encoder.bytes).withUnsafeBytes { bytes in
      let record = RecordDecoder.record(bytes, at: 0)
      #expect(record.id == id)
      #expect(record.origin == origin)
      #expect(record.version == 7 && record.order == -3)
      #expect(record.clears == [.queue])
      #expect(record.interaction?.nativeID == "call-1")
      #expect(record.interaction?.queue == "Billing" && record.interaction?.agent == nil)
      #expect(record.interaction?.outcome == nil && record.interaction?.channel == .voice)
      #expect(record.events.map(\.activity) == [.queued, .ended])
      #expect(record.events[0].durationMilliseconds == 250 && record.events[0].count == nil)
      #expect(record.tokens.first?.kind == .phone && record.links.first?.kind == .about)
      #expect(record.feedback.first?.scoreMilli == 2000 && record.checks.first?.value == 2)
      #expect(record.attributes == [ProfileAttribute(name: "call-1", value: "Billing")])
      let prefix = RecordDecoder.prefix(bytes, at: 0)
      #expect(prefix.byteCount == bytes.count && prefix.interaction == reference.exact)
    }
  }

  @Test func theIdIsOfTheContentAndNotOfItsPlace() {
    var encoder = RecordEncoder()
    let here = encode(
      into: &encoder, origin: RecordOrigin(input: 1, byteOffset: 0, byteLength: 10))
    let there = encode(
      into: &encoder, origin: RecordOrigin(input: 2, byteOffset: 77, byteLength: 12))
    let other = encode(
      into: &encoder, origin: RecordOrigin(input: 1, byteOffset: 0, byteLength: 10),
      queue: "Sales")
    #expect(here == there)
    #expect(here != other)
  }

  @Test func aRowSaysWhatItsRecordSays() {
    var encoder = RecordEncoder()
    var writer = StoredRecordWriter()
    var newest = NewestEvents()
    var records: [NormalizedRecord] = []
    let origin = RecordOrigin(input: 3, byteOffset: 1 << 40, byteLength: 99)
    for queue in ["Billing", "Sales", "Billing", ""] {
      _ = encode(into: &encoder, origin: origin, queue: queue)
      records.append(RecordDecoder.record(encoder.bytes, at: 0))
      writer.append(encoder.bytes, telling: &newest)
    }
    // A deleted profile without a version, and one of whose texts something is left.
    encoder.begin(key: StableHash128(high: 8, low: 9), version: nil, order: 0)
    encoder.markDeleted()
    _ = encoder.finish(origin: origin)
    records.append(RecordDecoder.record(encoder.bytes, at: 0))
    writer.append(encoder.bytes, telling: &newest)
    encodeTexts(into: &encoder, origin: origin)
    records.append(RecordDecoder.record(encoder.bytes, at: 0))
    writer.append(encoder.bytes, telling: &newest)

    let (read, words) = rows(of: writer, like: records)
    #expect(read == records)
    #expect(words.count == 6, "each distinct text is listed once")
  }

  /// A record with a derived reason, a text of an event and one of none.
  private func encodeTexts(into encoder: inout RecordEncoder, origin: RecordOrigin) {
    encoder.begin(key: StableHash128(high: 5, low: 6), version: 1, order: 0)
    var event = RecordEncoder.Event(activity: .messageIn, at: Instant(microseconds: 3))
    event.by = .customer
    event.actor = StableHash128(high: 7, low: 8)
    event.count = 4
    encoder.add(event)
    "card lost".utf8Bytes { text in
      "cards".utf8Bytes { rule in
        encoder.setReason(text, rule: rule, ground: .text)
        encoder.addAttribute(name: rule, value: text)
        var subject = RecordEncoder.Text(role: .subject, signals: TextSignals(mask: 2))
        subject.kept = text
        encoder.add(subject, shingles: [1, 2, .max], ofLastEvent: false)
      }
    }
    encoder.add(
      RecordEncoder.Text(role: .message, signals: TextSignals()), shingles: [9],
      ofLastEvent: true)
    _ = encoder.finish(origin: origin)
  }

  /// The records of a block of rows, with the ids of those they were made of.
  private func rows(
    of writer: borrowing StoredRecordWriter, like records: [NormalizedRecord]
  ) -> ([NormalizedRecord], WordBook) {
    var block = RecordBuffer()
    writer.write(to: &block)
    var words = WordBook()
    var symbols: [Symbol] = []
    let bytes = Array(block.bytes)
    var read: [NormalizedRecord] = []
    bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      reader.readWords(into: &words, symbols: &symbols)
      var offset = reader.offset
      symbols.withUnsafeBufferPointer { symbols in
        for record in records {
          let row = StoredRecord.row(bytes, at: offset)
          #expect(row.home == record.interaction?.reference.exact ?? record.key)
          let origin = RecordOrigin(
            input: record.origin.input, byteOffset: row.place.byteOffset,
            byteLength: row.place.byteLength)
          let stored = StoredRecord(
            bytes, at: offset, id: record.id, symbols: symbols.baseAddress.unsafelyUnwrapped)
          read.append(stored.normalized(words, origin: origin))
          offset += row.byteCount
        }
        #expect(offset == bytes.count)
      }
    }
    return (read, words)
  }

  @Test func theNewestEventIsTold() {
    var encoder = RecordEncoder()
    _ = encode(into: &encoder, origin: RecordOrigin(input: 1, byteOffset: 0, byteLength: 1))
    var writer = StoredRecordWriter()
    var newest = NewestEvents()
    writer.append(encoder.bytes, telling: &newest)
    #expect(newest.newest(notAfter: Instant(microseconds: .max))?.microseconds == 9_000_000)
  }
}

extension String {
  /// Calls `body` with the text's bytes.
  fileprivate func utf8Bytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    var text = self
    text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
