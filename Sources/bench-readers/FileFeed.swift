internal import DurableFiles
internal import RecordFormats

/// Something that reads the unread bytes of a window and consumes what it has read.
protocol WindowReader: ~Copyable {
  /// Takes note of what the window holds; `isFinal` where the file ends with it.
  mutating func read(_ window: inout ScanWindow, isFinal: Bool)
}

/// Something that takes the records a scanner finds in a window.
protocol RecordTaker: WindowReader, ~Copyable {
  /// What was found so far.
  var result: ResultLine { get set }

  /// The scanner's next step.
  mutating func next(in bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> ScanStep

  /// Takes the record the scanner found last.
  mutating func take(_ record: Range<Int>, of bytes: UnsafeRawBufferPointer)
}

extension RecordTaker where Self: ~Copyable {
  mutating func read(_ window: inout ScanWindow, isFinal: Bool) {
    let bytes = window.bytes
    var start = 0
    while true {
      switch next(in: bytes, from: start, isFinal: isFinal) {
      case .record(let range):
        take(range, of: bytes)
        start = range.upperBound
      case .framing(let range), .rejectedContinuation(let range): start = range.upperBound
      case .rejected(let range, _):
        result.rejected += 1
        start = range.upperBound
      case .needsMore, .end:
        result.bytes += start
        return window.consume(start)
      }
    }
  }
}

/// The way of a file's bytes into a window.
///
/// ```
/// file ─ 128 KiB ─▶ window ─▶ reader              plain: no byte is copied but by the system
///      └─ 128 KiB ─▶ 16 KiB ─▶ inflate ─▶ window  gzip
/// ```
enum FileFeed {
  /// A piece, the window and the index of a stretch lie in the second cache together.
  private static let pieceBytes = 128 << 10
  private static let compressedSlice = 64 << 10

  /// Reads a file to its end; gzip is inflated on a thread of its own if `isAhead`.
  ///
  /// - Throws: `FileError`, or `FormatFailure` where gzip is damaged.
  static func feed<Reader: WindowReader & ~Copyable>(
    _ path: String, isAhead: Bool = false, to reader: inout Reader
  ) throws {
    var file = try File.open(path)
    var magic = [UInt8](repeating: 0, count: 2)
    _ = try magic.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    var window = ScanWindow()
    if isAhead, magic.withUnsafeBytes({ GzipDecoder.isGzip($0) }) {
      let inflated = InflatedAhead(path)
      var part = InflatedAhead.emptyPart()
      var number = 0
      while try inflated.next(number, into: &part) {
        window.append(part.bytes)
        part.consume(part.count)
        reader.read(&window, isFinal: false)
        number += 1
      }
    } else if magic.withUnsafeBytes({ GzipDecoder.isGzip($0) }) {
      try feedInflated(&file, through: &window, to: &reader)
    } else {
      while true {
        let count = try file.read(into: window.reserve(pieceBytes))
        if count == 0 { break }
        window.commit(count)
        reader.read(&window, isFinal: false)
      }
    }
    reader.read(&window, isFinal: true)
  }

  private static func feedInflated<Reader: WindowReader & ~Copyable>(
    _ file: inout File, through window: inout ScanWindow, to reader: inout Reader
  ) throws {
    var gzip = GzipDecoder()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 64)
    defer { piece.deallocate() }
    while true {
      let count = try file.read(into: piece)
      if count == 0 { break }
      let bytes = UnsafeRawBufferPointer(rebasing: piece[..<count])
      try inflate(bytes, by: &gzip, through: &window, to: &reader)
    }
    try gzip.finish()
  }

  private static func inflate<Reader: WindowReader & ~Copyable>(
    _ bytes: UnsafeRawBufferPointer, by gzip: inout GzipDecoder, through window: inout ScanWindow,
    to reader: inout Reader
  ) throws {
    var start = 0
    while start < bytes.count {
      let end = min(start + compressedSlice, bytes.count)
      try gzip.decode(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: &window)
      reader.read(&window, isFinal: false)
      start = end
    }
  }
}

/// Counts bytes and looks at none: what reading and inflating alone cost.
struct ByteSum: WindowReader {
  /// Only `bytes` of it is counted.
  private(set) var line = ResultLine()

  mutating func read(_ window: inout ScanWindow, isFinal: Bool) {
    line.bytes += window.count
    window.consume(window.count)
  }
}
