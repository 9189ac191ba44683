/// Brings texts into the one form in which they are searched and compared: words without case,
/// accents and punctuation, a blank before, between and after them.
///
/// ```
/// <p>I’ve been charged TWICE!</p>          ▶  " i ve been charged twice "
/// Schöne Grüße,                            ▶  " schone grusse "
/// > on Monday you wrote …                  ▶  ""    (a quoted line)
/// ```
///
/// Tags and entities of HTML are gaps; lines that begin with `>` and what follows a signature
/// mark (`--` alone on a line) are somebody else's or nobody's words and left out. Letters of
/// other scripts than Latin, Greek and Cyrillic stay as they are.
struct TextFolder: Sendable {
  /// The folded text, as UTF-8.
  private(set) var bytes: [UInt8] = []
  private let letters = FoldedTable.shared

  /// The most bytes of one text that are looked at.
  static let limit = 1 << 16

  /// A folder with nothing in it.
  init() { bytes.reserveCapacity(1 << 10) }

  /// Folds a text in the place of the previous one.
  mutating func fold(_ source: UnsafeRawBufferPointer) {
    bytes.removeAll(keepingCapacity: true)
    let text = UnsafeRawBufferPointer(rebasing: source.prefix(Self.limit))
    var offset = 0
    var isLineStart = true
    while offset < text.count {
      if isLineStart {
        isLineStart = false
        if Self.isSignatureMark(text, offset) { break }
        if let end = Self.endOfQuote(text, offset) {
          offset = end
          isLineStart = true
          continue
        }
      }
      let byte = text[offset]
      if byte >= 0x80 {
        offset = foldScalar(text, offset)
        continue
      }
      if letters.ascii[Int(byte)] != 0 {
        offset = foldWord(text, offset)
      } else {
        separate()
        isLineStart = byte == 0x0a
        offset = Self.endOfMarkup(text, offset) ?? offset + 1
      }
    }
    separate()
    if bytes.count == 1 { bytes.removeAll(keepingCapacity: true) }
  }

  /// The folded form of a text of the configuration.
  static func folded(_ text: String) -> [UInt8] {
    var folder = TextFolder()
    Array(text.utf8).withUnsafeBytes { folder.fold($0) }
    return folder.bytes
  }

  /// Appends a blank unless there is one already.
  private mutating func separate() {
    if bytes.last != 0x20 { bytes.append(0x20) }
  }

  // MARK: Letters

