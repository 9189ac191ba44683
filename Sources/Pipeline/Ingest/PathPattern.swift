internal import DurableFiles
internal import Glibc

/// A shell pattern (glob(7)) that says why where a folder cannot be listed; the C library's `glob`
/// passes over it.
struct PathPattern {
  private let components: [String]
  private let isAbsolute: Bool

  /// A pattern: `*`, `?`, `[a-z]` and `\` in any component.
  init(_ pattern: String) {
    isAbsolute = Directory.isAbsolute(pattern)
    components = Directory.components(of: pattern)
  }

  /// The paths that match, sorted by their bytes.
  func matches() throws(RunFailure) -> [FoundPath] {
    var found = [FoundPath(path: isAbsolute ? "/" : "")]
    for component in components {
      var next: [FoundPath] = []
      for folder in found { next += try matches(of: component, in: folder) }
      found = next
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// What matches in a folder; the folder itself where it cannot be entered, such as a link to
  /// nothing.
  private func matches(
    of component: String, in folder: FoundPath
  ) throws(RunFailure) -> [FoundPath] {
    guard folder.failure == nil, folder.path.isEmpty || folder.status != nil else {
      return [folder]
    }
    if component.utf8.contains(where: { "*?[\\".utf8.contains($0) }) {
      return try names(in: folder.path, matching: component)
    }
    let literal = FoundPath(component, in: folder.path)
    do throws(FileError) { return try Directory.hasEntry(literal.path) ? [literal] : [] } catch {
      throw .reading(error)
    }
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
    return names.filter { PathPattern.isMatch(of: pattern, $0.name) }
      .map { FoundPath($0, in: folder) }
  }

  /// Whether a name matches one component of a pattern.
  static func isMatch(of pattern: String, _ name: String) -> Bool {
    // Letters are matched whole, whatever locale the program was started in.
    let before = uselocale(letters)
    defer { uselocale(before) }
    return fnmatch(pattern, name, FNM_PERIOD) == 0
  }

  /// UTF-8; where the system lacks it, bytes are matched.
  private nonisolated(unsafe) static let letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
}
