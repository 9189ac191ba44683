import JourneyModel

/// What was made of texts, as part of a shuffled row; each `write` has its `read` below.
extension ByteWriter {
  /// Appends the reason of a rule, or that there is none.
  mutating func write(_ reason: DerivedReason?) {
    write(word: reason?.ground)
    guard let reason else { return }
    write(reason.reason)
    write(reason.rule)
  }

  /// Appends features.
  mutating func write(_ features: TextFeatures) {
    write(features.signals.mask)
    write(list: features.shingles) { $0.write($1) }
  }

  /// Appends a text; texts that are kept stay behind, nothing that is published shows them.
  mutating func write(_ text: TextStatement) {
    write(text.role.rawValue)
    write(text.features)
  }
}

extension ByteReader {
  /// Reads the reason of a rule.
  mutating func readDerivedReason() -> DerivedReason? {
    guard let ground = readOptionalWord(ReasonGround.self) else { return nil }
    return DerivedReason(reason: readText(), rule: readText(), ground: ground)
  }

  /// Reads features.
  mutating func readFeatures() -> TextFeatures {
    TextFeatures(
      signals: TextSignals(mask: read(UInt16.self)),
      shingles: readList { $0.read(UInt64.self) })
  }

  /// Reads a text.
  mutating func readTextStatement() -> TextStatement {
    TextStatement(role: readWord(TextRole.self), features: readFeatures())
  }
}
