internal import RecordFormats

/// The columns or paths of a sample file and how its records lie.
struct SampleFields: Sendable {
  /// Rows, or objects: alone, in an array, or in an array under the key `member`.
  enum Form: Sendable, Equatable {
    case json(member: String?)
    case csv(CSVDialect, hasHeader: Bool, hasImportRow: Bool)
  }

  /// How records lie; nil if the sample is neither rows nor objects.
  private(set) var form: Form?
  /// The fields, in the order they came.
  private(set) var fields: [SampleField] = []
  /// The arrays of objects, by their paths, and the keys of their elements.
  private(set) var arrays: [(path: String, keys: [String])] = []
  /// How many records were looked at.
  private(set) var recordCount = 0
  /// Names of columns that stand there more than once.
  private(set) var repeatedNames: [String] = []
  private var numbers: [String: Int] = [:]

  /// How many records are looked at.
  private static let recordLimit = 500
  private static let fieldLimit = 400

  /// The fields of the beginning of a file.
  init(_ sample: UnsafeRawBufferPointer, isFinal: Bool) {
    if let layout = JSONEnvelopeGuess.layout(of: sample) {
      if case .member(let name) = layout {
        form = .json(member: name)
      } else {
        form = .json(member: nil)
      }
      readObjects(sample, layout: layout, isFinal: isFinal)
    } else if !sample.isEmpty {
      readRows(sample, isFinal: isFinal)
    }
  }

  // MARK: Rows

  private mutating func readRows(_ sample: UnsafeRawBufferPointer, isFinal: Bool) {
    let search = HeaderSearch(sample, isFinal: isFinal)
    var dialect = search.suggested
    dialect.hasHeader = false
    if let invalid = UTF8Text.firstInvalid(in: sample), isFinal || invalid + 4 < sample.count {
      dialect.encoding = .windows1252
    }
    let rest = search.rest(behind: search.prologue)
    var trial = HeaderRows(rest, isFinal: isFinal, dialect: dialect)
    if trial.next() == nil {
      // Rows that are broken from the first one on have quotes that are none.
      dialect.hasQuotes = false
      let rarest = [UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ";")]
      dialect.delimiter = rarest.first { rest.contains($0) } ?? UInt8(ascii: ",")
    }
    var rows = HeaderRows(rest, isFinal: isFinal, dialect: dialect)
    guard let first = rows.next() else { return }
    let hasHeader = Self.looksLikeHeader(first)
    addColumns(of: first, hasHeader: hasHeader)
    if !hasHeader { add(first) }
    var hasImportRow = false
    while recordCount < Self.recordLimit, let row = rows.next(passingOverDamage: true) {
      if recordCount <= 1, row.contains(where: { $0.hasPrefix("{\"ImportId\"") }) {
        // What came before it named the questions.
        hasImportRow = true
        forgetValues()
        continue
      }
      add(row)
    }
    form = .csv(dialect, hasHeader: hasHeader, hasImportRow: hasImportRow)
  }

  private static func looksLikeHeader(_ cells: [String]) -> Bool {
    let filled = cells.map(HeaderMatching.trimmed).filter { !$0.isEmpty }
    let values = filled.count { cell in
      var field = SampleField(name: "at", path: "at", isOnTop: true)
      field.add(cell)
      return [.text, .empty].contains(FieldKind.guess(field)) == false
    }
    return !filled.isEmpty && 10 * values <= filled.count
  }

  private mutating func addColumns(of cells: [String], hasHeader: Bool) {
    var seen: [String: Int] = [:]
    for (number, cell) in cells.enumerated() {
      let name = hasHeader ? HeaderMatching.trimmed(cell) : "c\(number + 1)"
      let position = seen[HeaderMatching.normalized(name), default: 0]
      seen[HeaderMatching.normalized(name)] = position + 1
      if position == 1 { repeatedNames.append(name) }
      let isUsable = !name.isEmpty && !name.contains(where: \.isNewline)
      let path = isUsable ? PathSyntax(parameter: nil, steps: [.name(name)]).text : ""
      fields.append(
        SampleField(
          name: name, path: position == 0 ? path : path + "[\(position)]",
          isOnTop: isUsable && position == 0))
    }
    for index in fields.indices where repeatedNames.contains(fields[index].name) {
      let field = fields[index]
      if field.path.hasSuffix("]"), !field.isOnTop || field.path.isEmpty { continue }
      fields[index] = SampleField(name: field.name, path: field.path + "[0]", isOnTop: false)
    }
  }

  private mutating func add(_ row: [String]) {
    recordCount += 1
    for (number, cell) in row.enumerated() where number < fields.count { fields[number].add(cell) }
  }

  private mutating func forgetValues() {
    recordCount = 0
    fields = fields.map { SampleField(name: $0.name, path: $0.path, isOnTop: $0.isOnTop) }
  }

  // MARK: Objects

  private mutating func readObjects(
    _ sample: UnsafeRawBufferPointer, layout: JSONLayout, isFinal: Bool
  ) {
    var objects = FirstObjects(
      sample, layout: layout, isFinal: isFinal, limit: Self.recordLimit)
    while let (tape, object) = objects.next() {
      recordCount += 1
      walk(tape, 0, in: object, steps: [])
    }
  }

  private mutating func walk(
    _ tape: JSONTape, _ place: Int, in record: UnsafeRawBufferPointer, steps: [String]
  ) {
    let token = tape[place]
    switch token.kind {
    case .object where steps.count < 5:
      for (key, value) in tape.members(of: place) {
        walk(tape, value, in: record, steps: steps + [Self.text(of: key, in: record)])
      }
    case .array: note(tape, place, in: record, steps: steps)
    case .string, .number, .true, .false:
      note(Self.text(of: token, in: record), steps: steps)
    case .object, .null, .key: break
    }
  }

  private mutating func note(_ value: String, steps: [String]) {
    guard let name = steps.last, !steps.contains(where: { $0.contains(where: \.isNewline) }) else {
      return
    }
    let path = Self.path(steps)
    if numbers[path] == nil {
      guard fields.count < Self.fieldLimit else { return }
      numbers[path] = fields.count
      fields.append(SampleField(name: name, path: path, isOnTop: steps.count == 1))
    }
    if let number = numbers[path] { fields[number].add(value) }
  }

  /// Notes an array of objects and the keys of its first element.
  private mutating func note(
    _ tape: JSONTape, _ place: Int, in record: UnsafeRawBufferPointer, steps: [String]
  ) {
    let path = Self.path(steps)
    guard let first = tape.elements(of: place).first(where: { _ in true }), tape.isObject(first),
      !arrays.contains(where: { $0.path == path })
    else { return }
    arrays.append((path, tape.members(of: first).map { Self.text(of: $0.key, in: record) }))
  }

  private static func path(_ steps: [String]) -> String {
    PathSyntax(parameter: nil, steps: steps.map { .name($0) }).text
  }

  private static func text(of token: JSONToken, in record: UnsafeRawBufferPointer) -> String {
    let bytes = UnsafeRawBufferPointer(rebasing: record[token.range])
    guard token.hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
    var text: [UInt8] = []
    JSONText.unescape(bytes, into: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
