import RecordFormats

/// One JSON value read slowly and obviously, by recursion, by the grammar of RFC 8259; shares no
/// code with `JSONReader`, on purpose.
struct JSONOracleGrammar {
  /// Why a value is none.
  struct Fault: Error {
    var why: FormatRejection.Kind
    var place: Int
    /// Whether the bytes end inside what could become a value; the place is then the first byte
    /// that is not understood.
    var isCut = false

    init(_ why: FormatRejection.Kind, _ place: Int, isCut: Bool = false) {
      (self.why, self.place, self.isCut) = (why, place, isCut)
    }
  }

  private static let letters = Array("bfnrt\"\\/".utf8)
  private static let characters = Array("\u{8}\u{c}\n\r\t\"\\/".utf8)
  private let bytes: UnsafeRawBufferPointer
  private let limits: ByteLimits
  /// The record's first byte, from which tokens count; nil where no tokens are written.
  private let origin: Int?
  private let end: Int
  private var depth = 0
  private var tokenCount = 0

  /// A grammar of the bytes to an end.
  init(_ bytes: UnsafeRawBufferPointer, _ limits: ByteLimits, origin: Int?, end: Int) {
    (self.bytes, self.limits, self.origin, self.end) = (bytes, limits, origin, end)
  }

  /// Reads the value at or behind an offset and appends its tokens; the byte behind it.
  mutating func value(at offset: Int, into text: inout [UInt8]) throws(Fault) -> Int {
    let start = try skipWhite(from: offset)
    switch bytes[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try container(at: start, into: &text)
    case UInt8(ascii: "\""):
      var content: [UInt8] = []
      let stringEnd = try string(at: start, into: &content)
      try append(2, start + 1..<stringEnd - 1, content, to: &text, fault: start)
      return stringEnd
    case UInt8(ascii: "t"): return try word("true", 4, at: start, into: &text)
    case UInt8(ascii: "f"): return try word("false", 5, at: start, into: &text)
    case UInt8(ascii: "n"): return try word("null", 6, at: start, into: &text)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let end = try within(limitFrom: start) { (view, isLast) throws(Fault) in
        try number(at: start, to: view, isLast)
      }
      try append(3, start..<end, [], to: &text, fault: start)
      return end
    default: throw Fault(.malformedJSON, start)
    }
  }

  private mutating func container(at start: Int, into text: inout [UInt8]) throws(Fault) -> Int {
    let isObject = bytes[start] == UInt8(ascii: "{")
    let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if depth == limits.depth { throw Fault(.tooDeep, start) }
    let token = text.count
    try append(isObject ? 0 : 1, start..<start, [], to: &text, fault: start)
    depth += 1
    var offset = try skipWhite(from: start + 1)
    if bytes[offset] != closing {
      while true {
        offset = isObject ? try member(at: offset, into: &text) : try value(at: offset, into: &text)
        offset = try skipWhite(from: offset)
        if bytes[offset] == closing { break }
        if bytes[offset] != UInt8(ascii: ",") { throw Fault(.malformedJSON, offset) }
        offset = try skipWhite(from: offset + 1)
      }
    }
    depth -= 1
    if let origin { patch(token, end: offset + 1 - origin, in: &text) }
    return offset + 1
  }

  private mutating func member(at start: Int, into text: inout [UInt8]) throws(Fault) -> Int {
    if bytes[start] != UInt8(ascii: "\"") { throw Fault(.malformedJSON, start) }
    var key: [UInt8] = []
    let keyEnd = try string(at: start, into: &key)
    let token = text.count
    try append(7, start + 1..<keyEnd - 1, key, to: &text, fault: start)
    let colon = try skipWhite(from: keyEnd)
    if bytes[colon] != UInt8(ascii: ":") { throw Fault(.malformedJSON, colon) }
    let end = try value(at: colon + 1, into: &text)
    if let origin { patch(token, end: keyEnd - 1 - origin, in: &text) }
    return end
  }

  private func skipWhite(from start: Int) throws(Fault) -> Int {
    var offset = start
    while offset < end, [32, 9, 10, 13].contains(bytes[offset]) { offset += 1 }
    if offset == end { throw Fault(.malformedJSON, end, isCut: true) }
    return offset
  }

  /// Writes a token, its text where it has escapes.
  private mutating func append(
    _ kind: UInt8, _ range: Range<Int>, _ string: [UInt8], to text: inout [UInt8], fault: Int
  ) throws(Fault) {
    guard let origin else { return }
    if tokenCount == limits.values { throw Fault(.tooManyValues, fault) }
    tokenCount += 1
    let hasEscapes = range.contains { bytes[$0] == UInt8(ascii: "\\") }
    text.append(kind << 1 | (hasEscapes ? 1 : 0))
    OracleText.append(range.lowerBound - origin, to: &text)
    OracleText.append(range.upperBound - origin, to: &text)
    OracleText.append(tokenCount, to: &text)
    if hasEscapes { text += string }
  }

  /// Corrects end and next of the token that was written at an offset of the text.
  private func patch(_ token: Int, end: Int, in text: inout [UInt8]) {
    var numbers: [UInt8] = []
    OracleText.append(end, to: &numbers)
    OracleText.append(tokenCount, to: &numbers)
    text.replaceSubrange(token + 5..<token + 13, with: numbers)
  }
}

