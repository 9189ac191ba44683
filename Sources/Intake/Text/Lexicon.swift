internal import JourneyModel
internal import Settings

/// What the binary and the user listen for in texts: phrases by signal.
///
/// ```yaml
/// repeated: {en: [third time], de: [zum dritten mal]}
/// thanks: [gracias]                                     # languages are only for the reader
/// ```
struct Lexicon: Sendable {
  /// A phrase and the signal it gives.
  struct Entry: Sendable {
    /// What it is a sign of.
    var signal: TextSignal
    /// Folded already, as texts are before they are searched.
    var phrase: Phrase
  }

  /// The phrases in file order.
  private(set) var entries: [Entry] = []

  /// The lexicon of the binary.
  static let bundled: Lexicon = {
    var lexicon = Lexicon()
    for file in EmbeddedFiles.all where file.name.hasSuffix(".lexicon") {
      do throws(DiagnosticError) {
        let root = try YAMLDocument.parse(text: file.text, file: file.name)
        var problems: [Diagnostic] = []
        lexicon.add(root, into: &problems)
        if !problems.isEmpty { throw DiagnosticError(problems) }
      } catch {
        preconditionFailure("the bundled lexicon cannot be read: \(error.diagnostics[0].rendered)")
      }
    }
    return lexicon
  }()

  /// Adds the phrases of a mapping of signals.
  mutating func add(_ node: YAMLNode, into problems: inout [Diagnostic]) {
    var keys = MappingReader(node, what: "a lexicon")
    for signal in TextSignal.allCases {
      guard let value = keys.node(signal.name) else { continue }
      for phrase in Self.texts(value, into: &problems) {
        entries.append(Entry(signal: signal, phrase: phrase))
      }
    }
    keys.finish(into: &problems)
  }

  /// The phrases of a list, or of a mapping of languages to lists.
  private static func texts(_ node: YAMLNode, into problems: inout [Diagnostic]) -> [Phrase] {
    if let languages = node.entries {
      return languages.flatMap { PhraseReader.phrases($0.value, into: &problems) }
    }
    return PhraseReader.phrases(node, into: &problems)
  }
}

/// Reads lists of phrases; every phrase that is none is a problem at its place.
enum PhraseReader {
  /// The phrases of a list; a single text counts as a list of one.
  static func phrases(_ node: YAMLNode, into problems: inout [Diagnostic]) -> [Phrase] {
    (node.elements ?? [node]).compactMap { phrase($0, into: &problems) }
  }

  private static func phrase(_ node: YAMLNode, into problems: inout [Diagnostic]) -> Phrase? {
    guard let text = node.text else {
      problems.append(node.problem(.c103, "a phrase must be a text"))
      return nil
    }
    do throws(Phrase.Failure) {
      return try Phrase(text)
    } catch {
      let problem =
        switch error {
        case .empty: node.problem(.c105, "'\(text)' has no letter or digit to look for")
        case .star:
          node.problem(
            .c105, "a '*' stands inside '\(text)'", help: "write it first or last",
            at: starOffset(text))
        case .long: node.problem(.c105, "a phrase has at most 200 bytes")
        }
      problems.append(problem)
      return nil
    }
  }

  private static func starOffset(_ text: String) -> Int {
    let inner = text.dropFirst().firstIndex(of: "*") ?? text.startIndex
    return text.distance(from: text.startIndex, to: inner)
  }
}
