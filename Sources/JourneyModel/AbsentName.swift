/// A column or path that an adapter names and no record of a file had.
package struct AbsentName: Hashable, Sendable {
  /// As the adapter writes it.
  package var name: String
  /// What the file has instead and the adapter does not name; nil if nothing is near.
  package var nearest: String?

  /// A name and what is near.
  package init(name: String, nearest: String?) {
    self.name = name
    self.nearest = nearest
  }
}

extension [AbsentName] {
  /// Those of them that another reading lacked too.
  package func common(with other: [AbsentName]) -> [AbsentName] {
    let names = Set(other.map(\.name))
    return filter { names.contains($0.name) }
  }
}
