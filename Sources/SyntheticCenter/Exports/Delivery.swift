/// Hands out the records of one group: some late, some twice, some with a damaged copy beside.
struct Delivery {
  /// The records so far.
  private(set) var records: [ExportRecord] = []
  /// The chance of exports; it does not touch what happens to people.
  var dice: Dice
  private let rates: DirtRates

  /// Nothing delivered yet for a group.
  init(world: CenterWorld, group: Int) {
    dice = Dice(seed: world.settings.seed, purpose: 2, number: group)
    rates = world.rates
  }

  /// How untidy exports are.
  var dirt: DirtRates { rates }

  /// The first nightly export after an instant: 07:00 UTC, two or three o'clock in New York.
  static func night(after second: Int) -> Int {
    (second - 7 * 3_600) / 86_400 * 86_400 + 86_400 + 7 * 3_600
  }

  /// What a record is known by and how that is written in it: needed to damage a copy.
  struct Marks {
    /// The key as text, without quotation marks.
    var key: String
    /// The key's JSON member, such as `"id":7`, or its cell.
    var keyText: String
    /// The JSON member, or cell, of an instant without which the record cannot be used.
    var instantText: String

    /// Marks of a JSON record; the key is written as it is, the instant as a string.
    init(key: String, in keyName: String, written: String? = nil, instant: String, at second: Int) {
      self.key = key
      keyText = "\"\(keyName)\":\(written ?? "\"\(key)\"")"
      let text: ExportText = "\"\(instant)\":\"\(utc: second)\""
      instantText = String(decoding: text.bytes, as: UTF8.self)
    }

    /// Marks of a CSV row.
    init(key: String, keyCell: String, instantCell: String) {
      self.key = key
      keyText = keyCell
      instantText = instantCell
    }
  }

  /// Delivers a record at an instant, and again as real systems do.
  mutating func deliver(
    _ text: ExportText, of export: Export, marks: Marks, at delivered: Int, isBeside: Bool = false
  ) {
    var record = ExportRecord(
      export: export, deliveredAt: delivered, key: Delivery.hash(marks.key), isBeside: isBeside,
      text: text.bytes)
    if export.isJSON, dice.chance(rates.unknownField) { addUnknownField(&record.text) }
    if dice.chance(rates.late) { record.deliveredAt += dice.within(1...14) * 86_400 }
    records.append(record)
    if dice.chance(rates.redelivered) { repeatRecord(record, after: dice.within(60...260_000)) }
    if dice.chance(rates.overlapping) { repeatRecord(record, after: 86_400) }
    // What does not concern customers is passed over whatever is wrong with it.
    if dice.below(100_000) < rates.damaged, !isBeside { damage(record, marks) }
  }

  private mutating func repeatRecord(_ record: ExportRecord, after seconds: Int) {
    var copy = record
    copy.deliveredAt += seconds
    records.append(copy)
  }

  private mutating func addUnknownField(_ text: inout [UInt8]) {
    text.removeLast()
    let field: ExportText = #","x_rev\#(dice.below(9))":{"a":[1,{"b":null}],"c":"{}[],\"é\""}}"#
    text.append(contentsOf: field.bytes)
  }

  private mutating func damage(_ record: ExportRecord, _ marks: Marks) {
    var copy = record
    switch (dice.below(3), record.export.isJSON) {
    case (0, true):
      // A text without its quotation marks, as careless concatenation leaves it.
      copy.damage = .syntax
      let bare = Delivery.value(of: marks.instantText).replacing("\"", with: "")
      copy.text.replaceFirst(marks.instantText, with: Delivery.name(of: marks.instantText) + bare)
    case (0, false):
      copy.damage = .columns
      copy.text.append(contentsOf: Array(",stray, text".utf8))
    case (1, _):
      copy.damage = .instant
      copy.text.replaceFirst(marks.instantText, with: Delivery.impossible(marks.instantText))
    case (_, let isJSON):
      copy.damage = .key
      copy.text.replaceFirst(
        marks.keyText, with: isJSON ? Delivery.name(of: marks.keyText) + "null" : "")
    }
    precondition(copy.text != record.text, "a damaged copy differs from the record")
    records.append(copy)
  }

  /// The name of a JSON member with its colon.
  private static func name(of member: String) -> String {
    "\(member.prefix { $0 != ":" }):"
  }

  /// The value of a JSON member.
  private static func value(of member: String) -> Substring {
    member.drop { $0 != ":" }.dropFirst()
  }

  /// The same JSON member or cell on the 30th of February.
  private static func impossible(_ written: String) -> String {
    if written.contains("/") {
      let parts = written.split(separator: "/", maxSplits: 2)
      return "30/2/\(parts.last ?? "")"
    }
    guard let first = written.firstIndex(where: \.isNumber) else { return written }
    let date = written[first...]
    return "\(written[..<first])\(date.prefix(4))-02-30\(date.dropFirst(10))"
  }

  /// A 64-bit hash of a key (FNV-1a, mixed).
  static func hash(_ key: String) -> UInt64 {
    Dice.mixed(
      key.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 })
  }
}

extension Export {
  /// Whether its records are JSON objects.
  var isJSON: Bool { if case .rows = form { false } else { true } }
}

extension [UInt8] {
  /// Replaces the first occurrence of a text; nothing if there is none.
  fileprivate mutating func replaceFirst(_ text: String, with other: String) {
    let pattern = Array(text.utf8)
    guard !pattern.isEmpty, count >= pattern.count else { return }
    for start in 0...(count - pattern.count) where self[start] == pattern[0] {
      guard self[start..<(start + pattern.count)].elementsEqual(pattern) else { continue }
      replaceSubrange(start..<(start + pattern.count), with: other.utf8)
      return
    }
  }
}
