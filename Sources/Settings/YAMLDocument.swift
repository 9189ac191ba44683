package import JourneyModel
internal import Yams

/// Reads a YAML text into values with places.
package enum YAMLDocument {
  /// The most values a document may have, so that aliases of aliases cannot multiply for ever.
  package static let maximumNodes = 200_000

  /// Reads one document; an empty text is an empty mapping.
  ///
  /// Throws C101 for text that is not YAML, C105 for duplicate keys and oversized documents.
  package static func parse(text: String, file: String) throws(DiagnosticError) -> YAMLNode {
    let source = SourceText(text: text, file: file)
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw DiagnosticError([problem(error, source: source)])
    }
    guard let root else {
      return YAMLNode(content: .mapping([]), source: source, line: 1, column: 1)
    }
    var conversion = Conversion(source: source)
    let node = conversion.convert(root)
    guard conversion.diagnostics.isEmpty else { throw DiagnosticError(conversion.diagnostics) }
    return node
  }

  private static func problem(_ error: any Error, source: SourceText) -> Diagnostic {
    guard let error = error as? YamlError else {
      return Diagnostic(code: .c101, file: source.file, message: "\(error)")
    }
    return switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      diagnostic(.c101, problem, mark, source)
    case .duplicatedKeysInMapping(let duplicates, let context):
      diagnostic(
        .c105, "key '\(duplicates.first ?? "")' is given twice", context.mark, source)
    case .reader(let problem, let offset, _, _):
      Diagnostic(
        code: .c101, file: source.file,
        message: "\(problem)" + (offset.map { " at byte \($0)" } ?? ""))
    default:
      Diagnostic(code: .c101, file: source.file, message: "the text cannot be read as YAML")
    }
  }

  private static func diagnostic(
    _ code: DiagnosticCode, _ message: String, _ mark: Mark, _ source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      code: code, file: source.file, line: mark.line, column: mark.column, message: message,
      excerpt: source.excerpt(mark.line, around: mark.column))
  }
}

/// Turns the parser's nodes into ours.
private struct Conversion {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var count = 0

  init(source: SourceText) { self.source = source }

  mutating func convert(_ node: Node) -> YAMLNode {
    count += 1
    let empty = YAMLNode(
      content: .scalar(text: "", wasQuoted: false), source: source, line: node.mark?.line ?? 1,
      column: node.mark?.column ?? 1)
    guard count <= YAMLDocument.maximumNodes else {
      if count == YAMLDocument.maximumNodes + 1 {
        diagnostics.append(empty.problem(.c105, "the document has too many values"))
      }
      return empty
    }
    var converted = empty
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      converted.content = .scalar(text: scalar.string, wasQuoted: !isPlain)
    case .sequence(let sequence):
      converted.content = .sequence(sequence.map { convert($0) })
    case .mapping(let mapping):
      converted.content = .mapping(entries(mapping))
    case .alias:
      diagnostics.append(empty.problem(.c103, "an alias cannot be used here"))
    }
    return converted
  }

  private mutating func entries(_ mapping: Node.Mapping) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var seen: Set<String> = []
    for (key, value) in mapping where count <= YAMLDocument.maximumNodes {
      let keyNode = convert(key)
      guard case .scalar(let text, _) = keyNode.content else {
        diagnostics.append(keyNode.problem(.c103, "a key must be a word"))
        continue
      }
      if !seen.insert(text).inserted {
        diagnostics.append(keyNode.problem(.c105, "key '\(text)' is given twice"))
      }
      entries.append(YAMLEntry(keyNode: keyNode, key: text, value: convert(value)))
    }
    return entries
  }
}
