import Codecs
import RecordFormats

/// gzip: what zlib's gzip mode accepts is accepted with the same text, and nothing else, however it
/// is cut; members that are made right are read, and a flipped bit of them never passes silently.
struct GzipFuzz: ~Copyable {
  /// What the rest is, slicing, room per call, member limit, the bit to flip (two bytes).
  static let choiceCount = 6

  private let reference = GzipReference()
  private var window = ScanWindow()
  private var file: [UInt8] = []
  private var text: [UInt8] = []
  private var isAccepted = false
  /// Where the file's deflate streams and trailers lie; only these does a checksum protect.
  private var bodies: [Range<Int>] = []

  /// What is wrong, or nil.
  mutating func finding(
    _ choices: UnsafeRawBufferPointer, _ rest: UnsafeRawBufferPointer
  ) -> String? {
    file.removeAll(keepingCapacity: true)
    bodies.removeAll(keepingCapacity: true)
    var expected: [UInt8]?
    switch choices[0] & 3 {
    case 0: file.append(contentsOf: rest)
    case 1: expected = wrap(rest)
    default: expected = build(rest, effort: choices[0] >> 2)
    }
    var limits = ByteLimits()
    if choices[3] > 0 { limits.members = Int(choices[3]) }
    let bit = Int(choices[4]) | Int(choices[5]) << 8
    if bit == 0 || file.isEmpty { return check(choices, limits, expected) }
    if choices[3] == 0, let expected {
      let problem = checkOnce(.whole, limits, .max, expected)
      if let problem { return "made right: \(problem)" }
    }
    return flip(bit % (8 * file.count), choices, limits, expected)
  }

  /// Damages one bit: zlib and the decoder still agree, and where a checksum protects the bit the
  /// text is refused or unharmed.
  private mutating func flip(
    _ bit: Int, _ choices: UnsafeRawBufferPointer, _ limits: ByteLimits, _ known: [UInt8]?
  ) -> String? {
    file[bit / 8] ^= 1 << UInt8(bit % 8)
    if let problem = check(choices, limits, nil) { return "bit \(bit) flipped, \(problem)" }
    let isProtected = bodies.contains { $0.contains(bit / 8) }
    if isAccepted, isProtected, let known, text != known {
      return "bit \(bit) of \(file.count) bytes is flipped and passes"
    }
    return nil
  }

  /// Compares the decoder with zlib, in pieces and then whole.
  private mutating func check(
    _ choices: UnsafeRawBufferPointer, _ limits: ByteLimits, _ known: [UInt8]?
  ) -> String? {
    let expected = file.withUnsafeBytes { reference.text(of: $0, members: limits.members) }
    if let known, choices[3] == 0, expected != known { return "zlib does not read what is right" }
    let atMost = choices[2] == 0 ? Int.max : Int(choices[2])
    if choices[1] > 0 || choices[2] > 0 {
      let problem = checkOnce(Slicing(choice: choices[1]), limits, atMost, expected)
      if let problem { return "in pieces: \(problem)" }
    }
    return checkOnce(.whole, limits, .max, expected).map { "whole: \($0)" }
  }

  /// Compares one way of decoding with the text it must give, or nil where it must fail.
  private mutating func checkOnce(
    _ slicing: Slicing, _ limits: ByteLimits, _ atMost: Int, _ expected: [UInt8]?
  ) -> String? {
    let found = decode(slicing, limits, atMost: atMost)
    isAccepted = found == nil
    switch (found, expected) {
    case (_?, nil): return nil
    case (let failure?, _?): return "zlib accepts what fails with: \(failure)"
    case (nil, nil): return "zlib does not accept what is accepted"
    case (nil, let expected?): return text == expected ? nil : "zlib reads another text"
    }
  }

  /// Decodes the file into the text; why it fails, or nil.
  private mutating func decode(
    _ slicing: Slicing, _ limits: ByteLimits, atMost: Int
  ) -> FormatFailure? {
    text.removeAll(keepingCapacity: true)
    var slicing = slicing
    var decoder = GzipDecoder(limits: limits)
    var cut = 0
    do throws(FormatFailure) {
      while cut < file.count {
        let end = slicing.end(from: cut, of: file.count)
        while cut < end { cut += try decodePiece(cut..<end, &decoder, atMost) }
      }
      try decoder.finish()
      return nil
    } catch {
      window.consume(window.count)
      return error
    }
  }

  private mutating func decodePiece(
    _ range: Range<Int>, _ decoder: inout GzipDecoder, _ atMost: Int
  ) throws(FormatFailure) -> Int {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 1)
    defer { piece.deallocate() }
    piece.copyBytes(from: file[range])
    let taken = try decoder.decode(UnsafeRawBufferPointer(piece), into: &window, atMost: atMost)
    precondition(window.count <= atMost, "the window grows beyond what it may")
    precondition(taken == range.count || window.count == atMost, "bytes are left without need")
    text.append(contentsOf: window.bytes)
    window.consume(window.count)
    return taken
  }

  /// A member around the deflate stream at hand; its text, or nil where there is none.
  private mutating func wrap(_ rest: UnsafeRawBufferPointer) -> [UInt8]? {
    file += [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    guard let (inflated, count) = reference.inflateRaw(rest) else {
      file.append(contentsOf: rest)
      return nil
    }
    file.append(contentsOf: rest[..<count])
    appendTrailer(of: inflated)
    bodies.append(10..<file.count)
    return inflated
  }

  /// Members with header fields around texts, which are the rest in parts; the whole text.
  ///
  /// Each begins with a byte of flags and one of the text's length; padding closes the file.
  private mutating func build(_ rest: UnsafeRawBufferPointer, effort: UInt8) -> [UInt8] {
    let effort = GzipReference.Effort(rawValue: Int(effort) % 3) ?? .fixed
    var (offset, whole) = (0, [UInt8]())
    repeat {
      let flags = offset < rest.count ? rest[offset] & 0x1f : 0
      let length = offset + 1 < rest.count ? Int(rest[offset + 1]) : 0
      offset = min(rest.count, offset + 2)
      let part = rest[offset..<min(rest.count, offset + length)]
      offset = part.endIndex
      appendHeader(flags, extra: part.prefix(3))
      let bodyStart = file.count
      reference.deflate(UnsafeRawBufferPointer(rebasing: part), effort, into: &file)
      appendTrailer(of: Array(part))
      bodies.append(bodyStart..<file.count)
      whole += part
    } while offset < rest.count && rest[offset] != 0xff
    if offset < rest.count { file += [0, 0, 0] }
    return whole
  }

  private mutating func appendHeader(_ flags: UInt8, extra: Slice<UnsafeRawBufferPointer>) {
    let start = file.count
    file += [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 2, 3]
    if flags & 4 != 0 { file += [UInt8(extra.count), 0] + extra }
    if flags & 8 != 0 { file += Array("name\0".utf8) }
    if flags & 16 != 0 { file += [0] }
    if flags & 2 != 0 {
      let sum = GzipReference.checksum(Array(file[start...]))
      file += [UInt8(sum & 0xff), UInt8(sum >> 8 & 0xff)]
    }
  }

  private mutating func appendTrailer(of text: [UInt8]) {
    for number in [GzipReference.checksum(text), UInt32(text.count)] {
      OracleText.append(Int(number), to: &file)
    }
  }
}
