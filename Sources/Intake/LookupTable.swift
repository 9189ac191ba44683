package import JourneyModel
internal import RecordFormats
package import Settings

/// A table that look-ups use: keys and what they mean, each with its line in the file.
///
/// Keys and meanings lose the blanks around them; a line without a meaning means null. A key is as
/// it was before something wrote it as a number, and has one meaning, however many lines say so.
package struct LookupTable: Sendable, Equatable {
  package struct Line: Sendable, Equatable {
    /// The value in the record.
    package var key: String
    package var meaning: String
    /// The line of the file, from 1.
    package var number: Int
  }

  /// The file it comes from, as named.
  package let file: String
  /// Whether its first line may be a header row that looks like any other.
  let mayHaveHeader: Bool
  /// Its lines, in file order.
  package let lines: [Line]

  /// The table of a mapping in a YAML file.
  package init(_ node: YAMLNode, into diagnostics: inout [Diagnostic]) {
    file = node.file
    mayHaveHeader = false
    var lines: [Line] = []
    if node.entries == nil {
      diagnostics.append(node.problem(.c103, "a table must be a mapping of keys to meanings"))
    }
    for entry in node.entries ?? [] {
      if let text = entry.value.text {
        lines.append(Line(key: entry.key, meaning: text, number: entry.keyNode.line))
      } else if !entry.value.isNull {
        diagnostics.append(entry.value.problem(.c103, "a meaning must be a text"))
      }
    }
    self.lines = LookupKeys(file: file).plain(lines, into: &diagnostics)
  }

  /// A table of rows.
  fileprivate init(file: String, mayHaveHeader: Bool, lines: [Line]) {
    self.file = file
    self.mayHaveHeader = mayHaveHeader
    self.lines = lines
  }

  /// The table of a file: a YAML mapping if its name ends in `.yaml` or `.yml`, else rows.
  ///
  /// Rows are keys and meanings in the first two columns, or in the columns that `key` and
  /// `meaning` name in a header row. Without those names a header row is a line like any other,
  /// which does no harm. Throws C101, C103 and C106, also for a key of two meanings.
  package static func read(
    text: String, file: String, key: String? = nil, meaning: String? = nil
  ) throws(DiagnosticError) -> LookupTable {
    var diagnostics: [Diagnostic] = []
    let table: LookupTable
    if file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
      table = LookupTable(try YAMLDocument.parse(text: text, file: file), into: &diagnostics)
    } else {
      let rows = try LookupRows(file: file, key: key, meaning: meaning).lines(of: text)
      table = LookupTable(
        file: file, mayHaveHeader: key == nil && meaning == nil,
        lines: LookupKeys(file: file).plain(rows, into: &diagnostics))
    }
    guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
    return table
  }
}

/// Makes the keys of a table comparable.
private struct LookupKeys {
  let file: String

  /// Lines with keys as they were before something wrote them as numbers; reports those that have
  /// lost their digits and those that give a key another meaning than a line before.
  func plain(
    _ lines: [LookupTable.Line], into diagnostics: inout [Diagnostic]
  ) -> [LookupTable.Line] {
    var known: [String: LookupTable.Line] = [:]
    var plain: [LookupTable.Line] = []
    for var line in lines {
      guard let key = WrittenIdentifier.plain(line.key) else {
        diagnostics.append(
          problem(line, "'\(line.key)' has lost its digits", help: "write the key as text"))
        continue
      }
      line.key = key
      plain.append(line)
      let before = known.updateValue(line, forKey: key) ?? line
      if before.meaning == line.meaning { continue }
      let meant = "means '\(line.meaning)' here and '\(before.meaning)' in line \(before.number)"
      diagnostics.append(problem(line, "'\(key)' \(meant)", help: "keep one of the lines"))
    }
    return plain
  }

  private func problem(_ line: LookupTable.Line, _ message: String, help: String) -> Diagnostic {
    Diagnostic(
      code: .c103, file: file, line: line.number, column: 1, message: message, help: help)
  }
}

/// Reads the rows of a table.
private struct LookupRows {
  let file: String
  let key: String?
  let meaning: String?

  func lines(of text: String) throws(DiagnosticError) -> [LookupTable.Line] {
    let bytes = Array(text.utf8)
    var columns = (key: 0, meaning: 1)
    var isHeaderPending = key != nil || meaning != nil
    var lines: [LookupTable.Line] = []
    var problem: Diagnostic?
    bytes.withUnsafeBytes { sample in
      var dialect = CSVDialect.detect(sample: sample, isFinal: true)
      dialect.hasHeader = false
      var rows = CSVScanner(dialect: dialect)
      var offset = 0
      while problem == nil {
        switch rows.next(in: sample, from: offset, isFinal: true) {
        case .record(let range):
          let cells = HeaderRows.cells(of: rows, in: sample, dialect: dialect)
          if isHeaderPending {
            isHeaderPending = false
            problem = find(&columns, in: cells)
          } else {
            append(cells, columns, Int(rows.line), to: &lines)
          }
          offset = range.upperBound
        case .rejected(_, let rejection):
          problem = Diagnostic(
            code: .c103, file: file, line: Int(rows.line), column: 1,
            message: "the row cannot be read: \(rejection.detail)")
        case .framing(let range), .rejectedContinuation(let range): offset = range.upperBound
        case .needsMore, .end: return
        }
      }
    }
    if let problem { throw DiagnosticError([problem]) }
    return lines
  }

  /// Finds the columns that are named; a problem if there is no such column.
  private func find(
    _ columns: inout (key: Int, meaning: Int), in header: [String]
  ) -> Diagnostic? {
    let matching = HeaderMatching(names: header)
    for name in [key, meaning].compactMap(\.self) where matching.column(name) == nil {
      return Diagnostic(
        code: .c106, file: file, line: 1, column: 1, message: "there is no column '\(name)'",
        help: Suggestion.help(for: name, among: header))
    }
    columns = (
      key.flatMap { matching.column($0) } ?? 0, meaning.flatMap { matching.column($0) } ?? 1
    )
    return nil
  }

  private func append(
    _ cells: [String], _ columns: (key: Int, meaning: Int), _ number: Int,
    to lines: inout [LookupTable.Line]
  ) {
    guard columns.key < cells.count, columns.meaning < cells.count else { return }
    let key = HeaderMatching.trimmed(cells[columns.key])
    let meaning = HeaderMatching.trimmed(cells[columns.meaning])
    guard !key.isEmpty, !meaning.isEmpty else { return }
    lines.append(LookupTable.Line(key: key, meaning: meaning, number: number))
  }
}
