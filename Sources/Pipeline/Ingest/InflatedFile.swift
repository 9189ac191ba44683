internal import DurableFiles
internal import RecordFormats
internal import Synchronization

/// A gzip file, read, hashed and inflated part by part.
///
/// ```
/// file ▶ hash ▶ inflate ▶ part ▶ scan, normalize, keep
/// └ `next`: any thread, one part ahead ┘   └ the file's worker
/// ```
///
/// Where one part ends and which bytes go before a failure does not depend on who asks for it or
/// when, so that a file gives the same with one thread and with two.
final class InflatedFile: Sendable {
  /// About 1 MiB of decompressed bytes; the last part may have none.
  final class Part: Sendable {
    /// How many compressed bytes were read for it.
    let compressedBytes: Int64
    /// Why nothing follows it, where the file is unusable.
    let failure: FormatFailure?
    /// Whether nothing follows it.
    let isLast: Bool
    private static let pieceBytes = 128 << 10
    private let window: ScanWindow
    private let count: Int

    fileprivate init(
      _ window: consuming ScanWindow, count: Int, compressedBytes: Int64,
      failure: FormatFailure? = nil, isLast: Bool = false
    ) {
      self.window = window
      self.count = count
      self.compressedBytes = compressedBytes
      self.failure = failure
      self.isLast = isLast
    }

    /// Lends the bytes in pieces small enough to stay in a core's cache.
    func forEachPiece(
      _ body: (UnsafeRawBufferPointer) throws(RunFailure) -> Void
    ) throws(RunFailure) {
      try window.withBytes { bytes throws(RunFailure) in
        for start in stride(from: 0, to: count, by: Part.pieceBytes) {
          let end = min(start + Part.pieceBytes, count)
          try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
      }
    }
  }

  private let state: Mutex<State>

  /// The file's content from its beginning; it shares the descriptor and moves its position.
  init(_ file: borrowing File, limits: ByteLimits) throws(RunFailure) {
    let own: File
    do throws(FileError) { own = try file.duplicate() } catch { throw .reading(error) }
    state = Mutex(State(file: own, decoder: GzipDecoder(limits: limits)))
  }

  /// Makes the next part, of about 1 MiB; not to be called after the last.
  func next() throws(RunFailure) -> Part {
    try state.withLock { state throws(RunFailure) in try state.next() }
  }

  /// The hash of the compressed bytes, once the last part is made.
  var sha256: String { state.withLock { $0.digest.hexadecimal } }

  private struct State: ~Copyable {
    private static let chunkBytes = 512 << 10
    private static let sliceBytes = 16 << 10
    private static let partBytes = 1 << 20

    var file: File
    var decoder: GzipDecoder
    var digest = ContentSHA256()
    var compressed = ScanWindow()

    init(file: consuming File, decoder: consuming GzipDecoder) {
      self.file = file
      self.decoder = decoder
    }

    mutating func next() throws(RunFailure) -> Part {
      var window = ScanWindow()
      var read: Int64 = 0
      while window.count < State.partBytes {
        if compressed.count == 0 {
          let count = try fill()
          read += Int64(count)
          if count == 0 { return last(window, read) }
        }
        let slice = UnsafeRawBufferPointer(
          rebasing: compressed.bytes.prefix(State.sliceBytes))
        // Of a slice that fails nothing is handed on: how much it gives is the codec's affair.
        let count = window.count
        do throws(FormatFailure) { try decoder.decode(slice, into: &window) } catch {
          return Part(window, count: count, compressedBytes: read, failure: error, isLast: true)
        }
        compressed.consume(slice.count)
      }
      let count = window.count
      return Part(window, count: count, compressedBytes: read)
    }

    private mutating func fill() throws(RunFailure) -> Int {
      try Interruption.check()
      let room = compressed.reserve(State.chunkBytes)
      let count: Int
      do throws(FileError) { count = try file.read(into: room) } catch { throw .reading(error) }
      compressed.commit(count)
      digest.update(compressed.bytes)
      return count
    }

    private mutating func last(_ window: consuming ScanWindow, _ read: Int64) -> Part {
      let count = window.count
      var failure: FormatFailure?
      do throws(FormatFailure) { try decoder.finish() } catch { failure = error }
      return Part(window, count: count, compressedBytes: read, failure: failure, isLast: true)
    }
  }
}
