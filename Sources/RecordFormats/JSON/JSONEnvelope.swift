/// What surrounds the records of a JSON file: separators, and in the array and member layouts the
/// envelope, which may be of any size and is validated lexeme by lexeme.
///
/// ```
/// {"count":2,"chats":[ {...}, {...} ],"next":null}
/// ^keyOrEnd         ^records          ^commaOrEnd  ^between
/// ```
///
/// Several texts may follow each other, as pages appended to one file do. Between records, commas
/// are white space: none is missed and none too many. So are the marks that stand before texts, and
/// before records that stand for themselves.
struct JSONEnvelope: ~Copyable {
  /// Why reading the envelope stopped.
  enum Outcome {
    /// A record, or what stands in its place, begins here.
    case record
    /// A complete lexeme needs more bytes.
    case exhausted
    /// The envelope is not JSON from here on.
    case failed(StaticString, FormatRejection.Kind)
  }

  private enum Place {
    case between, records, keyOrEnd, key, colon, value, insideValue, commaOrEnd
  }

  private let layout: JSONLayout
  private let keyLimit: Int
  private var reader: JSONReader
  private var place: Place
  private var isWantedMember = false
  private var isLineStart = true
  /// White space at the start of the current line, where it ended at a record.
  private(set) var lineIndent = 0
  private var column = 0
  /// Compares records with what envelopes say of their number.
  var pages: JSONPageCounter

  /// An envelope at the start of a file.
  init(layout: JSONLayout, limits: ByteLimits, counts: CountMembers) {
    self.layout = layout
    keyLimit = limits.record
    reader = JSONReader(limits: limits, keepsTape: false)
    place = layout == .objects ? .records : .between
    pages = JSONPageCounter(counts)
  }

  /// Whether the file may end here.
  var isClosed: Bool { layout == .objects || place == .between }

  /// Whether a text may begin here, or a record that stands for itself.
  private var isBetweenTexts: Bool {
    place == .between || place == .records && layout == .objects
  }

  /// Takes note that a record begins on a line with this indentation.
  mutating func resume(lineIndent: Int) {
    self.lineIndent = lineIndent
    isLineStart = false
  }

  /// Reads on from `position` and moves it to where it stopped.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer, from position: inout Int, isFinal: Bool
  ) -> Outcome {
    while position < bytes.count {
      let byte = bytes[position]
      if place == .insideValue {
        switch reader.read(bytes, from: position, isFinal: isFinal) {
        case .complete(let end):
          pages.sawValue(UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
          position = end
          place = .commaOrEnd
        case .suspended(let offset):
          position = offset
          return .exhausted
        case .failed(let fault):
          position = fault.offset
          return .failed(fault.detail, fault.kind)
        }
        continue
      }
      if isSeparator(byte) {
        position += 1
        continue
      }
      if byte != UInt8(ascii: "{"), RecordMark.canBegin(with: byte), isBetweenTexts {
        let mark = RecordMark.length(in: bytes, from: position, isFinal: isFinal)
        guard let mark else { return .exhausted }
        position += mark
        if mark > 0 { continue }
      }
      switch place {
      case .records:
        if byte != UInt8(ascii: "]") || layout == .objects {
          if isLineStart { resume(lineIndent: column) }
          return .record
        }
        place = layout == .array ? .between : .commaOrEnd
        position += 1
      case .key,
        .keyOrEnd where byte == UInt8(ascii: "\""):
        if let stopped = readKey(bytes, from: &position) { return stopped }
      case .value where !(isWantedMember && byte == UInt8(ascii: "[")):
        reader.begin()
        place = .insideValue
      default:
        guard let next = place(after: byte) else {
          return .failed("the envelope around the records is malformed", .malformedJSON)
        }
        place = next
        if next == .records { pages.sawList() }
        if next == .between { pages.sawEnd() }
        position += 1
      }
    }
    return .exhausted
  }

  /// The place behind a byte of the envelope, or nil where it must not stand there.
  private func place(after byte: UInt8) -> Place? {
    switch (place, byte) {
    case (.between, UInt8(ascii: "[")) where layout == .array: .records
    case (.between, UInt8(ascii: "{")) where layout != .array: .keyOrEnd
    case (.value, UInt8(ascii: "[")): .records
    case (.colon, UInt8(ascii: ":")): .value
    case (.commaOrEnd, UInt8(ascii: ",")): .key
    case (.commaOrEnd, UInt8(ascii: "}")), (.keyOrEnd, UInt8(ascii: "}")): .between
    default: nil
    }
  }

  private mutating func readKey(
    _ bytes: UnsafeRawBufferPointer, from position: inout Int
  ) -> Outcome? {
    guard bytes[position] == UInt8(ascii: "\""), let memory = bytes.baseAddress else {
      return .failed("a key of the envelope is missing", .malformedJSON)
    }
    let base = memory.assumingMemoryBound(to: UInt8.self)
    let first = position + 1
    var hasEscapes = false
    // A byte behind the limit and no more: what is found must not depend on the bytes at hand.
    let end = min(bytes.count, first + keyLimit + 1)
    switch JSONLexeme.string(base, from: first, to: end, hasEscapes: &hasEscapes) {
    case .unfinished:
      if bytes.count - first <= keyLimit { return .exhausted }
      return .failed("a key of the envelope is too large", .recordTooLarge)
    case .fault(let fault): return .failed(fault.detail, fault.kind)
    case .at(let quote):
      if quote - first > keyLimit {
        return .failed("a key of the envelope is too large", .recordTooLarge)
      }
      let key = UnsafeRawBufferPointer(rebasing: bytes[first..<quote])
      if case .member(let wanted) = layout {
        isWantedMember = JSONText.matches(key, hasEscapes, wanted)
      }
      pages.sawKey(key, hasEscapes)
      place = .colon
      position = quote + 1
      return nil
    }
  }

  /// Whether the byte only separates; keeps count of the line's indentation.
  private mutating func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0a, 0x0d:
      isLineStart = true
      column = 0
    case 0x20, 0x09: column += 1
    case UInt8(ascii: ",") where place == .records: column += 1
    default: return false
    }
    return true
  }
}
