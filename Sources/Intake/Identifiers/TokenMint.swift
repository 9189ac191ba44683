package import JourneyModel

/// Turns identifiers of records into tokens: normalizes, leaves out what identifies nobody, hashes
/// under the key.
///
/// How an identifier is written is a form, added once and then named by its number. Nothing is
/// allocated per identifier but for e-mail addresses in rare letters. A cache of the last answers
/// was slower than making tokens anew: finding an entry costs a miss of the processor's cache.
package struct TokenMint: Sendable {
  private let key: IdentifierKey
  private let region: NumberingPlan?
  private let ownNumbers: [[UInt8]]
  private var forms: [PreparedForm] = []
  private var normalized: [UInt8] = []

  /// A form and what does not depend on the value.
  private struct PreparedForm: Sendable {
    let kind: TokenKind
    let namespace: UInt64
    let region: NumberingPlan?
    let lettersAllowed: Bool
    /// Where its kind ‖ 0 ‖ namespace ‖ 0 lies in `prefixes`.
    let prefix: Range<Int>
  }
  /// What messages begin with, by form.
  private var prefixes: [UInt8] = []

  /// A mint for one input; `region` is the ISO code of its national phone numbers.
  package init(
    key: IdentifierKey, region: String?, ownNumbers: [String], forms: [TokenForm] = []
  ) {
    self.key = key
    let region = region.flatMap(NumberingPlan.named)
    self.region = region
    self.ownNumbers = ownNumbers.compactMap { PhoneNumber.normalized($0, region: region) }
    for form in forms { _ = add(form) }
  }

  /// Adds a form; its number counts from 0.
  package mutating func add(_ form: TokenForm) -> Int {
    let start = prefixes.count
    prefixes += Array(form.kind.name.utf8) + [0] + Array(form.namespace.name.utf8) + [0]
    forms.append(
      PreparedForm(
        kind: form.kind, namespace: form.namespace.number,
        region: form.phones.region.flatMap(NumberingPlan.named) ?? region,
        lettersAllowed: form.phones.lettersAllowed,
        prefix: start..<prefixes.count))
    return forms.count - 1
  }

  /// The token of an identifier in the form of that number; nil if it identifies nobody.
  package mutating func token(_ value: UnsafeRawBufferPointer, form number: Int) -> Token? {
    let value = ASCII.trimmed(value)
    guard normalize(value, as: number) else { return nil }
    let hash = hash(number)
    return Token(kind: forms[number].kind, namespace: forms[number].namespace, hash: hash)
  }

  /// The normalized value of the token made last, for as long as no other is made.
  var lastIdentifier: [UInt8] { normalized }

  /// Whether a value that made no token cannot be an identifier of its kind at all.
  ///
  /// A shared mailbox, a withheld number and a word that means nobody can.
  func isMalformed(_ value: UnsafeRawBufferPointer, form number: Int) -> Bool {
    switch forms[number].kind {
    case _ where Self.isPlaceholder(value): false
    case .email: !EmailAddress.isWellFormed(value)
    case .phone: !PhoneNumber.isWellFormed(value, lettersAllowed: forms[number].lettersAllowed)
    case .customer, .account, .device, .cookie, .social: false
    }
  }

  /// The hash of the normalized value behind its prefix.
  ///
  /// Mutating, because it would else be lent a copy of the mint.
  private mutating func hash(_ form: Int) -> StableHash128 {
    let prefix = forms[form].prefix
    let count = prefix.count + normalized.count
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { message in
      prefixes.withUnsafeBytes {
        message.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[prefix]))
      }
      normalized.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: message[prefix.count...]).copyMemory(from: $0)
      }
      return key.hash(UnsafeRawBufferPointer(message))
    }
  }

  private mutating func normalize(_ value: UnsafeRawBufferPointer, as form: Int) -> Bool {
    switch forms[form].kind {
    case .phone:
      return PhoneNumber.normalize(
        value, region: forms[form].region, lettersAllowed: forms[form].lettersAllowed,
        into: &normalized) && !isOwnNumber()
    case .email: return EmailAddress.normalize(value, into: &normalized)
    case .customer, .account, .device, .cookie, .social:
      normalized.removeAll(keepingCapacity: true)
      normalized.append(contentsOf: value)
      if forms[form].kind == .social {
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

  /// Words systems write where nobody is known (`domain.md` D2, `formats.md` 0.4).
  private static func isPlaceholder(_ value: UnsafeRawBufferPointer) -> Bool {
    if WrittenIdentifier.isNothing(value) { return true }
    guard value.count <= 9 else { return false }
    return placeholders.contains { word in
      word.count == value.count && zip(word, value).allSatisfy { $0 == ASCII.lowercased($1) }
    }
  }

  private static let placeholders = [
    "0", "-1", "na", "unknown", "anonymous", "guest", "-", "?",
  ].map { Array($0.utf8) }
}

/// How an identifier becomes a token.
package struct TokenForm: Sendable, Hashable {
  /// What kind of identifier it is.
  package var kind: TokenKind
  /// Where it is unique.
  package var namespace: TokenNamespace
  /// How phone numbers are written where that differs from the input's.
  package var phones: PhoneSpelling

  /// A form of known parts.
  package init(
    kind: TokenKind, namespace: TokenNamespace, phones: PhoneSpelling = PhoneSpelling()
  ) {
    self.kind = kind
    self.namespace = namespace
    self.phones = phones
  }
}

/// The namespace of a token: its name, which is keyed, and the number by which it is compared.
package struct TokenNamespace: Sendable, Hashable {
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
package struct PhoneSpelling: Sendable, Hashable {
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
