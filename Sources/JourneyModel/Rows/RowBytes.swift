extension RowSlice {
  /// The rows that bytes hold, which stay where they are while the slice is used.
  @inlinable
  package init(bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { self = .empty; return }
    precondition(
      bytes.count % MemoryLayout<Row>.stride == 0
        && Int(bitPattern: start) % MemoryLayout<Row>.alignment == 0,
      "bytes hold whole rows where rows may lie")
    self.init(
      base: start.assumingMemoryBound(to: Row.self),
      count: bytes.count / MemoryLayout<Row>.stride)
  }
}
