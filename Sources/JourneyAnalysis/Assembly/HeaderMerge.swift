import JourneyModel

/// Takes every header field from the newest record that states it.
///
/// A reason that a rule found in a category is as good as a stated one: the newer of them counts.
/// One found in other fields counts where nothing is stated, one found in texts where there is
/// neither, and there the earliest record's: what the customer wrote first is why he came.
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
      mergeDerived(record, into: &header)
    }
    return header
  }

  private static func mergeDerived(_ record: NormalizedRecord, into header: inout LegHeader) {
    let isStated = record.interaction?.reason != nil
    if isStated || record.clears.contains(.reason), header.derivedReason?.ground == .category {
      header.derivedReason = nil
    }
    guard let derived = record.derivedReason else { return }
    let known = header.derivedReason?.ground
    let isEarlierText = derived.ground == .text && known == .text
    if let known, known.rawValue > derived.ground.rawValue || isEarlierText { return }
    header.derivedReason = derived
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
  /// Why the customer came and what says so; nil if nothing does.
  var reasonAndBasis: (reason: String, basis: String, ground: Int)? {
    if let derived = derivedReason, reason == nil || derived.ground == .category {
      return (derived.reason, "rule " + derived.rule, Int(derived.ground.rawValue))
    }
    return reason.map { ($0, "record", Int(ReasonGround.category.rawValue)) }
  }

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
