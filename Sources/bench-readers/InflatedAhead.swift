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

  private let first = Mutex(emptyPart())
  private let second = Mutex(emptyPart())
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

  /// Puts part `number`, counted from 0, for an empty one; false behind the last one.
  func next(_ number: Int, into part: inout ScanWindow) throws -> Bool {
    full.wait()
    exchange(number, with: &part)
    empty.signal()
    if part.count == 0, let failure = failure.withLock({ $0 }) { throw failure }
    return part.count > 0
  }

  /// A part with room for all that is put into one.
  static func emptyPart() -> ScanWindow { ScanWindow(capacity: 4 * partBytes) }

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
    var part = Self.emptyPart()
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
