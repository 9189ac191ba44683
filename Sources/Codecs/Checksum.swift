/// Checksums of the formats that are read and written.
package enum Checksum {
  /// The CRC-32 of ISO 3309, as gzip (RFC 1952 §8) uses it.
  ///
  /// - Parameter continuing: the checksum of the bytes before these; 0 at the beginning.
  package static func crc32(
    _ bytes: UnsafeRawBufferPointer, continuing: UInt32 = 0
  ) -> UInt32 {
    // zlib answers a null pointer with its start value, whatever came before.
    if bytes.isEmpty { return continuing }
    let bound = bytes.assumingMemoryBound(to: UInt8.self)
    #if ISAL
      return ISALChecksum.crc32(bound, continuing: continuing)
    #else
      return ZlibChecksum.crc32(bound, continuing: continuing)
    #endif
  }
}
