internal import JourneyModel

/// What is made of fields and texts: the rules for reasons and the lexicon, compiled once.
///
/// All phrases of all rules and signals are one automaton, so a text is read once however many
/// there are. A phrase has uses:
///
/// ```
/// " charged twice " ─▶ rule 3 any, in subject message comment reply
///                   ─▶ rule 7 none, in subject
/// "\u{2} billing \u{3}" ─▶ rule 3 value, in queue
/// " third time " ─▶ signal repeated
/// ```
///
/// `ReasonFinder` runs it.
package struct TextRules: Sendable {
  /// What a phrase is to a rule, or the signal it gives.
  enum Role: UInt8, Sendable {
    case value, any, all, none
  }

  /// A phrase in the service of a rule.
  struct Use: Sendable {
    /// Its index in `rules`.
    var rule: Int32
    /// What the phrase is to it.
    var role: Role
    /// The fields in which it counts, as a set.
    var fields: UInt16
  }

  /// What finding needs of a rule.
  struct Rule: Sendable {
    /// As the file writes it, levels joined by " / ".
    var reason: String
    /// The reason itself where the file gives the rule no name.
    var name: String
    /// The number of the first rule of the same reason.
    var reasonNumber: Int32
    /// What its matches are multiplied by.
    var weight: Int64
    /// How many keywords must all be found.
    var allCount: Int32
  }

  /// Finds the phrases of all rules and signals in one pass over a text.
  let automaton: PhraseAutomaton
  /// How many there are.
  let phraseCount: Int
  /// The uses of each phrase: a range of `uses`.
  let usesOfPhrase: [Range<Int>]
  /// Those of a phrase together; a phrase that only gives a signal has none.
  let uses: [Use]
  /// The signals each phrase gives.
  let signalsOfPhrase: [UInt16]
  /// The rules in file order.
  let rules: [Rule]
  /// The points of the heaviest field of every set of fields.
  let heaviest: [Int64]
  /// What a match weighs, and when there is no reason.
  let settings: ReasonSettings
  /// The hash of all that decides.
  let fingerprint: StableHash128

  /// No rules, and the lexicon of the binary.
  package static let bundled = TextRules(settings: ReasonSettings(), lexicon: Lexicon.bundled)

  /// Rules and a lexicon together.
  init(settings: ReasonSettings, lexicon: Lexicon) {
    var builder = Builder()
    for (number, rule) in settings.rules.enumerated() { builder.add(rule, Int32(number)) }
    for entry in lexicon.entries { builder.add(entry) }
    let phrases = builder.phrases
    automaton = PhraseAutomaton(phrases)
    phraseCount = phrases.count
    var usesOfPhrase: [Range<Int>] = []
    var uses: [Use] = []
    for list in builder.uses {
      usesOfPhrase.append(uses.count..<(uses.count + list.count))
      uses += list
    }
    self.usesOfPhrase = usesOfPhrase
    self.uses = uses
    signalsOfPhrase = builder.signals
    rules = settings.rules.map { rule in
      let first = settings.rules.firstIndex { $0.reason == rule.reason } ?? 0
      return Rule(
        reason: rule.reason, name: rule.name, reasonNumber: Int32(first), weight: rule.weight,
        allCount: Int32(rule.all.count))
    }
    heaviest = (0..<(1 << ReasonField.allCases.count)).map { set in
      ReasonField.allCases.filter { UInt16(set) & $0.bit != 0 }
        .map { settings.weights[Int($0.rawValue)] }.max() ?? 0
    }
    self.settings = settings
    // Comments, tests and the order of keys are not in what was read.
    fingerprint = SettingsMark.of((settings, lexicon), domain: "text-rules")
  }

  /// Collects phrases, each once.
  private struct Builder {
    var phrases: [[UInt8]] = []
    var uses: [[Use]] = []
    var signals: [UInt16] = []
    private var numbers: [[UInt8]: Int] = [:]

    mutating func add(_ rule: ReasonRule, _ number: Int32) {
      for (field, phrase) in rule.values {
        add(phrase.inField, Use(rule: number, role: .value, fields: field.bit))
      }
      for (role, keywords) in [(Role.any, rule.any), (.all, rule.all), (.none, rule.none)] {
        for phrase in keywords {
          add(phrase.inText, Use(rule: number, role: role, fields: rule.fields))
        }
      }
    }

    mutating func add(_ entry: Lexicon.Entry) {
      signals[self.number(of: entry.phrase.inText)] |= 1 << entry.signal.rawValue
    }

    private mutating func add(_ bytes: [UInt8], _ use: Use) {
      uses[number(of: bytes)].append(use)
    }

    private mutating func number(of bytes: [UInt8]) -> Int {
      if let known = numbers[bytes] { return known }
      numbers[bytes] = phrases.count
      phrases.append(bytes)
      uses.append([])
      signals.append(0)
      return phrases.count - 1
    }
  }
}
