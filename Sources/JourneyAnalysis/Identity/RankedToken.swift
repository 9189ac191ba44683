import JourneyModel

/// An identifier as rows carry it: 25 bytes that compare as `Token` does.
struct RankedToken: BitwiseCopyable, Hashable, Comparable {
  /// The first 128 bits of an HMAC over kind, namespace and normalized value.
  var hash: StableHash128
  /// The hash of the namespace's name.
  var namespace: UInt64
  /// The number of its strength times 16, and the place of its kind in the order of identifiers.
  var rank: UInt8

  /// The kinds in the order of identifiers: by strength, then by number.
  private static let kinds = TokenKind.allCases.sorted { left, right in
    (left.strength, left.rawValue) < (right.strength, right.rawValue)
  }

  /// For each kind its rank.
  private static let ranks = TokenKind.allCases.map { kind in
    kind.strength.rawValue << 4 | UInt8(kinds.firstIndex(of: kind) ?? 0)
  }

  /// The identifier of a token.
  init(_ token: Token) {
    hash = token.hash
    namespace = token.namespace
    rank = RankedToken.ranks[Int(token.kind.rawValue)]
  }

  /// The rank of ids that only keep apart.
  private static let apart = TokenStrength.uniqueStrong.rawValue << 4 | 15

  /// An id that keeps whoever carries it apart from who carries another of the namespace.
  init(apart hash: StableHash128, namespace: UInt64) {
    (self.hash, self.namespace, rank) = (hash, namespace, RankedToken.apart)
  }

  /// Whether it only keeps apart: it joins nobody and names nobody.
  var isApart: Bool { rank == RankedToken.apart }

  /// The identifier as everybody else knows it.
  var token: Token { Token(kind: kind, namespace: namespace, hash: hash) }

  var kind: TokenKind { isApart ? .customer : RankedToken.kinds[Int(rank & 15)] }

  /// Whether two different ones of a namespace are two customers.
  var isUniqueStrong: Bool { rank >> 4 == TokenStrength.uniqueStrong.rawValue }
  /// Whether it bridges unless that would join unique-strong ids of one namespace.
  var isStrong: Bool { rank >> 4 == TokenStrength.strong.rawValue }
  /// Whether it bridges unless it meets several customers.
  var isSharedProne: Bool { rank >> 4 >= TokenStrength.sharedProne.rawValue }
  /// Whether it names nobody.
  var isWeak: Bool { rank >> 4 == TokenStrength.weak.rawValue }

  /// Whether it may become somebody else's, as the numbers of phones do.
  var changesHands: Bool { kind == .phone }

  /// The identifier while it was in the hands of the second, third… holder, counted from 1; in the
  /// first one's it is itself.
  func epoch(_ number: Int) -> RankedToken {
    if number == 0 { return self }
    var hasher = StableHasher(domain: "epoch")
    feed(&hasher)
    hasher.combine(UInt64(number))
    var epoch = self
    epoch.hash = hasher.finalize()
    return epoch
  }

  /// The first bits of the order.
  var sortKey: UInt64 { UInt64(rank & 15) << 60 | hash.high >> 4 }

  /// Orders stronger classes first, then kinds, then hashes, then namespaces.
  static func < (left: RankedToken, right: RankedToken) -> Bool {
    if left.rank != right.rank { return left.rank < right.rank }
    if left.hash != right.hash { return left.hash < right.hash }
    return left.namespace < right.namespace
  }
}
