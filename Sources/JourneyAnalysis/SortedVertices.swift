import JourneyModel

/// One customer's vertices by kind, in an order their content decides.
struct SortedVertices {
  /// Legs by exact reference.
  var legs: [Leg] = []
  /// Profiles by version, newest last, then by record.
  var profiles: [Profile] = []
  /// Surveys by key.
  var responses: [FeedbackResponse] = []

  /// The vertices, given in any order.
  init(_ vertices: [AssembledVertex]) {
    for vertex in vertices {
      switch vertex {
      case .leg(let leg): legs.append(leg)
      case .profile(let profile): profiles.append(profile)
      case .feedback(let response): responses.append(response)
      }
    }
    legs.sort { $0.reference.exact < $1.reference.exact }
    responses.sort { $0.key < $1.key }
    profiles.sort { left, right in
      let versions = (left.version ?? .min, right.version ?? .min)
      return versions.0 != versions.1 ? versions.0 < versions.1 : left.record < right.record
    }
  }

  /// Distinct events after as-of.
  var futureEvents: Int64 { legs.reduce(0) { $0 + Int64($1.futureEvents) } }

  /// What the sources contributed, by name; statements and rejections are not known here.
  var sources: [String: SourceContribution] {
    var sources: [String: SourceContribution] = [:]
    let shares = legs.flatMap(\.shares) + profiles.flatMap(\.shares) + responses.flatMap(\.shares)
    for share in shares {
      var part = SourceContribution(system: share.source.system, adapter: share.source.adapter)
      part.liveRecords = share.liveRecords
      part.firstEvent = share.firstEvent
      part.lastEvent = share.lastEvent
      sources.add(part, to: share.source.name) { $0.merge($1) }
    }
    return sources
  }
}
