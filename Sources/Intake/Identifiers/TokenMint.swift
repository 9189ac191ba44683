package import JourneyModel

/// Turns identifiers of records into tokens: normalizes, leaves out what identifies nobody, hashes
/// under the key.
///
/// Normalizing and an HMAC cost about a microsecond, so the last answers are kept in a
/// direct-mapped cache of fixed size, found by a hash of kind, namespace and the value as written.
package struct TokenMint: Sendable {
  private let key: IdentifierKey
  private let region: NumberingPlan?
  private let ownNumbers: [[UInt8]]
  private var cache: [CacheEntry]
  private var normalized: [UInt8] = []

  private struct CacheEntry {
    /// The hash of what was asked for.
    var name = StableHash128.zero
    /// The token's hash; zero if there is no token.
    var token = StableHash128.zero
  }

  /// The entries of the cache; 2 MiB.
  static let cacheSize = 1 << 16

  /// A mint for one input; `region` is the ISO code of its national phone numbers.
  package init(key: IdentifierKey, region: String?, ownNumbers: [String]) {
    self.key = key
    let region = region.flatMap(NumberingPlan.named)
    self.region = region
    self.ownNumbers = ownNumbers.compactMap { number in
      var number = number
      var output: [UInt8] = []
      let isNumber = number.withUTF8 {
        PhoneNumber.normalize(UnsafeRawBufferPointer($0), region: region, into: &output)
      }
      return isNumber ? output : nil
    }
    cache = Array(repeating: CacheEntry(), count: Self.cacheSize)
  }

  /// The token of an identifier; nil if it identifies nobody.
  ///
  /// `region` overrides the input's region for phone numbers.
  package mutating func token(
    kind: TokenKind, namespace: TokenNamespace, value: UnsafeRawBufferPointer,
    region override: String? = nil
  ) -> Token? {
    let value = ASCII.trimmed(value)
    var hasher = StableHasher(domain: "token-cache")
    hasher.combine(UInt64(kind.rawValue))
    hasher.combine(namespace.number)
    hasher.combine(override ?? "")
    hasher.combine(bytes: value)
    let name = hasher.finalize()
    let slot = Int(truncatingIfNeeded: name.low) & (Self.cacheSize - 1)
    if cache[slot].name != name {
      var hash = StableHash128.zero
      if normalize(kind, value, override) {
        hash = normalized.withUnsafeBytes {
          key.hash(kind: kind, namespace: namespace.name, value: $0)
        }
      }
      cache[slot] = CacheEntry(name: name, token: hash)
    }
    let hash = cache[slot].token
    return hash.isZero ? nil : Token(kind: kind, namespace: namespace.number, hash: hash)
  }

  private mutating func normalize(
    _ kind: TokenKind, _ value: UnsafeRawBufferPointer, _ override: String?
  ) -> Bool {
    switch kind {
    case .phone:
      let region = override.flatMap(NumberingPlan.named) ?? region
      return PhoneNumber.normalize(value, region: region, into: &normalized)
        && !ownNumbers.contains(normalized)
    case .email: return EmailAddress.normalize(value, into: &normalized)
    case .customer, .account, .device, .cookie, .social:
      normalized.removeAll(keepingCapacity: true)
      normalized.append(contentsOf: value)
      if kind == .social {
        for index in normalized.indices { normalized[index] = ASCII.lowercased(normalized[index]) }
      }
      return !Self.isPlaceholder(value)
    }
  }

  /// Words systems write where there is no id (`domain.md` D2, `formats.md` 0.4).
  private static func isPlaceholder(_ value: UnsafeRawBufferPointer) -> Bool {
    guard value.count <= 10 else { return false }
    if value.isEmpty { return true }
    return placeholders.contains { word in
      word.utf8.count == value.count
        && zip(word.utf8, value).allSatisfy { $0 == ASCII.lowercased($1) }
    }
  }

  private static let placeholders = [
    "0", "-1", "null", "none", "nil", "n/a", "na", "unknown", "undefined", "anonymous", "guest",
    "-", "?",
  ]
}

/// The namespace of a token: its name, which is keyed, and the number by which it is compared.
package struct TokenNamespace: Sendable, Equatable {
  /// The name; empty for identifiers that mean the same everywhere (phone, e-mail).
  package let name: String
  /// The number in `Token.namespace`.
  package let number: UInt64

  /// A namespace of that name.
  package init(_ name: String) {
    self.name = name
    number = Naming.namespace(name)
  }
}
