/// The name of an interaction as people quote it in a text: its id, and nothing of its system.
///
/// A text says `#4101`, not in which system 4101 is. A quote is therefore looked up only among the
/// interactions of the same customer, and means one only if no other has the same id.
package enum QuotedID {
  /// The name of an id, in whatever case it is written.
  package static func reference(_ id: UnsafeRawBufferPointer) -> InteractionReference {
    var hasher = StableHasher(domain: "quoted-id")
    withUnsafeTemporaryAllocation(byteCount: id.count, alignment: 1) { lower in
      for (index, byte) in id.enumerated() {
        let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
        lower[index] = isUpper ? byte | 0x20 : byte
      }
      hasher.combine(bytes: UnsafeRawBufferPointer(lower))
    }
    return InteractionReference(exact: .zero, loose: hasher.finalize())
  }
}
