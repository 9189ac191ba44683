internal import CivilTime
internal import JourneyAnalysis
internal import JourneyModel

/// What identity resolution needs to know of the vertices of a part, in their order.
struct VertexTokens: ~Copyable, Sendable {
  private var vertices = RowList<Vertex>()
  private var tokens = RowList<Token>()
  private var links = RowList<Link>()

  /// A vertex with its identifiers and links.
  private struct Vertex: BitwiseCopyable, Sendable {
    var name: VertexName
    var tokens: RowRange<Token>
    var links: RowRange<Link>
  }

  /// The vertices of lists; a survey names the interactions its scores are about.
  init(_ lists: borrowing VertexLists) {
    vertices.reserve(lists.vertices.count)
    tokens.reserve(lists.tokens.count)
    links.reserve(lists.links.count)
    for vertex in lists.vertices.all {
      let carried = tokens.append(contentsOf: lists.tokens[vertex.tokens])
      let firstLink = links.count
      if vertex.kind == .survey {
        append(aboutOf: lists.scores[vertex.scores])
      } else {
        links.append(contentsOf: lists.links[vertex.links])
      }
      vertices.append(
        Vertex(
          name: VertexName(vertex, day: VertexTokens.day(of: vertex, in: lists)), tokens: carried,
          links: RowRange(first: firstLink, count: links.count - firstLink)))
    }
  }

  /// The day on which a leg began or a survey was answered.
  private static func day(of vertex: VertexRow, in lists: borrowing VertexLists) -> Int32? {
    let at =
      switch vertex.kind {
      case .leg: lists.events[vertex.events].first?.at
      case .survey: lists.scores[vertex.scores].lazy.map(\.statement.at).min()
      case .profile: Instant?.none
      }
    return at.map { ZoneRules.utc.localDay(at: $0.microseconds) }
  }

  private mutating func append(aboutOf scores: RowSlice<ScoreRow>) {
    for score in scores {
      if let about = score.statement.about { links.append(Link(kind: .about, target: about)) }
    }
  }

  var count: Int { vertices.count }

  /// Adds the vertices to a resolver, in order.
  func add(to resolver: inout IdentityResolver) throws(ScratchError) {
    for vertex in vertices.all {
      try resolver.add(
        vertex.name, tokens: tokens[vertex.tokens], links: links[vertex.links])
    }
  }
}
