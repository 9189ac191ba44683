/// One statement of a source in the event model: what every adapter produces.
///
/// The decoded form, for assembly, `inspect` and tests. Between the file and the store a record
/// only exists as bytes, written by `RecordEncoder` without allocating.
package struct NormalizedRecord: Equatable, Sendable {
  /// The id of this statement: hash of `key` and of all content below except `origin`.
  package var id: RecordID
  /// The hash of (system, instance, entity, native key); copies and versions share it.
  package var key: StableHash128
  /// The version the source gives, greater is newer; nil sorts before every version.
  package var version: Int64?
  /// The adapter's numeric rank at equal instants.
  package var order: Int64 = 0
  /// Whether the source says the thing is gone.
  package var isDeleted = false
  /// Header fields whose emptiness in this record is an observation, not silence.
  package var clears: Set<HeaderField> = []
  /// What is said about an interaction; nil for profiles and bare feedback.
  package var interaction: InteractionStatement?
  /// Identifiers, as keyed hashes.
  package var tokens: [Token] = []
  /// References to other interactions.
  package var links: [Link] = []
  /// Events in the order in which the adapter states them, which need not be that of time.
  package var events: [EventStatement] = []
  /// Survey and quality scores.
  package var feedback: [FeedbackStatement] = []
  /// Attributes of a customer profile, name and value, in the adapter's order.
  package var attributes: [ProfileAttribute] = []
  /// The vendor's own counters, name and value.
  package var checks: [CheckValue] = []
  /// The reason a rule found; nil if none did.
  package var derivedReason: DerivedReason?
  /// What is left of texts that belong to no event.
  package var texts: [TextStatement] = []
  /// Where the record was read.
  ///
  /// Not part of the content.
  package var origin: RecordOrigin

  /// A record with nothing stated yet.
  package init(id: RecordID, key: StableHash128, version: Int64? = nil, origin: RecordOrigin) {
    self.id = id
    self.key = key
    self.version = version
    self.origin = origin
  }
}

/// The header fields that `clears` may name.
@usableFromInline
package enum HeaderField: UInt8, Vocabulary {
  case queue, agent, team, reason

  package static let names = kebabNames()
}

/// Where a record lies: input number of the catalog and a half-open byte range of the
/// decompressed file.
package struct RecordOrigin: Hashable, Sendable {
  /// The input's number in the catalog.
  package var input: UInt32
  /// The offset of its first byte in the decompressed file.
  package var byteOffset: UInt64
  /// The number of bytes.
  package var byteLength: UInt32

  /// A record of an input.
  package init(input: UInt32, byteOffset: UInt64, byteLength: UInt32) {
    self.input = input
    self.byteOffset = byteOffset
    self.byteLength = byteLength
  }
}

/// The name of an interaction as sources use it.
///
/// `exact` includes the kind, `loose` does not: a survey that names a contact id does not say
/// whether it was a call or a chat.
package struct InteractionReference: Hashable, BitwiseCopyable, Sendable {
  /// Hash of (system, instance, kind, native id); zero in a link that names no kind.
  package var exact: StableHash128
  /// Hash of (system, instance, native id).
  package var loose: StableHash128

  /// A reference of two known hashes.
  package init(exact: StableHash128, loose: StableHash128) {
    self.exact = exact
    self.loose = loose
  }
}

/// What one record says about one interaction.
///
/// Nil means the record is silent.
package struct InteractionStatement: Equatable, Sendable {
  /// What the interaction is.
  package var kind: InteractionKind
  /// The id the source uses.
  package var nativeID: String
  /// The hashed name; bucket and vertex of the interaction.
  package var reference: InteractionReference
  /// How the customer reached us.
  package var channel: Channel?
  /// The channel the matter came from (a ticket opened by phone).
  package var origin: Channel?
  package var direction: Direction?
  /// The queue or group that has it.
  package var queue: String?
  /// The agent that has it.
  package var agent: String?
  package var team: String?
  /// The reason from its hints, most general first, joined by " / ".
  package var reason: String?
  /// The outcome, where the source itself states one.
  package var outcome: Outcome?
  /// Whether it settled the matter, where the source says so beside any status.
  package var resolution: Resolution?

  /// A statement that only names the interaction.
  package init(kind: InteractionKind, nativeID: String, reference: InteractionReference) {
    self.kind = kind
    self.nativeID = nativeID
    self.reference = reference
  }
}

