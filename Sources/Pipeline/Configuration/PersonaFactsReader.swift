internal import JourneyAnalysis
internal import JourneyModel
internal import Settings

/// Reads a mapping of facts about a customer: what a persona asks for, or what a test states.
struct PersonaFactsReader {
  /// The keys of the mapping.
  var keys: MappingReader
  /// The keys of the attributes asked for or stated.
  private(set) var attributes: [YAMLNode] = []
  /// What is wrong with values.
  private(set) var problems: [Diagnostic] = []

  /// A reader of a mapping.
  init(_ node: YAMLNode, what: String) { keys = MappingReader(node, what: what) }

  /// Hands over all problems.
  mutating func finish(into all: inout [Diagnostic]) {
    keys.finish(into: &all)
    all += problems
  }

  // MARK: Conditions

  /// What a persona asks for, in vocabulary order.
  mutating func predicates() -> [PersonaPredicate] {
    var predicates: [PersonaPredicate] = []
    for entry in attributeEntries() {
      let patterns = patterns(entry.value, among: nil)
      if !patterns.isEmpty { predicates.append(.attribute(entry.key, patterns)) }
    }
    for number in PersonaNumber.allCases {
      guard let node = keys.node(number.name) else { continue }
      if let range = range(node, isShare: number.isShare) {
        predicates.append(.number(number, range))
      }
    }
    for words in PersonaWords.allCases {
      guard let node = keys.node(words.name) else { continue }
      let patterns = patterns(node, among: words.vocabulary)
      if !patterns.isEmpty { predicates.append(.words(words, patterns)) }
    }
    for (channel, node) in shares() {
      if let range = range(node, isShare: true) { predicates.append(.share(channel, range)) }
    }
    return predicates
  }

  private mutating func patterns(_ node: YAMLNode, among words: [String]?) -> [WordPattern] {
    (node.elements ?? [node]).compactMap { element in
      guard let text = element.text, let pattern = WordPattern(text) else {
        problems.append(
          element.problem(.c103, "this must be a word, with '*' only first or last"))
        return nil
      }
      if let words, !words.contains(where: pattern.matches) {
        problems.append(
          element.problem(
            .c106, "there is no '\(text)'", help: Suggestion.help(for: text, among: words)))
      }
      return pattern
    }
  }

  /// A range such as `3..`, `..10`, `3..10`, `3`; of shares `20%..80%`, in permille.
  private mutating func range(_ node: YAMLNode, isShare: Bool) -> ClosedRange<Int64>? {
    let form = isShare ? "a range such as 20%..80%" : "a range such as 3.. or 3..10"
    guard let text = node.text, let range = Self.range(of: text, isShare: isShare) else {
      problems.append(node.problem(.c103, "this must be \(form)"))
      return nil
    }
    guard range.low <= range.high else {
      problems.append(node.problem(.c105, "the range '\(text)' is empty"))
      return nil
    }
    return range.low...range.high
  }

  private static func range(of text: String, isShare: Bool) -> (low: Int64, high: Int64)? {
    let text = text.filter { $0 != " " }
    guard let dots = text.firstRange(of: "..") else {
      return number(text, isShare).map { ($0, $0) }
    }
    let (low, high) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    if low.isEmpty, high.isEmpty { return nil }
    guard let least = low.isEmpty ? 0 : number(low, isShare),
      let most = high.isEmpty ? .max : number(high, isShare)
    else { return nil }
    return (least, most)
  }

  private static func number(_ text: String, _ isShare: Bool) -> Int64? {
    isShare ? Quantity.permille(text) : Int64(text).flatMap { $0 >= 0 ? $0 : nil }
  }

  // MARK: A customer

  /// What a test states of a customer.
  mutating func facts() -> PersonaFacts {
    var facts = PersonaFacts()
    for entry in attributeEntries() { facts.attributes[entry.key] = entry.value.text ?? "" }
    for number in PersonaNumber.allCases {
      if number.isShare {
        facts.numbers[number] = keys.permille(number.name)
      } else {
        facts.numbers[number] = keys.integer(number.name, in: 0 ... .max)
      }
      if facts.numbers[number] == nil, number != .csat, number != .nps { facts.numbers[number] = 0 }
    }
    for words in PersonaWords.allCases { facts.words[words] = keys.texts(words.name) }
    for (channel, node) in shares() {
      if let share = Quantity.permille(node.text ?? "") {
        facts.shares[channel] = share
      } else {
        problems.append(node.problem(.c103, "this must be a share such as 20%"))
      }
    }
    if !facts.shares.isEmpty, facts.numbers[.contacts] == 0 { facts.numbers[.contacts] = 1 }
    return facts
  }

  // MARK: Parts

  private mutating func mapping(_ key: String) -> [YAMLEntry] {
    guard let node = keys.node(key) else { return [] }
    if node.entries == nil {
      problems.append(node.problem(.c103, "'\(key)' must be a mapping of names to values"))
    }
    return node.entries ?? []
  }

  private mutating func attributeEntries() -> [YAMLEntry] {
    let entries = mapping("attributes")
    attributes += entries.map(\.keyNode)
    return entries
  }

  private mutating func shares() -> [(Channel, YAMLNode)] {
    mapping("share").compactMap { entry in
      if let channel = Channel(name: entry.key) { return (channel, entry.value) }
      problems.append(
        entry.keyNode.problem(
          .c106, "there is no channel '\(entry.key)'",
          help: Suggestion.help(for: entry.key, among: Channel.names)))
      return nil
    }
  }
}
