package import JourneyModel

/// Who customers are, as rules over what is known of them: the first that holds names the persona.
package struct PersonaRules: Equatable, Sendable {
  /// The rules in file order.
  package var rules: [PersonaRule] = []

  /// No rules: nobody has a persona.
  package init() {}

  /// The persona of a customer; nil if no rule holds.
  package func persona(of facts: PersonaFacts) -> String? {
    rules.first { $0.holds(for: facts) }?.name
  }
}

/// A persona and whom it fits: one group of `when`, none of `unless`.
package struct PersonaRule: Equatable, Sendable {
  /// The name that is published.
  package var name: String
  /// Groups of predicates, one of which must hold as a whole; none is everybody.
  package var when: [[PersonaPredicate]] = []
  /// Groups of predicates, none of which may hold as a whole.
  package var unless: [[PersonaPredicate]] = []

  /// A persona of everybody.
  package init(name: String) { self.name = name }

  /// Whether a customer is one of these.
  func holds(for facts: PersonaFacts) -> Bool {
    func holds(_ group: [PersonaPredicate]) -> Bool { group.allSatisfy { $0.holds(for: facts) } }
    return (when.isEmpty || when.contains(where: holds)) && !unless.contains(where: holds)
  }
}

/// Something that may hold for a customer; what is not known holds for nobody.
package enum PersonaPredicate: Equatable, Sendable {
  /// The attribute is one of these words.
  case attribute(String, [WordPattern])
  /// The number lies in the range.
  case number(PersonaNumber, ClosedRange<Int64>)
  /// One of the customer's words is one of these.
  case words(PersonaWords, [WordPattern])
  /// The channel's share of the contacts, in permille, lies in the range.
  case share(Channel, ClosedRange<Int64>)

  /// Whether it holds for a customer.
  func holds(for facts: PersonaFacts) -> Bool {
    switch self {
    case .attribute(let name, let patterns):
      guard let value = facts.attributes[name] else { return false }
      return patterns.contains { $0.matches(value) }
    case .number(let number, let range):
      return facts.numbers[number].map(range.contains) ?? false
    case .words(let kind, let patterns):
      return facts.words[kind, default: []].contains { word in
        patterns.contains { $0.matches(word) }
      }
    case .share(let channel, let range):
      guard facts.numbers[.contacts, default: 0] > 0 else { return false }
      return range.contains(facts.shares[channel, default: 0])
    }
  }

  /// The predicate in one line, different for different predicates.
  var text: String {
    switch self {
    case .attribute(let name, let patterns): "attribute \(name) in \(patterns.map(\.text))"
    case .number(let number, let range): "\(number.name) in \(range)"
    case .words(let kind, let patterns): "\(kind.name) in \(patterns.map(\.text))"
    case .share(let channel, let range): "share of \(channel.name) in \(range)"
    }
  }
}

/// A word in any case, with `*` first or last for anything.
package struct WordPattern: Equatable, Sendable {
  /// The pattern as it was written.
  package let text: String
  private let inner: String
  private let isOpenAtStart, isOpenAtEnd: Bool

  /// A pattern; nil if a `*` stands inside it.
  package init?(_ text: String) {
    self.text = text
    isOpenAtStart = text.hasPrefix("*")
    isOpenAtEnd = text.hasSuffix("*")
    let start = text.dropFirst(isOpenAtStart ? 1 : 0)
    inner = String(start.dropLast(isOpenAtEnd && !start.isEmpty ? 1 : 0)).lowercased()
    if inner.contains("*") { return nil }
  }

  /// Whether a word is what is meant.
  package func matches(_ word: String) -> Bool {
    let word = word.lowercased()
    switch (isOpenAtStart, isOpenAtEnd) {
    case (false, false): return word == inner
    case (false, true): return word.hasPrefix(inner)
    case (true, false): return word.hasSuffix(inner)
    case (true, true): return inner.isEmpty || word.contains(inner)
    }
  }
}