extension JSONOracleGrammar {
  /// Reads the string opened at an offset and appends its text; the byte behind its closing quote.
  func string(at start: Int, into text: inout [UInt8]) throws(Fault) -> Int {
    var offset = start + 1
    while offset < end {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") { return offset + 1 }
      if byte < 0x20 { throw Fault(.malformedJSON, offset) }
      if byte == UInt8(ascii: "\\") {
        offset = try escape(at: offset, into: &text)
        continue
      }
      switch OracleText.sequence(bytes, at: offset, to: end) {
      case .whole(let length):
        text += bytes[offset..<offset + length]
        offset += length
      case .cut: throw Fault(.malformedJSON, offset, isCut: true)
      case .broken: throw Fault(.invalidEncoding, offset)
      }
    }
    throw Fault(.malformedJSON, end, isCut: true)
  }

  private func escape(at start: Int, into text: inout [UInt8]) throws(Fault) -> Int {
    let letter = try byte(of: start, 1)
    if let index = JSONOracleGrammar.letters.firstIndex(of: letter) {
      text.append(JSONOracleGrammar.characters[index])
      return start + 2
    }
    if letter != UInt8(ascii: "u") { throw Fault(.malformedJSON, start) }
    let unit = try codeUnit(of: start, 2)
    if unit < 0xd800 || unit > 0xdfff {
      OracleText.append(point: unit, to: &text)
      return start + 6
    }
    if unit > 0xdbff { throw Fault(.malformedJSON, start) }
    for (index, expected) in [(6, UInt8(ascii: "\\")), (7, UInt8(ascii: "u"))] {
      if try byte(of: start, index) != expected { throw Fault(.malformedJSON, start) }
    }
    let low = try codeUnit(of: start, 8)
    if low < 0xdc00 || low > 0xdfff { throw Fault(.malformedJSON, start) }
    OracleText.append(point: 0x10000 + (unit - 0xd800) * 0x400 + low - 0xdc00, to: &text)
    return start + 12
  }

  private func codeUnit(of escape: Int, _ index: Int) throws(Fault) -> Int {
    var unit = 0
    for digit in index..<index + 4 {
      let byte = try byte(of: escape, digit)
      guard let value = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw Fault(.malformedJSON, escape)
      }
      unit = unit * 16 + value
    }
    return unit
  }

  private func byte(of escape: Int, _ index: Int) throws(Fault) -> UInt8 {
    if escape + index >= end { throw Fault(.malformedJSON, escape, isCut: true) }
    return bytes[escape + index]
  }

  private mutating func word(
    _ word: StaticString, _ kind: UInt8, at start: Int, into text: inout [UInt8]
  ) throws(Fault) -> Int {
    let wordEnd = try within(limitFrom: start) { (view, isLast) throws(Fault) in
      for index in 0..<word.utf8CodeUnitCount {
        let isPresent = start + index < view
        if !isPresent, !isLast { throw Fault(.malformedJSON, start, isCut: true) }
        if !isPresent || bytes[start + index] != word.utf8Start[index] {
          throw Fault(.malformedJSON, start)
        }
      }
      return start + word.utf8CodeUnitCount
    }
    try append(kind, start..<wordEnd, [], to: &text, fault: start)
    return wordEnd
  }

  /// Reads a word that is no longer than a record may be; outside records no more than that and a
  /// byte of it is looked at.
  private func within(
    limitFrom start: Int, _ read: (_ view: Int, _ isLast: Bool) throws(Fault) -> Int
  ) throws(Fault) -> Int {
    if origin != nil { return try read(end, end == bytes.count) }
    let view = min(end, start + limits.record + 1)
    let isTooLarge = view - start > limits.record
    let wordEnd: Int
    do throws(Fault) {
      wordEnd = try read(view, view == bytes.count && !isTooLarge)
    } catch {
      throw error.isCut && isTooLarge ? Fault(.recordTooLarge, start) : error
    }
    if wordEnd - start > limits.record { throw Fault(.recordTooLarge, start) }
    return wordEnd
  }

  /// Behind the number at an offset, of the bytes to a view's end.
  private func number(at start: Int, to view: Int, _ isLast: Bool) throws(Fault) -> Int {
    var offset = start
    func digits() throws(Fault) {
      let first = offset
      while offset < view, 48...57 ~= bytes[offset] { offset += 1 }
      if offset > first { return }
      throw Fault(.malformedJSON, offset, isCut: offset == view && !isLast)
    }
    if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    let first = offset
    try digits()
    if bytes[first] == UInt8(ascii: "0"), offset > first + 1 { throw Fault(.malformedJSON, first) }
    if offset < view, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      try digits()
    }
    if offset < view, bytes[offset] == UInt8(ascii: "e") || bytes[offset] == UInt8(ascii: "E") {
      offset += 1
      let hasSign =
        offset < view && (bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-"))
      if hasSign { offset += 1 }
      try digits()
    }
    if offset == view, !isLast { throw Fault(.malformedJSON, start, isCut: true) }
    return offset
  }
}
