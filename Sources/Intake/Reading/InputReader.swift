package import JourneyModel
internal import RecordFormats

/// Reads one input: bytes of a file in, normalized records and rejections out.
///
/// ```
/// chunk ─▶ TextSource ─▶ CSV or JSON scanner ─▶ slots ─▶ normalizer ─▶ sink
///             └ first 256 KiB: dialect or layout, header, is it this adapter's?
/// ```
///
/// Sans-I/O: the caller pushes the file's bytes in order, in chunks of any size, and ends with
/// `finish`. What comes out does not depend on how the file was cut. After an `InputFailure` the
/// reader is spent, and what the sink got must be thrown away.
package struct InputReader: ~Copyable {
  /// What became of every record and byte so far; `duplicates` stays 0, the store counts them.
  package var ledger: Ledger { account.ledger }
  /// Why records were rejected.
  package var tally: RejectionTally { account.tally }
  private var account: InputAccount
  private let adapter: Adapter
  private let settings: InputSettings
  private let input: UInt32
  private let requiredNames: [String]
  private(set) var normalizer: RecordNormalizer
  private var source: TextSource
  private var form: FileForm?
  private var isFormKnown = false
  private var rows: CSVScanner
  private(set) var objects: JSONScanner
  private var columns = RowColumns()
  private(set) var columnNames: [String] = []
  private(set) var presentKeys = PresentKeys()
  private var namedColumnCount = 0
  private var isHeaderPending = false
  private var headerLine: UInt64 = 1
  private var linesBeforeRows: UInt64 = 0
  private var footer = FooterRule(isDeclared: false)
  private var header = RepeatedHeader()
  private var keys: TopLevelKeys
  private var wrapping = RecordWrapping()
  private var isSettled = true
  /// Whether nothing proves that the last record is whole: it has no line end, or breaks off.
  package private(set) var isOpenEnded = false

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
    requiredNames = adapter.recognisedNames(with: settings.parameters)
    keys = TopLevelKeys(required: requiredNames, by: adapter.id)
    normalizer = RecordNormalizer(plan: plan, adapter: adapter, settings: settings, key: key)
    source = TextSource(
      declared: settings.encoding ?? adapter.declaredEncoding, isInflated: isInflated,
      limits: settings.limits)
    rows = CSVScanner(dialect: CSVDialect(), limits: settings.limits)
    objects = JSONScanner(layout: .objects, limits: settings.limits)
    account = InputAccount(skips: plan.skips.count)
  }

  /// How the file is written: `CSV, comma, utf-8, header row`; empty while that is not known.
  package var dialectDescription: String {
    let form = form?.description(of: source.encoding, headerLine: headerLine) ?? ""
    return source.isGzip ? "gzip, \(form)" : form
  }

  // MARK: Bytes

  /// Takes the next bytes of the file.
  package mutating func push<Sink: RecordSink>(
    _ chunk: UnsafeRawBufferPointer, into sink: inout Sink
  ) throws(InputFailure) {
    var start = 0
    while start < chunk.count {
      start = try source.take(chunk, from: start)
      try read(isFinal: false, into: &sink)
    }
  }

  /// Takes the end of the file.
  ///
  /// Of a file that may still be written, an open end is left out: it counts as skipped.
  package mutating func finish<Sink: RecordSink>(
    into sink: inout Sink, isSettled: Bool = true
  ) throws(InputFailure) {
    self.isSettled = isSettled
    try source.finish()
    try read(isFinal: true, into: &sink)
    account.deliverRejection(into: &sink)
    try keys.finish()
    account.close(normalizer.plan, normalizer.times)
  }

  // MARK: Form

  private mutating func read<Sink: RecordSink>(
    isFinal: Bool, into sink: inout Sink
  ) throws(InputFailure) {
    if !isFormKnown {
      guard isFinal || source.window.count >= FileForm.sampleSize else { return }
      try detectForm()
      isFormKnown = true
    }
    switch form {
    case .csv: try readRows(isFinal: isFinal, into: &sink)
    case .json: try readObjects(isFinal: isFinal, into: &sink)
    case nil: break
    }
  }

  private mutating func detectForm() throws(InputFailure) {
    let count = min(source.window.count, FileForm.sampleSize)
    form = FileForm.detect(
      UnsafeRawBufferPointer(rebasing: source.window.bytes[..<count]),
      isFinal: source.window.count < FileForm.sampleSize, adapter: adapter,
      columns: requiredColumns(),
      settings: RowSettings(encoding: source.windowEncoding, delimiter: settings.delimiter))
    switch form {
    case .csv(let dialect, let prologue, _): try beginRows(dialect, behind: prologue)
    case .json(let layout, _):
      let (limits, counts) = (settings.limits, adapter.definition.reads.counts)
      objects = JSONScanner(layout: layout ?? .objects, limits: limits, counts: counts)
    case nil:
      throw InputFailure(
        code: .i305, byteOffset: 0,
        message: "adapter '\(adapter.id)' reads \(adapter.form), and the file does not begin so")
    }
  }

  // MARK: Rows

  private mutating func beginRows(
    _ dialect: CSVDialect, behind prologue: CSVPrologue
  ) throws(InputFailure) {
    guard case .csv(let definition) = adapter.definition.reads else { return }
    countFraming(0..<prologue.byteCount)
    source.window.consume(prologue.byteCount)
    linesBeforeRows = UInt64(prologue.lineCount)
    rows = CSVScanner(dialect: dialect, limits: settings.limits)
    footer = FooterRule(isDeclared: definition.hasFooter)
    normalizer.encoding = dialect.encoding
    normalizer.quote = dialect.quote
    isHeaderPending = dialect.hasHeader
    guard !definition.names.isEmpty else { return }
    try match(HeaderMatching(names: definition.names))
    if let fewest = definition.fewestColumns { namedColumnCount = fewest }
  }

  private mutating func readRows<Sink: RecordSink>(
    isFinal: Bool, into sink: inout Sink
  ) throws(InputFailure) {
    let bytes = source.window.bytes
    var start = 0
    while true {
      let step = rows.next(in: bytes, from: start, isFinal: isFinal)
      if isFinal, leavesOut(step, in: bytes, into: &sink) { return }
      switch step {
      case .record(let range):
        account.deliverRejection(into: &sink)
        if isHeaderPending {
          try readHeader(in: bytes)
          countFraming(range)
        } else if footer.takes(rows.row, in: bytes) {
          countFraming(range)
        } else {
          footer.sawRow()
          try takeRow(range, in: bytes, into: &sink)
        }
        start = range.upperBound
      case .framing(let range):
        countFraming(range)
        if !isHeaderPending {
          let framing = UnsafeRawBufferPointer(rebasing: bytes[range])
          footer.sawFraming(framing)
          header.sawFraming(framing)
        }
        start = range.upperBound
      case .rejected(let range, let rejection):
        try takeRejection(rejection, range, in: bytes, into: &sink)
        start = range.upperBound
      case .rejectedContinuation(let range):
        if footer.isInside { countFraming(range) } else { continueRejection(range) }
        start = range.upperBound
      case .needsMore, .end:
        source.window.consume(start)
        return
      }
    }
  }

  private mutating func takeRow<Sink: RecordSink>(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) throws(InputFailure) {
    switch header.judge(rows.row, range, in: bytes) {
    case .other: normalizeRow(range, in: bytes, into: &sink)
    case .header: countFraming(range)
    case .reordered:
      throw headerFailure(
        "the header comes again with its columns in another order: split the file there")
    }
  }

  /// Takes what the scanner cannot read as a row: the header, a row that only lacks columns without
  /// a name, a footer, or a rejected row.
  private mutating func takeRejection<Sink: RecordSink>(
    _ rejection: FormatRejection, _ range: Range<Int>, in bytes: UnsafeRawBufferPointer,
    into sink: inout Sink
  ) throws(InputFailure) {
    if isHeaderPending { throw headerFailure("the header row is malformed") }
    account.deliverRejection(into: &sink)
    if rejection.kind == .tooFewFields, rows.row.count >= namedColumnCount {
      footer.sawRow()
      normalizeRow(range, in: bytes, into: &sink)
    } else if footer.takes(rejection.kind) {
      countFraming(range)
    } else {
      reject(rejection, range, in: bytes, into: &sink)
    }
  }

  private mutating func readHeader(in bytes: UnsafeRawBufferPointer) throws(InputFailure) {
    guard case .csv(let dialect, _, let parts) = form else { return }
    isHeaderPending = false
    headerLine = line
    header = RepeatedHeader(rows.row, in: bytes)
    let names = HeaderRows.cells(of: rows, in: bytes, dialect: dialect)
    try match(HeaderMatching(names: names, parts: parts))
  }

  /// Finds the column of every slot; throws if required ones are missing or repeated.
  private mutating func match(_ header: HeaderMatching) throws(InputFailure) {
    let required = requiredColumns()
    let missing = header.missing(required)
    guard missing.isEmpty else {
      throw InputFailure(
        code: .i305, byteOffset: account.offset, line: headerLine,
        message: "the header has no \(HeaderMatching.list(missing, "column")) of adapter "
          + "'\(adapter.id)'")
    }
    let unique = RowColumns.uniqueNames(of: normalizer.plan)
    let repeated = header.repeated(Self.unique(required + unique))
    guard repeated.isEmpty else {
      throw headerFailure(
        "the header names \(HeaderMatching.list(repeated, "column")) more than once; "
          + "write '\(repeated[0])[0]' for the first")
    }
    columns = RowColumns(of: normalizer.plan, in: header)
    normalizer.elementRanges = columns.ranges
    normalizer.sawColumns(columns)
    columnNames = header.names
    normalizer.elements = Array(repeating: Slot(), count: columns.elements.count)
    namedColumnCount = header.namedCount
    rows.expectFieldCount(header.count)
  }

  /// Recognised columns, those of the key, and those the input's parameters name.
  private func requiredColumns() -> [String] {
    let plan = normalizer.plan
    var names = requiredNames
    for part in plan.key where plan.instructions[Int(part)].operation == .id {
      let source = plan.instructions[Int(plan.instructions[Int(part)].first)]
      if source.operation == .slot { names.append(plan.slots[Int(source.first)].name) }
    }
    let slots = Set(plan.slots.map { HeaderMatching.normalized($0.name) })
    names += settings.parameters.values.sorted().filter {
      slots.contains(HeaderMatching.normalized($0))
    }
    return Self.unique(names)
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert(HeaderMatching.normalized($0)).inserted }
  }

  private mutating func normalizeRow<Sink: RecordSink>(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) {
    normalizer.begin()
    let row = rows.row
    for (slot, column) in columns.slots.enumerated() {
      normalizer.slots[slot] = Slot(column, of: row, in: bytes)
    }
    for (index, column) in columns.elements.enumerated() {
      normalizer.elements[index] = Slot(column, of: row, in: bytes)
    }
    deliver(range, in: bytes, into: &sink)
  }

  // MARK: Objects

  private mutating func readObjects<Sink: RecordSink>(
    isFinal: Bool, into sink: inout Sink
  ) throws(InputFailure) {
    let bytes = source.window.bytes
    var start = 0
    while true {
      let step = objects.next(in: bytes, from: start, isFinal: isFinal)
      if isFinal, leavesOut(step, in: bytes, into: &sink) { return }
      switch step {
      case .record(let range):
        account.deliverRejection(into: &sink)
        try takeObject(range, in: bytes, into: &sink)
        start = range.upperBound
      case .framing(let range):
        countFraming(range)
        start = range.upperBound
      case .rejected(let range, let rejection):
        if objects.isEnvelopeLost { throw envelopeFailure(rejection, at: range.lowerBound) }
        reject(rejection, range, in: bytes, into: &sink)
        start = range.upperBound
      case .rejectedContinuation(let range):
        continueRejection(range)
        start = range.upperBound
      case .needsMore, .end:
        normalizer.notes.add(objects.takeMiscounts(), of: adapter.definition.reads)
        source.window.consume(start)
        return
      }
    }
  }

  @inline(__always)
  private mutating func takeObject<Sink: RecordSink>(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) throws(InputFailure) {
    var tape = objects.tape
    var record = UnsafeRawBufferPointer(rebasing: bytes[range])
    if case .json(_, isWrapped: true) = form {
      let inner = try wrapping.unwrap(tape, of: record, at: account.offset)
      guard let inner else { return countFraming(range) }
      (tape, record) = inner
    }
    if !keys.areFound { try keys.check(tape, of: record) }
    if presentKeys.wantsMore { presentKeys.add(tape, of: record) }
    normalizer.begin()
    normalizer.fill(from: tape, of: record)
    deliver(range, in: bytes, into: &sink)
  }

  /// The failure of a file that breaks off inside its array, or between the records of it.
  private func envelopeFailure(_ cause: FormatRejection, at start: Int) -> InputFailure {
    let before = source.fileByteCount(of: start..<max(start, cause.byteOffset))
    return InputFailure(cause, from: account.offset, at: account.offset + UInt64(before))
  }

  // MARK: Open ends

  /// Whether a step of the last ones is of an open end and the file may still be written: then the
  /// rest of the bytes counts as one record that is skipped.
  private mutating func leavesOut<Sink: RecordSink>(
    _ step: ScanStep, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) -> Bool {
    guard !isHeaderPending, let form, let start = form.openEnd(in: step, of: bytes) else {
      return false
    }
    isOpenEnded = true
    if isSettled { return false }
    account.deliverRejection(into: &sink)
    account.addRecord(source.fileByteCount(of: start..<bytes.count))
    account.leaveOut()
    source.window.consume(bytes.count)
    return true
  }

  // MARK: Outcomes

  /// The line on which the current row begins; objects are found by their bytes.
  private var line: UInt64 {
    if case .csv = form { linesBeforeRows + rows.line } else { 0 }
  }

  private mutating func deliver<Sink: RecordSink>(
    _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, into sink: inout Sink
  ) {
    let (offset, byteCount) = (account.offset, source.fileByteCount(of: range))
    let length = UInt32(clamping: byteCount)
    account.addRecord(byteCount)
    let origin = RecordOrigin(input: input, byteOffset: offset, byteLength: length)
    switch normalizer.normalize(origin: origin) {
    case .accepted:
      account.accept()
      sink.accept(normalizer.encoder.bytes)
    case .skipped(let number): account.skip(number)
    case .rejected:
      let rejection = normalizer.rejection(at: offset, length: length, line: line)
      account.reject(rejection, byteCount)
      sink.reject(rejection, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }

  private mutating func reject<Sink: RecordSink>(
    _ cause: FormatRejection, _ range: Range<Int>, in bytes: UnsafeRawBufferPointer,
    into sink: inout Sink
  ) {
    account.deliverRejection(into: &sink)
    let byteCount = source.fileByteCount(of: range)
    // The scanner only knows what UTF-16 was made into.
    let message = cause.detail.replacing("utf-8", with: source.encoding.name)
    let rejection = Rejection(
      code: cause.kind.code, byteOffset: account.offset, byteLength: UInt32(clamping: byteCount),
      line: line, message: message)
    account.addRecord(byteCount)
    account.reject(rejection, byteCount)
    let record = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard cause.continues else { return sink.reject(rejection, bytes: record) }
    account.keep(PendingRejection(rejection: rejection, beginning: record))
  }

  private mutating func continueRejection(_ range: Range<Int>) {
    account.lengthenRejection(by: source.fileByteCount(of: range))
  }

  private mutating func countFraming(_ range: Range<Int>) {
    account.addFraming(source.fileByteCount(of: range))
  }

  private func headerFailure(_ message: String) -> InputFailure {
    InputFailure(code: .i311, byteOffset: account.offset, line: line, message: message)
  }
}
