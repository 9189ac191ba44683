internal import JourneyModel

/// Which of several statements of one version counts, in an order a user can follow.
///
/// 1. The one that states the greater latest instant: it was made later.
/// 2. The one that states more.
/// 3. The one whose content is greater, byte by byte.
///
/// Hashes of identifiers are left out: they depend on a secret.
struct StatementRank: Comparable {
  private let latest: Instant?
  private let count: Int
  private let content: [UInt8]

  /// The rank of a record whose symbols are those of `words`.
  init(_ record: StoredRecord, _ words: WordBook) {
    var content = StatementContent(words)
    content.add(record)
    (latest, count, self.content) = (content.latest, content.count, content.bytes)
  }

  static func < (left: StatementRank, right: StatementRank) -> Bool {
    if left.latest != right.latest {
      guard let latest = right.latest else { return false }
      return left.latest.map { $0 < latest } ?? true
    }
    if left.count != right.count { return left.count < right.count }
    return left.content.lexicographicallyPrecedes(right.content)
  }
}

/// Everything a record states that does not depend on the key, as bytes.
private struct StatementContent {
  /// The latest of its events and scores.
  private(set) var latest: Instant?
  /// How many values it states.
  private(set) var count = 0
  private(set) var bytes: [UInt8] = []
  private let words: WordBook

  init(_ words: WordBook) { self.words = words }

  mutating func add(_ record: StoredRecord) {
    add(Int64(record.isDeleted ? 1 : 0))
    add(record.order)
    if let interaction = record.interaction { add(interaction) }
    record.forEachEvent { _, event in add(event) }
    record.forEachFeedback { add($0) }
    record.forEachAttribute { name, value in
      add(name)
      add(value)
    }
    record.forEachCheck { check in
      add(Int64(check.check.rawValue))
      add(check.value)
      count += 1
    }
    record.forEachLink { link in
      add(Int64(link.kind.rawValue))
      add(link.target.loose)
      count += 1
    }
    record.forEachText { text in
      add(Int64(bitPattern: text.digest))
      count += 1
    }
    record.forEachToken { token in
      add(Int64(token.kind.rawValue))
      count += 1
    }
    add(Int64(record.identifierDigest))
  }

  private mutating func add(_ interaction: StoredRecord.Header) {
    let codes = [
      interaction.channel?.rawValue, interaction.origin?.rawValue,
      interaction.direction?.rawValue, interaction.outcome?.rawValue,
    ]
    for code in codes {
      count += code == nil ? 0 : 1
      add(code.map { Int64($0) } ?? -1)
    }
    for word in [interaction.queue, interaction.agent, interaction.team, interaction.reason] {
      add(word)
    }
  }

  private mutating func add(_ event: StoredRecord.Event) {
    latest = max(latest ?? event.at, event.at)
    count += 1
    add(Int64(event.activity.rawValue))
    add(event.at.microseconds)
    add(event.by.map { Int64($0.rawValue) } ?? -1)
    for word in [event.queue, event.agent, event.value] { add(word) }
    add(event.durationMilliseconds)
    add(Int64(event.count))
    count += event.by == nil ? 0 : 1
    count += event.durationMilliseconds == .min ? 0 : 1
    count += event.count == .min ? 0 : 1
  }

  private mutating func add(_ score: FeedbackStatement) {
    latest = max(latest ?? score.at, score.at)
    count += 1
    add(Int64(score.instrument.rawValue))
    add(score.scoreMilli)
    add(score.at.microseconds)
    add(score.about?.loose ?? .zero)
  }

  private mutating func add(_ word: Symbol) {
    if word.isNone { return add(.empty) }
    words.withText(word) { add($0) }
  }

  private mutating func add(_ text: UnsafeRawBufferPointer) {
    count += text.isEmpty ? 0 : 1
    bytes.append(contentsOf: text)
    bytes.append(0)
  }

  private mutating func add(_ hash: StableHash128) {
    add(Int64(bitPattern: hash.high))
    add(Int64(bitPattern: hash.low))
  }

  /// Greater numbers have greater bytes.
  private mutating func add(_ number: Int64) {
    let shifted = UInt64(bitPattern: number) ^ (1 << 63)
    withUnsafeBytes(of: shifted.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
