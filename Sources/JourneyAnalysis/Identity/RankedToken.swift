import JourneyModel

/// An identifier as rows carry it: 25 bytes that compare as `Token` does.
struct RankedToken: BitwiseCopyable, Comparable {
  /// The keyed hash.
  var hash: StableHash128
  /// The namespace.
  var namespace: UInt64
  /// The place of its kind in the order of identifiers.
  var rank: UInt8

  /// The kinds in the order of identifiers: by strength, then by number.
  private static let kinds = TokenKind.allCases.sorted { left, right in
    (left.strength, left.rawValue) < (right.strength, right.rawValue)
  }

  /// For each kind its place in that order.
  private static let ranks = TokenKind.allCases.map { UInt8(kinds.firstIndex(of: $0) ?? 0) }

  /// The identifier of a token.
  init(_ token: Token) {
    hash = token.hash
    namespace = token.namespace
    rank = RankedToken.ranks[Int(token.kind.rawValue)]
  }

  /// The identifier as everybody else knows it.
  var token: Token { Token(kind: kind, namespace: namespace, hash: hash) }

  /// Its kind.
  var kind: TokenKind { RankedToken.kinds[Int(rank)] }

  /// How far it may be trusted.
  var strength: TokenStrength { kind.strength }

  /// The first bits of the order.
  var sortKey: UInt64 { UInt64(rank) << 60 | hash.high >> 4 }

  /// Orders stronger classes first, then kinds, then hashes, then namespaces.
  static func < (left: RankedToken, right: RankedToken) -> Bool {
    if left.rank != right.rank { return left.rank < right.rank }
    if left.hash != right.hash { return left.hash < right.hash }
    return left.namespace < right.namespace
  }
}
