internal import DurableFiles
internal import Glibc
internal import JourneyModel

/// Finds the files a run is asked to read.
struct InputSearch {
  let configuration: Configuration

  /// The most files one run reads.
  private static let fileLimit = 1_000_000

  /// The files of the given paths, or of the configured inputs if no path is given, in path order.
  func files(at paths: [String]) throws(RunFailure) -> [InputFile] {
    var found: [InputFile] = []
    if paths.isEmpty {
      for input in configuration.inputs { found += try files(of: input) }
    } else {
      for path in paths {
        found += try files(under: path).map {
          InputFile(path: $0, configured: nil, isConfigured: false)
        }
      }
    }
    guard found.count <= InputSearch.fileLimit else {
      throw RunFailure(.dataRefused, .r504, "\(found.count) files are more than one run reads")
    }
    var seen: Set<String> = []
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      .filter { seen.insert($0.path).inserted }
  }

  private func files(of input: ConfiguredInput) throws(RunFailure) -> [InputFile] {
    let pattern = configuration.resolve(input.path)
    let wildcard = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
    let isFolder = Directory.status(pattern)?.isDirectory == true
    let found =
      isFolder
      ? try files(under: pattern)
      : glob(pattern.replacing("{date}", with: wildcard)).filter {
        Directory.status($0)?.isDirectory != true
      }
    guard !found.isEmpty else {
      throw RunFailure(
        .inputMissing, .i307, "input '\(input.name)' matches no file: \(pattern)")
    }
    return found.map { InputFile(path: $0, configured: input, isConfigured: true) }
  }

  /// The paths a shell pattern matches, sorted by the C locale.
  private func glob(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard Glibc.glob(pattern, GLOB_NOSORT, nil, &result) == 0 else { return [] }
    let paths = (0..<Int(result.gl_pathc)).compactMap { index in
      result.gl_pathv[index].map { String(cString: $0) }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A file itself, or the regular files in a directory and below; hidden names are left out.
  private func files(under path: String) throws(RunFailure) -> [String] {
    guard let status = Directory.status(path) else {
      throw .reading(FileError(operation: "open", path: path, code: ENOENT))
    }
    guard status.isDirectory else { return [path] }
    let names: [String]
    do throws(FileError) { names = try Directory.entries(of: path) } catch { throw .reading(error) }
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    var found: [String] = []
    for name in names where !name.hasPrefix(".") {
      let child = base + "/" + name
      guard let status = Directory.status(child) else { continue }
      if status.isDirectory { found += try files(under: child) } else { found.append(child) }
    }
    return found
  }
}
