/// One rule of `reasons.yaml`, read and checked.
struct ReasonRule: Sendable {
  /// The reason it stands for, levels joined by " / ".
  var reason: String
  /// Its name, published as the basis.
  var name: String
  /// What its matches are multiplied by.
  var weight: Int64 = 1
  /// Values of fields, any of which must be the whole value; each field counts once.
  var values: [(field: ReasonField, phrase: Phrase)] = []
  /// Keywords that count where they are found, each in its heaviest field.
  var any: [Phrase] = []
  /// Keywords that count and must all be found.
  var all: [Phrase] = []
  /// Keywords that must not be found.
  var none: [Phrase] = []
  /// The fields in which keywords are looked for, as a set.
  var fields = ReasonField.texts
}

/// What `reasons.yaml` says beside its tests.
struct ReasonSettings: Sendable {
  /// What a match weighs, by field number.
  var weights = ReasonField.allCases.map(\.usualWeight)
  /// Fewer points find no reason.
  var leastScore: Int64 = 2
  /// A lead of fewer points before another reason finds none.
  var leastMargin: Int64 = 1
  /// The rules in file order.
  var rules: [ReasonRule] = []
}
