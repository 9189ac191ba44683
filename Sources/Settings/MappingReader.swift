package import JourneyModel

/// Takes the keys of a mapping one by one and collects what is wrong with them.
///
/// Every key that is asked for is known; `finish` reports all others. Getters return nil both for
/// an absent key and for a wrong value: the latter has been reported.
package struct MappingReader {
  /// The mapping, for problems that concern it as a whole.
  package let node: YAMLNode
  /// What was found wrong so far.
  package private(set) var diagnostics: [Diagnostic] = []
  private let entries: [YAMLEntry]
  private var known: [String] = []
  /// Where it is written down what is asked for, if the mapping is of no file.
  private let shape: SettingsShape?

  /// A reader of a mapping; anything else is reported and read as an empty mapping.
  ///
  /// `what` names the mapping in messages: "an event", "an input".
  package init(_ node: YAMLNode, what: String = "this") {
    self.node = node
    entries = node.entries ?? []
    shape = node.shape
    shape?.setMapping()
    if node.entries == nil, !node.isNull, shape == nil {
      diagnostics.append(node.problem(.c103, "\(what) must be a mapping of keys and values"))
    }
  }

  /// Adds a problem found by the caller.
  package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// The value of a key; nil if absent or null.
  package mutating func node(_ key: String) -> YAMLNode? {
    if let shape { return YAMLNode(shape: shape.key(key)) }
    guard let value = entry(key)?.value, !value.isNull else { return nil }
    return value
  }

  /// The value of a key even if it is null; nil if absent.
  package mutating func nodeOrNull(_ key: String) -> YAMLNode? {
    shape.map { YAMLNode(shape: $0.key(key)) } ?? entry(key)?.value
  }

  /// The value of a key that must be there.
  package mutating func requiredNode(_ key: String) -> YAMLNode? {
    shape?.require(key)
    if let value = node(key) { return value }
    diagnostics.append(node.problem(.c104, "key '\(key)' is missing"))
    return nil
  }

  /// The text under a key; nil, and a problem where it is something else.
  package mutating func text(_ key: String) -> String? {
    if isAsked(key, .text) { return nil }
    guard let value = node(key) else { return nil }
    if let text = value.text { return text }
    diagnostics.append(value.problem(.c103, "'\(key)' must be a text"))
    return nil
  }

  /// A text that must be there and not be empty.
  package mutating func requiredText(_ key: String) -> String? {
    guard let value = requiredNode(key), !isAsked(key, .text) else { return nil }
    if let text = value.text, !text.isEmpty { return text }
    diagnostics.append(value.problem(.c103, "'\(key)' must be a text"))
    return nil
  }

  /// One of several words.
  package mutating func word(_ key: String, among words: [String]) -> String? {
    if isAsked(key, .words(words)) { return nil }
    guard let value = node(key), let text = text(key) else { return nil }
    if words.contains(text) { return text }
    diagnostics.append(
      value.problem(
        .c105, "'\(text)' is not one of the words '\(key)' may have",
        help: Suggestion.help(for: text, among: words)))
    return nil
  }

  /// The whole number under a key, within a range; nil, and a problem where it is not.
  package mutating func integer(
    _ key: String, in allowed: ClosedRange<Int64> = .min ... .max
  ) -> Int64? {
    if isAsked(key, .integer(allowed)) { return nil }
    return number(key, in: allowed, form: "a whole number") { Int64($0) }
  }

  /// A duration in milliseconds: `120s`, `72h`, `7d`.
  package mutating func duration(
    _ key: String, in allowed: ClosedRange<Int64> = 0 ... .max
  ) -> Int64? {
    if isAsked(key, .duration(allowed)) { return nil }
    return number(key, in: allowed, form: "a duration with its unit, such as 120s, 72h or 7d") {
      Quantity.milliseconds($0)
    }
  }

  /// A size in bytes: `512MiB`.
  package mutating func byteCount(
    _ key: String, in allowed: ClosedRange<Int64> = 0 ... .max
  ) -> Int64? {
    if isAsked(key, .size(allowed)) { return nil }
    return number(key, in: allowed, form: "a size such as 512MiB") { Quantity.bytes($0) }
  }

  /// A share in permille: `1%` is 10.
  package mutating func permille(_ key: String) -> Int64? {
    if isAsked(key, .share) { return nil }
    return number(key, in: 0...1000, form: "a share such as 1%") { Quantity.permille($0) }
  }

  /// A decimal number in millionths: `4.42` is 4,420,000.
  package mutating func millionths(_ key: String, in allowed: ClosedRange<Int64>) -> Int64? {
    if isAsked(key, .decimal) { return nil }
    return number(key, in: allowed, form: "a number such as 4.42") { Quantity.millionths($0) }
  }

  /// An amount for a time: `0.85/min`, `48/h`.
  package mutating func rate(_ key: String) -> Quantity.Rate? {
    if isAsked(key, .rate) { return nil }
    guard let value = node(key) else { return nil }
    if let rate = value.text.flatMap(Quantity.rate) { return rate }
    diagnostics.append(
      value.problem(.c103, "'\(key)' must be an amount for a time, such as 0.85/min or 48/h"))
    return nil
  }

  /// `true` or `false`; `yes`, `no`, `on` and `off` are understood too.
  package mutating func boolean(_ key: String) -> Bool? {
    if isAsked(key, .boolean) { return nil }
    guard let value = node(key) else { return nil }
    switch value.text?.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      diagnostics.append(value.problem(.c103, "'\(key)' must be true or false"))
      return nil
    }
  }

  /// The values of a sequence; a single value counts as a sequence of one.
  package mutating func list(_ key: String) -> [YAMLNode]? {
    if let shape { return [YAMLNode(shape: shape.key(key).ofItems())] }
    guard let value = node(key) else { return nil }
    return value.elements ?? [value]
  }

  /// Words of a sequence, each one of several; a single word counts as a sequence of one.
  package mutating func words(_ key: String, among words: [String]) -> [String]? {
    guard let values = list(key) else { return nil }
    return values.compactMap { value in
      if let shape = value.shape {
        shape.add(.words(words))
      } else if let text = value.text, words.contains(text) {
        return text
      } else {
        diagnostics.append(
          value.problem(
            .c105, "'\(value.text ?? "")' is not one of the words '\(key)' may have",
            help: Suggestion.help(for: value.text ?? "", among: words)))
      }
      return nil
    }
  }

  /// The texts of a sequence; a single text counts as a sequence of one.
  package mutating func texts(_ key: String) -> [String]? {
    guard let values = list(key) else { return nil }
    return values.compactMap { value in
      if let shape = value.shape {
        shape.add(.text)
        return nil
      }
      if case .scalar(let text, _) = value.content { return text }
      diagnostics.append(value.problem(.c103, "'\(key)' must be a list of texts"))
      return nil
    }
  }

  /// Reports every key nobody asked for and hands over all problems.
  package mutating func finish(into problems: inout [Diagnostic]) {
    for entry in entries where !known.contains(entry.key) {
      diagnostics.append(
        entry.keyNode.problem(
          .c102, "unknown key '\(entry.key)'",
          help: Suggestion.help(for: entry.key, among: known)))
    }
    problems.append(contentsOf: diagnostics)
    diagnostics = []
  }

  /// Whether a form is only written down.
  private func isAsked(_ key: String, _ form: SettingsShape.Form) -> Bool {
    shape?.key(key).add(form)
    return shape != nil
  }

  private mutating func entry(_ key: String) -> YAMLEntry? {
    if !known.contains(key) { known.append(key) }
    return entries.first { $0.key == key }
  }

  private mutating func number(
    _ key: String, in allowed: ClosedRange<Int64>, form: String, _ parse: (String) -> Int64?
  ) -> Int64? {
    guard let value = node(key) else { return nil }
    guard let text = value.text, let number = parse(text) else {
      diagnostics.append(value.problem(.c103, "'\(key)' must be \(form)"))
      return nil
    }
    if allowed.contains(number) { return number }
    diagnostics.append(
      value.problem(.c105, "'\(key)' is out of range", help: Self.describe(allowed)))
    return nil
  }

  private static func describe(_ allowed: ClosedRange<Int64>) -> String {
    switch (allowed.lowerBound, allowed.upperBound) {
    case (.min, let high): "at most \(high)"
    case (let low, .max): "at least \(low)"
    case (let low, let high): "from \(low) to \(high)"
    }
  }
}
