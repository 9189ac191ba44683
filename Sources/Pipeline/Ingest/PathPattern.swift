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
      for base in found where base.failure == nil {
        let matching =
          component.contains { "*?[\\".contains($0) }
          ? try names(in: base.path, matching: component)
          : literal(component, in: base.path)
        next += matching
      }
      if !isLast { for index in next.indices { next[index].path += "/" } }
      found = next
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
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
      if error.isMissing || error.code == ENOTDIR { return [] }
      throw .reading(error)
    }
    return names.filter { fnmatch(pattern, $0.name, FNM_PERIOD) == 0 }
      .map { FoundPath($0, in: folder) }
  }
}
