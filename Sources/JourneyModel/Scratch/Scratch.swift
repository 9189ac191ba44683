/// Room outside memory for what one run needs for a while.
///
/// Analysis is pure and opens no files: whoever calls it says where rows go that memory has no room
/// for, an unnamed file of the disk or, in tests, an array.
@usableFromInline
package protocol Scratch: Sendable {
  /// New, empty room; it is given back when nobody has it any more.
  ///
  /// - Parameter name: What it is for, for whoever looks at open files.
  func makeFile(_ name: String) throws(ScratchError) -> any ScratchFile
}

/// Scratch space whose files another process finds again by their names.
package protocol KeptScratch: Scratch {
  /// A file that was made before; one that is gone reads as damaged.
  func openFile(_ name: String) throws(ScratchError) -> any ScratchFile
}

/// Bytes outside memory, written and read at offsets by any thread.
@usableFromInline
package protocol ScratchFile: AnyObject, Sendable {
  /// Writes pieces one behind the other from an offset on and returns a checksum of all.
  func write(_ pieces: [UnsafeRawBufferPointer], at offset: UInt64) throws(ScratchError) -> UInt32

  /// Reads back what one `write` wrote, one room behind the other, and proves that it is that by
  /// its checksum.
  func read(
    into rooms: [UnsafeMutableRawBufferPointer], at offset: UInt64, checksum: UInt32
  ) throws(ScratchError)
}

/// Why work that needs room outside memory, or much of memory, cannot go on.
@usableFromInline
package enum ScratchError: Error, Sendable {
  /// A file could not be made, written or read; the error says which.
  case file(any Error)
  /// Bytes did not read back as they were written.
  case damaged
  /// What must stay in memory does not fit into the bytes allowed for it.
  case needsMemory(bytes: Int, allowed: Int)
}
