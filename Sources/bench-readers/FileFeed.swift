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

/// The way of a file's bytes into a window, as the product goes it.
///
/// ```
/// file ─ 512 KiB ─▶ gzip? ─ 16 KiB ─▶ inflate ─▶ window ─▶ reader
///                      └ no ───────────────────────┘
/// ```
///
/// The pieces are those of `FileIngest` and `InflatedFile` and must be changed with them.
enum FileFeed {
  private static let chunkBytes = 512 << 10
  private static let compressedSlice = 16 << 10

  /// Reads a file to its end.
  ///
  /// - Throws: `FileError`, or `FormatFailure` where gzip is damaged.
  static func feed<Reader: WindowReader & ~Copyable>(_ path: String, to reader: inout Reader) throws
  {
    var file = try File.open(path)
    var window = ScanWindow()
    var gzip = GzipDecoder()
    var isGzip: Bool?
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkBytes, alignment: 64)
    defer { chunk.deallocate() }
    while true {
      let count = try file.read(into: chunk)
      if count == 0 { break }
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
      if isGzip == nil { isGzip = GzipDecoder.isGzip(bytes) }
      if isGzip == true {
        try inflate(bytes, by: &gzip, through: &window, to: &reader)
      } else {
        window.append(bytes)
        reader.read(&window, isFinal: false)
      }
    }
    if isGzip == true { try gzip.finish() }
    reader.read(&window, isFinal: true)
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
  /// What was found.
  private(set) var line = ResultLine()

  mutating func read(_ window: inout ScanWindow, isFinal: Bool) {
    line.bytes += window.count
    window.consume(window.count)
  }
}
