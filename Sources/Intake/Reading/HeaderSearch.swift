internal import RecordFormats

/// Finds the header row near the beginning of a file, for any number of adapters.
///
/// The header is the first row that names at least half of the wanted columns: one that lacks a
/// few must be reported, not passed over together with the rows below it. What stands before it is
/// framing unless it could be a row itself: as wide as the header and mostly filled. Rows are taken
/// apart once per dialect, however many adapters ask.
struct HeaderSearch {
  /// Where a header row was found.
  struct Place {
    /// How the file is written.
    var dialect: CSVDialect
    /// What stands before the header.
    var prologue: CSVPrologue
    /// The wanted names it does not have; nil if there is no row that can be read.
    var missing: [String]?
  }

  private struct Row {
    var prologue: CSVPrologue
    var header: HeaderMatching?
  }

  /// How many lines of a file may be the header's.
  static let lineLimit = 50

  /// The dialect that the beginning of the file suggests.
  let suggested: CSVDialect
  /// What stands before the first line that may be the header's.
  let prologue: CSVPrologue
  /// Whether the file ends with the sample.
  let isFinal: Bool
  private let sample: UnsafeRawBufferPointer
  private var rows: [CSVDialect: [Row]] = [:]

  /// A search in the beginning of a file, behind so many lines that belong to a preamble.
  init(_ sample: UnsafeRawBufferPointer, isFinal: Bool, preambleLines: Int = 0) {
    self.sample = sample
    self.isFinal = isFinal
    var prologue = CSVPrologue(of: sample, isFinal: isFinal)
    for _ in 0..<preambleLines {
      guard prologue.addLine(of: sample, isFinal: isFinal) else { break }
    }
    self.prologue = prologue
    let rest = UnsafeRawBufferPointer(rebasing: sample[prologue.byteCount...])
    suggested = CSVDialect.detect(sample: rest, isFinal: isFinal)
  }

  /// The bytes of the sample behind a prologue.
  func rest(behind prologue: CSVPrologue) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: sample[prologue.byteCount...])
  }

  /// The header that names the wanted columns in one of the dialects, the likelier ones first, on
  /// one of so many lines; the first line where there is none.
  mutating func header(
    naming names: [String], in dialects: [CSVDialect], lines: Int
  ) -> Place {
    let wanted = names.map(HeaderMatching.normalized)
    func missing(_ header: HeaderMatching) -> [String] {
      zip(names, wanted).filter { header.column(normalized: $0.1) == nil }.map(\.0)
    }
    var incomplete: Place?
    for dialect in dialects {
      guard let row = firstRow(naming: wanted, dialect, lines), let header = row.header else {
        continue
      }
      let place = Place(dialect: dialect, prologue: row.prologue, missing: missing(header))
      if place.missing == [] { return place }
      incomplete = incomplete ?? place
    }
    let first = row(0, dialects[0])?.header
    return incomplete
      ?? Place(dialect: dialects[0], prologue: prologue, missing: first.map(missing))
  }

  /// The cells of the row below the header.
  func parts(behind place: Place) -> [String] {
    var rows = HeaderRows(
      rest(behind: place.prologue), isFinal: isFinal, dialect: place.dialect)
    return rows.next() == nil ? [] : rows.next() ?? []
  }

  private mutating func firstRow(
    naming wanted: [String], _ dialect: CSVDialect, _ lines: Int
  ) -> Row? {
    if wanted.isEmpty { return row(0, dialect) }
    var widthsOfFilledRows: Set<Int> = []
    for line in 0..<lines {
      guard let row = row(line, dialect) else { return nil }
      guard let header = row.header else { continue }
      let found = wanted.count { header.column(normalized: $0) != nil }
      if 2 * found >= wanted.count {
        return widthsOfFilledRows.contains(header.count) ? nil : row
      }
      if 2 * header.filledCount > header.count { widthsOfFilledRows.insert(header.count) }
    }
    return nil
  }

  /// The row that begins on a line, counted from the prologue; nil behind the end of the sample.
  private mutating func row(_ line: Int, _ dialect: CSVDialect) -> Row? {
    while rows[dialect, default: []].count <= line {
      var place = prologue
      if let last = rows[dialect]?.last {
        place = last.prologue
        guard place.addLine(of: sample, isFinal: isFinal) else { return nil }
      }
      var cells = HeaderRows(rest(behind: place), isFinal: isFinal, dialect: dialect)
      let header = cells.next().map { HeaderMatching(names: $0) }
      rows[dialect, default: []].append(Row(prologue: place, header: header))
    }
    return rows[dialect]?[line]
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

  /// The cells of the next row; nil if none is complete, or it is malformed and damage is not
  /// passed over.
  mutating func next(passingOverDamage isPatient: Bool = false) -> [String]? {
    while true {
      switch scanner.next(in: sample, from: offset, isFinal: isFinal) {
      case .framing(let range), .rejectedContinuation(let range): offset = range.upperBound
      case .record(let range):
        offset = range.upperBound
        return Self.cells(of: scanner, in: sample, dialect: dialect)
      case .rejected(let range, _) where isPatient: offset = range.upperBound
      case .rejected, .needsMore, .end: return nil
      }
    }
  }

  /// The texts of the record a scanner found last.
  static func cells(
    of scanner: borrowing CSVScanner, in bytes: UnsafeRawBufferPointer, dialect: CSVDialect
  ) -> [String] {
    let row = scanner.row
    return (0..<row.count).map { index in
      let field = row[index]
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
