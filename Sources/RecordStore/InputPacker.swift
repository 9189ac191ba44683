internal import DurableFiles
internal import JourneyModel

/// Packs inputs into rows of bytes; what many of them have in common is kept once.
struct InputPacker: Sendable {
  /// Sources with fingerprints, and folders with the slash behind them.
  private var readings = Interned<Reading>()
  private var folders = Interned<[UInt8]>()

  private struct Reading: Hashable {
    var source: SourceDescription
    var fingerprint: StableHash128
  }

  private struct Flags: OptionSet {
    var rawValue: UInt8
    static let zoneAssumed = Flags(rawValue: 1)
    static let openEnded = Flags(rawValue: 2)
    static let ownContent = Flags(rawValue: 4)
    static let head = Flags(rawValue: 8)
    static let stamp = Flags(rawValue: 16)
    static let accepted = Flags(rawValue: 32)
    static let oversized = Flags(rawValue: 64)
    /// Lists and mappings, which are mostly empty.
    static let lists = Flags(rawValue: 128)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ input: StoredInput) {
      self = []
      if input.isZoneAssumed { insert(.zoneAssumed) }
      if input.isOpenEnded { insert(.openEnded) }
      if input.content != input.file { insert(.ownContent) }
      if !input.head.isZero { insert(.head) }
      if input.stamp != nil { insert(.stamp) }
      if input.decision == .accepted { insert(.accepted) }
      if input.decision == .oversized { insert(.oversized) }
      let isPlain =
        input.ledger.skipped.isEmpty && input.beginnings.isEmpty && input.notes.isEmpty
      if !isPlain { insert(.lists) }
    }

    var decision: InputDecision? {
      contains(.accepted) ? .accepted : contains(.oversized) ? .oversized : nil
    }
  }

  /// The row of an input.
  mutating func pack(_ input: StoredInput) -> [UInt8] {
    let flags = Flags(input)
    let path = Array(input.path.utf8)
    let name = path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
    var writer = ByteWriter()
    writer.write(input.number)
    writer.write(flags.rawValue)
    writer.write(input.run)
    writer.writeCompact(
      readings.number(of: Reading(source: input.source, fingerprint: input.fingerprint)))
    writer.writeCompact(folders.number(of: Array(path.dropLast(name.count))))
    writer.writeCompact(bytes: name)
    writer.write(input.file)
    if flags.contains(.ownContent) { writer.write(input.content) }
    if flags.contains(.head) { writer.write(input.head) }
    if let stamp = input.stamp { writer.append(stamp.bytes) }
    for count in InputPacker.counts { writer.writeCompact(Int(input.ledger[keyPath: count])) }
    writer.writeCompact(bytes: input.newestEvents.bytes)
    if flags.contains(.lists) { writer.write(lists: input) }
    return writer.bytes
  }

  /// The number of an input, with which its row begins.
  static func number(_ row: inout ByteReader) -> UInt32 { row.read(UInt32.self) }

  /// The input of a row.
  func unpack(_ row: inout ByteReader) -> StoredInput {
    let number = InputPacker.number(&row)
    let flags = Flags(rawValue: row.read(UInt8.self))
    let run = row.read(UInt32.self)
    let reading = readings.values[row.readCompact()]
    let folder = folders.values[row.readCompact()]
    let path = String(decoding: folder + row.readCompactBytes(), as: UTF8.self)
    var input = StoredInput(
      number: number, source: reading.source, path: path, file: row.readContent(),
      fingerprint: reading.fingerprint)
    input.run = run
    if flags.contains(.ownContent) { input.content = row.readContent() }
    if flags.contains(.head) { input.head = row.readHash() }
    if flags.contains(.stamp) { input.stamp = FileStamp(bytes: Array(row.lend(32))) }
    for count in InputPacker.counts { input.ledger[keyPath: count] = Int64(row.readCompact()) }
    input.newestEvents = NewestEvents(bytes: Array(row.readCompactBytes())) ?? NewestEvents()
    input.isZoneAssumed = flags.contains(.zoneAssumed)
    input.isOpenEnded = flags.contains(.openEnded)
    input.decision = flags.decision
    if flags.contains(.lists) { row.readLists(into: &input) }
    return input
  }

  /// The counts of a ledger.
  private static var counts: [WritableKeyPath<Ledger, Int64>] {
    [
      \.recordsRead, \.accepted, \.rejected, \.rejectedBytes, \.duplicates, \.repeatedTimes,
      \.skippedTimes, \.bytes, \.recordBytes, \.framingBytes,
    ]
  }
}

