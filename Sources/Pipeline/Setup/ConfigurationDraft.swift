internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import Publishing

/// Makes a first configuration of the exports that lie in a folder.
///
/// What content says is written down, what it cannot say is marked with `CONFIRM`. Files of one
/// adapter in one folder are one input; its pattern matches these and no others that lie there.
package struct ConfigurationDraft {
  /// The text of the configuration.
  package private(set) var text = ""
  /// How many inputs it has.
  package private(set) var inputCount = 0
  private let folder: String
  private let context: IntakeContext

  /// Files of one adapter in one folder.
  private struct Group {
    let adapter: Adapter
    /// The patterns of the folders from the top.
    let folders: [String]
    /// The files, from the top.
    var paths: [String] = []
    /// The path of the first one, as it is opened.
    var first = ""

    var names: [String] { paths.map(Directory.name) }
  }

  /// A draft for what lies in a folder; throws I307 where no file can be read.
  package init(folder: String) throws(RunFailure) {
    self.folder = folder
    let configuration = Configuration()
    do throws(DiagnosticError) {
      context = IntakeContext(
        library: try IntakeContext.library(for: configuration), configuration: configuration,
        key: .ofNothingKept)
    } catch {
      throw .diagnostics(error)
    }
    let found = try InputSearch(configuration: configuration).find(at: [folder]).files
    let planner = InputPlanner(context: context)
    var groups: [String: Group] = [:]
    var others: [String] = []
    for file in found {
      let path = relative(file.path)
      switch try planner.plan(file).step {
      case .read(let reading):
        let folders = Directory.components(of: path).dropLast().map {
          Self.dated($0) ?? Self.escaped($0)
        }
        let key = "\(reading.adapter.id) \(folders.joined(separator: "/"))"
        var group = groups[key] ?? Group(adapter: reading.adapter, folders: folders)
        if group.paths.isEmpty { group.first = file.path }
        group.paths.append(path)
        groups[key] = group
      case .pass(let unknown): others.append("\(path): \(unknown.reason)")
      case .refuse(let failure): others.append("\(path): \(failure.message)")
      case .skip: preconditionFailure("nothing is stored where nothing is kept")
      }
    }
    guard !groups.isEmpty else {
      var failure = RunFailure(.inputMissing, .i307, "no file in \(folder) can be read")
      failure.details = Array(others.prefix(RunFailure.mostNamed))
      failure.help = "Name the folder the exports lie in; see why with 'throughline inspect FILE'."
      throw failure
    }
    write(groups.sorted { $0.key < $1.key }.map(\.value), all: found.map { relative($0.path) })
    write(others: others)
  }

  private func relative(_ path: String) -> String {
    let prefix = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  private mutating func write(_ groups: [Group], all: [String]) {
    text = """
      # Written by 'throughline init'. Check it with 'throughline validate', run it with
      # 'throughline run'. All keys: docs/configuration.md, 'throughline schema config'.
      # Lines with CONFIRM hold what no export says.

      # The zone in which days are counted and reported.
      timezone: UTC  # CONFIRM: such as America/New_York

      # Where releases and the state are kept, beginning at this folder.
      output: {folder: out, keep-releases: 14}
      store: out/.throughline

      # Identifiers are published as hashes under this key. Keep a copy: with another one every
      # customer has another id.
      privacy: {key-file: throughline.key}

      inputs:

      """
    var names: [String: Int] = [:]
    for group in groups {
      for path in patterns(of: group, among: all) {
        let number = names[group.adapter.id, default: 0] + 1
        names[group.adapter.id] = number
        let name = number == 1 ? group.adapter.id : "\(group.adapter.id)-\(number)"
        inputCount += 1
        text += comment(on: group)
        text += "  - name: \(name)\n    adapter: \(group.adapter.id)\n"
        text += "    path: \(JSONValue.text(path).compactText)\n" + zone(of: group)
        text +=
          path.contains("{date}") ? "    # expect-within: 26h  # CONFIRM: a night is missed\n" : ""
      }
    }
  }

  private mutating func write(others: [String]) {
    if others.isEmpty { return }
    text += "\n# Not read; see 'throughline inspect FILE', 'throughline adapters new FILE':\n"
    for other in others { text += "#   \(PrintableText.line(other))\n" }
  }

  /// What the first file of a group holds.
  private func comment(on group: Group) -> String {
    var lines = [
      "\(group.adapter.title), \(group.paths.count) \(group.paths.count == 1 ? "file" : "files")"
    ]
    // A file that cannot be read to its end is for 'inspect' to explain.
    if let seen = try? inspection(of: group) {
      let ledger = seen.ledger
      lines.append(
        "\(Directory.name(of: group.first)): \(ledger.recordsRead) records, \(ledger.accepted) "
          + "accepted, \(ledger.rejected) rejected, \(ledger.skippedTotal) skipped")
      for (reason, parameters) in seen.mendableSkips.sorted(by: { $0.key < $1.key }) {
        let named = parameters.map { "\($0): …" }.joined(separator: ", ")
        lines.append("CONFIRM: skipped as '\(reason)' for want of 'with: {\(named)}'")
      }
    }
    return lines.map { "  # \(PrintableText.line($0))\n" }.joined()
  }

  private func inspection(of group: Group) throws(RunFailure) -> Inspection {
    try Inspection.of(path: group.first, context: context, adapter: group.adapter.id)
  }

  private func zone(of group: Group) -> String {
    // Without a look at its records nothing is known of its times.
    guard let seen = try? inspection(of: group), seen.isZoneAssumed else { return "" }
    return "    timezone: UTC  # CONFIRM: its times have no zone of their own\n"
  }

  // MARK: Patterns

  /// The narrowest pattern that matches the files of a group and no others, else one for each file.
  private func patterns(of group: Group, among all: [String]) -> [String] {
    let literal = group.paths.map { path in
      Directory.components(of: path).map(Self.escaped).joined(separator: "/")
    }
    let isDated = group.folders.contains { $0.contains("{date}") }
    guard group.paths.count > 1 || isDated || Self.dated(group.names[0]) != nil else {
      return literal
    }
    let pattern = (group.folders + [Self.pattern(of: group.names)]).joined(separator: "/")
    let wildcard = pattern.replacing("{date}", with: InputSearch.dateWildcard)
    let parts = Directory.components(of: wildcard)
    let matched = all.filter { path in
      let names = Directory.components(of: path)
      return names.count == parts.count
        && zip(parts, names).allSatisfy { PathPattern.isMatch(of: $0, $1) }
    }
    return Set(matched) == Set(group.paths) ? [pattern] : literal
  }

  /// What names have in common, with `{date}` where all of them have a date there.
  private static func pattern(of names: [String]) -> String {
    let dated = names.compactMap(dated)
    if dated.count == names.count, Set(dated).count == 1 { return dated[0] }
    let first = names[0]
    if Set(names).count == 1 { return escaped(first) }
    let prefix = names.reduce(first) { $0.commonPrefix(with: $1) }
    // Digits that are the same by chance are no part of the name.
    let stem = prefix.prefix { !$0.isNumber }
    let ending = first.firstIndex(of: ".").map { String(first[$0...]) } ?? ""
    let common = names.allSatisfy { $0.hasSuffix(ending) } ? ending : ""
    return escaped(String(stem.prefix { $0 != "." })) + "*" + escaped(common)
  }

  /// A name with `{date}` in the place of its first date; nil if it has none.
  private static func dated(_ name: String) -> String? {
    guard let date = name.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) else { return nil }
    return escaped(String(name[..<date.range.lowerBound])) + "{date}"
      + escaped(String(name[date.range.upperBound...]))
  }

  private static func escaped(_ name: String) -> String {
    name.map { "*?[]\\{}".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
