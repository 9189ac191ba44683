/// What values of an input did not fit, although their records were accepted, and how often.
///
/// Counted for a file from that file alone. Of the words of a subject the first few in the order of
/// their letters are named, the others counted together: then the notes of all files are the same
/// however the records are spread over files.
package struct ReadingNotes: Codable, Equatable, Sendable {
  /// What did not fit.
  package enum Kind: String, CaseIterable, Codable, Sendable {
    /// A word without a line in the `map` of a vocabulary's field, which is the subject.
    case unlistedWord = "unlisted-word"
    /// Another value without a line in its `map`; the subject is the column or path.
    case unlistedValue = "unlisted-value"
    /// A key without a line in a table; the subject is the table.
    case missingLine = "missing-line"
    /// An identifier whose digits were lost, `1.6E+13`; the subject is the column or path.
    case lostDigits = "lost-digits"
    /// An e-mail address or phone number that cannot be one; the subject is the column or path.
    case malformedIdentifier = "malformed-identifier"
    /// A page with another number of records than it says; the subject is the member that says it.
    case pageCount = "page-count"
    /// A page or message without the list of records; the subject is the member that holds it.
    case pageWithoutList = "page-without-list"
    /// A link to an interaction that no source has; the word is the id of the one that names it.
    case danglingLink = "dangling-link"
  }

  /// One thing that is counted.
  package struct Note: Hashable, Comparable, Codable, Sendable {
    package var kind: Kind
    /// The field, table, column or path concerned.
    package var subject: String
    /// The word as it stands in the export, or the numbers of a page; empty where it is not kept.
    package var word: String

    package init(_ kind: Kind, subject: String, word: String = "") {
      self.kind = kind
      self.subject = subject
      self.word = word
    }

    package static func < (left: Note, right: Note) -> Bool {
      (left.kind.rawValue, left.subject, left.word)
        < (right.kind.rawValue, right.subject, right.word)
    }
  }

  /// How often each thing was met.
  package private(set) var counts: [Note: Int64] = [:]

  /// The most words of a subject that are named.
  package static let wordLimit = 20

  /// Whether a value may be shown: no address, no number of five digits or more, not long.
  package static func isWord(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count <= 60 else { return false }
    var digits = 0
    for byte in text {
      if byte == UInt8(ascii: "@") { return false }
      digits += byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? 1 : 0
    }
    return digits < 5
  }

  package init() {}

  /// Notes with known counts.
  package init(_ counts: [Note: Int64]) { self.counts = counts }

  /// Whether everything fitted.
  package var isEmpty: Bool { counts.isEmpty }

  /// Counts a thing; of too many words the last one is no longer named.
  package mutating func add(_ note: Note, count: Int64 = 1) {
    counts[note, default: 0] += count
    if note.word.isEmpty || counts[note] != count { return }
    let words = counts.keys.filter { $0.isAbout(note) && !$0.word.isEmpty }
    guard words.count > ReadingNotes.wordLimit, let last = words.max() else { return }
    let unnamed = counts.removeValue(forKey: last) ?? 0
    counts[Note(note.kind, subject: note.subject), default: 0] += unnamed
  }

  /// Those of one kind.
  package func of(_ kind: Kind) -> ReadingNotes {
    ReadingNotes(counts.filter { $0.key.kind == kind })
  }

  /// Adds the notes of another file of the input.
  package mutating func merge(_ other: ReadingNotes) {
    for (note, count) in other.counts { add(note, count: count) }
  }

  /// The notes in order: by kind and subject, the most frequent word first.
  package var sorted: [(note: Note, count: Int64)] {
    counts.map { (note: $0.key, count: $0.value) }.sorted { left, right in
      if !left.note.isAbout(right.note) { return left.note < right.note }
      return left.count != right.count ? left.count > right.count : left.note < right.note
    }
  }
}

extension ReadingNotes.Kind {
  /// The code it is reported under.
  package var code: DiagnosticCode {
    switch self {
    case .unlistedWord, .unlistedValue: .a108
    case .missingLine: .a107
    case .lostDigits, .malformedIdentifier: .a110
    case .pageCount, .pageWithoutList: .a111
    case .danglingLink: .a113
    }
  }

  /// What did not fit in what, in words.
  package var title: String {
    switch self {
    case .unlistedWord: "a word without a line in the adapter's map"
    case .unlistedValue: "a value without a line in the adapter's map"
    case .missingLine: "a key without a line in the table"
    case .lostDigits: "an id that lost its last digits to an exponent"
    case .malformedIdentifier: "no e-mail address or phone number"
    case .pageCount: "a page without the number of records it says it has"
    case .pageWithoutList: "a page without that list, such as an error of the API"
    case .danglingLink: "a link to an interaction that is in no export"
    }
  }
}

extension ReadingNotes.Note {
  /// What a user adds to the input's `with` to say what the word means; nil if that is no help.
  package var remedy: String? {
    guard kind == .unlistedWord, !word.isEmpty else { return nil }
    let isPlain = word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic }
    return "with: {\(subject): {\(isPlain ? word : "\"\(PrintableText.line(word))\""): …}}"
  }
}

extension ReadingNotes.Note {
  /// Whether it is the same kind of thing about the same subject, whatever the word.
  fileprivate func isAbout(_ other: ReadingNotes.Note) -> Bool {
    kind == other.kind && subject == other.subject
  }
}
