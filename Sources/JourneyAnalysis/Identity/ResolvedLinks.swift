import JourneyModel

/// The references of vertices, resolved to vertices.
struct ResolvedLinks {
  /// A vertex and the leg it names.
  struct Pair {
    /// Who names.
    var from: Int
    /// Who is named.
    var to: Int
  }

  /// `leg-of` references.
  private(set) var legPairs: [Pair] = []
  /// All other references of legs.
  private(set) var pairs: [Pair] = []
  /// What surveys are about.
  private(set) var feedbackPairs: [Pair] = []
  /// References to what is in no source.
  private(set) var dangling: Int64 = 0

  /// The references of a table's vertices.
  init(_ vertices: VertexTable, index: ReferenceIndex) {
    for row in vertices.linkRows {
      guard let target = index.resolve(row.link.target) else {
        dangling += 1
        continue
      }
      let pair = Pair(from: Int(row.vertex), to: target)
      if vertices.kinds[pair.from] == .feedback {
        feedbackPairs.append(pair)
      } else if row.link.kind == .legOf {
        legPairs.append(pair)
      } else {
        pairs.append(pair)
      }
    }
  }
}