/// Values that are kept once and have numbers.
private struct Interned<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  /// The number of a value.
  mutating func number(of value: Value) -> Int {
    if let number = numbers[value] { return number }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}

extension ByteWriter {
  /// Appends a number in as many bytes as it needs, seven bits each.
  fileprivate mutating func writeCompact(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest > 127 {
      write(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    write(UInt8(rest))
  }

  fileprivate mutating func writeCompact(bytes: some Collection<UInt8>) {
    writeCompact(bytes.count)
    for byte in bytes { write(byte) }
  }

  fileprivate mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  /// Appends a content; a digest takes half of its digits.
  fileprivate mutating func write(_ content: FileContent) {
    writeCompact(Int(content.byteCount))
    let (first, last) = (content.sha256.prefix(32), content.sha256.dropFirst(32))
    guard let high = StableHash128(hexadecimal: first), let low = StableHash128(hexadecimal: last),
      high.description + low.description == content.sha256
    else {
      writeCompact(bytes: content.sha256.utf8)
      return
    }
    writeCompact(ByteReader.digestMark)
    write(high)
    write(low)
  }

  fileprivate mutating func write(lists input: StoredInput) {
    writeCompact(input.ledger.skipped.count)
    for (reason, count) in input.ledger.skipped {
      writeCompact(bytes: reason.utf8)
      writeCompact(Int(count))
    }
    writeCompact(input.notes.counts.count)
    for (note, count) in input.notes.counts {
      write(UInt8(ReadingNotes.Kind.allCases.firstIndex(of: note.kind) ?? 0))
      writeCompact(bytes: note.subject.utf8)
      writeCompact(bytes: note.word.utf8)
      writeCompact(Int(count))
    }
    writeCompact(input.beginnings.count)
    for content in input.beginnings { write(content) }
  }
}

extension ByteReader {
  /// In the place of the count of a digest's bytes: 127, which no text of one has.
  fileprivate static let digestMark = 127

  fileprivate mutating func readCompact() -> Int {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = read(UInt8.self)
      number |= UInt64(byte & 127) << shift
      if byte < 128 { return Int(Int64(bitPattern: number)) }
      shift += 7
    }
  }

  fileprivate mutating func readCompactBytes() -> UnsafeRawBufferPointer { lend(readCompact()) }

  private mutating func readCompactText() -> String {
    String(decoding: readCompactBytes(), as: UTF8.self)
  }

  fileprivate mutating func readContent() -> FileContent {
    let byteCount = Int64(readCompact())
    let count = readCompact()
    let text =
      count == ByteReader.digestMark
      ? readHash().description + readHash().description
      : String(decoding: lend(count), as: UTF8.self)
    return FileContent(sha256: text, byteCount: byteCount)
  }

  private mutating func readNotes() -> ReadingNotes {
    var counts: [ReadingNotes.Note: Int64] = [:]
    for _ in 0..<readCompact() {
      let kind = ReadingNotes.Kind.allCases[Int(read(UInt8.self))]
      let note = ReadingNotes.Note(kind, subject: readCompactText(), word: readCompactText())
      counts[note] = Int64(readCompact())
    }
    return ReadingNotes(counts)
  }

  fileprivate mutating func readLists(into input: inout StoredInput) {
    for _ in 0..<readCompact() { input.ledger.skipped[readCompactText()] = Int64(readCompact()) }
    input.notes = readNotes()
    input.beginnings = (0..<readCompact()).map { _ in readContent() }
  }
}
