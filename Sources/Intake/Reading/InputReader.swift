package import JourneyModel
internal import RecordFormats

/// Reads one input: bytes of a file in, normalized records and rejections out.
///
/// ```
/// chunk ─▶ gzip? ─▶ window ─▶ CSV or JSON scanner ─▶ slots ─▶ normalizer ─▶ sink
///                      └ first 256 KiB: dialect or layout, header, is it this adapter's?
/// ```
///
/// Sans-I/O: the caller pushes the file's bytes in order, in chunks of any size, and ends with
/// `finish`. What comes out does not depend on how the file was cut. After an `InputFailure` the
/// reader is spent, and what the sink got must be thrown away.
package struct InputReader: ~Copyable {
  /// What became of every record and byte so far; `duplicates` stays 0, the store counts them.
  package private(set) var ledger = Ledger()
  private let adapter: Adapter
  private let settings: InputSettings
  private let input: UInt32
  private let requiredNames: [String]
  private var normalizer: RecordNormalizer
  private var window = ScanWindow()
  private var stage: Stage
  private var head: [UInt8] = []
  private var gzip: GzipDecoder
  private var isGzip: Bool
  private let isInflated: Bool
  private var form: FileForm?
  private var rows: CSVScanner
  private var objects: JSONScanner
  private var columns: [Int] = []
  private var isHeaderPending = false
  private var unlikeRecords = 0
  private var isOfAdapter = false
  private var missingKeys: [String] = []
  private var skipped: [Int64]
  private var pending: PendingRejection?

  /// How far the file has been understood.
  private enum Stage {
    /// Nobody knows yet whether it is gzip.
    case begins
    /// The sample is not complete yet.
    case samples
    /// Records are read.
    case reads
  }

  /// A rejection whose record may go on in the bytes to come.
  private struct PendingRejection {
    var rejection: Rejection
    var excerpt: [UInt8]
  }

  /// Compressed bytes inflated at a time, so that one chunk cannot fill the memory.
  private static let compressedSlice = 16 << 10
  /// Bytes of a rejected record that are kept for its excerpt.
  private static let excerptSize = 4 << 10

  /// A reader of one input; `input` is its number in the catalog.
  ///
  /// Where `isInflated`, the file is gzip and `push` takes its decompressed bytes: who inflates it
  /// proves it, too.
  ///
  /// Throws for parameters the adapter cannot use.
  package init(
    adapter: Adapter, settings: InputSettings, key: IdentifierKey, input: UInt32,
    isInflated: Bool = false
  ) throws(DiagnosticError) {
    let plan = try PlanCompiler.plan(adapter: adapter, settings: settings)
    self.adapter = adapter
    self.settings = settings
    self.input = input
    self.isInflated = isInflated
    isGzip = isInflated
    stage = isInflated ? .samples : .begins
    requiredNames = adapter.recognisedNames(with: settings.parameters)
    normalizer = RecordNormalizer(plan: plan, adapter: adapter, settings: settings, key: key)
    gzip = GzipDecoder(limits: settings.limits)
    rows = CSVScanner(dialect: CSVDialect(), limits: settings.limits)
    objects = JSONScanner(layout: .objects, limits: settings.limits)
    skipped = Array(repeating: 0, count: plan.skips.count)
  }

  /// How the file is written: `CSV, comma, utf-8, header row`; empty while that is not known.
  package var dialectDescription: String {
    let form =
      switch form {
      case .csv(let dialect): dialect.description
      case .json(.objects), .json(nil): "JSON, objects one after the other"
      case .json(.array): "JSON, one array"
      case .json(.member(let name)): "JSON, array under '\(name)'"
      case nil: ""
      }
    return isGzip ? "gzip, \(form)" : form
  }

  /// The zone of local times, and whether it was assumed.
  package var zoneDescription: String { normalizer.times.zoneDescription }

  /// Whether a local time was read in a zone that nobody configured.
  package var assumedZoneUsed: Bool { normalizer.times.usedAssumedZone }

  // MARK: Bytes

  /// Takes the next bytes of the file.
  package mutating func push<Sink: RecordSink>(
    _ chunk: UnsafeRawBufferPointer, into sink: inout Sink
  ) throws(InputFailure) {
    guard stage == .begins else { return try take(chunk, into: &sink) }
    head.append(contentsOf: chunk)
    if head.count >= 2 { try begin(into: &sink) }
  }

  /// Takes the end of the file.
  package mutating func finish<Sink: RecordSink>(into sink: inout Sink) throws(InputFailure) {
    if stage == .begins { try begin(into: &sink) }
    if isGzip, !isInflated {
      try decoding { reader throws(FormatFailure) in try reader.gzip.finish() }
    }
    try read(isFinal: true, into: &sink)
    flushRejection(into: &sink)
    if !isOfAdapter, unlikeRecords > 0 { throw unlikeFailure() }
    for (number, count) in skipped.enumerated() where count > 0 {
      ledger.skipped[normalizer.plan.skips[number].reason, default: 0] += count
      skipped[number] = 0
    }
  }

  private mutating func begin<Sink: RecordSink>(into sink: inout Sink) throws(InputFailure) {
    stage = .samples
    let head = head
    self.head = []
    isGzip = head.withUnsafeBytes { GzipDecoder.isGzip($0) }
    let start = UnsafeMutableRawBufferPointer.allocate(byteCount: head.count, alignment: 1)
    defer { start.deallocate() }
    start.copyBytes(from: head)
    try take(UnsafeRawBufferPointer(start), into: &sink)
  }

  private mutating func take<Sink: RecordSink>(
    _ chunk: UnsafeRawBufferPointer, into sink: inout Sink
  ) throws(InputFailure) {
    guard isGzip, !isInflated else {
      window.append(chunk)
      return try read(isFinal: false, into: &sink)
    }
    var start = 0
    while start < chunk.count {
      let end = min(start + Self.compressedSlice, chunk.count)
      let slice = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
      try decoding { reader throws(FormatFailure) in
        try reader.gzip.decode(slice, into: &reader.window)
      }
      try read(isFinal: false, into: &sink)
      start = end
    }
  }

  private mutating func decoding(
    _ body: (inout InputReader) throws(FormatFailure) -> Void
  ) throws(InputFailure) {
    do {
      try body(&self)
    } catch {
      throw InputFailure(error)
    }
  }

  // MARK: Form

  private mutating func read<Sink: RecordSink>(
    isFinal: Bool, into sink: inout Sink
  ) throws(InputFailure) {
    if stage == .samples {
      guard isFinal || window.count >= FileForm.sampleSize else { return }
      try detectForm()
      stage = .reads
    }
    switch form {
    case .csv: try readRows(isFinal: isFinal, into: &sink)
    case .json: try readObjects(isFinal: isFinal, into: &sink)
    case nil: break
    }
  }

  private mutating func detectForm() throws(InputFailure) {
    let count = min(window.count, FileForm.sampleSize)
    let sample = UnsafeRawBufferPointer(rebasing: window.bytes[..<count])
    let isWhole = window.count < FileForm.sampleSize
    form = FileForm.detect(sample, isFinal: isWhole, adapter: adapter, settings: settings)
    switch form {
    case .csv(let dialect):
      if let refusal = dialect.refusal { throw InputFailure(refusal) }
      rows = CSVScanner(dialect: dialect, limits: settings.limits)
      normalizer.encoding = dialect.encoding
      normalizer.quote = dialect.quote
      isHeaderPending = dialect.hasHeader
      if case .csv(let definition) = adapter.definition.reads, !definition.names.isEmpty {
        try match(HeaderMatching(names: definition.names))
      }
    case .json(let layout):
      objects = JSONScanner(layout: layout ?? .objects, limits: settings.limits)
    case nil:
      throw InputFailure(
        code: .i305, byteOffset: 0,
        message: "adapter '\(adapter.id)' reads \(adapter.form), and the file does not begin so")
    }
  }

  // MARK: Rows

  private mutating func readRows<Sink: RecordSink>(
    isFinal: Bool, into sink: inout Sink
  ) throws(InputFailure) {
    let bytes = window.bytes
    var start = 0
    while true {
      switch rows.next(in: bytes, from: start, isFinal: isFinal) {
      case .record(let range):
        flushRejection(into: &sink)
        if isHeaderPending {
          try readHeader(in: bytes)
          countFraming(range)
        } else {
          normalizeRow(range, in: bytes, into: &sink)
        }
        start = range.upperBound
      case .framing(let range):
        countFraming(range)
        start = range.upperBound
      case .rejected(let range, let rejection):
        if isHeaderPending { throw headerFailure("the header row is malformed") }
        reject(rejection, range, in: bytes, into: &sink)
        start = range.upperBound
      case .rejectedContinuation(let range):
        continueRejection(range)
        start = range.upperBound
      case .needsMore, .end:
        window.consume(start)
        return
      }
    }
  }

  private mutating func readHeader(in bytes: UnsafeRawBufferPointer) throws(InputFailure) {
    guard case .csv(let dialect) = form else { return }
    isHeaderPending = false
    try match(HeaderMatching(names: HeaderRows.cells(of: rows, in: bytes, dialect: dialect)))
  }

  /// Finds the column of every slot; throws if required ones are missing or repeated.
  private mutating func match(_ header: HeaderMatching) throws(InputFailure) {
    let required = requiredColumns()
    let missing = header.missing(required)
    guard missing.isEmpty else {
      throw InputFailure(
        code: .i305, byteOffset: 0, line: 1,
        message: "the header has no \(Self.list(missing, "column")) of adapter '\(adapter.id)'")
    }
    let repeated = header.repeated(required)
    guard repeated.isEmpty else {
      throw headerFailure("the header names \(Self.list(repeated, "column")) more than once")
    }
    columns = normalizer.plan.slots.map { header.column($0.name) ?? -1 }
    rows.expectFieldCount(header.count)
  }

  /// Recognised columns, those of the key, and those the input's parameters name.
  private func requiredColumns() -> [String] {
    let plan = normalizer.plan
    var names = requiredNames
    for part in plan.key {
      let instruction = plan.instructions[Int(part)]
      if instruction.operation == .slot { names.append(plan.slots[Int(instruction.first)].name) }
    }
    let slots = Set(plan.slots.map(\.name))
    names += settings.parameters.values.sorted().filter(slots.contains)
    var unique: [String] = []
    for name in names where !unique.contains(name) { unique.append(name) }
    return unique
  }

  private mutating func normalizeRow<Sink: RecordSink>(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) {
    normalizer.begin()
    let fieldCount = rows.fieldCount
    for (slot, column) in columns.enumerated() {
      guard column >= 0, column < fieldCount else {
        normalizer.slots[slot] = Slot()
        continue
      }
      let field = rows.field(column)
      normalizer.slots[slot] = Slot(
        kind: field.needsUnescape ? .quoted : .plain, token: Int32(column),
        bytes: UnsafeRawBufferPointer(rebasing: bytes[field.range]))
    }
    deliver(range, in: bytes, into: &sink)
  }

  // MARK: Objects

  private mutating func readObjects<Sink: RecordSink>(
    isFinal: Bool, into sink: inout Sink
  ) throws(InputFailure) {
    let bytes = window.bytes
    var start = 0
    while true {
      switch objects.next(in: bytes, from: start, isFinal: isFinal) {
      case .record(let range):
        flushRejection(into: &sink)
        let record = UnsafeRawBufferPointer(rebasing: bytes[range])
        if !isOfAdapter { try checkKeys(of: record) }
        normalizer.begin()
        normalizer.fill(from: objects.tape, of: record)
        deliver(range, in: bytes, into: &sink)
        start = range.upperBound
      case .framing(let range):
        countFraming(range)
        start = range.upperBound
      case .rejected(let range, let rejection):
        reject(rejection, range, in: bytes, into: &sink)
        start = range.upperBound
      case .rejectedContinuation(let range):
        continueRejection(range)
        start = range.upperBound
      case .needsMore, .end:
        window.consume(start)
        return
      }
    }
  }

  /// Looks at the first records until one has the adapter's keys; throws if none of them has.
  private mutating func checkKeys(of record: UnsafeRawBufferPointer) throws(InputFailure) {
    let missing = TopLevelKeys.missing(requiredNames, in: objects.tape, of: record)
    if missing.isEmpty {
      isOfAdapter = true
      return
    }
    if unlikeRecords == 0 { missingKeys = missing }
    unlikeRecords += 1
    if unlikeRecords == TopLevelKeys.recordsLookedAt { throw unlikeFailure() }
  }

  private func unlikeFailure() -> InputFailure {
    InputFailure(
      code: .i305, byteOffset: 0,
      message: "the records have no \(Self.list(missingKeys, "key")) of adapter '\(adapter.id)'")
  }

  // MARK: Outcomes

  /// The line on which the current row begins; objects are found by their bytes.
  private var line: UInt64 {
    if case .csv = form { rows.line } else { 0 }
  }

  private mutating func deliver<Sink: RecordSink>(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) {
    let offset = window.baseOffset + UInt64(range.lowerBound)
    let length = UInt32(clamping: range.count)
    ledger.recordsRead += 1
    count(range, asRecord: true)
    let origin = RecordOrigin(input: input, byteOffset: offset, byteLength: length)
    switch normalizer.normalize(origin: origin) {
    case .accepted:
      ledger.accepted += 1
      normalizer.output.bytes.withUnsafeBytes { sink.accept($0) }
    case .skipped(let number): skipped[number] += 1
    case .rejected:
      ledger.rejected += 1
      let rejection = normalizer.rejection(at: offset, length: length, line: line)
      sink.reject(rejection, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }

  private mutating func reject<Sink: RecordSink>(
    _ cause: FormatRejection, _ range: Range<Int>, in bytes: UnsafeRawBufferPointer,
    into sink: inout Sink
  ) {
    flushRejection(into: &sink)
    ledger.recordsRead += 1
    ledger.rejected += 1
    count(range, asRecord: true)
    let rejection = Rejection(
      code: cause.kind.code, byteOffset: window.baseOffset + UInt64(range.lowerBound),
      byteLength: UInt32(clamping: range.count), line: line, message: cause.detail)
    guard cause.continues else {
      return sink.reject(rejection, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
    pending = PendingRejection(
      rejection: rejection, excerpt: Array(bytes[range].prefix(Self.excerptSize)))
  }

  private mutating func continueRejection(_ range: Range<Int>) {
    count(range, asRecord: true)
    guard var rejection = pending?.rejection else { return }
    rejection.byteLength = UInt32(clamping: Int(rejection.byteLength) + range.count)
    pending?.rejection = rejection
  }

  private mutating func flushRejection<Sink: RecordSink>(into sink: inout Sink) {
    guard let last = pending else { return }
    pending = nil
    last.excerpt.withUnsafeBytes { sink.reject(last.rejection, bytes: $0) }
  }

  private mutating func countFraming(_ range: Range<Int>) { count(range, asRecord: false) }

  private mutating func count(_ range: Range<Int>, asRecord: Bool) {
    ledger.bytes += Int64(range.count)
    if asRecord {
      ledger.recordBytes += Int64(range.count)
    } else {
      ledger.framingBytes += Int64(range.count)
    }
  }

  private func headerFailure(_ message: String) -> InputFailure {
    InputFailure(code: .i311, byteOffset: 0, line: rows.line, message: message)
  }

  private static func list(_ names: [String], _ noun: String) -> String {
    (names.count == 1 ? noun : noun + "s") + " '" + names.joined(separator: "', '") + "'"
  }
}
