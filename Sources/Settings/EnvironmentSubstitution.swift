package import JourneyModel

/// Replaces `${THROUGHLINE_X}` and `${THROUGHLINE_X:-default}` inside string leaves.
///
/// Only after parsing, so that a value can never change the structure of the file, and only names
/// beginning with `THROUGHLINE_`, so that nothing else of the environment can leak in.
package struct EnvironmentSubstitution {
  private let environment: [String: String]
  private var diagnostics: [Diagnostic] = []

  /// The prefix every name must have.
  package static let prefix = "THROUGHLINE_"

  private init(_ environment: [String: String]) { self.environment = environment }

  /// The document with all variables replaced; throws C108 for every one that is not set.
  package static func apply(
    _ environment: [String: String], to root: YAMLNode
  ) throws(DiagnosticError) -> YAMLNode {
    var substitution = EnvironmentSubstitution(environment)
    let result = substitution.replaced(root)
    guard substitution.diagnostics.isEmpty else {
      throw DiagnosticError(substitution.diagnostics)
    }
    return result
  }

  private mutating func replaced(_ node: YAMLNode) -> YAMLNode {
    var node = node
    switch node.content {
    case .scalar(let text, let wasQuoted):
      guard text.contains("${") else { return node }
      let result = replaced(text, in: node)
      node.content = .scalar(text: result, wasQuoted: wasQuoted || result.isEmpty)
    case .sequence(let elements):
      node.content = .sequence(elements.map { replaced($0) })
    case .mapping(let entries):
      node.content = .mapping(
        entries.map { entry in
          var entry = entry
          entry.value = replaced(entry.value)
          return entry
        })
    case .shape: break
    }
    return node
  }

  private mutating func replaced(_ text: String, in node: YAMLNode) -> String {
    var output = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      output += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        diagnostics.append(node.problem(.c103, "'${' is never closed by '}'"))
        return text
      }
      output += value(of: rest[start.upperBound..<end], in: node)
      rest = rest[rest.index(after: end)...]
    }
    return output + rest
  }

  private mutating func value(of reference: Substring, in node: YAMLNode) -> String {
    let separator = reference.firstRange(of: ":-")
    let name = String(reference[..<(separator?.lowerBound ?? reference.endIndex)])
    guard name.hasPrefix(EnvironmentSubstitution.prefix) else {
      diagnostics.append(
        node.problem(
          .c103, "'${\(name)}' cannot be used: names must begin with THROUGHLINE_"))
      return ""
    }
    if let value = environment[name], !(value.isEmpty && separator != nil) { return value }
    if let separator { return String(reference[separator.upperBound...]) }
    diagnostics.append(node.problem(.c108, "environment variable \(name) is not set"))
    return ""
  }
}
