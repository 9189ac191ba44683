package import DurableFiles
internal import JourneyModel
package import RecordFormats

/// The beginning of a file, decompressed, for recognising what it is.
package struct InputSample: Sendable {
  /// How much is looked at.
  private static let limit = 256 << 10

  /// Decompressed; of gzip, the last 4 KiB may inflate to more than the limit.
  package var bytes: [UInt8] = []
  /// Whether they are the whole file.
  package var isFinal = false
  /// Whether the file is gzip.
  package var isGzip = false
  /// What is wrong with the gzip stream inside the sample, if anything.
  package var damage: FormatFailure?

  /// Takes the sample without moving the file's position.
  ///
  /// A gzip stream that breaks inside the sample gives what came before: reading the file will name
  /// the damage.
  package init(of file: borrowing File, limits: ByteLimits) throws(FileError) {
    let raw = UnsafeMutableRawBufferPointer.allocate(
      byteCount: InputSample.limit, alignment: 16)
    defer { raw.deallocate() }
    let count = try file.read(into: raw, at: 0)
    let prefix = UnsafeRawBufferPointer(rebasing: raw[..<count])
    isGzip = GzipDecoder.isGzip(prefix)
    let isWhole = try file.status().size <= UInt64(count)
    guard isGzip else {
      bytes = Array(prefix)
      isFinal = isWhole
      return
    }
    inflate(prefix, isWhole: isWhole, limits: limits)
  }

  private mutating func inflate(
    _ prefix: UnsafeRawBufferPointer, isWhole: Bool, limits: ByteLimits
  ) {
    var decoder = GzipDecoder(limits: limits)
    var window = ScanWindow()
    var isComplete = isWhole
    var start = 0
    while start < prefix.count, window.count < InputSample.limit {
      let end = min(start + 4096, prefix.count)
      do throws(FormatFailure) {
        try decoder.decode(UnsafeRawBufferPointer(rebasing: prefix[start..<end]), into: &window)
      } catch {
        damage = error
        isComplete = false
        break
      }
      start = end
    }
    isFinal = isComplete && start == prefix.count
    bytes = window.withBytes { Array($0) }
  }
}
