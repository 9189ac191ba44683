internal import JourneyAnalysis
internal import JourneyModel

/// What identity resolution needs to know of the vertices of a part, in their order.
struct VertexTokens: ~Copyable, Sendable {
  private var vertices = RowList<VertexRow>()
  private var tokens = RowList<Token>()
  private var links = RowList<Link>()

  /// The vertices of lists; a survey names the interactions its scores are about.
  init(_ lists: borrowing VertexLists) {
    vertices.reserve(lists.vertices.count)
    tokens.reserve(lists.tokens.count)
    links.reserve(lists.links.count)
    for vertex in lists.vertices.all {
      var vertex = vertex
      vertex.tokens = tokens.append(contentsOf: lists.tokens[vertex.tokens])
      let firstLink = links.count
      if vertex.kind == .survey {
        for score in lists.scores[vertex.scores] {
          if let about = score.statement.about { links.append(Link(kind: .about, target: about)) }
        }
      } else {
        links.append(contentsOf: lists.links[vertex.links])
      }
      vertex.links = RowRange(first: firstLink, count: links.count - firstLink)
      vertices.append(vertex)
    }
  }

  var count: Int { vertices.count }

  /// Adds the vertices to a resolver, in order.
  func add(to resolver: inout IdentityResolver) throws(ScratchError) {
    for vertex in vertices.all {
      try resolver.add(vertex, tokens: tokens[vertex.tokens], links: links[vertex.links])
    }
  }
}
