internal import JourneyModel

/// Finds what looks like the id of a contact in texts: `#4101`, `ticket no. 4101`, `/tickets/4101`,
/// `INC0010023`, `ABC-12`, a UUID.
///
/// What is found is only a candidate: it holds if the customer has a contact of that id. Numbers of
/// more than twelve digits, those joined to others by `.`, `,`, `:`, `/` or `-`, and those behind
/// `+` are none: cards, dates, times, amounts, phones.
struct QuotedIDFinder: Sendable {
  /// What the texts of the record quote, distinct, in the order of the texts.
  private(set) var found: [InteractionReference] = []

  /// The most ids one record quotes: lists of tickets are no conversation.
  static let maximum = 16

  /// What may stand before a number that is an id, in lower case.
  private static let nouns = [
    "ticket", "tickets", "case", "cases", "request", "requests", "incident", "incidents", "issue",
    "reference", "ref", "conversation", "conversations", "chat", "anfrage", "vorgang",
    "vorgangsnummer", "ticketnummer", "fallnummer", "dossier", "demande", "caso", "solicitud",
    "richiesta", "chamado", "zaak", "zaaknummer", "ticketnumber", "casenumber",
  ].map { hash($0.utf8) }

  /// What may stand between such a word and the number.
  private static let fillers = [
    "no", "nr", "id", "num", "number", "nummer", "numero", "mit", "with", "der", "the", "ref",
  ].map { hash($0.utf8) }

  /// A word of a text, without hyphens at its ends.
  private struct Word {
    var range: Range<Int>
    var digits = 0
    var letters = 0
    var hyphens = 0
    /// Letters without a lower-case one or a digit before them.
    var capitals = 0
  }

  /// Forgets the record before.
  mutating func begin() {
    if !found.isEmpty { found.removeAll(keepingCapacity: true) }
  }

  /// Looks at a text.
  mutating func look(at text: UnsafeRawBufferPointer) {
    var isNamed = false
    var index = 0
    while index < text.count, found.count < Self.maximum {
      guard Self.isPart(text[index]) else {
        if !Self.isJoint(text[index]) { isNamed = false }
        index += 1
        continue
      }
      let word = Self.word(of: text, from: index)
      index = max(word.range.upperBound, index + 1)
      while index < text.count, Self.isPart(text[index]) { index += 1 }
      if word.range.isEmpty { continue }
      if word.digits > 0 {
        let bytes = UnsafeRawBufferPointer(rebasing: text[word.range])
        let isMarked = isNamed || Self.isBehindNumberSign(text, word.range.lowerBound)
        if Self.isID(word, in: text, isMarked: isMarked) { add(QuotedID.reference(bytes)) }
        isNamed = false
      } else {
        let hash = Self.hash(text[word.range])
        isNamed = Self.nouns.contains(hash) || isNamed && Self.fillers.contains(hash)
      }
    }
  }

  private mutating func add(_ reference: InteractionReference) {
    if !found.contains(reference) { found.append(reference) }
  }

  private static func isID(
    _ word: Word, in text: UnsafeRawBufferPointer, isMarked: Bool
  ) -> Bool {
    guard word.range.count <= 40, !isJoined(word.range, in: text) else { return false }
    if word.letters == 0 {
      return isMarked && word.hyphens == 0 && (3...12).contains(word.digits)
    }
    if isMarked { return word.digits + word.letters >= 3 }
    // The forms of sources' own ids: ABC-12 and INC0010023, long words of letters and digits.
    let isKey = word.capitals == word.letters && (2...10).contains(word.letters)
    if isKey, word.hyphens == 1 || word.hyphens == 0 && (5...12).contains(word.digits) {
      return word.digits + word.letters + word.hyphens == word.range.count
    }
    return word.range.count >= 15 && word.digits >= 4
  }

  /// Whether a word is a part of a date, a time, an amount, a phone or an address.
  private static func isJoined(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
    if range.lowerBound > 0 {
      let before = text[range.lowerBound - 1]
      if before == UInt8(ascii: "+") || before == UInt8(ascii: "@") { return true }
      if isSeparator(before), range.lowerBound > 1, ASCII.isDigit(text[range.lowerBound - 2]) {
        return true
      }
    }
    let after = range.upperBound
    guard after < text.count else { return false }
    if text[after] == UInt8(ascii: "@") { return true }
    return isSeparator(text[after]) && after + 1 < text.count && ASCII.isDigit(text[after + 1])
  }

  /// Whether a byte joins the parts of dates, times and amounts.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "/"): true
    default: false
    }
  }

  /// Whether `#` stands before a word, and nothing that makes a character reference, a fragment or
  /// a color of it.
  private static func isBehindNumberSign(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    guard start > 0, text[start - 1] == UInt8(ascii: "#") else { return false }
    guard start > 1 else { return true }
    switch text[start - 2] {
    case UInt8(ascii: "&"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: ":"), UInt8(ascii: "#"):
      return false
    default: return !isPart(text[start - 2])
    }
  }

  /// Whether a byte may stand between the word for a contact and its number.
  private static func isJoint(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "/"),
      UInt8(ascii: "("), UInt8(ascii: "["):
      true
    default: ASCII.isBlank(byte)
    }
  }

  /// Whether a byte is of a word: letters of every language are, their bytes being above ASCII.
  private static func isPart(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || ASCII.isLetter(byte) || byte >= 0x80 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_")
  }

  private static func word(of text: UnsafeRawBufferPointer, from start: Int) -> Word {
    var end = start
    while end < text.count, isPart(text[end]) { end += 1 }
    var first = start
    while first < end, text[first] == UInt8(ascii: "-") { first += 1 }
    while end > first, text[end - 1] == UInt8(ascii: "-") { end -= 1 }
    var word = Word(range: first..<end)
    for byte in text[first..<end] {
      if ASCII.isDigit(byte) {
        word.digits += 1
      } else if ASCII.isLetter(byte) {
        let isCapital = byte & 0x20 == 0 && word.digits == 0 && word.capitals == word.letters
        word.letters += 1
        if isCapital { word.capitals += 1 }
      } else if byte == UInt8(ascii: "-") {
        word.hyphens += 1
      }
    }
    return word
  }

  /// FNV-1a of a word in lower case.
  private static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
    word.reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64(ASCII.lowercased($1))) &* 0x0000_0100_0000_01b3
    }
  }
}
