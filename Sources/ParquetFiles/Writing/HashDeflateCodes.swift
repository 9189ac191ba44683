/// The Huffman codes of `HashDeflate` and the block header that announces them.
///
/// The code lengths fill their space exactly: 14 digits of 4 bits, 2 of 5, the copy of 4 bytes with
/// 5, the copy of 36 with 6, and four symbols of 8: the two bytes of the first length prefix, the
/// end of the block, and one literal that is never used.
struct HashDeflateCodes: Sendable {
  /// For each byte of a hash the codes of its two digits.
  let pairs: [BitString]
  /// The block header: last block, dynamic codes, and their lengths.
  let header: [BitString]
  /// The length prefix of the first hash, as literals.
  let firstPrefix: BitString
  /// The length prefix of a later hash: 4 bytes, 36 back.
  let prefix: BitString
  /// The hash before, once more: 36 bytes, 36 back.
  let again: BitString
  /// The end of the block.
  let end: BitString

  private static let endOfBlock = 256
  /// Copies of 4 bytes.
  private static let copyOfPrefix = 258
  /// Copies of 35 to 42 bytes, told apart by three more bits.
  private static let copyOfHash = 273
  /// Distances of 33 to 48, told apart by four more bits; 9 only completes the code.
  private static let distances = [9, 10]

  /// The codes, made of their lengths.
  init() {
    let digits = Array("0123456789abcdef".utf8).map(Int.init)
    var lengths = [UInt64](repeating: 0, count: HashDeflateCodes.copyOfHash + 1)
    for digit in digits { lengths[digit] = 4 }
    for digit in digits.suffix(2) { lengths[digit] = 5 }
    lengths[HashDeflateCodes.copyOfPrefix] = 5
    lengths[HashDeflateCodes.copyOfHash] = 6
    for symbol in [0, 1, 0x20, HashDeflateCodes.endOfBlock] { lengths[symbol] = 8 }
    var distanceLengths = [UInt64](repeating: 0, count: 11)
    for distance in HashDeflateCodes.distances { distanceLengths[distance] = 1 }

    let codes = HashDeflateCodes.codes(of: lengths)
    let distance = HashDeflateCodes.codes(of: distanceLengths)[10]
    let back = HashDeflateCodes.joined([distance, BitString(value: 36 - 33, length: 4)])
    pairs = (0..<256).map { byte in
      HashDeflateCodes.joined([codes[digits[byte >> 4]], codes[digits[byte & 15]]])
    }
    firstPrefix = HashDeflateCodes.joined([codes[0x20], codes[0], codes[0], codes[0]])
    prefix = HashDeflateCodes.joined([codes[HashDeflateCodes.copyOfPrefix], back])
    again = HashDeflateCodes.joined([
      codes[HashDeflateCodes.copyOfHash], BitString(value: 36 - 35, length: 3), back,
    ])
    end = codes[HashDeflateCodes.endOfBlock]
    header = HashDeflateCodes.header(literals: lengths, distances: distanceLengths)
  }

  private static func joined(_ strings: [BitString]) -> BitString {
    strings.reduce(into: BitString()) { $0.append($1) }
  }

  /// The canonical codes of lengths (RFC 1951, 3.2.2), turned round: a code begins at its top bit.
  private static func codes(of lengths: [UInt64]) -> [BitString] {
    var codes = [BitString](repeating: BitString(), count: lengths.count)
    var next: UInt64 = 0
    for length in 1...15 as ClosedRange<UInt64> {
      next <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        let turned = (0..<length).reduce(0 as UInt64) { $0 << 1 | (next >> $1) & 1 }
        codes[symbol] = BitString(value: turned, length: length)
        next += 1
      }
    }
    return codes
  }

  /// The header (RFC 1951, 3.2.7); the lengths themselves are written in codes of three bits.
  private static func header(literals: [UInt64], distances: [UInt64]) -> [BitString] {
    // Lengths that occur, and 17 and 18: 3 to 10 and 11 to 138 zeros.
    let written = [0, 1, 4, 5, 6, 8, 17, 18]
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengthsOfLengths = [UInt64](repeating: 0, count: 19)
    for length in written { lengthsOfLengths[length] = 3 }
    let codes = codes(of: lengthsOfLengths)
    let used = order.lastIndex { lengthsOfLengths[$0] > 0 } ?? 0
    var header = [
      BitString(value: 1, length: 1), BitString(value: 2, length: 2),
      BitString(value: UInt64(literals.count - 257), length: 5),
      BitString(value: UInt64(distances.count - 1), length: 5),
      BitString(value: UInt64(used + 1 - 4), length: 4),
    ]
    header += order[...used].map { BitString(value: lengthsOfLengths[$0], length: 3) }
    let lengths = literals + distances
    var index = 0
    while index < lengths.count {
      let zeros = lengths[index...].prefix(138).prefix { $0 == 0 }.count
      if zeros >= 11 {
        header += [codes[18], BitString(value: UInt64(zeros - 11), length: 7)]
      } else if zeros >= 3 {
        header += [codes[17], BitString(value: UInt64(zeros - 3), length: 3)]
      } else {
        header.append(codes[Int(lengths[index])])
      }
      index += zeros >= 3 ? zeros : 1
    }
    return header
  }
}
