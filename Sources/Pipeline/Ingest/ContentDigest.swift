internal import JourneyModel
internal import RecordStore

/// What a file's content is known by, taken while it is read.
struct ContentDigest {
  private var digest = ContentSHA256()
  private var first: [UInt8] = []
  private var byteCount: Int64 = 0

  /// How many bytes make the head: longer than most headers are, so that heads tell exports apart.
  static let headBytes = 4 << 10

  /// Takes the next bytes of the content.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    digest.update(bytes)
    byteCount += Int64(bytes.count)
    let missing = ContentDigest.headBytes - first.count
    if missing > 0 { first.append(contentsOf: bytes.prefix(missing)) }
  }

  /// The content so far.
  var content: FileContent {
    FileContent(sha256: digest.hexadecimal, byteCount: byteCount)
  }

  /// The hash of its first bytes; zero where it has fewer than a head.
  var head: StableHash128 {
    guard first.count == ContentDigest.headBytes else { return .zero }
    var hasher = StableHasher(domain: "head")
    first.withUnsafeBytes { hasher.append($0) }
    return hasher.finalize()
  }
}
