/// What a coordinate of a cell says: the one list that names, numbers and words derive from.
///
/// To add one: add its case and its form; tables that have it name it in `CellTable.dimensions`.
@usableFromInline
package enum Dimension: UInt8, Vocabulary {
  case channel, reason, queue, persona, stage, detector, place, source, check
  /// The kind of an interaction and what happens in it: an activity of the process map.
  case kind, activity
  /// The same of the activity that follows.
  case nextKind, nextActivity
  /// Where an interaction goes on after a change of channel.
  case nextChannel
  /// Half of the 64 bits that stand for the path of a journey.
  case pathHigh, pathLow
  /// How far a journey came.
  case status
  case multiChannel, withFindings, anonymous
  /// Which interaction a score belongs to, and what is missing or uncertain in the data.
  case attachment, gap
  /// How many interactions a customer has, the kind of an identifier, and what it did.
  case size, identifier, role
  /// Which journeys of all are examples.
  case sample
  /// When in the week, in the reporting zone.
  case weekday, hour
  /// Who handled it.
  case agent, team
  /// What customers were asked.
  case score
  /// How much effort a journey took.
  case band

  package static let names = kebabNames()

  /// How a dimension's coordinates are numbers; 0 is always "unknown".
  enum Form {
    /// A vocabulary's number and one.
    case word([String])
    /// A symbol's own number, of which 0 is no text.
    case symbol
    /// A vocabulary's number and one, or a symbol behind all of them.
    case wordOrSymbol([String])
    /// A position in a list of the run, and one.
    case detector, source
    /// 1 for no, 2 for yes.
    case flag
    /// A number that is not told.
    case hash
  }

  var form: Form {
    switch self {
    case .channel, .nextChannel: .word(Channel.names)
    case .reason, .queue, .persona: .symbol
    case .stage: .word(Stage.names)
    case .detector: .detector
    case .source: .source
    case .place: .symbol
    case .check: .word(Check.names)
    case .kind, .nextKind: .word(InteractionKind.names)
    case .activity, .nextActivity: .wordOrSymbol(Activity.names)
    case .pathHigh, .pathLow: .hash
    case .status: .word(JourneyStatus.names)
    case .multiChannel, .withFindings, .anonymous: .flag
    case .attachment: .word(FeedbackBasis.names)
    case .gap: .word(DataGap.names)
    case .size: .word(CustomerSize.names)
    case .identifier: .word(TokenKind.names)
    case .role: .word(IdentifierRole.names)
    case .sample: .word(JourneyExample.Sample.names)
    case .weekday: .word(Dimension.weekdays)
    case .hour: .word(Dimension.hours)
    case .agent, .team: .symbol
    case .score: .word(SurveyScore.names)
    case .band: .word(EffortBand.names)
    }
  }
}

extension Dimension {
  /// The days of the week, Monday first.
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  /// The hours of a day.
  package static let hours = (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }
}

/// What customers are asked.
@usableFromInline
package enum SurveyScore: UInt8, Vocabulary {
  /// Satisfaction, likelihood to recommend, effort.
  case csat, nps, ces

  package static let names = kebabNames()
}

/// Which interaction a score was attached to.
@usableFromInline
package enum FeedbackBasis: UInt8, Vocabulary {
  /// The one it names.
  case named
  /// The customer's latest that ended by the time of the score, within the feedback window.
  case nearest
  /// None: only the customer is known, or nobody.
  case unattached

  package static let names = kebabNames()
}

/// What is missing or uncertain in the data, counted for the whole release.
@usableFromInline
package enum DataGap: UInt8, Vocabulary {
  /// An event after as-of, kept out of everything else.
  case futureEvent
  /// A link whose target is in no source.
  case danglingLink
  /// An identifier that met several customers and therefore bridges nothing.
  case sharedToken
  /// An input of which too many records were rejected, so that none is in the release.
  case heldInput
  /// An identifier or link that would have made one customer of two, and therefore joins nobody.
  case vetoedToken
  /// A customer with more interactions than one person has.
  case largeCustomer
  /// A part of an override of identities without effect.
  case idleOverride
  /// A phone of which several holders were told apart, one after the other.
  case recycledToken

  package static let names = kebabNames()
}

