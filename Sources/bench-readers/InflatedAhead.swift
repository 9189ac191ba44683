internal import Dispatch
internal import DurableFiles
internal import RecordFormats
internal import Synchronization

/// A gzip file, inflated on a thread of its own while another reads what came before.
///
/// ```
/// file ▶ inflate ▶ first, second, first … ▶ window ▶ reader
/// └ the thread behind, two parts ahead ┘    └ who calls `next` ┘
/// ```
final class InflatedAhead: Sendable {
  private static let partBytes = 512 << 10
  private static let compressedSlice = 64 << 10

  private let first = Mutex(ScanWindow())
  private let second = Mutex(ScanWindow())
  private let empty = DispatchSemaphore(value: 2)
  private let full = DispatchSemaphore(value: 0)
  private let failure = Mutex<(any Error)?>(nil)

  /// Begins to inflate a file.
  init(_ path: String) {
    DispatchQueue.global().async { [self] in
      var number = 0
      do {
        try inflate(path) { part in
          empty.wait()
          exchange(number, with: &part)
          full.signal()
          number += 1
        }
      } catch {
        failure.withLock { $0 = error }
      }
      // An empty part is the end.
      empty.wait()
      full.signal()
    }
  }

  /// Adds part `number`, counted from 0, to a window; false behind the last one.
  func next(_ number: Int, into window: inout ScanWindow) throws -> Bool {
    full.wait()
    var part = ScanWindow()
    exchange(number, with: &part)
    empty.signal()
    if part.count > 0 {
      window.append(part.bytes)
      return true
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    return false
  }

  private func exchange(_ number: Int, with part: inout ScanWindow) {
    if number % 2 == 0 {
      first.withLock { swap(&$0, &part) }
    } else {
      second.withLock { swap(&$0, &part) }
    }
  }

  private func inflate(_ path: String, _ give: (inout ScanWindow) -> Void) throws {
    var file = try File.open(path)
    var gzip = GzipDecoder()
    var part = ScanWindow()
    let slice = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Self.compressedSlice, alignment: 64)
    defer { slice.deallocate() }
    while true {
      let count = try file.read(into: slice)
      if count == 0 { break }
      try gzip.decode(UnsafeRawBufferPointer(rebasing: slice[..<count]), into: &part)
      if part.count >= Self.partBytes { give(&part) }
    }
    try gzip.finish()
    if part.count > 0 { give(&part) }
  }
}
