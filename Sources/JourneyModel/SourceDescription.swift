/// The part of an input that every record of it shares.
package struct SourceDescription: Hashable, Sendable {
  /// The input's name.
  package var name: String
  /// The vendor.
  package var system: String
  /// The vendor's account; empty if there is only one.
  package var instance: String
  /// What a record of it is.
  package var entity: String
  /// The adapter's id.
  package var adapter: String

  /// A source of known parts.
  package init(name: String, system: String, instance: String, entity: String, adapter: String) {
    self.name = name
    self.system = system
    self.instance = instance
    self.entity = entity
    self.adapter = adapter
  }
}
