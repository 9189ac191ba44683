/// An id of one kind of thing: a stable hash that cannot be confused with another kind's id.
@frozen @usableFromInline
package struct StableID<Subject>:
  Hashable, Comparable, BitwiseCopyable, Sendable, CustomStringConvertible
{
  /// The hash the id consists of.
  @usableFromInline package let hash: StableHash128

  /// The id that a hash stands for.
  @inlinable package init(_ hash: StableHash128) { self.hash = hash }

  /// 32 lower-case hexadecimal digits.
  @usableFromInline package var description: String { hash.description }

  /// Orders ids as their hexadecimal texts are ordered.
  @inlinable
  package static func < (left: Self, right: Self) -> Bool { left.hash < right.hash }

  /// Whether both are the same id.
  @inlinable
  package static func == (left: Self, right: Self) -> Bool { left.hash == right.hash }
}

/// The id of one statement of a source: its key and the content it states.
package typealias RecordID = StableID<NormalizedRecord>
/// The id of an interaction, made of its earliest leg's key.
package typealias InteractionID = StableID<InteractionRow>
/// The id of a journey, made of its earliest interaction's id.
package typealias JourneyID = StableID<JourneyRow>
/// The id of a friction finding.
package typealias FindingID = StableID<FindingRow>
/// The id of a resolved customer, made of the strongest, smallest of their tokens.
package typealias CustomerID = StableID<CustomerRow>
