internal import JourneyModel
internal import RecordFormats

/// What the beginning of a file says about how it is written, for one adapter.
enum FileForm: Sendable, Equatable {
  /// Rows in a dialect, behind what stands before the header, and the names of the row below the
  /// header where that names parts of its columns.
  case csv(CSVDialect, CSVPrologue, parts: [String])
  /// Objects in a layout, nil where there is nothing but white space, and whether they are wrapped
  /// as by `RecordWrapping`.
  case json(JSONLayout?, isWrapped: Bool)

  /// How the file is written, in words.
  func description(of encoding: TextEncoding, headerLine: UInt64) -> String {
    switch self {
    case .csv(let dialect, _, _): dialect.description(of: encoding, headerLine: headerLine)
    case .json(let layout, let isWrapped):
      Self.description(of: layout) + (isWrapped ? ", each around a record" : "")
    }
  }

  private static func description(of layout: JSONLayout?) -> String {
    switch layout {
    case .objects, nil: "JSON, objects one after the other"
    case .array: "JSON, one array"
    case .member(let name): "JSON, array under '\(name)'"
    }
  }

  /// How many bytes of a file are looked at.
  static let sampleSize = 256 << 10

  /// The form of a file for an adapter; nil if it is nothing the adapter reads.
  ///
  /// - Parameter columns: the names a header must have.
  static func detect(
    _ sample: UnsafeRawBufferPointer, isFinal: Bool, adapter: Adapter, columns: [String],
    settings: RowSettings
  ) -> FileForm? {
    switch adapter.definition.reads {
    case .json(let form):
      if sample.allSatisfy(ASCII.isBlank) { return .json(nil, isWrapped: false) }
      return JSONLayout.detect(sample: sample, members: form.members).map { layout in
        let isWrapped =
          !adapter.readsWrappings
          && RecordWrapping.isFound(in: sample, layout: layout, isFinal: isFinal)
        return .json(layout, isWrapped: isWrapped)
      }
    case .csv(let form):
      var search = HeaderSearch(sample, isFinal: isFinal, preambleLines: form.preambleLines ?? 0)
      let place = form.header(
        naming: columns, in: &search, settings, lines: HeaderSearch.lineLimit)
      let parts = form.hasSubHeader ? search.parts(behind: place) : []
      return .csv(place.dialect, place.prologue, parts: parts)
    }
  }
}

/// What is known about a file's rows beside their adapter.
struct RowSettings: Sendable {
  /// The encoding of the bytes that are looked at.
  var encoding: TextEncoding
  /// The delimiter, if the input fixes it.
  var delimiter: UInt8?
}

extension CSVDefinition {
  /// Where the header of a file is and how its rows are written.
  func header(
    naming columns: [String], in search: inout HeaderSearch, _ settings: RowSettings, lines: Int
  ) -> HeaderSearch.Place {
    var place = headerRow(naming: columns, in: &search, settings, lines: lines)
    let rows = extraHeaderRows ?? importRows(search, place)
    place.dialect.skippedHeaderRows = max(rows, hasSubHeader ? 1 : 0)
    return place
  }

  /// Where the header row of a file is, whatever other rows belong to the header.
  func headerRow(
    naming columns: [String], in search: inout HeaderSearch, _ settings: RowSettings, lines: Int
  ) -> HeaderSearch.Place {
    var dialect = search.suggested
    dialect.encoding = settings.encoding
    dialect.hasHeader = names.isEmpty
    dialect.hasQuotes = hasQuotes
    let fixed = settings.delimiter ?? delimiter ?? search.prologue.delimiter
    if let fixed { dialect.delimiter = fixed }
    let others = fixed == nil ? CSVDialect.usualDelimiters : []
    let dialects =
      [dialect]
      + others.filter { $0 != dialect.delimiter }.map { other in
        var otherDialect = dialect
        otherDialect.delimiter = other
        return otherDialect
      }
    guard dialect.hasHeader else {
      return HeaderSearch.Place(dialect: dialect, prologue: search.prologue)
    }
    return search.header(naming: columns, in: dialects, lines: preambleLines == nil ? lines : 1)
  }

  /// How many rows after the header belong to it: through the row of `{"ImportId": …}` cells that
  /// Qualtrics writes as the second or third row; none without such a row.
  private func importRows(_ search: HeaderSearch, _ place: HeaderSearch.Place) -> Int {
    var rows = HeaderRows(
      search.rest(behind: place.prologue), isFinal: search.isFinal, dialect: place.dialect)
    for row in 0...2 {
      guard let cells = rows.next() else { return 0 }
      if row > 0, cells.first?.hasPrefix("{\"ImportId\"") == true { return row }
    }
    return 0
  }
}
