internal import JourneyModel

/// Hashes the word triples of folded texts under a secret, so that texts can be compared when they
/// are gone.
///
/// The 64 smallest hashes are kept: of two texts they hold the same part of what is common
/// (Broder: On the resemblance and containment of documents, 1997). Words with four or more digits
/// are numbers of something and count as one word, so that two templates differ by nothing else.
struct Shingler: Sendable {
  /// The hashes of the text hashed last, sorted, distinct.
  private(set) var shingles: [UInt64] = []
  private let salt: (UInt64, UInt64)

  /// A shingler under a secret.
  init(salt: (UInt64, UInt64)) {
    self.salt = salt
    shingles.reserveCapacity(TextFeatures.maximumShingles + 1)
  }

  /// Hashes a folded text; one of fewer than three words is one shingle.
  mutating func hash(_ folded: [UInt8]) {
    shingles.removeAll(keepingCapacity: true)
    guard folded.count > 2 else { return }
    // The last three words; a word is the bytes up to the blank behind it.
    var words = (0..<0, 0..<0, 0..<0)
    var count = 0
    var start = 1
    for place in 1..<folded.count where folded[place] == 0x20 {
      words = (words.1, words.2, start..<place)
      start = place + 1
      count += 1
      if count >= 3 { insert(folded, words) }
    }
    if count < 3 { insert(folded, words) }
  }

  private mutating func insert(_ folded: [UInt8], _ words: (Range<Int>, Range<Int>, Range<Int>)) {
    var hasher = StableHasher(key: salt.0, salt.1)
    folded.withUnsafeBytes { bytes in
      Self.combine(bytes, words.0, into: &hasher)
      Self.combine(bytes, words.1, into: &hasher)
      Self.combine(bytes, words.2, into: &hasher)
    }
    keep(hasher.finalize().high)
  }

  private static func combine(
    _ bytes: UnsafeRawBufferPointer, _ word: Range<Int>, into hasher: inout StableHasher
  ) {
    var digits = 0
    for place in word where ASCII.isDigit(bytes[place]) { digits += 1 }
    if digits >= 4 { return hasher.combine(UInt64.max) }
    hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[word]))
  }

  /// Inserts a hash in order if it is among the smallest.
  private mutating func keep(_ hash: UInt64) {
    if shingles.count == TextFeatures.maximumShingles, let last = shingles.last, hash >= last {
      return
    }
    var place = shingles.count
    while place > 0, shingles[place - 1] > hash { place -= 1 }
    if place > 0, shingles[place - 1] == hash { return }
    shingles.insert(hash, at: place)
    if shingles.count > TextFeatures.maximumShingles { shingles.removeLast() }
  }
}
