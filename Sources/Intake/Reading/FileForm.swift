internal import JourneyModel
internal import RecordFormats

/// What the beginning of a file says about how it is written, for one adapter.
enum FileForm: Sendable, Equatable {
  /// Rows in a dialect.
  case csv(CSVDialect)
  /// Objects in a layout; nil where there is nothing but white space.
  case json(JSONLayout?)

  /// How many bytes of a file are looked at.
  static let sampleSize = 256 << 10

  /// The form of a file for an adapter; nil if it is nothing the adapter reads.
  static func detect(
    _ sample: UnsafeRawBufferPointer, isFinal: Bool, adapter: Adapter,
    settings: InputSettings?
  ) -> FileForm? {
    switch adapter.definition.reads {
    case .json(let members):
      if sample.allSatisfy(ASCII.isBlank) { return .json(nil) }
      return JSONLayout.detect(sample: sample, members: members).map { .json($0) }
    case .csv(let form):
      return .csv(dialect(sample, isFinal: isFinal, form: form, settings: settings))
    }
  }

  private static func dialect(
    _ sample: UnsafeRawBufferPointer, isFinal: Bool, form: CSVDefinition,
    settings: InputSettings?
  ) -> CSVDialect {
    var dialect = CSVDialect.detect(sample: sample, isFinal: isFinal)
    if let delimiter = settings?.delimiter ?? form.delimiter { dialect.delimiter = delimiter }
    if let encoding = settings?.encoding ?? form.encoding.flatMap(TextEncoding.init(name:)) {
      dialect.encoding = encoding
    }
    dialect.hasHeader = form.names.isEmpty
    dialect.skippedHeaderRows =
      form.extraHeaderRows ?? importRows(sample, isFinal: isFinal, dialect: dialect)
    return dialect
  }

  /// How many rows after the header belong to it: through the row of `{"ImportId": …}` cells that
  /// Qualtrics writes as the second or third row; none without such a row.
  private static func importRows(
    _ sample: UnsafeRawBufferPointer, isFinal: Bool, dialect: CSVDialect
  ) -> Int {
    var rows = HeaderRows(sample, isFinal: isFinal, dialect: dialect)
    for row in 0...2 {
      guard let cells = rows.next() else { return 0 }
      if row > 0, cells.first?.hasPrefix("{\"ImportId\"") == true { return row }
    }
    return 0
  }
}

/// The first rows of a file as texts.
struct HeaderRows: ~Copyable {
  private let sample: UnsafeRawBufferPointer
  private let isFinal: Bool
  private let dialect: CSVDialect
  private var scanner: CSVScanner
  private var offset = 0

  /// The rows of a sample.
  init(_ sample: UnsafeRawBufferPointer, isFinal: Bool, dialect: CSVDialect) {
    self.sample = sample
    self.isFinal = isFinal
    self.dialect = dialect
    var plain = dialect
    plain.skippedHeaderRows = 0
    scanner = CSVScanner(dialect: plain)
  }

  /// The cells of the next row; nil if none is complete or it is malformed.
  mutating func next() -> [String]? {
    while true {
      switch scanner.next(in: sample, from: offset, isFinal: isFinal) {
      case .framing(let range), .rejectedContinuation(let range): offset = range.upperBound
      case .record(let range):
        offset = range.upperBound
        return Self.cells(of: scanner, in: sample, dialect: dialect)
      case .rejected, .needsMore, .end: return nil
      }
    }
  }

  /// The texts of the record a scanner found last.
  static func cells(
    of scanner: borrowing CSVScanner, in bytes: UnsafeRawBufferPointer, dialect: CSVDialect
  ) -> [String] {
    (0..<scanner.fieldCount).map { index in
      let field = scanner.field(index)
      var raw = [UInt8](bytes[field.range])
      if field.needsUnescape {
        raw = []
        CSVText.unescape(
          UnsafeRawBufferPointer(rebasing: bytes[field.range]), quote: dialect.quote, into: &raw)
      }
      var text: [UInt8] = []
      raw.withUnsafeBytes { CSVText.transcode($0, from: dialect.encoding, into: &text) }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