  /// Folds the ASCII letters and digits from a place on and returns the place behind them.
  ///
  /// Most texts are made of them: they are copied a word at a time. Letters differ from lower-case
  /// ones by one bit, which digits have.
  private mutating func foldWord(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    var end = offset + 1
    while end < text.count, text[end] < 0x80, letters.ascii[Int(text[end])] != 0 { end += 1 }
    if bytes.isEmpty { bytes.append(0x20) }
    let start = bytes.count
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[offset..<end]))
    bytes.withUnsafeMutableBufferPointer { bytes in
      for index in start..<bytes.count { bytes[index] |= 0x20 }
    }
    return end
  }

  /// Folds the scalar at a place and returns the place behind it.
  private mutating func foldScalar(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    let (scalar, count) = Self.scalar(text, offset)
    switch letters.kind(of: scalar) {
    case .ignored: break
    case .gap: separate()
    case .ascii(let byte):
      let folded = letters.ascii[Int(byte)]
      if folded == 0 { separate() } else { append(letter: folded) }
    case .folded(let range):
      if bytes.isEmpty { bytes.append(0x20) }
      bytes.append(contentsOf: letters.bytes[range])
    case .itself:
      if bytes.isEmpty { bytes.append(0x20) }
      for index in offset..<(offset + count) { bytes.append(text[index]) }
    }
    return offset + count
  }

  private mutating func append(letter: UInt8) {
    if bytes.isEmpty { bytes.append(0x20) }
    bytes.append(letter)
  }

  /// The scalar at a place and its bytes; what is no UTF-8 is a gap of one byte.
  private static func scalar(
    _ text: UnsafeRawBufferPointer, _ offset: Int
  ) -> (scalar: UInt32, count: Int) {
    let first = text[offset]
    let count = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
    guard count > 1, offset + count <= text.count else { return (0x20, 1) }
    var scalar = UInt32(first) & (0x7f >> UInt32(count))
    for index in (offset + 1)..<(offset + count) {
      guard text[index] & 0xc0 == 0x80 else { return (0x20, 1) }
      scalar = scalar << 6 | UInt32(text[index] & 0x3f)
    }
    return (scalar, count)
  }

  // MARK: What nobody wrote

  /// The end of the line at a place if the line is quoted.
  private static func endOfQuote(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int? {
    guard text[offset] == UInt8(ascii: ">") else { return nil }
    var end = offset
    while end < text.count, text[end] != 0x0a { end += 1 }
    return min(end + 1, text.count)
  }

  /// Whether the line at a place is `--`, also with a blank behind it.
  private static func isSignatureMark(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    guard offset + 2 <= text.count, text[offset] == 0x2d, text[offset + 1] == 0x2d else {
      return false
    }
    var end = offset + 2
    while end < text.count, text[end] == 0x20 || text[end] == 0x0d { end += 1 }
    return end == text.count || text[end] == 0x0a
  }

  /// The place behind a tag `<p …>` or an entity `&nbsp;`; nil if there is none.
  private static func endOfMarkup(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int? {
    let isTag = text[offset] == UInt8(ascii: "<")
    guard isTag || text[offset] == UInt8(ascii: "&"), offset + 1 < text.count else { return nil }
    let next = text[offset + 1]
    let isMark = isTag ? next == 0x2f || next == 0x21 : next == 0x23
    guard ASCII.isLetter(next) || isMark else { return nil }
    let close = isTag ? UInt8(ascii: ">") : UInt8(ascii: ";")
    for index in (offset + 1)..<min(text.count, offset + (isTag ? 1 << 10 : 12)) {
      if text[index] == close { return index + 1 }
      if !isTag, !ASCII.isLetter(text[index]), !ASCII.isDigit(text[index]), text[index] != 0x23 {
        return nil
      }
    }
    return nil
  }
}

/// What scalars become when a text is folded.
struct FoldedTable: Sendable {
  /// The table of the binary.
  static let shared = FoldedTable()

  /// What a scalar becomes.
  enum Kind {
    /// Nothing: accents that stand alone, joiners.
    case ignored
    /// The end of a word.
    case gap
    /// What the ASCII character of that number becomes (full-width forms).
    case ascii(UInt8)
    /// The bytes of that range of `bytes`.
    case folded(Range<Int>)
    /// The scalar as it is, as letters of other scripts are.
    case itself
  }

  /// ASCII letters and digits in lower case; 0 for everything else.
  let ascii: [UInt8]
  /// The UTF-8 of all folded letters.
  let bytes: [UInt8]
  private let ends: [UInt16]

  private init() {
    ascii = (0..<128).map { ASCII.isLetter($0) || ASCII.isDigit($0) ? ASCII.lowercased($0) : 0 }
    var bytes: [UInt8] = []
    var ends: [UInt16] = [0]
    for letters in FoldedLetters.table.split(separator: " ") {
      if letters != "." { bytes += letters.utf8 }
      ends.append(UInt16(bytes.count))
    }
    self.bytes = bytes
    self.ends = ends
  }

  /// What a scalar that is not ASCII becomes.
  func kind(of scalar: UInt32) -> Kind {
    let place = Int(scalar) - Int(FoldedLetters.first)
    if place >= 0, place + 1 < ends.count {
      let range = Int(ends[place])..<Int(ends[place + 1])
      if !range.isEmpty { return .folded(range) }
      // Accents that stand alone join their letter; × and ÷ part words.
      return (0x0300...0x036f).contains(scalar) ? .ignored : .gap
    }
    switch scalar {
    case 0xad, 0x200b...0x200d, 0xfe00...0xfe0f, 0xfeff: return .ignored
    case 0x80...0xbf, 0x2000...0x2bff, 0x3000...0x303f, 0x1f000...0x1faff: return .gap
    case 0xff01...0xff5e: return .ascii(UInt8(scalar - 0xfee0))
    default: return .itself
    }
  }
}