/// How many interactions a customer has.
@usableFromInline
package enum CustomerSize: UInt8, Vocabulary {
  case none, one, two, upTo5, upTo10, upTo20, upTo50, over50

  package static let names = kebabNames()

  /// The most interactions of each but the last.
  private static let ends = [0, 1, 2, 5, 10, 20, 50]

  /// That of a customer of so many interactions.
  package init(interactions: Int) {
    let place = CustomerSize.ends.firstIndex { interactions <= $0 } ?? CustomerSize.ends.count
    self = CustomerSize.allCases[place]
  }
}

/// What an identifier, or a link, did to tell who is who.
@usableFromInline
package enum IdentifierRole: UInt8, Vocabulary {
  /// One interaction or profile carries it, so it had nothing to join.
  case single
  /// It joined whatever carries it.
  case bridge
  /// It met several customers or too many identifiers; a link, several customers.
  case shared
  /// It would have made one customer of two.
  case vetoed
  /// It would have made a customer of more ids and addresses than a person has.
  case oversized

  package static let names = kebabNames()
}

/// One coordinate of a cell; 0 where it is unknown.
@frozen
package struct Coordinate: Hashable, BitwiseCopyable, Sendable {
  /// What it stands for is up to the form of the dimension; 0 is unknown.
  package var number: UInt32

  /// A coordinate of a number made before.
  package init(number: UInt32) { self.number = number }

  /// Not known, or not there.
  package static var unknown: Coordinate { Coordinate(number: 0) }

  /// A word of a vocabulary.
  package init(_ word: some Vocabulary) { number = UInt32(word.rawValue) + 1 }

  /// A text that repeats; none is unknown.
  package init(_ symbol: Symbol) { number = symbol.number }

  /// A position in a list of the run.
  package init(position: Int) { number = UInt32(position) + 1 }

  /// A flag as 2 for yes and 1 for no, so that neither is unknown.
  package init(_ flag: Bool) { number = flag ? 2 : 1 }

  /// A text, for a dimension of words that has texts as well; none is unknown.
  package init(besideWords symbol: Symbol) {
    number = symbol.isNone ? 0 : symbol.number + Coordinate.words
  }

  /// The numbers kept free for the words of a vocabulary.
  static let words: UInt32 = 256
}

/// What the numbers of coordinates stand for in one run.
package struct CellWords: Sendable {
  /// The text of a symbol.
  package var text: @Sendable (Symbol) -> String
  /// The names of the sources by position.
  package var sources: [String]
  /// The ids of the detectors by position.
  package var detectors: [String]
  /// The ids of the measures in the order of their texts.
  package var measures: [String]

  /// The words of a run.
  package init(
    sources: [String] = [], detectors: [String] = [], measures: [String] = [],
    text: @escaping @Sendable (Symbol) -> String
  ) {
    self.text = text
    self.sources = sources
    self.detectors = detectors
    self.measures = measures.sorted()
  }

  /// What a coordinate says; nil where it is unknown.
  package func text(_ coordinate: Coordinate, of dimension: Dimension) -> String? {
    let number = coordinate.number
    if number == 0 { return nil }
    switch dimension.form {
    case .word(let names): return names[Int(number) - 1]
    case .symbol: return text(Symbol(number))
    case .wordOrSymbol(let names):
      return number <= Coordinate.words
        ? names[Int(number) - 1] : text(Symbol(number - Coordinate.words))
    case .detector: return detectors[Int(number) - 1]
    case .source: return sources[Int(number) - 1]
    case .flag: return number == 2 ? "yes" : "no"
    case .hash: return String(number, radix: 16)
    }
  }
}
