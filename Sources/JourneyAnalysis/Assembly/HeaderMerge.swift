import JourneyModel

/// Takes every header field from the newest record that states it.
enum HeaderMerge {
  /// The header of live records, given oldest first.
  static func header(of live: [NormalizedRecord]) -> LegHeader {
    var header = LegHeader()
    for record in live {
      guard let statement = record.interaction else { continue }
      header.channel = statement.channel ?? header.channel
      header.origin = statement.origin ?? header.origin
      header.direction = statement.direction ?? header.direction
      header.outcome = statement.outcome ?? header.outcome
      merge(.queue, statement.queue, of: record, into: &header)
      merge(.agent, statement.agent, of: record, into: &header)
      merge(.team, statement.team, of: record, into: &header)
      merge(.reason, statement.reason, of: record, into: &header)
    }
    return header
  }

  private static func merge(
    _ field: HeaderField, _ value: String?, of record: NormalizedRecord,
    into header: inout LegHeader
  ) {
    if let value {
      header[field] = value
      header.cleared.remove(field)
    } else {
      if record.clears.contains(field) { header[field] = nil }
      // An event of the record may state the field instead: then it is not empty.
      if states(field, record) {
        header.cleared.remove(field)
      } else if record.clears.contains(field) {
        header.cleared.insert(field)
      }
    }
  }

  private static func states(_ field: HeaderField, _ record: NormalizedRecord) -> Bool {
    switch field {
    case .queue: record.events.contains { $0.queue != nil }
    case .agent: record.events.contains { $0.agent != nil }
    case .team, .reason: false
    }
  }
}

extension LegHeader {
  /// The text field of that name.
  fileprivate subscript(field: HeaderField) -> String? {
    get {
      switch field {
      case .queue: queue
      case .agent: agent
      case .team: team
      case .reason: reason
      }
    }
    set {
      switch field {
      case .queue: queue = newValue
      case .agent: agent = newValue
      case .team: team = newValue
      case .reason: reason = newValue
      }
    }
  }
}
