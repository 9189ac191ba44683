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
    self.ownNumbers = ownNumbers.compactMap { PhoneNumber.normalized($0, region: region) }
    cache = Array(repeating: CacheEntry(), count: Self.cacheSize)
  }

  /// The token of an identifier; nil if it identifies nobody.
  ///
  /// `phones` says how phone numbers are written where that differs from the input's.
  package mutating func token(
    kind: TokenKind, namespace: TokenNamespace, value: UnsafeRawBufferPointer,
    phones: PhoneSpelling = PhoneSpelling()
  ) -> Token? {
    let value = ASCII.trimmed(value)
    var hasher = StableHasher(domain: "token-cache")
    hasher.combine(UInt64(kind.rawValue))
    hasher.combine(namespace.number)
    hasher.combine(phones.region ?? "")
    hasher.combine(phones.lettersAllowed ? 1 : 0)
    hasher.combine(bytes: value)
    let name = hasher.finalize()
    let slot = Int(truncatingIfNeeded: name.low) & (Self.cacheSize - 1)
    if cache[slot].name != name {
      var hash = StableHash128.zero
      if normalize(kind, value, phones) {
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
    _ kind: TokenKind, _ value: UnsafeRawBufferPointer, _ phones: PhoneSpelling
  ) -> Bool {
    switch kind {
    case .phone:
      return PhoneNumber.normalize(
        value, region: phones.region.flatMap(NumberingPlan.named) ?? region,
        lettersAllowed: phones.lettersAllowed, into: &normalized) && !isOwnNumber()
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

  /// Whether the normalized number is the center's own, or an extension of it.
  private func isOwnNumber() -> Bool {
    ownNumbers.contains { own in
      normalized.starts(with: own)
        && (normalized.count == own.count || normalized[own.count] == UInt8(ascii: ";"))
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

/// How an adapter's phone numbers are written.
package struct PhoneSpelling: Sendable, Equatable {
  /// The ISO 3166 code of the region of national numbers; nil for the input's.
  package var region: String?
  /// Whether three letters or more stand for the digits of their keys (1-800-FLOWERS).
  package var lettersAllowed = false

  /// A spelling that differs from the input's as said.
  package init(region: String? = nil, lettersAllowed: Bool = false) {
    self.region = region
    self.lettersAllowed = lettersAllowed
  }
}
