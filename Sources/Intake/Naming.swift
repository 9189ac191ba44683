package import JourneyModel

/// The hashed names of records, interactions and namespaces.
///
/// The whole product depends on these: intake writes them, identity and assembly join by them,
/// `explain` and `forget` compute them from what a user types. Every part is hashed with its
/// length. An empty instance means the only one of its system.
package enum Naming {
  /// The key of a record: (system, instance, entity, native key parts).
  package static func recordKey(
    system: String, instance: String, entity: String, parts: [String]
  ) -> StableHash128 {
    var hasher = recordKeyPrefix(system: system, instance: instance, entity: entity)
    for part in parts { hasher.combine(part) }
    return hasher.finalize()
  }

  /// The name of an interaction as sources use it; without a kind the exact name is zero.
  package static func interaction(
    system: String, instance: String, kind: InteractionKind?, nativeID: String
  ) -> InteractionReference {
    var nativeID = nativeID
    let namer = InteractionNamer(system: system, instance: instance, kind: kind)
    return nativeID.withUTF8 { namer.reference(UnsafeRawBufferPointer($0)) }
  }

  /// The number of a token namespace: the first 64 bits of its name's hash.
  package static func namespace(_ name: String) -> UInt64 {
    StableHash128(domain: "namespace", name).high
  }

  /// The namespace of a system's own customer and account ids: `zendesk`, or `zendesk/eu` for the
  /// instance `eu`.
  package static func namespaceName(system: String, instance: String) -> String {
    SourceDescription.namespaceName(system, instance)
  }

  /// The hasher of a record key before its native parts.
  static func recordKeyPrefix(system: String, instance: String, entity: String) -> StableHasher {
    var hasher = StableHasher(domain: "record-key")
    hasher.combine(system)
    hasher.combine(instance)
    hasher.combine(entity)
    return hasher
  }
}

/// Names the interactions of one system, instance and kind.
struct InteractionNamer: Sendable {
  private let exact: StableHasher?
  private let loose: StableHasher

  /// A namer of a system's interactions; without a kind the exact name is zero.
  init(system: String, instance: String, kind: InteractionKind?) {
    exact = kind.map { kind in
      var hasher = StableHasher(domain: "interaction")
      hasher.combine(system)
      hasher.combine(instance)
      hasher.combine(kind.name)
      return hasher
    }
    var hasher = StableHasher(domain: "interaction-any-kind")
    hasher.combine(system)
    hasher.combine(instance)
    loose = hasher
  }

  /// The name of a native id.
  func reference(_ nativeID: UnsafeRawBufferPointer) -> InteractionReference {
    var loose = loose
    loose.combine(bytes: nativeID)
    guard var exact else { return InteractionReference(exact: .zero, loose: loose.finalize()) }
    exact.combine(bytes: nativeID)
    return InteractionReference(exact: exact.finalize(), loose: loose.finalize())
  }
}
