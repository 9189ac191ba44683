internal import JourneyModel

/// Which fields of a sample seem to play which part.
struct DraftGuess {
  /// The fields with their kinds.
  let fields: [(field: SampleField, kind: FieldKind)]
  /// The field that tells records apart, and whether that is more than a hope.
  private(set) var key: SampleField?
  private(set) var isKeySure = false
  /// When the thing began, was changed and ended.
  private(set) var began: SampleField?
  private(set) var changed: SampleField?
  private(set) var ended: SampleField?
  /// Its state, queue, agent and channel.
  private(set) var status: SampleField?
  private(set) var queue: SampleField?
  private(set) var agent: SampleField?
  private(set) var channel: SampleField?
  /// What it is about, most general first.
  private(set) var reasons: [SampleField] = []
  /// What the interaction is.
  private(set) var interaction = InteractionKind.ticket

  private static let names = ["name", "firstname", "surname", "lastname"]

  /// Whether its records are customers and nothing that happened: names with addresses or numbers,
  /// and nothing that was said, done or dealt with.
  var isCustomerList: Bool {
    let isReached = fields.contains { [.email, .phone].contains($0.kind) }
    let isNamed = fields.contains { $0.field.isNamed(Self.names) }
    let isHandled = [queue, agent, status, channel, ended].contains { $0 != nil }
    let isSaid = fields.contains { field, _ in
      !field.isOnTop || field.isNamed(["rating*", "score*", "comment*", "subject*", "duration*"])
    }
    return isReached && isNamed && !isHandled && !isSaid
  }

  /// Fields of few values that tell something of a customer.
  var attributes: [SampleField] {
    fields.filter { field, kind in
      kind == .word && field.path != key?.path && !field.isNamed(Self.names)
    }.map(\.field)
  }

  /// Guesses over the fields of a sample from a file of that name.
  init(_ sample: SampleFields, fileName: String) {
    fields = sample.fields.filter { !$0.path.isEmpty }.map { ($0, FieldKind.guess($0)) }
    guessKey(recordCount: sample.recordCount)
    queue = first(["queue*", "group*", "department*", "skill*", "team*", "agency"])
    agent = first(["agent*", "assignee*", "assigned", "owner*", "operator*", "responder*"])
    status = first(["status", "state", "stage"])
    channel = first(["channel", "via", "origin", "source", "contact type", "media*"])
    reasons = fields.filter { field, kind in
      isText(kind) && field.isNamed(["category", "type", "reason", "topic", "subcategory"])
    }.map(\.field).filter { ![channel?.path, status?.path, key?.path].contains($0.path) }
    reasons = Array(reasons.prefix(2))
    guessTimes()
    interaction = kind(of: fileName)
  }

  private func isText(_ kind: FieldKind) -> Bool { kind == .word || kind == .text }

  /// The first field of texts that is named so.
  private func first(_ names: [String]) -> SampleField? {
    fields.first { field, kind in
      field.path != key?.path && isText(kind) && field.isNamed(names)
    }?.field
  }

  private mutating func guessKey(recordCount: Int) {
    let candidates = fields.filter { field, kind in
      field.isUnique && field.filled == recordCount && [.text, .number].contains(kind)
        && (!field.path.hasSuffix("]") || field.path.hasSuffix("\"]"))
    }.map(\.field)
    let best = candidates.enumerated().max { left, right in
      (Self.score(left.element), right.offset) < (Self.score(right.element), left.offset)
    }?.element
    isKeySure = best.map { Self.score($0) > 0 } ?? false
    key = best ?? fields.first { $0.field.filled > 0 }?.field ?? fields.first?.field
  }

  private static func score(_ field: SampleField) -> Int {
    let depth = field.isOnTop ? 1 : 0
    if field.isNamed(["id", "key", "sid", "uuid", "guid", "number", "no"]) {
      let isShort = field.words.split(separator: " ").count == 1
      return 4 + (isShort ? 2 : 0) + depth
    }
    return field.words.hasSuffix("id ") ? 2 + depth : 0
  }

  private mutating func guessTimes() {
    let times = fields.filter { if case .time = $0.kind { true } else { false } }.map(\.field)
    func named(_ names: [String]) -> SampleField? { times.first { $0.isNamed(names) } }
    began =
      named(["created*", "create*", "opened*", "start*", "begin*", "initiat*", "received*"])
      ?? named(["date*", "time*", "timestamp*"]) ?? times.first
    let others = times.filter { $0.path != began?.path }
    let changes = ["updated*", "update*", "modified*", "last*", "changed*"]
    changed =
      others.first { $0.isNamed(changes) }
      ?? (isCustomerList ? times.first { $0.isNamed(changes) } : nil)
    ended = others.first {
      $0.path != changed?.path
        && $0.isNamed(["closed*", "close*", "resolved*", "solved*", "end*", "finish*", "complet*"])
    }
  }

  private func kind(of fileName: String) -> InteractionKind {
    let file = SampleField(name: fileName, path: "", isOnTop: false)
    let marks: [(InteractionKind, [String])] = [
      (.chat, ["chat*", "conversation*", "thread*"]),
      (.call, ["call*", "ani", "dnis", "cdr*", "contact*", "voice*"]),
      (.ticket, ["ticket*", "case*", "incident*", "issue*", "complaint*", "service*"]),
      (.visit, ["page*", "url", "session*", "visit*"]),
    ]
    if let named = marks.first(where: { file.isNamed($0.1) }) { return named.0 }
    let counts = marks.map { mark in fields.count { $0.field.isNamed(mark.1) } }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else {
      return .ticket
    }
    return marks[index].0
  }

  // MARK: Formats

  /// The formats of the time stamps that are used, the order of day and month settled by the
  /// fields that leave no choice.
  var timeFormats: [String] {
    let choices = fields.compactMap { field, kind -> [String]? in
      guard case .time(let formats) = kind,
        [began?.path, changed?.path, ended?.path].contains(field.path)
      else { return nil }
      return formats
    }
    let settled = Set(choices.filter { $0.count == 1 }.flatMap(\.self))
    var formats: [String] = []
    for choice in choices {
      let format = choice.first { settled.contains($0) } ?? choice[0]
      if !formats.contains(format) { formats.append(format) }
    }
    return formats
  }

  /// Two formats that read every stamp alike but for day and month; nil if there is no doubt.
  var ambiguousFormats: [String]? {
    let used = timeFormats
    for case .time(let formats) in fields.map(\.kind)
    where formats.count > 1 && used.contains(formats[0]) {
      if formats.contains(where: { $0.hasPrefix("d") }), formats.contains(where: \.isMonthFirst) {
        return formats
      }
    }
    return nil
  }
}

extension String {
  /// Whether a time stamp format begins with the month.
  fileprivate var isMonthFirst: Bool { hasPrefix("M") }
}
