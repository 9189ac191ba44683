import RecordFormats
import Testing

/// What a scan of a whole file said, with absolute offsets, framing and continuations joined.
struct Trace: Equatable, CustomStringConvertible {
  /// One answer; `text` is the record's fields or tape, or the rejection's kind and place.
  struct Item: Equatable {
    enum Kind { case record, framing, rejected }
    var kind: Kind
    var range: Range<Int>
    var text = ""
    var line: UInt64 = 0
  }

  var items: [Item] = []
  /// The most bytes the window held.
  var largestWindow = 0

  static func == (left: Trace, right: Trace) -> Bool { left.items == right.items }

  /// Each item in short: fields joined by bars, `~bytes` of framing, `!kind bytes`.
  var short: [String] {
    items.map { item in
      switch item.kind {
      case .record: item.text
      case .framing: "~\(item.range.count)"
      case .rejected: "!\(item.text.prefix { $0 != "@" }) \(item.range.count)"
      }
    }
  }

  var description: String {
    items.map { "\($0.kind) \($0.range) line \($0.line) \($0.text)" }.joined(separator: "\n")
  }

  var records: [String] { items.filter { $0.kind == .record }.map(\.text) }

  /// Adds a step's range; fails the test where it does not begin where the last one ended.
  mutating func add(_ item: Item) {
    let last = items.last
    #expect(item.range.lowerBound == last?.range.upperBound ?? 0, "ranges do not tile")
    if item.kind == .framing, last?.kind == .framing {
      items[items.count - 1].range = (last?.range.lowerBound ?? 0)..<item.range.upperBound
    } else {
      items.append(item)
    }
  }

  mutating func extendRejection(_ range: Range<Int>) {
    guard let last = items.last, last.kind == .rejected else {
      Issue.record("a continuation without a rejection")
      return
    }
    #expect(range.lowerBound == last.range.upperBound, "ranges do not tile")
    items[items.count - 1].range = last.range.lowerBound..<range.upperBound
  }
}

/// Feeds bytes to a window in pieces and collects what a scanner says.
struct Feed {
  /// The bytes of the file.
  var bytes: [UInt8]
  /// Where to cut it; ascending.
  var cuts: [Int]
  /// Whether every range is consumed as it is reported, instead of all when more is needed.
  var consumesAtOnce = false

  init(_ bytes: [UInt8], cuts: [Int] = []) {
    self.bytes = bytes
    self.cuts = cuts
  }

  init(_ bytes: [UInt8], piece: Int) {
    self.init(bytes, cuts: Array(stride(from: piece, to: max(piece, bytes.count), by: piece)))
  }

  /// Whole, cut at every byte, and in pieces of 1, 2, 3, 7, 64 and 4,096 bytes; consumed
  /// either way.
  static func allWays(_ bytes: [UInt8]) -> [Feed] {
    [Feed(bytes), with(Feed(bytes)) { $0.consumesAtOnce = true }]
      + (0...bytes.count).map { Feed(bytes, cuts: [$0]) }
      + [1, 2, 3, 7, 64, 4096].map { Feed(bytes, piece: $0) }
      + [1, 3, 7].map { piece in with(Feed(bytes, piece: piece)) { $0.consumesAtOnce = true } }
  }

  /// Runs `step` over the window until it needs more, piece by piece.
  ///
  /// `render` gives text and line of a record whose bytes are at the range.
  func trace(
    _ step: (UnsafeRawBufferPointer, Int, Bool) -> ScanStep,
    render: (UnsafeRawBufferPointer, Range<Int>) -> String, line: () -> UInt64
  ) -> Trace {
    var trace = Trace()
    var window = ScanWindow()
    var from = 0
    for cut in cuts + [bytes.count] {
      bytes.withUnsafeBytes { window.append(UnsafeRawBufferPointer(rebasing: $0[from..<cut])) }
      from = cut
      trace.largestWindow = max(trace.largestWindow, window.count)
      let isFinal = cut == bytes.count
      var position = 0
      scan: while true {
        if consumesAtOnce {
          window.consume(position)
          position = 0
        }
        let base = Int(window.baseOffset)
        let found = step(window.bytes, position, isFinal)
        func absolute(_ range: Range<Int>) -> Range<Int> {
          range.lowerBound + base..<range.upperBound + base
        }
        switch found {
        case .record(let range):
          let text = render(window.bytes, range)
          trace.add(.init(kind: .record, range: absolute(range), text: text, line: line()))
          position = range.upperBound
        case .framing(let range):
          trace.add(.init(kind: .framing, range: absolute(range)))
          position = range.upperBound
        case .rejected(let range, let why):
          let text = "\(why.kind)@\(why.byteOffset + base) \(why.detail)"
          trace.add(.init(kind: .rejected, range: absolute(range), text: text, line: line()))
          position = range.upperBound
        case .rejectedContinuation(let range):
          trace.extendRejection(absolute(range))
          position = range.upperBound
        case .needsMore:
          #expect(!isFinal, "the scanner wants more than there is")
          break scan
        case .end:
          #expect(isFinal && position == window.count, "the scanner ends early")
          break scan
        }
      }
      window.consume(position)
    }
    #expect(trace.items.last?.range.upperBound ?? 0 == bytes.count, "bytes are missing")
    return trace
  }
}