/// An identifier as a keyed hash in its namespace.
@usableFromInline
package struct Token: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// What kind of identifier it is.
  @usableFromInline package var kind: TokenKind
  /// Hash of the namespace's name; different namespaces never contradict each other.
  @usableFromInline package var namespace: UInt64
  /// The first 128 bits of HMAC-SHA-256(key, kind ‖ namespace ‖ normalized value).
  @usableFromInline package var hash: StableHash128

  /// A token of known parts.
  package init(kind: TokenKind, namespace: UInt64, hash: StableHash128) {
    self.kind = kind
    self.namespace = namespace
    self.hash = hash
  }

  /// Orders stronger classes first, then kinds, then hashes.
  @inlinable
  package static func < (left: Token, right: Token) -> Bool {
    if left.kind != right.kind {
      let strengths = (left.kind.strength, right.kind.strength)
      return strengths.0 != strengths.1
        ? strengths.0 < strengths.1 : left.kind.rawValue < right.kind.rawValue
    }
    return left.hash != right.hash ? left.hash < right.hash : left.namespace < right.namespace
  }
}

/// A reference from this record's interaction to another.
package struct Link: Hashable, BitwiseCopyable, Sendable {
  /// What the reference means.
  package var kind: LinkKind
  /// The interaction that is named.
  package var target: InteractionReference

  /// A link of known parts.
  package init(kind: LinkKind, target: InteractionReference) {
    self.kind = kind
    self.target = target
  }
}

/// One event as a record states it.
package struct EventStatement: Hashable, Sendable {
  package var activity: Activity
  /// May lie after as-of: assembly, not reading, leaves such events out.
  package var at: Instant
  /// Who did it, where the record says so.
  package var by: Party?
  /// Token of the acting user where the record names one by id; the assembler tells whether it
  /// is the customer.
  package var actor: StableHash128?
  /// The queue or group concerned.
  package var queue: String?
  package var agent: String?
  /// The observed value: a status, a priority, a transfer's target.
  package var value: String?
  /// How long it lasted, in milliseconds.
  package var durationMilliseconds: Int64?
  /// How often it happened within the duration.
  package var count: Int32?
  /// What is left of the text that was written; nil without one.
  package var text: TextFeatures?

  /// An event with nothing but its activity and instant.
  package init(activity: Activity, at: Instant) {
    self.activity = activity
    self.at = at
  }
}

/// The instruments scores are given on.
@usableFromInline
package enum Instrument: UInt8, Vocabulary {
  case csat, nps, ces, quality

  package static let names = kebabNames()
}

/// A score on its own scale, as a survey or a quality form states it.
package struct FeedbackStatement: Hashable, BitwiseCopyable, Sendable {
  /// The interaction it is about; nil if it names none.
  package var about: InteractionReference?
  package var instrument: Instrument
  /// The score times 1000, on the scale below.
  package var scoreMilli: Int64
  /// The scale's lowest score.
  package var scaleLow: Int32
  /// The scale's highest score.
  package var scaleHigh: Int32
  /// Whether a low score is the good one.
  package var lowIsGood: Bool
  /// When it was given.
  package var at: Instant

  /// A score of known parts.
  package init(
    about: InteractionReference?, instrument: Instrument, scoreMilli: Int64,
    scale: ClosedRange<Int32>, lowIsGood: Bool = false, at: Instant
  ) {
    self.about = about
    self.instrument = instrument
    self.scoreMilli = scoreMilli
    self.scaleLow = scale.lowerBound
    self.scaleHigh = scale.upperBound
    self.lowIsGood = lowIsGood
    self.at = at
  }
}

/// One attribute of a customer profile.
package struct ProfileAttribute: Hashable, Sendable {
  /// The adapter's name for it, to which `publish-attributes` and personas refer.
  package var name: String
  /// Its value as text.
  package var value: String

  /// An attribute of known parts.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// A counter the vendor keeps itself, compared with what Throughline derives.
package struct CheckValue: Hashable, Sendable {
  package var check: Check
  /// In milliseconds for `waitMs` and `handleMs`, else a number of times.
  package var value: Int64

  /// A counter of known parts.
  package init(check: Check, value: Int64) {
    self.check = check
    self.value = value
  }
}

/// What vendors count themselves and we derive too.
@usableFromInline
package enum Check: UInt8, Vocabulary {
  case reopens, reassignments, transfers, waitMs, handleMs
  /// Parts of the record that the vendor counts and the export does not hold; ours are none.
  case missing

  package static let names = kebabNames()
}
