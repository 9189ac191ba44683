internal import JourneyModel

/// Finds reason, signals and shingles in the fields and texts of one record after the other.
///
/// Scores are whole numbers: a field whose value matches weighs what the field weighs, once; a
/// keyword what the heaviest field weighs in which it stands, however often. A rule without all of
/// its `all`, or with one of its `none`, scores nothing. The best rule wins if it has enough points
/// and enough of a lead before the best rule of another reason; of equals the first in the file.
///
/// All memory is reused from record to record; a record in which nothing is found costs nothing
/// when it ends.
struct ReasonFinder: Sendable {
  /// What is looked for.
  let rules: TextRules
  private var folder = TextFolder()
  private var shingler: Shingler
  private var field: [UInt8] = []
  /// The fields each phrase was found in, as a set, and the phrases that were found.
  private var fieldsOfPhrase: [UInt16]
  private var found: [Int] = []
  /// The state of each rule, and the rules that have one.
  private var states: [State]
  private var touched: [Int] = []

  /// What is known of a rule in the current record.
  private struct State {
    var score: Int64 = 0
    var valueFields: UInt16 = 0
    var textFields: UInt16 = 0
    var allFound: Int32 = 0
    var isVetoed = false
    var isTouched = false
  }

  /// The rule that wins and what it was found in.
  struct Decision: Equatable {
    /// Its index in `TextRules.rules`, which are in file order.
    var rule: Int
    /// The strongest of what it was found in.
    var ground: ReasonGround
  }

  /// A finder of rules; shingles are hashed under `salt`.
  init(rules: TextRules, salt: (UInt64, UInt64)) {
    self.rules = rules
    shingler = Shingler(salt: salt)
    fieldsOfPhrase = Array(repeating: 0, count: rules.phraseCount)
    states = Array(repeating: State(), count: rules.rules.count)
    found.reserveCapacity(rules.phraseCount)
    touched.reserveCapacity(rules.rules.count)
  }

  /// Forgets the previous record.
  mutating func begin() {
    guard !found.isEmpty else { return }
    for phrase in found { fieldsOfPhrase[phrase] = 0 }
    found.removeAll(keepingCapacity: true)
    for rule in touched { states[rule] = State() }
    touched.removeAll(keepingCapacity: true)
  }

  /// Looks at the whole value of a field.
  mutating func note(_ place: ReasonField, value: UnsafeRawBufferPointer) {
    guard !rules.rules.isEmpty else { return }
    folder.fold(value)
    guard !folder.bytes.isEmpty else { return }
    field.removeAll(keepingCapacity: true)
    field.append(Phrase.start)
    field.append(contentsOf: folder.bytes)
    field.append(Phrase.end)
    let automaton = rules.automaton
    automaton.search(field) { phrase in
      if fieldsOfPhrase[phrase] == 0 { found.append(phrase) }
      fieldsOfPhrase[phrase] |= place.bit
    }
  }

  /// Looks at a text and returns its signals; `shingles` are then its shingles.
  mutating func note(_ place: ReasonField, text: UnsafeRawBufferPointer) -> TextSignals {
    folder.fold(text)
    var mask: UInt16 = 0
    var weak: Int?
    var isRepeated = false
    let (automaton, signalsOfPhrase) = (rules.automaton, rules.signalsOfPhrase)
    automaton.search(folder.bytes) { phrase in
      if fieldsOfPhrase[phrase] == 0 { found.append(phrase) }
      fieldsOfPhrase[phrase] |= place.bit
      let signals = signalsOfPhrase[phrase]
      mask |= signals
      guard TextSignals(mask: signals).contains(.repeatedWeakly) else { return }
      // Two different weak signs are as good as a strong one.
      if let weak, weak != phrase { isRepeated = true }
      weak = weak ?? phrase
    }
    var signals = TextSignals(mask: mask)
    if isRepeated { signals.insert(.repeated) }
    shingler.hash(folder.bytes)
    return signals
  }

  /// The shingles of the text looked at last, sorted, distinct.
  var shingles: [UInt64] { shingler.shingles }

  /// The rule that wins; nil if none has enough of a lead.
  ///
  /// Where the source states a reason, only rules that know its category take its place.
  mutating func decide(isStated: Bool) -> Decision? {
    guard !rules.rules.isEmpty, !found.isEmpty else { return nil }
    for phrase in found { score(phrase) }
    var best: (rule: Int, score: Int64)?
    for rule in touched where isCandidate(rule, isStated: isStated) {
      let score = states[rule].score * rules.rules[rule].weight
      if let other = best, (other.score, -other.rule) > (score, -rule) { continue }
      best = (rule, score)
    }
    guard let best, best.score >= rules.settings.leastScore else { return nil }
    let reason = rules.rules[best.rule].reasonNumber
    for rule in touched where isCandidate(rule, isStated: isStated) {
      guard rules.rules[rule].reasonNumber != reason else { continue }
      let score = states[rule].score * rules.rules[rule].weight
      if best.score - score < rules.settings.leastMargin { return nil }
    }
    return Decision(rule: best.rule, ground: ground(of: best.rule))
  }

  private mutating func score(_ phrase: Int) {
    for index in rules.usesOfPhrase[phrase] {
      let use = rules.uses[index]
      let fields = fieldsOfPhrase[phrase] & use.fields
      guard fields != 0 else { continue }
      let rule = Int(use.rule)
      if !states[rule].isTouched {
        states[rule].isTouched = true
        touched.append(rule)
      }
      switch use.role {
      case .value:
        if states[rule].valueFields & fields == 0 {
          states[rule].score += rules.heaviest[Int(fields)]
          states[rule].valueFields |= fields
        }
      case .any, .all:
        states[rule].score += rules.heaviest[Int(fields)]
        states[rule].textFields |= fields
        if use.role == .all { states[rule].allFound += 1 }
      case .none: states[rule].isVetoed = true
      }
    }
  }

  private func isCandidate(_ rule: Int, isStated: Bool) -> Bool {
    let state = states[rule]
    return !state.isVetoed && state.score > 0 && state.allFound == rules.rules[rule].allCount
      && (!isStated || state.valueFields & ReasonField.category.bit != 0)
  }

  private func ground(of rule: Int) -> ReasonGround {
    let fields = states[rule].valueFields | states[rule].textFields
    if states[rule].valueFields & ReasonField.category.bit != 0 { return .category }
    return fields & ~ReasonField.texts != 0 ? .fields : .text
  }
}
