/// The header of one gzip member (RFC 1952 §2.3), taken byte by byte.
///
/// ```
/// 1f 8b 08 FLG MTIME*4 XFL OS | FEXTRA: n n … | FNAME … 0 | FCOMMENT … 0 | FHCRC: c c
/// ```
package struct GzipHeader: Sendable {
  /// What a byte made of the header.
  package enum Outcome: Equatable, Sendable {
    /// The byte was taken and more are expected.
    case goesOn
    /// It is complete; deflate follows.
    case complete
    /// No member begins here: the magic is missing.
    case absent
    /// It breaks the format.
    case broken(String)
  }

  private enum Field: Sendable {
    case fixed, extraLength, extra, name, comment, checksum
  }

  private static let fixedBytes = 10
  private var field = Field.fixed
  private var flags: UInt8 = 0
  private var taken = 0
  private var extraBytes = 0
  private var checksum: UInt32 = 0
  private var statedChecksum: UInt32 = 0

  /// A header before its first byte.
  package init() {}

  /// Takes the next byte.
  package mutating func take(_ byte: UInt8) -> Outcome {
    if field == .checksum { return takeChecksum(byte) }
    checksum = withUnsafeBytes(of: byte) { Checksum.crc32($0, continuing: checksum) }
    switch field {
    case .fixed: return takeFixed(byte)
    case .extraLength:
      extraBytes |= Int(byte) << (8 * taken)
      taken += 1
      return taken < 2 ? .goesOn : enter(extraBytes > 0 ? .extra : .name)
    case .extra:
      taken += 1
      return taken < extraBytes ? .goesOn : enter(.name)
    case .name: return byte != 0 ? .goesOn : enter(.comment)
    case .comment, .checksum: return byte != 0 ? .goesOn : enter(.checksum)
    }
  }

  private mutating func takeFixed(_ byte: UInt8) -> Outcome {
    let index = taken
    taken += 1
    switch index {
    case 0 where byte != 0x1f, 1 where byte != 0x8b: return .absent
    case 2 where byte != 8: return .broken("the gzip member is not deflate")
    case 3 where byte & 0xe0 != 0: return .broken("the gzip header has unknown flags")
    case 3: flags = byte
    default: break
    }
    return taken < GzipHeader.fixedBytes ? .goesOn : enter(.extraLength)
  }

  private mutating func takeChecksum(_ byte: UInt8) -> Outcome {
    statedChecksum |= UInt32(byte) << UInt32(8 * taken)
    taken += 1
    if taken < 2 { return .goesOn }
    let holds = statedChecksum == checksum & 0xffff
    return holds ? .complete : .broken("the checksum of the gzip header does not hold")
  }

  /// Goes to a field, or past it where the flags say that it is absent.
  private mutating func enter(_ next: Field) -> Outcome {
    taken = 0
    field = next
    switch next {
    case .extraLength where flags & 4 == 0: return enter(.name)
    case .name where flags & 8 == 0: return enter(.comment)
    case .comment where flags & 16 == 0: return enter(.checksum)
    case .checksum where flags & 2 == 0: return .complete
    default: return .goesOn
    }
  }
}
