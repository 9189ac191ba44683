internal import RecordFormats

/// The bytes of a file on their way to a scanner: inflated where they are gzip, UTF-8 where they
/// were UTF-16.
///
/// ```
/// chunk ─▶ gzip? ─▶ byte order mark? ─▶ UTF-16? ─▶ window
/// ```
///
/// A byte order mark decides about the encoding; without one the declared encoding holds.
struct TextSource: ~Copyable {
  /// The text that was not consumed yet, in UTF-8 or an encoding of one byte a character.
  var window = ScanWindow()
  /// Whether the file is gzip.
  private(set) var isGzip: Bool
  /// The encoding of the file: the declared one until its first bytes are known.
  private(set) var encoding: TextEncoding
  /// The first two bytes of the file; inflated bytes of UTF-16.
  private var raw = ScanWindow()
  private var gzip: GzipDecoder
  private var transcoder: UTF16Transcoder?
  private let isInflated: Bool
  private var isOpen: Bool
  private var isEncodingKnown = false

  /// Compressed bytes inflated at a time, so that one chunk cannot fill the memory.
  private static let compressedSlice = 16 << 10
  /// Bytes that tell gzip, and those that tell a byte order mark.
  private static let (magicSize, markSize) = (2, 3)

  /// A source at the start of a file; `declared` is the encoding of files without a mark.
  ///
  /// Where `isInflated`, the file is gzip and its decompressed bytes come.
  init(declared: TextEncoding?, isInflated: Bool, limits: ByteLimits) {
    encoding = declared ?? .utf8
    self.isInflated = isInflated
    isGzip = isInflated
    isOpen = isInflated
    gzip = GzipDecoder(limits: limits)
  }

  /// The encoding of the window's bytes.
  var windowEncoding: TextEncoding { encoding.isSupported ? encoding : .utf8 }

  /// How many bytes of the inflated file some bytes of the window stand for.
  func fileByteCount(of range: Range<Int>) -> Int {
    guard transcoder != nil else { return range.count }
    return UTF16Transcoder.fileByteCount(
      of: UnsafeRawBufferPointer(rebasing: window.bytes[range]))
  }

  /// Takes bytes of a chunk from `start`, as many as are good to take at once.
  ///
  /// - Returns: where the next ones begin.
  mutating func take(
    _ chunk: UnsafeRawBufferPointer, from start: Int
  ) throws(InputFailure) -> Int {
    guard isOpen else {
      let end = min(start + Self.magicSize - raw.count, chunk.count)
      raw.append(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
      if raw.count == Self.magicSize { try open() }
      return end
    }
    let end = inflates ? min(start + Self.compressedSlice, chunk.count) : chunk.count
    try feed(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
    return end
  }

  /// Takes the end of the file.
  mutating func finish() throws(InputFailure) {
    if !isOpen { try open() }
    do throws(FormatFailure) {
      if inflates { try gzip.finish() }
    } catch {
      throw InputFailure(error)
    }
    learnEncoding(isFinal: true)
    transcoder?.finish(into: &window)
  }

  /// Whether bytes are inflated here.
  private var inflates: Bool { isGzip && !isInflated }

  private mutating func open() throws(InputFailure) {
    isOpen = true
    isGzip = GzipDecoder.isGzip(raw.bytes)
    let first = raw.bytes
    try feed(first)
    raw.consume(first.count)
  }

  private mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(InputFailure) {
    guard inflates else {
      append(bytes)
      return learnEncoding(isFinal: false)
    }
    do throws(FormatFailure) {
      guard transcoder != nil else {
        try gzip.decode(bytes, into: &window)
        return learnEncoding(isFinal: false)
      }
      try gzip.decode(bytes, into: &raw)
    } catch {
      throw InputFailure(error)
    }
    append(raw.bytes)
    raw.consume(raw.count)
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if transcoder == nil {
      window.append(bytes)
    } else {
      transcoder?.transcode(bytes, into: &window)
    }
  }

  /// Looks for a mark in the first bytes, and transcodes them where they are UTF-16.
  private mutating func learnEncoding(isFinal: Bool) {
    guard !isEncodingKnown, isFinal || window.count >= Self.markSize else { return }
    isEncodingKnown = true
    encoding = TextEncoding.marked(by: window.bytes) ?? encoding
    guard !encoding.isSupported else { return }
    transcoder = UTF16Transcoder(encoding)
    var inflated = ScanWindow()
    swap(&inflated, &window)
    append(inflated.bytes)
  }
}
