/// Bytes that lie where rows may lie, and stay there until they are appended to.
final class SpoolPiece {
  private(set) var start: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity = 0

  /// No bytes.
  init() { start = .allocate(byteCount: 0, alignment: 16) }

  deinit { start.deallocate() }

  /// The bytes.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    if let source = bytes.baseAddress {
      (start + count).copyMemory(from: source, byteCount: bytes.count)
    }
    count += bytes.count
  }

  /// Appends zeros.
  func appendZeros(_ added: Int) {
    reserve(added)
    (start + count).initializeMemory(as: UInt8.self, repeating: 0, count: added)
    count += added
  }

  private func reserve(_ added: Int) {
    guard count + added > capacity else { return }
    let larger = max(count + added, 2 * capacity)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    memory.copyMemory(from: start, byteCount: count)
    start.deallocate()
    start = memory
    capacity = larger
  }
}
