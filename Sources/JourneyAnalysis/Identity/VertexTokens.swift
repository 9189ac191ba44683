package import JourneyModel

/// What identity resolution needs to know of one vertex.
package struct VertexTokens: Equatable, Sendable {
  /// What a vertex is.
  package enum Kind: UInt8, Sendable {
    /// A leg of an interaction.
    case leg
    /// A customer or account known to a source.
    case profile
    /// A survey; it follows others and bridges nothing.
    case feedback
  }

  /// What it is.
  package var kind: Kind
  /// The leg's reference; for others the record's key and no loose name.
  package var reference: InteractionReference
  /// Its identifiers.
  package var tokens: [Token]
  /// The interactions it names: a leg's links, the interactions a survey is about.
  package var links: [Link]

  /// A vertex of known parts.
  package init(
    kind: Kind, reference: InteractionReference, tokens: [Token] = [], links: [Link] = []
  ) {
    self.kind = kind
    self.reference = reference
    self.tokens = tokens
    self.links = links
  }
}

extension VertexTokens {
  /// What identity resolution needs to know of a vertex.
  package init(_ vertex: VertexRow, of lists: borrowing VertexLists) {
    let kind: Kind =
      switch vertex.kind {
      case .leg: .leg
      case .profile: .profile
      case .survey: .feedback
      }
    self.init(
      kind: kind, reference: vertex.reference, tokens: Array(lists.tokens[vertex.tokens]),
      links: Array(lists.links[vertex.links]))
    if vertex.kind == .survey {
      links = lists.scores[vertex.scores].compactMap(\.statement.about)
        .map { Link(kind: .about, target: $0) }
    }
  }
}
