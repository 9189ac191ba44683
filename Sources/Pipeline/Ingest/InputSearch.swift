internal import DurableFiles
internal import JourneyModel

/// Finds the files a run is asked to read.
///
/// Nothing that was named or matched is passed over unsaid: what cannot be read is found like any
/// file, and a folder that cannot be listed stops the run.
struct InputSearch {
  let configuration: Configuration
  /// Folders that are only entered where they are named: those the program itself writes to.
  var own: [String] = []

  /// What `{date}` matches.
  static let dateWildcard = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

  /// The most files one run reads.
  private static let fileLimit = 1_000_000

  /// What was found, and why inputs that must have files have none.
  struct Found {
    /// In path order.
    var files: [InputFile] = []
    var missing: [RunFailure] = []
  }

  /// The files of the given paths, or of the configured inputs if no path is given.
  func find(at paths: [String]) throws(RunFailure) -> Found {
    var missing: [RunFailure] = []
    var found: [InputFile] = []
    if paths.isEmpty {
      for input in configuration.inputs {
        let files = try files(of: input)
        found += files
        if files.isEmpty, !input.isOptional { missing.append(noFile(of: input)) }
      }
    } else {
      for path in paths {
        do throws(FileError) { _ = try Directory.inspect(path) } catch { throw .reading(error) }
        var walk = try FolderWalk(of: path, for: nil, except: own)
        try walk.visit(FoundPath(path: path))
        found += walk.files
      }
    }
    guard found.count <= InputSearch.fileLimit else {
      throw RunFailure(.dataRefused, .r504, "\(found.count) files are more than one run reads")
    }
    found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return Found(files: try eachOnce(found), missing: missing)
  }

  private func noFile(of input: ConfiguredInput) -> RunFailure {
    RunFailure(
      .inputMissing, .i307,
      "input '\(input.name)' matches no file: \(configuration.resolve(input.path))",
      help: "Check the path; if an input may have no file, configure 'optional: true'.")
  }

  /// Sorted files without repetitions; a file cannot be read by the settings of two inputs.
  private func eachOnce(_ sorted: [InputFile]) throws(RunFailure) -> [InputFile] {
    var files: [InputFile] = []
    for file in sorted {
      guard let last = files.last, Directory.isSame(last.path, file.path) else {
        files.append(file)
        continue
      }
      if let one = last.configured?.name, let other = file.configured?.name, one != other {
        throw RunFailure(
          .configuration, .c110,
          "\(file.path) is matched by the inputs '\(min(one, other))' and "
            + "'\(max(one, other))'")
      }
    }
    return files
  }

  private func files(of input: ConfiguredInput) throws(RunFailure) -> [InputFile] {
    let pattern = configuration.resolve(input.path)
    var walk = try FolderWalk(of: pattern, for: input, except: own)
    if FoundPath(path: pattern).status?.isDirectory == true {
      try walk.visit(FoundPath(path: pattern))
    } else {
      let wildcard = pattern.replacing("{date}", with: InputSearch.dateWildcard)
      for path in try PathPattern(wildcard).matches() {
        try walk.visit(path)
      }
    }
    return walk.files
  }
}

/// A path that was named, matched or listed.
struct FoundPath {
  let path: String
  /// Why it cannot be read; nil if nothing is known against it.
  private(set) var failure: RunFailure?
  /// What lies there, links followed; nil if there is nothing, or if that cannot be told.
  private(set) var status: FileStatus?

  init(path: String) {
    self.path = path
    do throws(FileError) { status = try Directory.find(path) } catch { failure = .reading(error) }
  }

  /// A path in a folder, which may be the current one, without a name.
  init(_ name: String, in folder: String) {
    self.init(path: Directory.path(of: name, in: folder))
  }

  /// A name in a folder.
  init(_ name: DirectoryEntry, in folder: String) {
    self.init(name.name, in: folder)
    if name.isUTF8 { return }
    failure = RunFailure(
      .inputMissing, .i306,
      "\(path): the name is not valid UTF-8, so the file cannot be opened",
      help: "Rename it.")
  }
}

/// Files, and those in folders and below, hidden names left out.
///
/// Each folder is entered once, whatever links lead to it. What is no folder counts as a file:
/// whoever opens it says why it cannot be read.
private struct FolderWalk {
  private(set) var files: [InputFile] = []
  private let input: InputFile.Shared<ConfiguredInput>?
  private var visited: Set<FileIdentity> = []

  private struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64

    init(_ status: FileStatus) {
      device = status.device
      inode = status.inode
    }
  }

  /// A walk for a configured input, or none, that enters some folders only where one of them is
  /// what was named.
  init(
    of named: String, for input: ConfiguredInput?, except folders: [String]
  ) throws(RunFailure) {
    self.input = input.map { InputFile.Shared($0) }
    do throws(FileError) {
      for folder in folders {
        if let status = try Directory.find(folder) { visited.insert(FileIdentity(status)) }
      }
      if let status = try Directory.find(named) { visited.remove(FileIdentity(status)) }
    } catch {
      throw .reading(error)
    }
  }

  /// Adds a file, or what a folder holds.
  mutating func visit(_ found: FoundPath) throws(RunFailure) {
    guard found.failure == nil, let status = found.status, status.isDirectory else {
      let file = InputFile(
        path: found.path, of: input, isConfigured: input != nil, failure: found.failure)
      return files.append(file)
    }
    guard visited.insert(FileIdentity(status)).inserted else { return }
    let names: [DirectoryEntry]
    do throws(FileError) { names = try Directory.list(found.path) } catch { throw .reading(error) }
    for name in names where !name.isHidden { try visit(FoundPath(name, in: found.path)) }
  }
}
