import JourneyModel

/// Records as a block of a bucket has them.
struct EncodedRecords {
  /// The texts of the records' symbols.
  private(set) var words = WordBook()
  private var symbols: [Symbol] = []
  private var block: [UInt8] = []
  private var offsets: [Int] = []
  /// The ids the records were given, in order.
  private(set) var ids: [RecordID] = []

  /// The records in the form of the store; their ids are made of their content.
  init(_ records: [NormalizedRecord]) {
    var encoder = RecordEncoder()
    var writer = StoredRecordWriter()
    var newest = NewestEvents()
    for record in records {
      encode(record, with: &encoder)
      writer.append(encoder.bytes, telling: &newest)
    }
    var bytes = RecordBuffer()
    writer.write(to: &bytes)
    block = Array(bytes.bytes)
    findRows()
  }

  /// Reads the words and finds where each row begins.
  private mutating func findRows() {
    let block = block
    block.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      reader.readWords(into: &words, symbols: &symbols)
      var offset = reader.offset
      while offset < bytes.count {
        offsets.append(offset)
        offset += StoredRecord.row(bytes, at: offset).byteCount
      }
    }
  }

  /// Lends the records, read where they lie.
  func withRecords<Answer>(_ body: ([StoredRecord]) -> Answer) -> Answer {
    block.withUnsafeBytes { bytes in
      symbols.withUnsafeBufferPointer { symbols in
        body(
          zip(offsets, ids).map { offset, id in
            StoredRecord(bytes, at: offset, id: id, symbols: symbols.baseAddress.unsafelyUnwrapped)
          })
      }
    }
  }

  private mutating func encode(_ record: NormalizedRecord, with encoder: inout RecordEncoder) {
    encoder.begin(key: record.key, version: record.version, order: record.order)
    if record.isDeleted { encoder.markDeleted() }
    for field in record.clears { encoder.clear(field) }
    if let interaction = record.interaction { add(interaction, to: &encoder) }
    for token in record.tokens { encoder.add(token) }
    for link in record.links { encoder.add(link) }
    for event in record.events { add(event, to: &encoder) }
    for feedback in record.feedback { encoder.add(feedback) }
    for attribute in record.attributes {
      withBytes(attribute.name) { name in
        withBytes(attribute.value) {
          encoder.addAttribute(name: name ?? .empty, value: $0 ?? .empty)
        }
      }
    }
    for check in record.checks { encoder.add(check) }
    if let derived = record.derivedReason {
      withBytes(derived.reason) { reason in
        withBytes(derived.rule) { rule in
          encoder.setReason(reason ?? .empty, rule: rule ?? .empty, ground: derived.ground)
        }
      }
    }
    for text in record.texts {
      encoder.add(
        RecordEncoder.Text(role: text.role, signals: text.features.signals),
        shingles: text.features.shingles, ofLastEvent: false)
    }
    ids.append(encoder.finish(origin: record.origin))
  }

  private func add(_ statement: InteractionStatement, to encoder: inout RecordEncoder) {
    withBytes(statement.nativeID) { nativeID in
      var header = RecordEncoder.Header(
        kind: statement.kind, reference: statement.reference, nativeID: nativeID ?? .empty)
      header.channel = statement.channel
      header.origin = statement.origin
      header.direction = statement.direction
      header.outcome = statement.outcome
      header.resolution = statement.resolution
      withBytes(statement.queue) { queue in
        withBytes(statement.agent) { agent in
          withBytes(statement.team) { team in
            withBytes(statement.reason) { reason in
              header.queue = queue
              header.agent = agent
              header.team = team
              header.reason = reason
              encoder.set(header)
            }
          }
        }
      }
    }
  }

  private func add(_ statement: EventStatement, to encoder: inout RecordEncoder) {
    var event = RecordEncoder.Event(activity: statement.activity, at: statement.at)
    event.by = statement.by
    event.actor = statement.actor
    event.durationMilliseconds = statement.durationMilliseconds
    event.count = statement.count
    withBytes(statement.queue) { queue in
      withBytes(statement.agent) { agent in
        withBytes(statement.value) { value in
          event.queue = queue
          event.agent = agent
          event.value = value
          encoder.add(event)
        }
      }
    }
    if let text = statement.text {
      encoder.add(
        RecordEncoder.Text(role: .message, signals: text.signals), shingles: text.shingles,
        ofLastEvent: true)
    }
  }

  private func withBytes(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> Void) {
    guard var text else { return body(nil) }
    text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
