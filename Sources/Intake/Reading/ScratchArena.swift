/// Memory for the texts that are made while one record is normalized.
///
/// What was handed out stays in its place until `reset`, also when the arena grows; in the steady
/// state one block serves every record.
struct ScratchArena: ~Copyable, @unchecked Sendable {
  private var block: UnsafeMutableRawBufferPointer
  private var used = 0
  private var outgrown: [UnsafeMutableRawBufferPointer] = []

  /// An arena of one small block.
  init() { block = .allocate(byteCount: 1 << 14, alignment: 16) }

  deinit {
    block.deallocate()
    for old in outgrown { old.deallocate() }
  }

  /// Room for so many bytes, valid until `reset`.
  mutating func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if used + count > block.count {
      outgrown.append(block)
      block = .allocate(byteCount: max(2 * block.count, count), alignment: 16)
      used = 0
    }
    defer { used += count }
    return UnsafeMutableRawBufferPointer(rebasing: block[used..<(used + count)])
  }

  /// A copy of bytes, valid until `reset`.
  mutating func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let room = allocate(bytes.count)
    room.copyMemory(from: bytes)
    return UnsafeRawBufferPointer(room)
  }

  /// Takes all memory back; the largest block stays.
  mutating func reset() {
    used = 0
    guard !outgrown.isEmpty else { return }
    for old in outgrown { old.deallocate() }
    outgrown.removeAll(keepingCapacity: true)
  }
}
