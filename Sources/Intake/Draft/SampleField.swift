internal import CivilTime

/// One column or path of a sample with the values seen there.
struct SampleField: Sendable {
  /// The column's name, or the last key of the path.
  let name: String
  /// The path as an expression.
  let path: String
  /// Whether it stands at the top of the record and can be recognised by its name.
  let isOnTop: Bool
  /// How often each value was seen; at most `valueLimit` different ones.
  private(set) var counts: [String: Int] = [:]
  /// The different values in the order they came.
  private(set) var values: [String] = []
  /// How many records had a value.
  private(set) var filled = 0
  /// Whether there are more different values than are kept.
  private(set) var hasMore = false

  private static let valueLimit = 400

  /// A field without values.
  init(name: String, path: String, isOnTop: Bool) {
    self.name = name
    self.path = path
    self.isOnTop = isOnTop
  }

  /// Notes the value of one more record.
  mutating func add(_ value: String) {
    let value = HeaderMatching.trimmed(value)
    guard !value.isEmpty else { return }
    filled += 1
    if counts[value] == nil {
      guard values.count < Self.valueLimit else {
        hasMore = true
        return
      }
      values.append(value)
    }
    counts[value, default: 0] += 1
  }

  /// Whether no two records have the same value.
  var isUnique: Bool { !hasMore && values.count == filled }

  /// The name in lower case, its words apart: `createdAt` is `created at`.
  var words: String {
    var words = ""
    var wasLower = false
    for letter in name {
      if letter.isUppercase, wasLower { words += " " }
      wasLower = letter.isLowercase || letter.isNumber
      words += letter.isLetter || letter.isNumber ? letter.lowercased() : " "
    }
    return " " + words.split(separator: " ").joined(separator: " ") + " "
  }

  /// Whether the name has one of the words, or begins a word with it where it ends in `*`.
  func isNamed(_ wanted: [String]) -> Bool {
    let words = words
    return wanted.contains { word in
      word.hasSuffix("*") ? words.contains(" \(word.dropLast())") : words.contains(" \(word) ")
    }
  }
}

/// What the values of a field seem to be.
enum FieldKind: Sendable, Equatable {
  /// No record had a value.
  case empty
  /// Time stamps; all formats that read every value, the likeliest first.
  case time([String])
  /// Every value has one `@` and a dot behind it.
  case email
  /// 7 to 17 digits and their marks, behind a `+` or under a name such as `mobile`.
  case phone
  /// Durations as `H:MM:SS`, with any number of digits for the hours.
  case clock
  /// Decimal numbers, perhaps with sign and exponent.
  case number
  /// A few values that come again.
  case word
  /// What fits none of the other kinds.
  case text

  /// The kind in words.
  func noun(of field: SampleField) -> String {
    switch self {
    case .empty: "empty"
    case .time(let formats): "time stamps, \(formats[0])"
    case .email: "e-mail addresses"
    case .phone: "phone numbers"
    case .clock: "durations, HH:MM:SS"
    case .number: "numbers"
    case .word: "\(field.values.count) different values"
    case .text: field.isUnique ? "texts, all different" : "texts"
    }
  }

  /// Guesses the kind of a field.
  static func guess(_ field: SampleField) -> FieldKind {
    guard field.filled > 0 else { return .empty }
    let values = field.values
    let formats = formats(of: field)
    if !formats.isEmpty { return .time(formats) }
    if values.allSatisfy(isEmail) { return .email }
    if isPhone(field) { return .phone }
    if values.allSatisfy({ isClock($0) }) { return .clock }
    let isWord = values.count <= 12 && field.filled >= 2 * values.count && field.filled > 4
    if isWord, values.allSatisfy({ $0.count <= 40 }) { return .word }
    return values.allSatisfy { Decimals.thousandths(of: $0) != nil } ? .number : .text
  }

  private static func isEmail(_ value: String) -> Bool {
    let parts = value.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && !value.contains(" ")
  }

  private static func isPhone(_ field: SampleField) -> Bool {
    let isInternational = field.values.allSatisfy { $0.hasPrefix("+") }
    let isNamed = field.isNamed(["phone*", "mobile*", "tel", "telephone*", "ani", "cell*", "fax"])
    guard isInternational || isNamed else { return false }
    return field.values.allSatisfy { value in
      let digits = value.count { $0.isNumber }
      return digits >= 7 && digits <= 17
        && value.allSatisfy { $0.isNumber || "+()-. /x".contains($0) }
    }
  }

  private static func isClock(_ value: String) -> Bool {
    let parts = value.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
      && parts[1].count == 2 && parts[2].count == 2
  }

  // MARK: Times

  /// The formats that are tried, the likelier ones first; those of another order of day and month
  /// stand together.
  private static let patterns = [
    "iso8601", "iso8601-local", "yyyy-MM-dd", "rfc2822", "yyyy-MM-dd HH:mm:ss[.S]' UTC'",
    "MM/dd/yyyy hh:mm:ss a", "dd/MM/yyyy hh:mm:ss a", "M/d/yyyy h:mm:ss a", "d/M/yyyy h:mm:ss a",
    "M/d/yyyy h:mm a", "d/M/yyyy h:mm a", "M/d/yyyy H:mm:ss", "d/M/yyyy H:mm:ss",
    "M/d/yyyy H:mm", "d/M/yyyy H:mm", "M/d/yyyy", "d/M/yyyy", "M/d/yy H:mm", "d/M/yy H:mm",
    "d.M.yyyy H:mm:ss", "d.M.yyyy H:mm", "d.M.yyyy", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm",
    "d/MMM/yy h:mm a", "[EEE, ]d MMM yyyy HH:mm:ss", "EEE MMM d HH:mm:ss Z yyyy",
  ]

  private static let compiled = patterns.compactMap { pattern in
    // Every pattern above is tested to compile.
    try? TimestampFormat(pattern: pattern)
  }

  private static func formats(of field: SampleField) -> [String] {
    if let epoch = epoch(of: field) { return [epoch] }
    return compiled.filter { format in
      field.values.allSatisfy { value in
        var value = value
        return value.withUTF8 { format.parse(UnsafeRawBufferPointer($0)) }.parsed != nil
      }
    }.map(\.pattern)
  }

  /// Numbers of seconds, milliseconds or microseconds under a name that speaks of time.
  private static func epoch(of field: SampleField) -> String? {
    let isNamed =
      field.isNamed(["at", "on", "time*", "date*", "tstamp", "since", "until", "created*", "epoch"])
      || field.words.hasSuffix("time ") || field.words.hasSuffix("date ")
    guard isNamed else { return nil }
    func are(_ digits: Int) -> Bool {
      field.values.allSatisfy { value in
        value.count == digits && value.allSatisfy(\.isNumber) && "12".contains(value.first ?? "0")
      }
    }
    if are(10) { return "epoch-seconds" }
    if are(13) { return "epoch-milliseconds" }
    return are(16) ? "epoch-microseconds" : nil
  }
}
