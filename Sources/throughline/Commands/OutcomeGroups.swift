import JourneyModel
import Publishing
import RecordStore

/// Why records were rejected or skipped, with how many of them, in words and as JSON.
struct OutcomeGroups {
  /// So many reasons a source are told.
  private static let mostTold = 10

  /// The name of the source.
  let source: String
  private var rejections = RejectionTally()
  private var skips: [String: Int64] = [:]
  private var mendable: [String: [String]] = [:]

  /// The reasons of one reading.
  init(
    source: String = "", rejections: RejectionTally, skips: [String: Int64],
    mendable: [String: [String]]
  ) {
    (self.source, self.rejections, self.skips) = (source, rejections, skips)
    self.mendable = mendable
  }

  /// The reasons of inputs that were read, by the names of their sources.
  static func bySource(_ inputs: some Sequence<StoredInput>) -> [OutcomeGroups] {
    var groups: [String: OutcomeGroups] = [:]
    for input in inputs where input.ledger.rejected + input.ledger.skippedTotal > 0 {
      let name = input.source.name
      var group =
        groups[name]
        ?? OutcomeGroups(source: name, rejections: RejectionTally(), skips: [:], mendable: [:])
      group.rejections.add(input.details.tally)
      group.skips.merge(input.ledger.skipped, uniquingKeysWith: +)
      group.mendable.merge(input.details.mendableSkips) { one, _ in one }
      groups[name] = group
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// `3 × rejected[I210]: …` and `3 × no score: set with: {csat: …}`, the most frequent first.
  var lines: [String] {
    let rejected = rejections.groups.map { "\($0.count) × rejected[\($0.code)]: \($0.message)" }
    let skipped = sortedSkips.map { reason, count in
      "\(count) × skipped: \(reason)" + (advice(on: reason).map { ": \($0)" } ?? "")
    }
    return Self.first(of: rejected) + Self.first(of: skipped)
  }

  /// The rejections that a setting of the input would have spared.
  var mendableRejections: [(code: DiagnosticCode, message: String, count: Int64)] {
    rejections.groups.filter { [.i218, .i219].contains($0.code) }
      .map { ($0.code, $0.message, $0.count) }
  }

  /// The same in members.
  var json: [JSONValue] {
    let rejected = rejections.groups.map { group in
      JSONValue.object([
        ("source", .text(source)), ("outcome", .text("rejected")), ("code", .text(group.code.code)),
        ("column", .optional(group.column)), ("message", .text(group.message)),
        ("count", .integer(group.count)),
      ])
    }
    let skipped = sortedSkips.map { reason, count in
      JSONValue.object([
        ("source", .text(source)), ("outcome", .text("skipped")), ("message", .text(reason)),
        ("advice", .optional(advice(on: reason))), ("count", .integer(count)),
      ])
    }
    return rejected + skipped
  }

  private var sortedSkips: [(reason: String, count: Int64)] {
    skips.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { ($0.key, $0.value) }
  }

  private func advice(on reason: String) -> String? {
    mendable[reason].map { names in
      "set with: {" + names.map { "\($0): …" }.joined(separator: ", ") + "}"
    }
  }

  private static func first(of lines: [String]) -> [String] {
    if lines.count <= mostTold { return lines }
    return lines.prefix(mostTold) + ["and for \(lines.count - mostTold) more reasons"]
  }
}
