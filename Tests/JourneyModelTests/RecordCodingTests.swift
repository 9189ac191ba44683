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

  @Test func theNewestEventIsFoundWithoutDecoding() {
    var encoder = RecordEncoder()
    _ = encode(into: &encoder, origin: RecordOrigin(input: 1, byteOffset: 0, byteLength: 1))
    Array(encoder.bytes).withUnsafeBytes { bytes in
      let late = Instant(microseconds: .max)
      #expect(RecordDecoder.newestEvent(bytes, notAfter: late)?.microseconds == 9_000_000)
      let between = Instant(microseconds: 6_000_000)
      #expect(RecordDecoder.newestEvent(bytes, notAfter: between)?.microseconds == 5_000_000)
      let before = Instant(microseconds: 1)
      #expect(RecordDecoder.newestEvent(bytes, notAfter: before) == nil)
    }
  }
}

extension String {
  /// Calls `body` with the text's bytes.
  fileprivate func utf8Bytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    var text = self
    text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
