import JourneyModel

/// What is known of a customer beyond the journeys.
struct CustomerProfile {
  private let publish: [Symbol]
  private var profiles: [VertexRow] = []
  private var tokens = [Token]()

  /// Profiles of which these attributes may be published, in name order.
  init(publish: [Symbol]) { self.publish = publish }

  /// Takes a customer's profiles: by version, newest last, then by record.
  mutating func begin(_ vertices: RowRange<VertexRow>, of lists: borrowing VertexLists) {
    profiles.removeAll(keepingCapacity: true)
    for vertex in lists.vertices[vertices] where vertex.kind == .profile {
      profiles.append(vertex)
    }
    profiles.sort { left, right in
      let versions = (left.version ?? .min, right.version ?? .min)
      return versions.0 != versions.1 ? versions.0 < versions.1 : left.record < right.record
    }
  }

  /// The attribute of a name: the newest profile that states it wins; of equal versions, that of
  /// the greater record.
  func attribute(_ name: Symbol, of lists: borrowing VertexLists) -> AttributeRow? {
    for profile in profiles.reversed() {
      if let found = lists.attributes[profile.attributes].last(where: { $0.name == name }) {
        return found
      }
    }
    return nil
  }

  /// Every attribute by name, publishable or not.
  func values(of lists: borrowing VertexLists, _ words: Words) -> [String: String] {
    var values: [String: String] = [:]
    for profile in profiles {
      for attribute in lists.attributes[profile.attributes] {
        guard let name = words[attribute.name] else { continue }
        values[name] = String(decoding: lists.texts[attribute.value].bytes, as: UTF8.self)
      }
    }
    return values
  }

  /// Appends the attributes that may be published.
  func appendPublished(to lists: inout VertexLists) -> RowRange<AttributeRow> {
    let first = lists.attributes.count
    if !profiles.isEmpty {
      for name in publish {
        if let found = attribute(name, of: lists) { lists.attributes.append(found) }
      }
    }
    return RowRange(first: first, count: lists.attributes.count - first)
  }

  /// How many distinct identifiers of each kind a customer's vertices carry.
  mutating func identifiers(
    _ vertices: RowRange<VertexRow>, of lists: borrowing VertexLists
  ) -> IdentifierCounts {
    tokens.removeAll(keepingCapacity: true)
    for vertex in lists.vertices[vertices] {
      tokens.append(contentsOf: lists.tokens[vertex.tokens])
    }
    tokens.sort()
    var counts = IdentifierCounts()
    var previous: Token?
    for token in tokens where token != previous {
      counts[token.kind] += 1
      previous = token
    }
    return counts
  }
}
