internal import JourneyModel

/// Hashes the word triples of folded texts under a secret, so that texts can be compared when they
/// are gone.
///
/// The 64 smallest hashes are kept: of two texts they hold the same part of what is common
/// (Broder: On the resemblance and containment of documents, 1997). Words with four or more digits
/// are numbers of something and count as one word, so that two templates differ by nothing else.
///
/// A word is hashed once, by FNV-1a, and three of them together under the secret by SipHash-2-4:
/// hashing the letters of every triple under the secret took most of the time texts take.
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
    // The hashes of the last three words, of the one being read, and its digits.
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var word = Self.offset
    var digits = 0
    var count = 0
    for byte in folded.dropFirst() {
      guard byte == 0x20 else {
        word = (word ^ UInt64(byte)) &* Self.prime
        if ASCII.isDigit(byte) { digits += 1 }
        continue
      }
      words = (words.1, words.2, digits >= 4 ? Self.number : word)
      (word, digits) = (Self.offset, 0)
      count += 1
      if count >= 3 { insert(words) }
    }
    if count < 3 { insert(words) }
  }

  /// Parameters of FNV-1a with 64 bits (Fowler, Noll, Vo).
  private static let offset: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01b3
  /// What every number counts as.
  private static let number = UInt64.max

  private mutating func insert(_ words: (UInt64, UInt64, UInt64)) {
    var hasher = StableHasher(key: salt.0, salt.1)
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    keep(hasher.finalize().high)
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
