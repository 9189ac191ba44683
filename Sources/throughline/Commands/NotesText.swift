import Intake
import JourneyModel

/// What values of an input did not fit, in lines.
struct NotesText {
  private let notes: ReadingNotes

  init(_ notes: ReadingNotes) { self.notes = notes }

  /// A line for each kind and subject, with the code it is reported under.
  var lines: [(code: DiagnosticCode, text: String)] {
    var lines: [(code: DiagnosticCode, text: String)] = []
    var rest = notes.sorted[...]
    while let first = rest.first {
      let subject = rest.prefix {
        $0.note.kind == first.note.kind && $0.note.subject == first.note.subject
      }
      rest = rest.dropFirst(subject.count)
      lines.append((first.note.kind.code, line(first.note, counted: Array(subject))))
    }
    return lines
  }

  /// What no record had, and what is near: `'Lnie' (is it 'Line'?)`; the most telling names first.
  static func list(_ absent: [AbsentName]) -> String {
    let slips = absent.filter { $0.nearest != nil }
    let sorted = slips + absent.filter { $0.nearest == nil }
    let names = sorted.prefix(mostNames).map { name in
      let near = name.nearest.map { " (is it '\(PrintableText.line($0))'?)" } ?? ""
      return "'\(PrintableText.line(name.name))'\(near)"
    }
    let rest = absent.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// How many names are told that no record has.
  private static let mostNames = 10

  /// That an adapter took the place of a bundled one.
  static func replacement(_ id: String, file: String) -> String {
    "\(PrintableText.line(file)): adapter '\(id)' takes the place of the bundled one"
  }

  /// How many words of a subject are shown.
  private static let shown = 5

  private func line(
    _ note: ReadingNotes.Note, counted: [(note: ReadingNotes.Note, count: Int64)]
  ) -> String {
    let total = counted.reduce(0) { $0 + $1.count }
    var text = "'\(PrintableText.line(note.subject))': \(total) × \(note.kind.title)"
    let words = counted.filter { !$0.note.word.isEmpty }.prefix(Self.shown)
    if !words.isEmpty {
      let named = words.map { "\($0.count) × '\(PrintableText.line($0.note.word))'" }
      text += ": " + named.joined(separator: ", ") + (words.count < counted.count ? ", …" : "")
    }
    if let field = WordField(rawValue: note.subject), let remedy = words.first?.note.remedy {
      text += "; \(remedy) says what one means: " + field.words.joined(separator: " ")
    }
    return text
  }
}
