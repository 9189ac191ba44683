package import JourneyModel

/// The numbers of a customer that personas may ask for; each may be unknown.
package enum PersonaNumber: UInt8, Vocabulary {
  /// All interactions, whoever began them.
  case contacts
  case journeys
  /// Journeys that are not settled as of now.
  case openJourneys
  /// Distinct channels of all interactions.
  case channels
  /// Changes of channel within journeys.
  case channelSwitches
  /// Friction findings that are not suppressed.
  case findings
  /// The highest effort score of a journey, 0…100.
  case effort
  case transfers, repeatContacts, reopens
  /// Interactions the customer gave up.
  case abandoned
  /// Whole days from the first contact to as-of.
  case daysKnown
  /// Mean satisfaction in permille, rounded down; unknown without a score.
  case csat
  /// Mean likelihood to recommend, 0…10.
  case nps

  package static let names = kebabNames()

  /// Whether it is a share in permille.
  package var isShare: Bool { self == .csat }
}

/// The words of a customer that personas may ask for.
package enum PersonaWords: UInt8, Vocabulary {
  /// Reasons of the contacts, and their first levels.
  case reasons
  /// Kinds of the contacts.
  case kinds
  /// Queues that had the contacts last.
  case queues
  /// The channel most journeys began on.
  case preferredChannel
  /// The channel of the first contact.
  case firstChannel

  package static let names = kebabNames()

  /// The words there can be; nil for words of the data.
  package var vocabulary: [String]? {
    switch self {
    case .reasons, .queues: nil
    case .kinds: InteractionKind.names
    case .preferredChannel, .firstChannel: Channel.names
    }
  }
}

/// What is known of one customer, as personas see it.
package struct PersonaFacts: Equatable, Sendable {
  /// Attributes of the profile by name; the newest profile that states one decides.
  package var attributes: [String: String] = [:]
  /// Numbers; what is missing is unknown.
  package var numbers: [PersonaNumber: Int64] = [:]
  /// Distinct words of each kind; none where the kind is missing.
  package var words: [PersonaWords: [String]] = [:]
  /// The share of the contacts on each channel, permille, rounded down; a missing one is 0.
  package var shares: [Channel: Int64] = [:]

  package init() {}

  /// The facts of an analysed customer.
  init(
    _ customer: CustomerRow, _ frame: CustomerFrame, attributes: [String: String], _ words: Words
  ) {
    self.attributes = attributes
    let (rows, journeys, efforts) = (frame.interactions, frame.journeys, frame.efforts)
    numbers[.contacts] = Int64(rows.count)
    numbers[.journeys] = Int64(journeys.count)
    numbers[.openJourneys] = Int64(journeys.count { $0.status == .open })
    numbers[.channels] = Int64(customer.channels)
    numbers[.channelSwitches] = journeys.reduce(0) { $0 + Int64($1.channelSwitches) }
    numbers[.findings] = efforts.reduce(0) { $0 + Int64($1.findings) }
    numbers[.effort] = efforts.map { Int64($0.score) }.max() ?? 0
    numbers[.transfers] = rows.reduce(0) { $0 + Int64($1.transfers) }
    numbers[.repeatContacts] = efforts.reduce(0) { $0 + Int64($1.repeatContacts) }
    numbers[.reopens] = rows.reduce(0) { $0 + Int64($1.reopens) }
    numbers[.abandoned] = Int64(rows.count { $0.outcome == .abandoned })
    numbers[.daysKnown] = rows.first.map {
      max(0, frame.settings.asOf.milliseconds(since: $0.startedAt)) / Milliseconds.day
    }
    numbers[.csat] = Self.mean(rows.compactMap(\.csatPermille))
    numbers[.nps] = Self.mean(rows.compactMap(\.nps))
    fillWords(rows, words)
    self.words[.preferredChannel] = customer.preferredChannel.map { [$0.name] } ?? []
    for channel in Set(rows.map(\.channel)) {
      shares[channel] = Int64(rows.count { $0.channel == channel } * 1000 / rows.count)
    }
  }

  private mutating func fillWords(_ rows: RowSlice<InteractionRow>, _ texts: Words) {
    let reasons = Set(rows.compactMap { texts[$0.reason] })
    words[.reasons] = (reasons.union(reasons.map(Self.firstLevel))).sorted()
    words[.kinds] = Set(rows.map(\.kind.name)).sorted()
    words[.queues] = Set(rows.compactMap { texts[$0.queue] }).sorted()
    words[.firstChannel] = rows.first.map { [$0.channel.name] } ?? []
  }

  private static func firstLevel(_ reason: String) -> String {
    let utf8 = Array(reason.utf8)
    let end = utf8.withUnsafeBytes { ReasonTree.endOfFirst(in: $0) }
    return String(decoding: utf8[..<end], as: UTF8.self)
  }

  /// The mean rounded down; nil of nothing.
  private static func mean(_ values: [Int32]) -> Int64? {
    values.isEmpty ? nil : values.reduce(0) { $0 + Int64($1) } / Int64(values.count)
  }
}
