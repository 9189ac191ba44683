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

extension AssembledVertex {
  /// What identity resolution needs to know of this vertex.
  package var tokens: VertexTokens {
    switch self {
    case .leg(let leg):
      return VertexTokens(
        kind: .leg, reference: leg.reference, tokens: leg.tokens, links: leg.links)
    case .profile(let profile):
      let name = InteractionReference(exact: profile.key, loose: .zero)
      return VertexTokens(kind: .profile, reference: name, tokens: profile.tokens)
    case .feedback(let response):
      let name = InteractionReference(exact: response.key, loose: .zero)
      let about = response.scores.compactMap(\.statement.about)
      return VertexTokens(
        kind: .feedback, reference: name, tokens: response.tokens,
        links: about.map { Link(kind: .about, target: $0) })
    }
  }
}
