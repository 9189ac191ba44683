internal import DurableFiles
internal import Glibc

/// A shell pattern (glob(7)) that says why where a folder cannot be listed; the C library's `glob`
/// passes over it.
struct PathPattern {
  private let components: [String]
  private let isAbsolute: Bool

  /// A pattern: `*`, `?`, `[a-z]` and `\` in any component.
  init(_ pattern: String) {
    isAbsolute = pattern.hasPrefix("/")
    components = pattern.split(separator: "/").map(String.init)
  }

  /// The paths that match, sorted by their bytes.
  func matches() throws(RunFailure) -> [FoundPath] {
    var found = [FoundPath(path: isAbsolute ? "/" : "")]
    for (number, component) in components.enumerated() {
      let isLast = number + 1 == components.count
      var next: [FoundPath] = []
      for base in found {
        if let odd = try odd(base) {
          next.append(odd)
        } else if component.contains(where: { "*?[\\".contains($0) }) {
          next += try names(in: base.path, matching: component)
        } else {
          next += literal(component, in: base.path)
        }
      }
      if !isLast { for index in next.indices { next[index].path += "/" } }
      found = next
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// What was found and cannot be entered: a name that cannot be opened, a link to nothing.
  private func odd(_ base: FoundPath) throws(RunFailure) -> FoundPath? {
    var found = FoundPath(path: base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path)
    found.failure = base.failure
    if found.failure == nil, !found.path.isEmpty, Directory.status(found.path) == nil {
      found.failure = .reading(Directory.error(at: found.path))
    }
    return found.failure == nil ? nil : found
  }

  /// A name without wildcards, where it is there.
  private func literal(_ name: String, in folder: String) -> [FoundPath] {
    let path = folder + name
    return Directory.hasEntry(path) ? [FoundPath(path: path)] : []
  }

  private func names(
    in folder: String, matching pattern: String
  ) throws(RunFailure) -> [FoundPath] {
    let names: [DirectoryEntry]
    do throws(FileError) {
      names = try Directory.list(folder.isEmpty ? "." : folder)
    } catch {
      // What is no folder holds nothing.
      if error.code == ENOTDIR { return [] }
      throw .reading(error)
    }
    // Letters are matched whole, whatever locale the program was started in.
    let before = uselocale(PathPattern.letters)
    defer { uselocale(before) }
    return names.filter { fnmatch(pattern, $0.name, FNM_PERIOD) == 0 }
      .map { FoundPath($0, in: folder) }
  }

  /// UTF-8; where the system lacks it, bytes are matched.
  private nonisolated(unsafe) static let letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
}
