/// The part of an input that every record of it shares.
package struct SourceDescription: Hashable, Sendable {
  /// The input's name in the configuration, published as `source`.
  package var name: String
  /// The vendor, as the adapter calls it.
  package var system: String
  /// The vendor's account; empty if there is only one.
  package var instance: String
  /// What a record of it is.
  package var entity: String
  /// The id of the adapter that reads it.
  package var adapter: String

  /// A source of known parts.
  package init(name: String, system: String, instance: String, entity: String, adapter: String) {
    self.name = name
    self.system = system
    self.instance = instance
    self.entity = entity
    self.adapter = adapter
  }

  /// The number of the namespace of the customer and account ids that its own system gives.
  package var namespace: UInt64 {
    StableHash128(domain: "namespace", SourceDescription.namespaceName(system, instance)).high
  }

  /// The name of that namespace: `zendesk`, or `zendesk/eu` for the instance `eu`.
  package static func namespaceName(_ system: String, _ instance: String) -> String {
    instance.isEmpty ? system : "\(system)/\(instance)"
  }
}
