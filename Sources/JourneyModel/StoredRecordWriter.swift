/// Lays encoded records out as rows of a block; `StoredRecordLayout` draws them.
///
/// An encoded record stands for itself, as what its id is made of must; a row shares its texts with
/// the others of its block, so that assembly looks a block's few dozen texts up once and not every
/// text of every record.
package struct StoredRecordWriter: ~Copyable {
  /// The rows, back to back.
  private var rows = RecordBuffer()
  /// The texts that repeat.
  private var words = WordBook()

  /// A writer of an empty block.
  package init() {}

  /// The bytes of the rows.
  package var byteCount: Int { rows.count }

  /// Forgets rows and words.
  package mutating func removeAll() {
    rows.removeAll()
    words = WordBook()
  }

  /// Appends words and rows: how many words (u32), where each ends (u32), their bytes, the rows.
  package func write(to block: inout RecordBuffer) {
    let width = MemoryLayout<UInt32>.size
    block.reserve(width * (1 + words.count) + words.byteCount + rows.count)
    block.put(UInt32(words.count))
    var end: UInt32 = 0
    for number in 0..<words.count {
      words.withText(Symbol(UInt32(number + 1))) { end += UInt32($0.count) }
      block.put(end)
    }
    for number in 0..<words.count {
      words.withText(Symbol(UInt32(number + 1))) { block.append($0) }
    }
    block.append(rows.bytes)
  }

  /// Appends the row of an encoded record and tells its events, its scores, and the version of a
  /// profile that is an instant.
  package mutating func append(
    _ record: UnsafeRawBufferPointer, telling newest: inout NewestEvents
  ) {
    var reader = ByteReader(record)
    let prefix = RecordDecoder.prefix(&reader)
    let start = rows.count
    rows.reserve(StoredRecordLayout.fixedBytes + 2 * MemoryLayout<Int64>.size)
    rows.put(UInt32.zero)
    rows.put(prefix.origin.byteOffset)
    rows.put(prefix.origin.byteLength)
    rows.put(prefix.key)
    let partsAt = rows.count
    rows.put(UInt16.zero)
    let order = reader.read(Int64.self)
    let flags = reader.read(UInt8.self)
    rows.put(reader.read(UInt8.self))
    var parts: StoredParts = flags & 1 != 0 ? .deleted : []
    if let version = prefix.version {
      parts.insert(.version)
      rows.put(version)
    }
    if order != 0 {
      parts.insert(.order)
      rows.put(order)
    }
    if reader.read(UInt8.self) != 0 {
      parts.insert(.interaction)
      appendHeader(&reader)
    }
    if prefix.identifierDigest != 0 {
      parts.insert(.identifierDigest)
      rows.write(prefix.identifierDigest)
    }
    appendLists(&reader, hasTexts: flags & 2 != 0, telling: &newest, &parts)
    if let version = prefix.version, parts.isProfile, Instant.believed.contains(version) {
      newest.add(Instant(microseconds: version))
    }
    rows.replace(at: partsAt, with: parts.rawValue)
    rows.replace(at: start, with: UInt32(rows.count - start))
  }

  // MARK: Header

  private mutating func appendHeader(_ reader: inout ByteReader) {
    let kind = reader.read(UInt8.self)
    let (exact, loose) = (reader.readHash(), reader.readHash())
    let nativeID = reader.lendText() ?? .empty
    rows.reserve(StoredRecordLayout.headerBytes + nativeID.count)
    rows.put(exact)
    rows.put(loose)
    rows.put(kind)
    for _ in 0..<RecordLayout.headerBytesBehindID { rows.put(reader.read(UInt8.self)) }
    for _ in 0..<RecordLayout.headerTexts { putWord(reader.lendText()) }
    rows.put(nativeID)
  }

  /// Writes the number of a text into room that was reserved.
  private mutating func putWord(_ text: UnsafeRawBufferPointer?) {
    rows.put(words.symbol(of: text).number)
  }

  /// Writes the number of a text that is there; false where it is not.
  private mutating func putStatedWord(_ reader: inout ByteReader) -> Bool {
    guard let text = reader.lendText() else { return false }
    putWord(text)
    return true
  }

  // MARK: Lists

  /// Appends all that follows the header: lists of one width, then those of several.
  private mutating func appendLists(
    _ reader: inout ByteReader, hasTexts: Bool, telling newest: inout NewestEvents,
    _ parts: inout StoredParts
  ) {
    if append(&reader, width: RecordLayout.tokenBytes) { parts.insert(.tokens) }
    if append(&reader, width: RecordLayout.linkBytes) { parts.insert(.links) }
    var events = reader
    RecordDecoder.skipEvents(&reader)
    var scores = reader
    if append(&reader, width: RecordLayout.feedbackBytes) {
      parts.insert(.feedback)
      for _ in 0..<scores.read(UInt16.self) { newest.add(RecordDecoder.feedback(&scores).at) }
    }
    var attributes = reader
    RecordDecoder.skipAttributes(&reader)
    if append(&reader, width: RecordLayout.checkBytes) { parts.insert(.checks) }
    if hasTexts, appendDerived(&reader) { parts.insert(.derived) }
    appendEvents(&events, telling: &newest, &parts)
    if appendAttributes(&attributes) { parts.insert(.attributes) }
    if hasTexts, appendTexts(&reader) { parts.insert(.texts) }
  }

  /// Appends a list as it is; false where it is empty.
  private mutating func append(_ reader: inout ByteReader, width: Int) -> Bool {
    let count = reader.read(UInt16.self)
    if count == 0 { return false }
    rows.write(count)
    rows.append(reader.lend(Int(count) * width))
    return true
  }

  private mutating func appendDerived(_ reader: inout ByteReader) -> Bool {
    if reader.read(UInt8.self) == 0 { return false }
    rows.reserve(StoredRecordLayout.derivedBytes)
    rows.put(reader.read(UInt8.self))
    putWord(reader.lendText())
    putWord(reader.lendText())
    return true
  }

  private mutating func appendEvents(
    _ reader: inout ByteReader, telling newest: inout NewestEvents, _ parts: inout StoredParts
  ) {
    let count = reader.read(UInt16.self)
    if count == 0 { return }
    parts.insert(.events)
    rows.write(count)
    let sizeAt = rows.count
    rows.write(UInt32.zero)
    for _ in 0..<count { newest.add(appendEvent(&reader)) }
    rows.replace(at: sizeAt, with: UInt32(rows.count - sizeAt - MemoryLayout<UInt32>.size))
  }

  private mutating func appendEvent(_ reader: inout ByteReader) -> Instant {
    rows.reserve(StoredRecordLayout.largestEventBytes)
    rows.put(reader.read(UInt8.self))
    let partsAt = rows.count
    rows.put(UInt8.zero)
    let at = reader.read(Int64.self)
    rows.put(at)
    var parts: StoredEventParts = []
    let by = reader.read(UInt8.self)
    if by != .max {
      parts.insert(.by)
      rows.put(by)
    }
    let actor = reader.readHash()
    if !actor.isZero {
      parts.insert(.actor)
      rows.put(actor)
    }
    if putStatedWord(&reader) { parts.insert(.queue) }
    if putStatedWord(&reader) { parts.insert(.agent) }
    if putStatedWord(&reader) { parts.insert(.value) }
    let duration = reader.read(Int64.self)
    if duration != .min {
      parts.insert(.duration)
      rows.put(duration)
    }
    let count = reader.read(Int32.self)
    if count != .min {
      parts.insert(.count)
      rows.put(count)
    }
    rows.replace(at: partsAt, with: parts.rawValue)
    return Instant(microseconds: at)
  }

  private mutating func appendAttributes(_ reader: inout ByteReader) -> Bool {
    let count = reader.read(UInt16.self)
    if count == 0 { return false }
    rows.write(count)
    for _ in 0..<count {
      let name = reader.lendText()
      let value = reader.lendText() ?? .empty
      rows.reserve(2 * MemoryLayout<UInt32>.size + value.count)
      putWord(name)
      rows.put(value)
    }
    return true
  }

  private mutating func appendTexts(_ reader: inout ByteReader) -> Bool {
    let count = reader.read(UInt16.self)
    if count == 0 { return false }
    rows.write(count)
    rows.append(reader.lendRest())
    return true
  }
}
