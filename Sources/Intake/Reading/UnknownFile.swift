internal import RecordFormats

/// The beginning of a file of which no one has said whose it is.
struct UnknownFile {
  private let sample: UnsafeRawBufferPointer
  private let isFinal: Bool
  private let encoding: TextEncoding?
  private let delimiter: UInt8?
  /// Whether it begins like JSON, so that no header hides behind its first line.
  private let looksLikeJSON: Bool
  /// What is known of its rows, by the lines an adapter says its preamble has.
  private var searches: [Int: HeaderSearch] = [:]
  /// The keys of its first records, by how those lie.
  private var firstRecords: [JSONLayout: [RecordKeys]] = [:]

  /// A file that begins so, with what the input it belongs to says of its text.
  init(
    _ sample: UnsafeRawBufferPointer, isFinal: Bool, encoding: TextEncoding?, delimiter: UInt8?
  ) {
    self.sample = sample
    self.isFinal = isFinal
    self.encoding = encoding
    self.delimiter = delimiter
    looksLikeJSON = JSONLayout.detect(sample: sample, members: []) != nil
  }

  /// The names an adapter recognises its files by that this one does not have; nil if it has not
  /// the adapter's form at all.
  ///
  /// - Parameter lines: on how many lines a header is looked for.
  mutating func missingNames(of adapter: Adapter, lines: Int) -> [String]? {
    switch adapter.definition.reads {
    case .csv(let form) where !form.names.isEmpty: return isMet(by: adapter) ? [] : nil
    case .csv(let form):
      let missing = missingColumns(of: adapter, form, lines: lines)
      return missing == [] && !isMet(by: adapter) ? nil : missing
    case .json(let form):
      let layout = JSONLayout.detect(sample: sample, members: form.members)
      let missing = layout.flatMap { missingKeys(of: adapter, layout: $0) }
      return missing == [] && !isMet(by: adapter) ? nil : missing
    }
  }

  /// The streams of the records with which it begins, where a tool says so around each.
  var streams: [String] {
    looksLikeJSON ? RecordWrapping.streams(in: sample, isFinal: isFinal) : []
  }

  /// Whether its first records meet the condition by which an adapter knows its files; so they do
  /// where there is no such condition, unless the adapter reads rows without a header.
  private func isMet(by adapter: Adapter) -> Bool {
    if adapter.definition.recogniseWhere == nil {
      if case .csv(let form) = adapter.definition.reads { return form.names.isEmpty }
      return true
    }
    var settings = InputSettings(name: adapter.id)
    settings.encoding = encoding
    settings.delimiter = delimiter
    return RecognitionProbe(adapter: adapter, settings: settings).isMet(by: sample)
  }

  private mutating func missingColumns(
    of adapter: Adapter, _ form: CSVDefinition, lines: Int
  ) -> [String]? {
    let encoding = encoding ?? form.encoding ?? .utf8
    guard encoding.isSupported else { return nil }
    let preamble = form.preambleLines ?? 0
    var search =
      searches[preamble] ?? HeaderSearch(sample, isFinal: isFinal, preambleLines: preamble)
    defer { searches[preamble] = search }
    return form.headerRow(
      naming: adapter.recognisedBy, in: &search,
      RowSettings(encoding: encoding, delimiter: delimiter), lines: looksLikeJSON ? 1 : lines
    ).missing
  }

  /// The names the most fitting of the first records does not have.
  private mutating func missingKeys(of adapter: Adapter, layout: JSONLayout) -> [String]? {
    let records = firstRecords[layout] ?? keysOfFirstRecords(layout)
    firstRecords[layout] = records
    let names = adapter.recognisedBy
    let readsWrappings = adapter.readsWrappings
    return records.map { record in
      let keys = readsWrappings ? record.outer : record.inner
      return names.filter { !keys.contains($0) }
    }.min { $0.count < $1.count }
  }

  private func keysOfFirstRecords(_ layout: JSONLayout) -> [RecordKeys] {
    var objects = FirstObjects(
      sample, layout: layout, isFinal: isFinal, limit: TopLevelKeys.recordsLookedAt)
    var records: [RecordKeys] = []
    while let (tape, object) = objects.next() { records.append(RecordKeys(tape, of: object)) }
    return records
  }
}

/// The keys of a record of a file that may be wrapped.
private struct RecordKeys {
  /// Those of the object as it stands.
  let outer: Set<String>
  /// Those of the record inside it, which may be itself.
  let inner: Set<String>

  init(_ tape: JSONTape, of object: UnsafeRawBufferPointer) {
    outer = TopLevelKeys.names(in: tape, of: object)
    var wrapping = RecordWrapping()
    // Of a single object no stream can be another one.
    let record = try? wrapping.unwrap(tape, of: object, at: 0)
    inner = record.map { TopLevelKeys.names(in: $0.tape, of: $0.record) } ?? outer
  }
}
