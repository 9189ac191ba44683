internal import JourneyModel
internal import Settings

/// An adapter file that says only what differs from a bundled one.
///
/// ```
/// adapter: our-tickets
/// extends: zendesk-tickets
/// without: [links]                                    # lists of the base that do not hold
/// parameters: {second-phone: phone2}                  # added, or in the place of the base's
/// identifiers: [{kind: phone, value: $second-phone}]  # behind the base's
/// ```
///
/// Mappings are put together key by key, lists go behind those of the base, all else takes the
/// place of what the base says. The base's tests are its own.
struct ExtendedDefinition {
  /// The id of the base; nil if the file stands for itself.
  private(set) var base: String?
  /// The text of the base.
  private(set) var text = ""
  /// The file together with its base.
  private(set) var root: YAMLNode

  /// Sections that are put together key by key.
  private static let mappings = [
    "parameters", "tables", "interaction", "record", "times", "checks", "profile", "attributes",
  ]
  /// Sections that an adapter has for itself.
  private static let own = ["adapter", "extends", "without", "tests"]

  /// The definition of a file; throws A105 and C106 for a base that there is not.
  init(_ file: YAMLNode) throws(DiagnosticError) {
    root = file
    guard let node = file["extends"] else { return }
    guard let id = node.text, let found = Self.text(of: id) else {
      let known = EmbeddedFiles.all.map(\.name).filter { $0.hasSuffix(".yaml") }
        .map { String($0.dropLast(5)) }
      throw DiagnosticError([
        node.problem(
          .c106, "there is no bundled adapter '\(node.text ?? "")'",
          help: Suggestion.help(for: node.text ?? "", among: known))
      ])
    }
    (base, text) = (id, found)
    let base = try YAMLDocument.parse(text: found, file: "adapters/\(id).yaml")
    root.content = .mapping(try Self.together(base.entries ?? [], file))
  }

  private static func text(of id: String) -> String? {
    EmbeddedFiles.all.first { $0.name == id + ".yaml" }?.text
  }

  private static func together(
    _ base: [YAMLEntry], _ file: YAMLNode
  ) throws(DiagnosticError) -> [YAMLEntry] {
    let left = try without(file["without"], of: base)
    let mine = (file.entries ?? []).filter { !["extends", "without"].contains($0.key) }
    let kept = base.filter { entry in !own.contains(entry.key) && !left.contains(entry.key) }
    var all: [YAMLEntry] = []
    for entry in kept {
      let other = mine.first { $0.key == entry.key }
      all.append(other.map { together(entry, $0) } ?? entry)
    }
    return all + mine.filter { entry in !kept.contains { $0.key == entry.key } }
  }

  /// The sections of the base that are left out.
  private static func without(
    _ node: YAMLNode?, of base: [YAMLEntry]
  ) throws(DiagnosticError) -> [String] {
    guard let node else { return [] }
    let names = node.elements ?? [node]
    for name in names where !base.contains(where: { $0.key == name.text }) {
      throw DiagnosticError([
        name.problem(
          .c106, "the base has no '\(name.text ?? "")'",
          help: Suggestion.help(for: name.text ?? "", among: base.map(\.key)))
      ])
    }
    return names.compactMap(\.text)
  }

  private static func together(_ base: YAMLEntry, _ mine: YAMLEntry) -> YAMLEntry {
    var entry = mine
    if let first = base.value.elements, let second = mine.value.elements {
      entry.value.content = .sequence(first + second)
    } else if mappings.contains(mine.key), let first = base.value.entries,
      let second = mine.value.entries
    {
      let kept = first.map { old in
        second.first { $0.key == old.key }.map { together(old, $0) } ?? old
      }
      let added = second.filter { new in !first.contains { $0.key == new.key } }
      entry.value.content = .mapping(kept + added)
    }
    return entry
  }
}
